/** The terminal side of a machine: what keys a terminal sends, and what is drawn on it, with a terminal that has no screen. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keyStrokes } from '../machine/keys.ts';
import type { Ended, VirtualMachine } from '../machine/machine.ts';
import type { Image, Screen } from '../screen/index.ts';
import { halfBlocks } from './half-blocks.ts';
import { attachTerminal } from './terminal.ts';
import { KeyDecoder } from './terminal-keys.ts';

const ESC = '\u001b';

describe('keys of a terminal', () => {
  const keys = (text: string): string[] => {
    const decoder = new KeyDecoder();
    return [...decoder.decode(text), ...decoder.flush()];
  };

  it.each([
    ['aB7 ', ['a', 'B', '7', ' ']],
    ['\r\t\x7f\x08', ['Enter', 'Tab', 'Backspace', 'Ctrl-H']],
    ['\x03\x1a\x1c\x1d\x1e\x1f\0', ['Ctrl-C', 'Ctrl-Z', 'Ctrl-\\', 'Ctrl-]', 'Ctrl-6', 'Ctrl--', 'Ctrl-Space']],
    [`${ESC}[A${ESC}[B${ESC}OC${ESC}OD`, ['Up', 'Down', 'Right', 'Left']],
    [
      `${ESC}[H${ESC}[F${ESC}[1~${ESC}[4~${ESC}[2~${ESC}[3~${ESC}[5~${ESC}[6~`,
      ['Home', 'End', 'Home', 'End', 'Insert', 'Delete', 'PageUp', 'PageDown'],
    ],
    [`${ESC}OP${ESC}OS${ESC}[15~${ESC}[21~${ESC}[24~${ESC}[[A${ESC}[[E`, ['F1', 'F4', 'F5', 'F10', 'F12', 'F1', 'F5']],
    [
      `${ESC}[1;5C${ESC}[1;2A${ESC}[3;5~${ESC}[1;3P${ESC}[1;6Q${ESC}[Z`,
      ['Ctrl-Right', 'Shift-Up', 'Ctrl-Delete', 'Alt-F1', 'Ctrl-Shift-F2', 'Shift-Tab'],
    ],
    [`${ESC}x${ESC}X${ESC}\r`, ['Alt-x', 'Alt-X', 'Alt-Enter']],
    [ESC, ['Esc']],
    [`${ESC}${ESC}`, ['Alt-Esc']],
    [`${ESC}[99~${ESC}[?1;2cq`, ['q']],
    ['é', ['é']],
  ])('%j', (text, expected) => {
    expect(keys(text)).toEqual(expected);
  });

  it('waits for the rest of a sequence', () => {
    const decoder = new KeyDecoder();
    expect(decoder.decode(`a${ESC}`)).toEqual(['a']);
    expect(decoder.waits).toBe(true);
    expect(decoder.decode('[1;')).toEqual([]);
    expect(decoder.decode('5D')).toEqual(['Ctrl-Left']);
    expect(decoder.waits).toBe(false);
  });

  it('all exist on the guest’s keyboard', () => {
    for (const key of [
      'Ctrl-C',
      'Ctrl-\\',
      'Ctrl-6',
      'Ctrl--',
      'Ctrl-Space',
      'Ctrl-Right',
      'Shift-Tab',
      'Alt-x',
      'Alt-Enter',
      'Ctrl-Shift-F2',
    ])
      expect(keyStrokes(`<${key}>`), key).toHaveLength(1);
  });
});

describe('a picture in half blocks', () => {
  it('has two dots a cell', () => {
    const image: Image = { mode: 'graphics', width: 2, height: 2, rgb: Uint8Array.of(255, 0, 0, 255, 0, 0, 0, 0, 255, 0, 255, 0) };
    const text = halfBlocks(image, 80, 25).join('\n');
    expect(text).toBe(`${ESC}[38;2;255;0;0;48;2;0;0;255m▀${ESC}[38;2;255;0;0;48;2;0;255;0m▀${ESC}[0m`);
  });
  it('fits', () => {
    const image: Image = { mode: 'graphics', width: 640, height: 480, rgb: new Uint8Array(3 * 640 * 480) };
    const lines = halfBlocks(image, 80, 25);
    expect(lines.length).toBeLessThanOrEqual(25);
    expect(lines[0]!.split('▀').length - 1).toBeLessThanOrEqual(80);
    expect(halfBlocks({ ...image, width: 0 }, 80, 25)).toEqual([]);
  });
});

/** As much of a machine as the terminal touches. */
class FakeMachine {
  readonly sent: number[][] = [];
  resets = 0;
  isOver = false;
  mode: Screen['mode'] = 'text';
  lines = ['C:\\>', ''];
  private finish: (ended: Ended) => void = () => {};
  async orEnded(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.ended]);
  }
  readonly ended = new Promise<Ended>((resolve) => {
    this.finish = resolve;
  });
  row = 0;
  readonly screen = {
    snapshot: async (): Promise<Screen> => {
      const cells = new Uint8Array(2 * 40 * 10);
      for (let i = 0; i < 40 * 10; i++) cells.set([this.lines[Math.floor(i / 40)]?.charCodeAt(i % 40) || 0x20, 0x07], 2 * i);
      const color = Array.from({ length: 16 }, () => [0, 0, 0] as const);
      const cursor = { column: this.lines[this.row]!.length, row: this.row, visible: true, first: 14, last: 15 };
      const text = this.mode === 'text' ? { columns: 40, rows: 10, cells } : { columns: 0, rows: 0, cells: new Uint8Array(0) };
      return { mode: this.mode, width: 320, height: 160, cellWidth: 8, cellHeight: 16, cursor, blink: true, palette: color, ...text };
    },
  };
  service(name: string): unknown {
    if (name === 'keyboard') return { send: (codes: Uint8Array) => void this.sent.push([...codes]), idle: async () => {} };
    if (name === 'display')
      return { image: async (): Promise<Image> => ({ mode: 'graphics', width: 4, height: 4, rgb: new Uint8Array(48).fill(255) }) };
    return undefined;
  }
  async state(): Promise<unknown> {
    return { counters: { guest_ns: 1.5e9, host_ns: 2e9, scans: 12345 }, exits: { unscanned: 3, trap_site: 4 }, registers: {} };
  }
  reset(): void {
    this.resets++;
  }
  async quit(): Promise<Ended> {
    this.isOver = true;
    this.finish({ reason: 'quit', status: null, error: null, state: null });
    return this.ended;
  }
}

