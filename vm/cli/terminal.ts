/**
 * The guest's screen, live, in the terminal that plex86 was started from, and that terminal's keys as the guest's keyboard. The escape
 * key opens a menu on the last line.
 */
import { writeFileSync } from 'node:fs';
import { keyStrokes, namedStroke } from '../machine/keys.ts';
import type { VirtualMachine } from '../machine/machine.ts';
import { AnsiRenderer, encodePng, type Image, type Screen } from '../screen/index.ts';
import { halfBlocks } from './half-blocks.ts';
import { statisticsLines } from './statistics.ts';
import { KeyDecoder } from './terminal-keys.ts';

export interface TerminalOptions {
  /** as KeyDecoder names it; "Ctrl-]" unless given */
  escapeKey?: string;
  input?: NodeJS.ReadableStream & { setRawMode?(raw: boolean): unknown };
  output?: NodeJS.WritableStream & { columns?: number; rows?: number };
}

const ESC = '\u001b[';
const ENTER_SCREEN = `${ESC}?1049h${ESC}2J${ESC}H`;
const LEAVE_SCREEN = `${ESC}0m${ESC}?25h${ESC}?1049l`;
/** Milliseconds between two looks at the screen: text, pictures. */
const TEXT_MS = 33;
const PICTURE_MS = 150;
/** Milliseconds after which an ESC has been the key and not the beginning of a sequence. */
const ESC_MS = 40;
/** Milliseconds from one key to the next besides what the guest takes to read it, so that pasted text does not overrun a BIOS. */
const KEY_MS = 4;
/** Milliseconds that a message is shown. */
const MESSAGE_MS = 3000;
const MOST_WAITING = 2000;
const MENU = 'q quit · r reset · s screenshot · k send keys · i statistics · Esc back';

type Mode = 'guest' | 'menu' | 'keys' | 'text';

class Terminal {
  private readonly vm: VirtualMachine;
  private readonly escapeKey: string;
  private readonly input: NonNullable<TerminalOptions['input']>;
  private readonly output: NonNullable<TerminalOptions['output']>;
  private readonly decoder = new KeyDecoder();
  private renderer = new AnsiRenderer();
  private mode: Mode = 'guest';
  /** on the last line: a message until the next key, what is being typed */
  private line = '';
  private typed = '';
  private readonly strokes: Uint8Array[] = [];
  private sending = false;
  private escTimer: NodeJS.Timeout | undefined;
  private messageTimer: NodeJS.Timeout | undefined;
  private pictureShown = false;
  private shots = 0;
  private over = false;

  constructor(vm: VirtualMachine, options: TerminalOptions) {
    this.vm = vm;
    this.escapeKey = options.escapeKey ?? 'Ctrl-]';
    this.input = options.input ?? process.stdin;
    this.output = options.output ?? process.stdout;
  }

  private get rows(): number {
    return this.output.rows ?? 25;
  }
  private get columns(): number {
    return this.output.columns ?? 80;
  }

  async run(): Promise<void> {
    const onData = (chunk: Buffer | string): void => this.take(chunk.toString());
    const onResize = (): void => this.clear();
    this.input.setRawMode?.(true);
    this.input.on('data', onData);
    this.input.resume();
    this.output.on('resize', onResize);
    this.output.write(ENTER_SCREEN);
    this.clear();
    this.tell(`${this.escapeKey} opens the menu`);
    try {
      await this.vm.orEnded(this.draw());
    } finally {
      this.over = true;
      clearTimeout(this.escTimer);
      clearTimeout(this.messageTimer);
      this.input.off('data', onData);
      this.input.pause();
      this.input.setRawMode?.(false);
      this.output.off('resize', onResize);
      this.output.write(LEAVE_SCREEN);
    }
  }

  // --- what is shown ---

  private clear(): void {
    this.renderer = new AnsiRenderer({ rows: this.rows, columns: this.columns });
    this.output.write(`${ESC}0m${ESC}2J`);
    this.drawLine();
  }

  /** On the last line, until the next key. */
  private say(text: string): void {
    this.line = text;
    this.drawLine();
  }

  /** On the last line, for a while: it may hide what the guest has there. */
  private tell(text: string): void {
    this.say(text);
    clearTimeout(this.messageTimer);
    this.messageTimer = setTimeout(() => {
      if (this.mode === 'guest' && this.line === text) this.back();
    }, MESSAGE_MS);
  }

  /** The last line of the terminal, over whatever the guest has there. */
  private drawLine(): void {
    if (this.line === '') return;
    this.output.write(`${ESC}${this.rows};1H${ESC}0;7m${` ${this.line}`.slice(0, this.columns).padEnd(this.columns)}${ESC}0m`);
  }

