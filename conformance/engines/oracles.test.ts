/** Every oracle against cases written by hand, with what the manual says of them: in every mode, before it is asked anything else. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Case, Mode, Result } from '../case.ts';
import { KNOWN } from '../compare/disagreements.ts';
import { verifyKnown } from '../compare/known.ts';
import { AT, type HandCase, handCase } from './hand-cases.ts';
import { type Engine, type EngineName, openEngine } from './index.ts';

interface Expected {
  outcome: Result['outcome'];
  vector?: number;
  errorCode?: number | null;
  /** offset from the first byte of the code */
  eip: number;
  eax?: number;
  /** of the arithmetic flags */
  flags?: number;
  memory?: [number, number[]][];
}

interface Known {
  hand: HandCase;
  expected: Expected;
  /** engines that are not asked: they check no limits, or deliver nothing */
  not?: EngineName[];
}

const MODES: readonly { mode: Mode; cpl: number }[] = [
  { mode: 'real16', cpl: 0 },
  { mode: 'v86', cpl: 3 },
  { mode: 'pm16', cpl: 0 },
  { mode: 'pm16', cpl: 3 },
  { mode: 'pm32', cpl: 0 },
  { mode: 'pm32', cpl: 1 },
  { mode: 'pm32', cpl: 3 },
];

function casesOf(mode: Mode, cpl: number): Known[] {
  const big = mode === 'pm32';
  const id = (name: string): string => `${mode}-${cpl}-${name}`;
  const errors = mode !== 'real16';
  const top = AT.stack + 0x800;
  const stored = big ? [0x78, 0x56, 0x34, 0x12] : [0x78, 0x56];
  const list: Known[] = [
    {
      // 7FFFFFFF + 1 overflows; in 16 bits FFFF + 1 carries
      hand: { id: id('add'), mode, cpl, code: [0x01, 0xd8], regs: { eax: 0x7fffffff, ebx: 1 } },
      expected: { outcome: 'stopped', eip: 2, eax: big ? 0x80000000 : 0x7fff0000, flags: big ? 0x894 : 0x55 },
    },
    {
      hand: { id: id('push'), mode, cpl, code: [0x50], regs: { eax: 0x12345678 } },
      expected: { outcome: 'stopped', eip: 1, memory: [[top - stored.length, stored]] },
    },
    {
      hand: { id: id('divide'), mode, cpl, code: [0x90, 0xf7, 0xf3], regs: { eax: 5 } },
      expected: { outcome: 'exception', vector: 0, errorCode: null, eip: 1, eax: 5 },
    },
    {
      hand: { id: id('ud2'), mode, cpl, code: [0x0f, 0x0b] },
      expected: { outcome: 'exception', vector: 6, errorCode: null, eip: 0 },
    },
    {
      hand: { id: id('hlt'), mode, cpl, code: [0xf4] },
      expected: cpl === 0 ? { outcome: 'halted', eip: 1 } : { outcome: 'exception', vector: 13, errorCode: 0, eip: 0 },
    },
    {
      hand: { id: id('single step'), mode, cpl, code: [0x40, 0x40], regs: { eflags: 0x102 } },
      expected: { outcome: 'exception', vector: 1, errorCode: null, eip: 1, eax: 1 },
    },
    {
      hand: { id: id('endless'), mode, cpl, code: [0xeb, 0xfe] },
      expected: { outcome: 'limit', eip: 0 },
    },
  ];
  if (!big) {
    list.push({
      // A word at FFFF is half outside of a 64 KiB segment (SDM Vol. 3A, 5.3).
      hand: { id: id('limit'), mode, cpl, code: [0xa3, 0xff, 0xff], regs: { eax: 1 } },
      expected: { outcome: 'exception', vector: 13, errorCode: errors ? 0 : null, eip: 0 },
      not: ['unicorn', 'qemu'],
    });
  }
  if (mode === 'pm16' || big) {
    list.push({
      // Selector B8 is beyond the GDT: #GP with the selector.
      hand: { id: id('selector'), mode, cpl, code: [0x8e, 0xc0], regs: { eax: 0xb8 } },
      expected: { outcome: 'exception', vector: 13, errorCode: 0xb8, eip: 0 },
    });
    list.push({
      hand: {
        id: id('data limit'),
        mode,
        cpl,
        code: [0xa2, 0x00, 0x01, ...(big ? [0x02, 0x00] : [])],
        segments: { ds: { limit: big ? 0x200ff : 0xff, attributes: (big ? 0x4093 : 0x93) | (cpl << 5) } },
      },
      expected: { outcome: 'exception', vector: 13, errorCode: 0, eip: 0 },
      not: ['unicorn', 'qemu'],
    });
  }
  return list;
}

