/** A recorded run repeats from its log, on the engine that made it and on the other, with nothing of its surroundings there. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readHeader } from '../c-header.ts';
import { definePlugin } from '../plugin.ts';
import { type LogUse, type ReplayReport, readLog, readTrace } from './log.ts';
import { type MachineOptions, VirtualMachine } from './machine.ts';
import { tinyOptions } from './testing/tiny.ts';

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plex86-log-'));
  log = join(folder, 'log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

let asked = 0;
const read = (): number => {
  asked += 37;
  return asked & 0xff;
};
/** Answers something else every time. */
const counter = definePlugin({
  name: 'counter',
  options: z.strictObject({}),
  setup(builder) {
    builder.ports({ first: 0x300, read, write: () => {} });
  },
});

const ENGINES = ['sbe', 'interp'] as const;
type Engine = (typeof ENGINES)[number];

async function record(options: MachineOptions, engine: Engine): Promise<number | null> {
  const { status, error } = await (await VirtualMachine.create({ ...options, engine, log: { record: log } })).ended;
  if (error) throw error;
  return status;
}

async function replay(
  options: MachineOptions,
  engine: Engine,
  how: Partial<Extract<LogUse, { replay: string }>> = {},
): Promise<ReplayReport> {
  const vm = await VirtualMachine.create({ ...options, engine, log: { replay: log, ...how } });
  const { error } = await vm.ended;
  if (error) throw error;
  return vm.replayed!;
}

/** What is read, ten times, and says so. */
const ASKS = `
  mov cx, 10
  mov di, 0x500
  mov dx, 0x300
again:
  in al, dx
  stosb
  loop again
  mov si, 0x500
  mov di, 0x600
  mov cx, 10
  rep movsb
  mov al, [0x609]
  out dx, al
  out 0xf4, al`;

/** Interrupts of the timer in a loop that changes memory and no register, then in one that halts. What the loop has counted goes to a port. */
const INTERRUPTED = `
  xor ax, ax
  mov ds, ax
  mov ss, ax
  mov sp, 0x7000
  mov word [0x20*4], tick
  mov word [0x20*4+2], ax
  mov word [0x500], 0
  mov dword [0x504], 0
  mov al, 0x11
  out 0x20, al
  mov al, 0x20
  out 0x21, al
  mov al, 4
  out 0x21, al
  mov al, 1
  out 0x21, al
  mov al, 0xfe
  out 0x21, al
  mov al, 0x34
  out 0x43, al
  mov al, 0
  out 0x40, al
  mov al, 4
  out 0x40, al
  sti
busy:
  inc dword [0x504]
  cmp word [0x500], 5
  jb busy
halting:
  hlt
  cmp word [0x500], 50
  jb halting
  cli
  mov dx, 0x300
  mov al, [0x504]
  out dx, al
  mov al, [0x505]
  out dx, al
  mov al, 7
  out 0xf4, al
tick:
  push ax
  inc word [0x500]
  mov al, 0x20
  out 0x20, al
  pop ax
  iret`;

for (const recorded of ENGINES) {
  describe(`a run on ${recorded}`, () => {
    it('is repeated with what its surroundings said', async () => {
      const options = await tinyOptions(ASKS, [counter]);
      const status = await record(options, recorded);
      const entries = readLog(log, 0, 1000);
      const answers = entries.filter((each) => each.kind === 'in' && each.address === 0x300).map((each) => each.value);
      expect(answers).toHaveLength(10);
      expect(entries.find((each) => each.kind === 'out' && each.address === 0x300)!.value).toBe(answers[9]);
      expect(status).toBe(answers[9]);
      const before = asked;
      for (const engine of ENGINES) expect(await replay(options, engine)).toMatchObject({ end: 'agrees', entry: entries.length - 1 });
      expect(asked).toBe(before);
    });

    it('is interrupted again where it was, in loops that change no register', async () => {
      const options = await tinyOptions(INTERRUPTED, [counter], { plugins: ['pic', 'pit'] });
      expect(await record(options, recorded)).toBe(7);
      const entries = readLog(log, 0, 1e6);
      expect(entries.filter((each) => each.kind === 'interrupt').length).toBeGreaterThanOrEqual(50);
      for (const engine of ENGINES) expect(await replay(options, engine)).toMatchObject({ end: 'agrees', entry: entries.length - 1 });
    });
  });
}

