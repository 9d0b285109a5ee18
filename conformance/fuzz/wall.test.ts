/**
 * The second wall, brick by brick: bytes that leave the guest, hidden in the operand of a harmless instruction and entered by a computed branch.
 * Strict mode sees the branch, so the bytes do what they do on the guest's processor. Fast mode does not: they run in ring 3 of the host, and what
 * reaches its kernel or its segments ends the case, counted, with the process and every other case unharmed.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Case, Outcome, Result } from '../case.ts';
import { compareResults } from '../compare/compare.ts';
import { AT, handCase } from '../engines/hand-cases.ts';
import { openEngine, type WireEngine } from '../engines/index.ts';
import { EXIT_CAUSES } from '../wire/layout.ts';

const C = AT.code;
/** Where hidden far transfers go: 64-bit code, if the selector says so. */
const FAR = C + 0x40;
const WALL = EXIT_CAUSES.indexOf('wall');

function le(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];
}

interface Brick {
  name: string;
  /** in the immediate of mov eax, imm32; what does not fit comes after it, padded */
  evil: number[];
  /** at FAR */
  far?: number[];
  ebp?: number;
  /** how fast mode may end, by processor; default escaped */
  ends?: readonly Outcome[];
}

const own: readonly Outcome[] = ['exception', 'halted'];

const BRICKS: readonly Brick[] = [
  { name: 'int 0x80', evil: [0xcd, 0x80] },
  { name: 'syscall', evil: [0x0f, 0x05], ends: ['escaped', 'exception'] }, // Intel: #UD in compatibility mode
  { name: 'sysenter', evil: [0x0f, 0x34], ends: ['escaped', 'exception'] }, // AMD: #UD in compatibility mode
  { name: 'far jump to the host’s 32-bit code', evil: [0xea, ...le(FAR), 0x23, 0], far: [0xcc] },
  { name: 'far jump to 64-bit code: int3', evil: [0xea, ...le(FAR), 0x33, 0], far: [0xcc] },
  // A call to 64-bit code pushes without the segment's base, where nothing is mapped: it faults before it leaves.
  { name: 'far call to 64-bit code', evil: [0x9a, ...le(FAR), 0x33, 0], far: [0xcc], ends: ['escaped', 'exception'] },
  { name: 'far jump to 64-bit code: fork', evil: [0xea, ...le(FAR), 0x33, 0], far: [0xb8, ...le(57), 0x0f, 0x05] },
  { name: 'far jump to 64-bit code: int 0x80', evil: [0xea, ...le(FAR), 0x33, 0], far: [0xb8, ...le(2), 0xcd, 0x80] },
  { name: 'far jump to 64-bit code: for ever', evil: [0xea, ...le(FAR), 0x33, 0], far: [0xeb, 0xfe] },
  // xor esp, esp; dec rsp; push: the signal needs a stack of its own
  { name: 'far jump to 64-bit code: no stack', evil: [0xea, ...le(FAR), 0x33, 0], far: [0x31, 0xe4, 0x48, 0xff, 0xcc, 0x50] },
  // std; pushf with AC; popf: an unaligned access in the handler would fault
  { name: 'far jump to 64-bit code: flags', evil: [0xea, ...le(FAR), 0x33, 0], far: [0xfd, 0x68, ...le(0x44602), 0x9d, 0xcc] },
  { name: 'mov ss', evil: [0x8e, 0xd5], ebp: 0x2b },
  { name: 'mov ds', evil: [0x8e, 0xdd], ebp: 0x2b },
  { name: 'mov fs', evil: [0x8e, 0xe5], ebp: 0x63, ends: ['escaped', 'exception'] },
  { name: 'vmmcall', evil: [0x0f, 0x01, 0xd9], ends: own },
  { name: 'vmcall', evil: [0x0f, 0x01, 0xc1], ends: own },
  { name: 'rdtscp', evil: [0x0f, 0x01, 0xf9], ends: own },
  { name: 'wrpkru', evil: [0x0f, 0x01, 0xef], ends: own },
  { name: 'xrstor', evil: [0x0f, 0xae, 0x28], ends: own },
  { name: 'vzeroupper', evil: [0xc5, 0xf8, 0x77], ends: own },
  { name: 'popf with AC, NT, ID and TF', evil: [0x55, 0x9d], ebp: 0x244302, ends: own },
  { name: 'ud2', evil: [0x0f, 0x0b], ends: ['exception'] },
  { name: 'icebp', evil: [0xf1], ends: own },
  { name: 'int 3 in two bytes', evil: [0xcd, 0x03], ends: ['exception'] },
];

