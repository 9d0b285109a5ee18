/** What the benchmarks execute: flat 32-bit ring-0 programs at CODE that end in HLT, made into cases. */
import { readFile } from 'node:fs/promises';
import type { Case, Segment } from '../conformance/case.ts';
import { assemble, type Source } from '../conformance/cases/assemble.ts';
import { NULL_SEGMENT } from '../conformance/cases/segments.ts';
import { ROOT } from '../conformance/wire/layout.ts';

const CODE = 0x100000;
const RAM_BYTES = 16 << 20;
const CODE_SEGMENT: Segment = { selector: 8, base: 0, limit: 0xffffffff, attributes: 0xc09b };
const DATA_SEGMENT: Segment = { selector: 16, base: 0, limit: 0xffffffff, attributes: 0xc093 };

export interface Program {
  name: string;
  bytes: Uint8Array;
}

/** Assembles programs in one batch; throws with nasm's message and place. */
export async function assemblePrograms(programs: readonly { name: string; text: string; rounds: number }[]): Promise<Program[]> {
  const sources: Source[] = programs.map(({ name, text, rounds }) => ({
    name,
    lines: text.split('\n').map((line, index) => ({ text: line, line: index + 1 })),
    bits: 32,
    origin: CODE,
    defines: new Map([['ROUNDS', String(rounds)]]),
  }));
  const assembled = await assemble(sources);
  return assembled.map((one, index) => {
    if ('error' in one) throw new Error(one.error);
    return { name: programs[index]!.name, bytes: one.bytes };
  });
}

export async function loopText(name: string): Promise<string> {
  return readFile(`${ROOT}bench/loops/${name}.asm`, 'utf8');
}

export function programCase(program: Program): Case {
  const data = DATA_SEGMENT;
  return {
    id: program.name,
    mode: 'pm32',
    model: 'default',
    ramBytes: RAM_BYTES,
    addressMask: 0xffffffff,
    registers: {
      gpr: [0, 0, 0, 0, 0x400000, 0, 0, 0],
      eip: CODE,
      eflags: 2,
      segments: [data, CODE_SEGMENT, data, data, data, data, NULL_SEGMENT, NULL_SEGMENT],
      gdtr: { base: 0, limit: 0 },
      idtr: { base: 0x5000, limit: 0x7ff },
      cr0: 0x31,
      cr2: 0,
      cr3: 0,
      cr4: 0x600,
      dr: [0, 0, 0, 0, 0, 0, 0xffff0ff0, 0x400],
      tsc: 0n,
      cpl: 0,
      shadow: 'none',
    },
    fx: null,
    wantsFx: false,
    memory: [{ address: CODE, bytes: program.bytes }],
    ports: [],
    events: [],
    stop: { eip: [], instructions: 0, exception: false },
  };
}

/**
 * Programs whose inner loop leaves native execution ROUNDS times for one reason. `events` is how often a round does what is measured; the cost
 * is what a round takes beyond a round of `empty`, divided by it.
 */
export const COSTS: readonly { name: string; what: string; rounds: number; events: number; condition?: 'evicting'; text: string }[] = [
  { name: 'empty', what: 'the loop itself', rounds: 20_000, events: 1, text: 'mov ecx, ROUNDS\nagain: dec ecx\njnz again\nhlt' },
  {
    name: 'trap-site',
    what: 'exit by int3 for a virtualised instruction (cli)',
    rounds: 20_000,
    events: 1,
    text: 'mov ecx, ROUNDS\nagain: cli\ndec ecx\njnz again\nhlt',
  },
  {
    name: 'segment-load',
    what: 'exit by int3 for mov ds, ax: the descriptor is looked up and checked',
    rounds: 20_000,
    events: 1,
    text: 'mov ecx, ROUNDS\nxor eax, eax\nagain: mov fs, ax\ndec ecx\njnz again\nhlt',
  },
  {
    name: 'outside-ram',
    what: 'exit by #GP for a load from open bus, interpreted',
    rounds: 20_000,
    events: 1,
    text: 'mov ecx, ROUNDS\nagain: mov eax, [0xF0000000]\ndec ecx\njnz again\nhlt',
  },
  {
    name: 'data-fill',
    what: 'exit by #PF for the first touch of a RAM page',
    rounds: 2_000,
    events: 1,
    text: 'mov ecx, ROUNDS\nmov esi, 0x400000\nagain: mov eax, [esi]\nadd esi, 4096\ndec ecx\njnz again\nhlt',
  },
  {
    name: 'call-scanned-page',
    what: 'hit: a call into another scanned page and back, no exit',
    rounds: 20_000,
    events: 1,
    text: 'mov ecx, ROUNDS\nagain: call there\ndec ecx\njnz again\nhlt\nalign 4096\nthere: ret',
  },
  {
    name: 'evicted-page',
    what: 'miss: three pages in a cache of two, each call finds its page evicted: fetched, scanned, mapped',
    rounds: 2_000,
    events: 2,
    condition: 'evicting',
    text: 'mov ecx, ROUNDS\nagain: call one\ncall two\ndec ecx\njnz again\nhlt\nalign 4096\none: ret\nalign 4096\ntwo: ret',
  },
  {
    name: 'store-beside-code',
    what: 'a store to unscanned bytes of a page that holds scanned code (past a threshold the page is interpreted)',
    rounds: 2_000,
    events: 1,
    text: 'mov ecx, ROUNDS\nagain: mov [beside], ecx\ncall there\ndec ecx\njnz again\nhlt\nalign 4096\nthere: ret\nalign 64\nbeside: dd 0',
  },
  {
    name: 'invalidation',
    what: 'a store that changes a scanned instruction of another page, which then runs (past a threshold the page is interpreted)',
    rounds: 2_000,
    events: 1,
    text: 'mov ecx, ROUNDS\nagain: mov [there + 1], ecx\ncall there\ndec ecx\njnz again\nhlt\nalign 4096\nthere: mov eax, 1\nret',
  },
];

/** Straight-line code for the scanner: `kilobytes` of it, nine bytes of four common instructions over and over. */
export function straightLine(kilobytes: number): string {
  return `times ${Math.floor((kilobytes * 1024) / 9)} db 0x8D, 0x44, 0x83, 0x10, 0x01, 0xC3, 0x31, 0xD0, 0x90\nhlt`;
}