  /** Draws until the machine is gone. */
  private async draw(): Promise<void> {
    while (!this.over && !this.vm.isOver) {
      let pause = TEXT_MS;
      if (this.mode !== 'text') {
        let screen: Screen;
        try {
          screen = await this.vm.screen.snapshot();
          if (screen.mode === 'graphics') {
            await this.drawPicture();
            pause = PICTURE_MS;
          } else {
            this.drawText(screen);
          }
        } catch (error) {
          if (this.vm.isOver) break; // between question and answer
          throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
    await this.vm.ended;
  }

  private drawText(whole: Screen): void {
    if (this.over) return;
    const screen = aroundCursor(whole, this.rows);
    if (this.pictureShown) {
      this.pictureShown = false;
      this.clear();
    }
    const out = this.renderer.render(screen);
    if (out === '') return;
    this.output.write(out);
    if (this.line === '') return;
    this.drawLine();
    const { column, row, visible } = screen.cursor;
    if (visible) this.output.write(`${ESC}${row + 1};${column + 1}H`);
  }

  private picture(): Promise<Image> {
    const display = this.vm.service('display');
    return display ? display.image() : Promise.reject(new Error('this machine has no display'));
  }

  private async drawPicture(): Promise<void> {
    const image = await this.picture();
    if (this.over || this.mode === 'text') return;
    if (!this.pictureShown) {
      this.pictureShown = true;
      this.output.write(`${ESC}?25l`);
      this.clear();
    }
    const lines = halfBlocks(image, this.columns, this.rows);
    this.output.write(lines.map((line, row) => `${ESC}${row + 1};1H${line}`).join(''));
    this.drawLine();
  }

  // --- what is typed ---

  private take(text: string): void {
    clearTimeout(this.escTimer);
    for (const key of this.decoder.decode(text)) this.key(key);
    if (this.decoder.waits)
      this.escTimer = setTimeout(() => {
        for (const key of this.decoder.flush()) this.key(key);
      }, ESC_MS);
  }

  private key(key: string): void {
    if (this.mode === 'guest') this.guestKey(key);
    else if (this.mode === 'menu') this.menuKey(key);
    else if (this.mode === 'keys') this.lineKey(key);
    else this.back();
  }

  private guestKey(key: string): void {
    if (key === this.escapeKey) {
      this.mode = 'menu';
      this.say(`${MENU} · ${this.escapeKey} to the guest`);
      return;
    }
    if (this.line !== '') this.back();
    this.press(key);
  }

  private press(key: string): void {
    try {
      const stroke = namedStroke(key) ?? keyStrokes([...key].length === 1 ? key : `<${key}>`)[0];
      if (stroke) this.queue([stroke]);
    } catch {
      this.output.write('\u0007'); // no key of the guest's keyboard makes that
    }
  }

  private queue(strokes: readonly Uint8Array[]): void {
    if (this.strokes.length + strokes.length > MOST_WAITING) this.output.write('\u0007');
    else this.strokes.push(...strokes);
    if (!this.sending) void this.send();
  }

  /** One key after the other, each when the guest has read the one before. */
  private async send(): Promise<void> {
    const keyboard = this.vm.service('keyboard');
    this.sending = true;
    try {
      while (keyboard && !this.over && this.strokes.length > 0) {
        keyboard.send(this.strokes.shift()!);
        await this.vm.orEnded(keyboard.idle());
        if (this.strokes.length > 0) await new Promise((resolve) => setTimeout(resolve, KEY_MS));
      }
    } catch (error) {
      if (!this.vm.isOver) throw error;
    } finally {
      this.sending = false;
    }
  }

  /** To the guest's screen, without menu or message. */
  private back(): void {
    this.mode = 'guest';
    this.line = '';
    this.clear();
  }

  private menuKey(key: string): void {
    this.back();
    if (key === this.escapeKey) this.press(key);
    else if (key === 'q') void this.vm.quit();
    else if (key === 'r') {
      this.vm.reset();
      this.tell('reset');
    } else if (key === 's') void this.shoot();
    else if (key === 'i') void this.showStatistics();
    else if (key === 'k') {
      this.mode = 'keys';
      this.typed = '';
      this.say('keys, as in dir<Enter> or <Ctrl-Alt-Delete>: ');
    }
  }

  private lineKey(key: string): void {
    if (key === 'Esc' || key === this.escapeKey) {
      this.back();
      return;
    }
    if (key === 'Enter') {
      this.back();
      try {
        this.queue(keyStrokes(this.typed));
      } catch (error) {
        this.tell((error as Error).message);
      }
      return;
    }
    if (key === 'Backspace') this.typed = this.typed.slice(0, -1);
    else if ([...key].length === 1) this.typed += key;
    this.say(`keys, as in dir<Enter> or <Ctrl-Alt-Delete>: ${this.typed}`);
  }

  private async shoot(): Promise<void> {
    try {
      const picture = encodePng(await this.picture());
      const path = `plex86-${process.pid}-${++this.shots}.png`;
      writeFileSync(path, picture);
      this.tell(`screenshot: ${path}`);
    } catch (error) {
      if (!this.vm.isOver) this.tell((error as Error).message);
    }
  }

  private async showStatistics(): Promise<void> {
    try {
      const lines = statisticsLines(await this.vm.state());
      this.mode = 'text';
      this.output.write(`${ESC}0m${ESC}2J${ESC}?25l`);
      const shown = lines.slice(0, this.rows - 1);
      this.output.write(shown.map((line, row) => `${ESC}${row + 1};1H${line.slice(0, this.columns)}`).join(''));
      this.say('any key: back to the guest');
    } catch (error) {
      if (!this.vm.isOver) this.tell((error as Error).message);
    }
  }
}

/** On a terminal with fewer lines than the guest's screen: those that hold the cursor. */
function aroundCursor(screen: Screen, rows: number): Screen {
  const first = Math.min(screen.rows - rows, screen.cursor.row - rows + 1);
  if (first <= 0) return screen;
  const cells = screen.cells.subarray(2 * first * screen.columns);
  return { ...screen, rows: screen.rows - first, cells, cursor: { ...screen.cursor, row: screen.cursor.row - first } };
}

/** Shows the machine until it has ended; the menu's "quit" ends it. The terminal is as it was afterwards. */
export function attachTerminal(vm: VirtualMachine, options: TerminalOptions = {}): Promise<void> {
  return new Terminal(vm, options).run();
}
