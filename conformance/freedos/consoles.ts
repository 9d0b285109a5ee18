/** A text console of a machine: ours, and QEMU's behind its monitor. */
import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type PcOptions, pc, VirtualMachine } from '../../vm/index.ts';
import { decodeCp437 } from '../../vm/screen/cp437.ts';

export interface Console {
  readonly name: string;
  /** the lines of the screen, without trailing blanks */
  screen(): Promise<string>;
  /** text, with keys by name as `VirtualMachine.type` has them */
  type(text: string): Promise<void>;
  close(): Promise<void>;
}

/** The date at power-on, on every machine: 2026-01-05, 12:00:00. */
export const DATE = Date.UTC(2026, 0, 5, 12) / 1000;

export async function openPlex86(image: string, options: Pick<PcOptions, 'engine' | 'sbe'> & { hardDisk?: boolean }): Promise<Console> {
  const { hardDisk, ...machine } = options;
  const vm = await VirtualMachine.create(pc({ ...machine, ...(hardDisk ? { hda: image } : { fda: image }), disks: 'write', date: DATE }));
  return {
    name: `plex86 ${options.engine ?? 'sbe'}${options.sbe ? ` ${options.sbe}` : ''}`,
    screen: () => vm.screen.text(),
    type: (text) => vm.type(text),
    close: async () => {
      const ended = await vm.quit();
      if (ended.error) throw ended.error;
    },
  };
}

/** QEMU's names of keys (`sendkey`). */
const KEYS: Readonly<Record<string, string>> = {
  ' ': 'spc',
  '\n': 'ret',
  '.': 'dot',
  ',': 'comma',
  '/': 'slash',
  '\\': 'backslash',
  '-': 'minus',
  '=': 'equal',
  ';': 'semicolon',
  "'": 'apostrophe',
  '[': 'bracket_left',
  ']': 'bracket_right',
  '`': 'grave_accent',
  '>': 'shift-dot',
  '<': 'shift-comma',
  '"': 'shift-apostrophe',
  '|': 'shift-backslash',
  '%': 'shift-5',
  $: 'shift-4',
  '+': 'shift-equal',
  '*': 'shift-8',
  '(': 'shift-9',
  ')': 'shift-0',
  ':': 'shift-semicolon',
  '?': 'shift-slash',
}; // prettier-ignore
const NAMED: Readonly<Record<string, string>> = { Backspace: 'backspace', Left: 'left', Right: 'right', F2: 'f2', Esc: 'esc' };

function sendKeys(text: string): string[] {
  const keys: string[] = [];
  for (let at = 0; at < text.length; ) {
    const named = /^<(\w+)>/.exec(text.slice(at));
    const name = named && NAMED[named[1]!];
    if (named && name) {
      keys.push(name);
      at += named[0].length;
      continue;
    }
    const character = text[at++]!;
    const key =
      KEYS[character] ??
      (/[a-z0-9]/.test(character) ? character : /[A-Z]/.test(character) ? `shift-${character.toLowerCase()}` : undefined);
    if (key === undefined) throw new Error(`QEMU's sendkey: no name for ${JSON.stringify(character)}`);
    keys.push(key);
  }
  return keys;
}

const COLUMNS = 80;
const ROWS = 25;
const KEY_MS = 40;

export async function openQemu(image: string, folder: string, hardDisk = false): Promise<Console> {
  const path = join(folder, `qmp-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const drive = `format=raw,file=${image},if=${hardDisk ? 'ide' : 'floppy'}`;
  const child = spawn(
    'qemu-system-i386',
    [
      ...[
        '-accel',
        'tcg',
        '-M',
        'pc',
        '-m',
        '16',
        '-display',
        'none',
        '-vga',
        'none',
        '-device',
        'isa-vga',
        '-nic',
        'none',
        '-serial',
        'none',
      ],
      ...[
        '-rtc',
        'base=2026-01-05T12:00:00,clock=vm',
        '-boot',
        hardDisk ? 'c' : 'a',
        '-drive',
        drive,
        '-qmp',
        `unix:${path},server=on,wait=off`,
      ],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  child.on('error', (error) => {
    said += error.message;
  });
  let socket: Socket | undefined;
  for (let tries = 0; socket === undefined; tries++) {
    if (child.exitCode !== null || tries > 200) throw new Error(`QEMU did not start: ${said.trim()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    socket = await new Promise<Socket | undefined>((resolve) => {
      const one = connect(path, () => resolve(one));
      one.on('error', () => resolve(undefined));
    });
  }
  let text = '';
  const waiting: ((answer: { return?: unknown; error?: { desc: string } }) => void)[] = [];
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      const message = JSON.parse(text.slice(0, end)) as { return?: unknown; error?: { desc: string } };
      text = text.slice(end + 1);
      if ('return' in message || 'error' in message) waiting.shift()?.(message);
    }
  });
  const ask = (command: object): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push((answer) => (answer.error ? reject(new Error(answer.error.desc)) : resolve(answer.return)));
      socket.write(`${JSON.stringify(command)}\n`);
    });
  await ask({ execute: 'qmp_capabilities' });
  const monitor = async (line: string): Promise<string> =>
    String(await ask({ execute: 'human-monitor-command', arguments: { 'command-line': line } }));
  return {
    name: 'qemu',
    async screen() {
      const dump = await monitor(`xp /${COLUMNS * ROWS}hx 0xb8000`);
      const words = [...dump.matchAll(/0x([0-9a-f]{4})\b/g)].map((match) => Number.parseInt(match[1]!, 16));
      const lines = Array.from({ length: ROWS }, (_, row) =>
        words
          .slice(row * COLUMNS, (row + 1) * COLUMNS)
          .map((word) => decodeCp437(word & 0xff))
          .join('')
          .trimEnd(),
      );
      return lines.join('\n').trimEnd();
    },
    async type(text) {
      for (const key of sendKeys(text)) {
        await monitor(`sendkey ${key} 10`);
        await new Promise((resolve) => setTimeout(resolve, KEY_MS));
      }
    },
    async close() {
      await ask({ execute: 'quit' }).catch(() => {});
      await ended;
    },
  };
}