function check(result: Result, one: Case, expected: Expected): void {
  const start = one.registers;
  expect({ outcome: result.outcome, error: result.error }).toEqual({ outcome: expected.outcome, error: null });
  if (expected.outcome === 'limit') return;
  expect(result.exception).toEqual(expected.vector === undefined ? null : { vector: expected.vector, errorCode: expected.errorCode });
  expect(result.registers.eip).toBe(start.eip + expected.eip);
  expect(result.registers.gpr[0]).toBe(expected.eax ?? start.gpr[0]);
  if (expected.flags !== undefined) expect(result.registers.eflags & 0x8d5).toBe(expected.flags);
  const memory = result.memory.map(({ address, bytes }) => [address, [...bytes]]);
  expect(memory).toEqual(expected.memory ?? []);
  expect(result.registers.segments.map(({ selector }) => selector)).toEqual(start.segments.map(({ selector }) => selector));
}

const ORACLES: readonly EngineName[] = ['unicorn', 'qemu', 'bochs'];

describe.each(ORACLES)('%s', (name) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(name);
  });
  afterAll(async () => {
    await engine.close();
  });

  it('gives the manual’s answers in every mode', async () => {
    const known = MODES.flatMap(({ mode, cpl }) => casesOf(mode, cpl)).filter(({ not }) => !not?.includes(name));
    const cases = known.map(({ hand }) => handCase(hand));
    const results = await engine.run(cases);
    expect(results.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
    known.forEach(({ expected }, i) => {
      try {
        check(results[i]!, cases[i]!, expected);
      } catch (error) {
        throw new Error(`${cases[i]!.id}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  });

  it('forgets one case before the next', async () => {
    const writer = handCase({ id: 'writer', mode: 'pm32', code: [0xc6, 0x05, 0, 0, 2, 0, 0x55], regs: {} });
    const reader = handCase({ id: 'reader', mode: 'pm32', code: [0xa0, 0, 0, 2, 0], regs: { eax: 0x11 } });
    const other = handCase({ id: 'other code at the same place', mode: 'pm32', code: [0x40, 0x40, 0x40, 0x40, 0x40], regs: { eax: 0x11 } });
    const results = await engine.run([writer, reader, other, reader, writer, reader]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped', 'stopped', 'stopped', 'stopped', 'stopped']);
    expect(results.map(({ registers }) => registers.gpr[0])).toEqual([0, 0, 0x16, 0, 0, 0]);
    expect(results[4]!.memory.map(({ address, bytes }) => [address, [...bytes]])).toEqual([[AT.data, [0x55]]]);
  });

  it('sees code that modifies itself', async () => {
    // mov byte [last], 43 (inc ebx) over an inc eax that follows
    const one = handCase({ id: 'self', mode: 'pm32', code: [0xc6, 0x05, 0x08, 0, 1, 0, 0x43, 0x40, 0x40] });
    const [result] = await engine.run([one]);
    expect([result!.registers.gpr[0], result!.registers.gpr[3]]).toEqual([1, 1]);
  });
});

describe('batch engines', () => {
  it.each(['qemu', 'bochs'] as const)('%s delivers through the guest’s own tables', async (name) => {
    const engine = await openEngine(name);
    try {
      const gate = [AT.handlers & 0xff, AT.handlers >>> 8, 8, 0, 0, 0x8e, 0, 0];
      const one = handCase({
        id: 'delivered',
        mode: 'pm32',
        code: [0x90, 0x0f, 0x0b],
        exception: false,
        memory: [
          [AT.idt + 6 * 8, gate],
          [AT.handlers, [0x5b, 0xf4]], // pop ebx: the EIP that was pushed
        ],
      });
      // Nothing but a triple fault can come of an exception with an empty table: a reset, and the next case runs.
      const shutdown = handCase({ id: 'shutdown', mode: 'pm32', code: [0x0f, 0x0b], exception: false });
      const results = await engine.run([one, shutdown, one]);
      expect(results.map(({ outcome }) => outcome)).toEqual(['halted', 'shutdown', 'halted']);
      expect(results[2]!.registers.gpr[3]).toBe(AT.code + 1);
      expect(results[2]!.registers.eip).toBe(AT.handlers + 2);
    } finally {
      await engine.close();
    }
  });

  it('say why they refuse a case', async () => {
    const engine = await openEngine('bochs');
    try {
      const refused = [
        handCase({ id: 'ports', mode: 'real16', code: [0xe4, 0x60] }),
        handCase({ id: 'tables', mode: 'pm32', code: [0x0f, 0x01, 0x05, 0, 0, 2, 0] }),
        { ...handCase({ id: 'model', mode: 'pm32', code: [0x90] }), model: '386' as const },
      ];
      const results = await engine.run(refused);
      expect(results.map(({ outcome }) => outcome)).toEqual(['unsupported', 'unsupported', 'unsupported']);
      for (const { error } of results) expect(error).toMatch(/\w{4}/);
    } finally {
      await engine.close();
    }
  });
});

it('known disagreements still occur, each in its own case', async () => {
  const engines = new Map<EngineName, Engine>();
  for (const name of ORACLES) engines.set(name, await openEngine(name));
  const reference = await openEngine('interp');
  try {
    expect(await verifyKnown(KNOWN, reference, engines)).toEqual([]);
  } finally {
    for (const engine of [...engines.values(), reference]) await engine.close();
  }
});
