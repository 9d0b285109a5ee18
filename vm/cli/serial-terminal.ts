/**
 * The terminal that plex86 was started from as the other end of the guest's first serial line: bytes pass both ways as they are, and the
 * terminal itself is what the guest's programs draw on. The escape key opens a menu, on lines of its own.
 */
import { writeFileSync } from 'node:fs';
import { keyStrokes } from '../machine/keys.ts';
import type { VirtualMachine } from '../machine/machine.ts';
import { encodePng } from '../screen/index.ts';
import { statisticsLines } from './statistics.ts';

export interface SerialTerminalOptions {
  input?: NodeJS.ReadableStream & { setRawMode?(raw: boolean): unknown };
  output?: NodeJS.WritableStream;
}

/** Ctrl-]. As a terminal sends it, and so nothing else begins with it. */
const ESCAPE = 0x1d;
const MENU = 'q quit · r reset · s screenshot · k send keys · i statistics · Ctrl-] to the guest · any other: back';
const CR = 0x0d;
const BACKSPACE = [0x08, 0x7f];
const FIRST_PRINTABLE = 0x20;

class SerialTerminal {
  private readonly vm: VirtualMachine;
  private readonly input: NonNullable<SerialTerminalOptions['input']>;
  private readonly output: NonNullable<SerialTerminalOptions['output']>;
  private mode: 'guest' | 'menu' | 'keys' = 'guest';
  private typed = '';
  private shots = 0;
  /** what is being answered; the next key waits for it */
  private busy: Promise<void> = Promise.resolve();

  constructor(vm: VirtualMachine, options: SerialTerminalOptions) {
    this.vm = vm;
    this.input = options.input ?? process.stdin;
    this.output = options.output ?? process.stdout;
  }

  async run(): Promise<void> {
    const line = this.vm.service('serial0');
    if (!line) throw new Error('this machine has no serial line');
    const onData = (chunk: Buffer | string): void => {
      const bytes = Buffer.from(chunk);
      this.busy = this.busy.then(() => this.take(bytes, (part) => line.write(part)));
    };
    this.output.write('[Ctrl-] opens the menu]\r\n');
    line.onOutput((bytes) => void this.output.write(Uint8Array.from(bytes)));
    this.input.setRawMode?.(true);
    this.input.on('data', onData);
    this.input.resume();
    try {
      await this.vm.ended;
      await this.busy.catch(() => {});
    } finally {
      this.input.off('data', onData);
      this.input.pause();
      this.input.setRawMode?.(false);
      this.output.write('\r\n');
    }
  }

  private say(text: string): void {
    this.output.write(`\r\n[${text}]\r\n`);
  }

  private async take(bytes: Uint8Array, send: (part: Uint8Array) => void): Promise<void> {
    let from = 0;
    for (const [at, byte] of bytes.entries()) {
      if (this.vm.isOver) return;
      if (this.mode === 'guest') {
        if (byte !== ESCAPE) continue;
        if (at > from) send(bytes.slice(from, at));
        this.mode = 'menu';
        this.say(MENU);
      } else if (this.mode === 'menu') await this.choose(byte, send);
      else this.edit(byte);
      from = at + 1;
    }
    if (this.mode === 'guest' && from < bytes.length && !this.vm.isOver) send(bytes.slice(from));
  }

  private async choose(byte: number, send: (part: Uint8Array) => void): Promise<void> {
    this.mode = 'guest';
    const key = String.fromCharCode(byte);
    if (byte === ESCAPE) send(Uint8Array.of(ESCAPE));
    else if (key === 'q') await this.vm.quit();
    else if (key === 'r') {
      this.vm.reset();
      this.say('reset');
    } else if (key === 's') await this.shoot();
    else if (key === 'i') this.say(statisticsLines(await this.vm.state()).join('\r\n '));
    else if (key === 'k') {
      this.mode = 'keys';
      this.typed = '';
      this.output.write('keys, as in <Alt-SysRq> or <Ctrl-Alt-Delete>: ');
    } else this.say('back');
  }

  private edit(byte: number): void {
    if (byte === CR) {
      this.mode = 'guest';
      try {
        for (const stroke of keyStrokes(this.typed)) this.vm.service('keyboard')?.send(stroke);
        this.output.write('\r\n');
      } catch (error) {
        this.say((error as Error).message);
      }
    } else if (BACKSPACE.includes(byte)) {
      if (this.typed === '') return;
      this.typed = this.typed.slice(0, -1);
      this.output.write('\b \b');
    } else if (byte >= FIRST_PRINTABLE) {
      this.typed += String.fromCharCode(byte);
      this.output.write(String.fromCharCode(byte));
    }
  }

  private async shoot(): Promise<void> {
    const display = this.vm.service('display');
    if (!display) return this.say('this machine has no display');
    try {
      const path = `plex86-${process.pid}-${++this.shots}.png`;
      writeFileSync(path, encodePng(await display.image()));
      this.say(`screenshot: ${path}`);
    } catch (error) {
      if (!this.vm.isOver) this.say((error as Error).message);
    }
  }
}

/** Passes bytes between terminal and serial line until the machine has ended. The terminal is as it was afterwards. */
export function attachSerialTerminal(vm: VirtualMachine, options: SerialTerminalOptions = {}): Promise<void> {
  return new SerialTerminal(vm, options).run();
}
