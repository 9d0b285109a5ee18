/** What keyboard and mouse offer to programs and other plugins. */
export interface KeyboardService {
  /** Scan codes of set 2, whole keys. */
  send(codes: Uint8Array): void;
  /** resolves once the guest has read all that was sent */
  idle(): Promise<void>;
  /** the lamps: 1 Scroll Lock, 2 Num Lock, 4 Caps Lock */
  onLamps(listener: (lamps: number) => void): void;
}

export interface MouseService {
  /** dx to the right, dy up, dz towards the user, -128 to 127; buttons: 1 left, 2 right, 4 middle */
  move(dx: number, dy: number, dz: number, buttons: number): void;
}

declare module '../plugin.ts' {
  interface Services {
    keyboard: KeyboardService;
    mouse: MouseService;
  }
}