describe('a replay', () => {
  /** Changes a number in the entry of that kind and address. */
  function tamper(kind: string, address: number, field: string, change: (value: number) => number): number {
    const { structs } = readHeader('machine/log.h');
    const { bytes, fields } = structs.get('log_entry')!;
    const file = readFileSync(log);
    const index = readLog(log, 0, 1e6).findIndex((each) => each.kind === kind && each.address === address);
    let at = 0;
    for (let i = 0; i < index; i++) at += bytes + file.readUInt32LE(at + fields.get('payload')!.offset);
    const [name, inner] = field.split('.') as [string, string | undefined];
    const offset = at + fields.get(name)!.offset + (inner ? structs.get('log_state')!.fields.get(inner)!.offset : 0);
    file.writeUInt32LE(change(file.readUInt32LE(offset)), offset);
    writeFileSync(log, file);
    return index;
  }

  it('says what the guest does instead', async () => {
    const options = await tinyOptions(ASKS, [counter]);
    await record(options, 'sbe');
    const index = tamper('out', 0x300, 'value', (value) => value ^ 1);
    for (const engine of ENGINES) {
      const report = await replay(options, engine);
      expect(report).toMatchObject({
        end: 'access',
        entry: index,
        wanted: { kind: 'out', address: 0x300 },
        found: { kind: 'out', address: 0x300 },
      });
      expect(report.found.value).toBe(report.wanted.value ^ 1);
    }
  });

  it('says what state the guest is in instead', async () => {
    const options = await tinyOptions(ASKS, [counter]);
    await record(options, 'sbe');
    const index = tamper('out', 0x300, 'state.eflags', (value) => value ^ 0x10);
    expect(await replay(options, 'interp')).toMatchObject({ end: 'state', entry: index });
  });

  it('says that RAM differs where registers do not', async () => {
    const options = await tinyOptions(ASKS, [counter]);
    await record(options, 'sbe');
    // Its sum was not taken: now it claims one.
    const index = tamper('in', 0x300, 'state.ram', (value) => value ^ 1);
    expect(await replay(options, 'interp')).toMatchObject({ end: 'state', entry: index });
  });

  it('gives up on an interrupt whose moment does not come', async () => {
    const options = await tinyOptions(INTERRUPTED, [counter], { plugins: ['pic', 'pit'] });
    await record(options, 'sbe');
    const index = tamper('interrupt', 0, 'state.ram', (value) => value ^ 1);
    expect(await replay(options, 'interp', { patience: 1 })).toMatchObject({ end: 'not_there', entry: index });
  });

  it('refuses a log that is cut short', async () => {
    const options = await tinyOptions(ASKS, [counter]);
    await record(options, 'sbe');
    truncateSync(log, readFileSync(log).length - 8);
    await expect(replay(options, 'interp')).rejects.toThrow('replay: the log is cut short');
  });

  it('traces steps behind an entry, alike on both engines', async () => {
    const options = await tinyOptions(ASKS, [counter]);
    await record(options, 'sbe');
    const entries = readLog(log, 0, 1000);
    const from = entries.findIndex((each) => each.kind === 'in') + 8;
    const to = entries.findIndex((each) => each.kind === 'out' && each.address === 0x300);
    const traces = [];
    for (const engine of ENGINES) {
      const trace = join(folder, engine);
      expect(await replay(options, engine, { trace, from, to, steps: true, each: 1 })).toMatchObject({ end: 'agrees' });
      traces.push(readTrace(trace).map(({ entry, state, code }) => ({ entry, state, code: [...code] })));
    }
    expect(traces[0]).toEqual(traces[1]);
    // stosb, loop, in, stosb, loop; three moves, the copy in one step, a load, out
    expect(traces[0]!.length).toBe(1 + 5 + 4 + 2);
    expect(traces[0]!.at(-1)!.entry).toBe(to + 1);
  });
});