/** The immediate is scanned as one on the first way through; then a jump by ECX comes to its first byte. */
function brickCase(brick: Brick, cpl: number): Case {
  const hiding = [0xb8, ...Array.from({ length: 4 }, (_, i) => brick.evil[i] ?? 0x90), ...brick.evil.slice(4)];
  if (brick.evil.length > 4) hiding.push(0x90, 0x90, 0x90, 0x90, 0x90, 0x90);
  const code = [...hiding, 0x43, 0x83, 0xfb, 2, 0x73, 0x07, 0xb9, ...le(C + 1), 0xff, 0xe1, cpl === 0 ? 0xf4 : 0x90];
  return handCase({
    id: `${brick.name}, ring ${cpl}`,
    mode: 'pm32',
    cpl,
    code,
    regs: { ebp: brick.ebp ?? 0, eflags: 0x202 },
    memory: [[FAR, brick.far ?? []]],
  });
}

const HARMLESS = handCase({ id: 'harmless', mode: 'pm32', code: [0xb8, 1, 2, 3, 4, 0x0f, 0xc8, 0xf4] });

describe.each([0, 3])('ring %i', (cpl) => {
  const cases = BRICKS.map((brick) => brickCase(brick, cpl));
  const engines: WireEngine[] = [];
  let interpreted: Result[];
  const open = async (name: 'sbe' | 'interp', mode: 'fast' | 'strict'): Promise<WireEngine> => {
    const engine = (await openEngine(name, { mode, timeLimitMicroseconds: 20_000 })) as WireEngine;
    engines.push(engine);
    return engine;
  };

  beforeAll(async () => {
    interpreted = await (await open('interp', 'fast')).run(cases);
  });
  afterAll(() => Promise.all(engines.map((engine) => engine.close())));

  test('strict: no hit, and what the guest’s processor does', async () => {
    const results = await (await open('sbe', 'strict')).run(cases);
    for (const [i, result] of results.entries()) {
      expect(compareResults(cases[i]!, interpreted[i]!, result), cases[i]!.id).toEqual([]);
      expect(result.stats.exits[WALL], cases[i]!.id).toBe(0);
    }
  });

  test('fast: every hit is counted and ends the case', async () => {
    const engine = await open('sbe', 'fast');
    await engine.run([HARMLESS]);
    const process = engine.pid;
    const results = await engine.run(cases.flatMap((one) => [one, HARMLESS]));
    for (const [i, brick] of BRICKS.entries()) {
      const result = results[2 * i]!;
      const last: Outcome = cpl === 0 ? 'halted' : 'stopped';
      const ends = (brick.ends ?? ['escaped']).map((end) => (end === 'halted' ? last : end));
      expect(ends, cases[i]!.id).toContain(result.outcome);
      expect(result.stats.exits[WALL], cases[i]!.id).toBe(result.outcome === 'escaped' ? 1 : 0);
      expect(results[2 * i + 1]!.outcome, `after ${cases[i]!.id}`).toBe('halted');
      expect(results[2 * i + 1]!.registers.gpr[0], `after ${cases[i]!.id}`).toBe(0x01020304);
    }
    expect(engine.incidents).toEqual([]);
    expect(engine.pid).toBe(process);
  });
});
