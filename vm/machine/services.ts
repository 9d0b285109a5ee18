/** What the PC's own plugins offer to others. */
import type { Transcript } from '../../plugins/serial/transcript.ts';

export interface KeyboardService {
  /** Scan codes of set 2, whole keys. */
  send(codes: Uint8Array): void;
  /** resolves once the guest has read all that was sent */
  idle(): Promise<void>;
  onLamps(listener: (lamps: number) => void): void;
}

export interface MouseService {
  /** dx to the right, dy up, dz towards the user, -128 to 127; buttons: 1 left, 2 right, 4 middle */
  move(dx: number, dy: number, dz: number, buttons: number): void;
}

export interface DisplayService {
  /** the adapter's answer to a question of plugins/vga/screen.h */
  ask(question: number): Promise<Uint8Array>;
}

export interface SerialLine {
  /** what the guest has transmitted */
  readonly transcript: Transcript;
  /** where the other end is, for people */
  readonly description: string;
  send(bytes: Uint8Array): void;
}

declare module '../plugin.ts' {
  interface Services {
    keyboard: KeyboardService;
    mouse: MouseService;
    display: DisplayService;
    serial: readonly (SerialLine | undefined)[];
    debugcon: { readonly transcript: Transcript };
  }
}