interface Session {
  machine: FakeMachine;
  type(text: string): void;
  /** the terminal's lines as they are now */
  shown(): string[];
  waitFor(text: string): Promise<void>;
  cursor(): [column: number, row: number];
  alternate(): boolean;
  done: Promise<void>;
}

function session(rows = 12): Session {
  const terminal = new xterm.Terminal({ cols: 60, rows, allowProposedApi: true });
  const machine = new FakeMachine();
  const input = new PassThrough();
  const output = Object.assign(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => terminal.write(chunk, () => done()),
    }),
    { columns: 60, rows },
  );
  const done = attachTerminal(machine as unknown as VirtualMachine, { input, output });
  const shown = (): string[] =>
    Array.from({ length: rows }, (_, row) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)!.translateToString(true));
  return {
    machine,
    type: (text) => void input.write(text),
    shown,
    waitFor: (text) => vi.waitFor(() => expect(shown().join('\n')).toContain(text), 5000),
    cursor: () => [terminal.buffer.active.cursorX, terminal.buffer.active.cursorY],
    alternate: () => terminal.buffer.active.type === 'alternate',
    done,
  };
}

describe('a machine in the terminal', () => {
  let folder: string;
  let before: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plex86-terminal-'));
    before = process.cwd();
    process.chdir(folder);
  });
  afterEach(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true, force: true });
  });

  it('is drawn as it changes, with its cursor, and leaves the terminal as it was', async () => {
    const one = session();
    await one.waitFor('C:\\>');
    expect(one.alternate()).toBe(true);
    await one.waitFor('Ctrl-] opens the menu');
    one.machine.lines = ['C:\\>dir', 'FILE.TXT'];
    await one.waitFor('FILE.TXT');
    await vi.waitFor(() => expect(one.cursor()).toEqual([7, 0]));
    await one.machine.quit();
    await one.done;
    await vi.waitFor(() => expect(one.alternate()).toBe(false));
  });

  it('gets the keys, Ctrl-C and Ctrl-] Ctrl-] among them', async () => {
    const one = session();
    await one.waitFor('C:\\>');
    one.type(`a${ESC}[A\x03\x1d\x1d`);
    const expected = keyStrokes('a<Up><Ctrl-C><Ctrl-]>').map((codes) => [...codes]);
    await vi.waitFor(() => expect(one.machine.sent).toEqual(expected));
    one.type(ESC); // alone
    await vi.waitFor(() => expect(one.machine.sent.at(-1)).toEqual([...keyStrokes('<Esc>')[0]!]));
    one.type('é'); // which no key makes
    one.type('z');
    await vi.waitFor(() => expect(one.machine.sent.at(-1)).toEqual([...keyStrokes('z')[0]!]));
    await one.machine.quit();
    await one.done;
  });

  it('has a menu: reset, keys by name, statistics, screenshot, quit', async () => {
    const one = session();
    await one.waitFor('C:\\>');
    one.type('\x1d');
    await one.waitFor('q quit');
    one.type('r');
    await vi.waitFor(() => expect(one.machine.resets).toBe(1));
    one.type('\x1dk');
    await one.waitFor('keys, as in');
    one.type('x<F1>\r');
    await vi.waitFor(() => expect(one.machine.sent).toEqual(keyStrokes('x<F1>').map((codes) => [...codes])));
    one.type('\x1di');
    await one.waitFor('12,345');
    expect(one.shown()[0]).toBe('guest time 1.500 s, process 2.000 s');
    one.type(' ');
    await one.waitFor('C:\\>');
    one.type('\x1ds');
    await one.waitFor('screenshot: plex86-');
    const [file] = readdirSync(folder);
    expect(readFileSync(join(folder, file!)).subarray(1, 4).toString()).toBe('PNG');
    expect(one.machine.sent).toHaveLength(2);
    one.type('\x1dq');
    await one.done;
    expect(one.machine.isOver).toBe(true);
  });

  it('is seen where its cursor is, on a terminal with fewer lines', async () => {
    const one = session(6);
    one.machine.lines = Array.from({ length: 10 }, (_, row) => `line ${row}`);
    await one.waitFor('line 0');
    one.machine.row = 9;
    await one.waitFor('line 8');
    one.type('x'); // the message on the last line goes
    await vi.waitFor(() =>
      expect(one.shown()).toEqual(['line 4', 'line 5', 'line 6', 'line 7', 'line 8', 'line 9'].map((line) => line.padEnd(40))),
    );
    expect(one.cursor()).toEqual([6, 5]);
    await one.machine.quit();
    await one.done;
  });

  it('shows pictures too', async () => {
    const one = session();
    await one.waitFor('C:\\>');
    one.machine.mode = 'graphics';
    await one.waitFor('▀▀▀▀');
    one.machine.mode = 'text';
    await one.waitFor('C:\\>');
    expect(one.shown().join('')).not.toContain('▀');
    await one.machine.quit();
    await one.done;
  });
});
