/**
 * Makes a failing case small: first fast-check shrinks the choices that it was generated from, then delta debugging works on the case
 * itself: instructions, bytes, registers, segments, memory. A step is kept when the case is still possible and still fails.
 */
import fc from 'fast-check';
import type { Case, MemoryRun, Registers } from '../case.ts';
import { impossible } from '../cases/validate.ts';
import { readInstruction } from '../compare/instruction.ts';
import { RandomChoices, RecordingChoices, tapes } from '../generators/choices.ts';
import { caseId, generate, generateFromTape, type Order } from '../generators/kinds.ts';

/** Whether the case (still) fails in the way that is looked for. */
export type Fails = (one: Case) => Promise<boolean>;

export interface ShrinkOptions {
  /** for the choices; as much again for the case */
  milliseconds?: number;
}

/** The smallest failing case found on the way from case `index` of the stream of `seed`. Throws when that case does not fail. */
export async function shrinkGenerated(order: Order, seed: number, index: number, fails: Fails, options: ShrinkOptions = {}): Promise<Case> {
  const recording = new RecordingChoices(new RandomChoices(seed, index));
  const start = generate(recording, order, caseId(order, seed, index));
  if (!(await fails(start))) throw new Error(`${start.id} does not fail`);
  const tape = await shrinkTape(recording.tape, (candidate) => guarded(generateFromTape(order, candidate, start.id), fails), options);
  return shrinkCase(generateFromTape(order, tape, start.id), fails, options);
}

async function guarded(one: Case, fails: Fails): Promise<boolean> {
  return impossible(one) === null && (await fails(one));
}

/** fast-check's own shrinking, started from the recorded choices as an example. */
export async function shrinkTape(
  tape: readonly number[],
  fails: (tape: number[]) => Promise<boolean>,
  options: ShrinkOptions = {},
): Promise<number[]> {
  const milliseconds = options.milliseconds ?? 10_000;
  const deadline = performance.now() + milliseconds;
  let best = [...tape];
  const property = fc.asyncProperty(tapes(), async (candidate) => {
    if (performance.now() > deadline) return true;
    const failing = await fails(candidate);
    if (failing) best = candidate;
    return !failing;
  });
  await fc.check(property, { examples: [[[...tape]]], numRuns: 1, interruptAfterTimeLimit: milliseconds + 1000, verbose: 0 });
  return best;
}

/** Delta debugging on the case itself. */
export async function shrinkCase(start: Case, fails: Fails, options: ShrinkOptions = {}): Promise<Case> {
  const deadline = performance.now() + (options.milliseconds ?? 10_000);
  let best = start;
  const attempt = async (change: (one: Case) => Case | null): Promise<boolean> => {
    if (performance.now() > deadline) return false;
    const candidate = change(best);
    if (candidate === null || !(await guarded(candidate, fails))) return false;
    best = candidate;
    return true;
  };
  for (let pass = 0; pass < 4; pass++) {
    const before = size(best);
    await shrinkInstructions(() => best, attempt);
    await shrinkMemory(() => best, attempt);
    await shrinkState(() => best, attempt);
    if (size(best) >= before || performance.now() > deadline) break;
  }
  return best;
}

/** Bytes that are not zero, and registers that are: what shrinking makes smaller. */
export function size(one: Case): number {
  let total = one.stop.eip.length + (one.fx ? 64 : 0);
  for (const run of one.memory)
    total += run.bytes.reduce((sum, byte) => sum + (byte === 0 ? 0 : byte === 0x90 || byte === 0xf4 ? 1 : 2), 1);
  for (const value of one.registers.gpr) total += value === 0 ? 0 : 4;
  return total;
}

type Attempt = (change: (one: Case) => Case | null) => Promise<boolean>;

/** Replaces instructions by NOPs, first many at once; then bytes of what is left by simpler ones. */
async function shrinkInstructions(best: () => Case, attempt: Attempt): Promise<void> {
  const starts = instructions(best());
  for (let group = Math.max(1, starts.length >> 1); group >= 1; group >>= 1) {
    for (let i = 0; i < starts.length; i += group) {
      const part = starts.slice(i, i + group);
      await attempt((one) => (part.every(({ at, length }) => isNop(one, at, length)) ? null : patched(one, part)));
    }
    if (group === 1) break;
  }
}

function isNop(one: Case, at: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (byteAt(one, at + i) !== 0x90) return false;
  return true;
}

function byteAt(one: Case, address: number): number {
  for (let i = one.memory.length - 1; i >= 0; i--) {
    const run = one.memory[i]!;
    if (address >= run.address && address < run.address + run.bytes.length) return run.bytes[address - run.address]!;
  }
  return 0;
}

function patched(one: Case, parts: readonly { at: number; length: number }[]): Case {
  const memory = one.memory.map((run): MemoryRun => ({ address: run.address, bytes: run.bytes.slice() }));
  for (const { at, length } of parts) {
    for (let address = at; address < at + length; address++) {
      for (const run of memory)
        if (address >= run.address && address < run.address + run.bytes.length) run.bytes[address - run.address] = 0x90;
    }
  }
  return { ...one, memory };
}

/** The instructions from CS:EIP straight on, up to the first stop, as physical addresses. */
export function instructions(one: Case): { at: number; length: number; bytes: Uint8Array }[] {
  const cs = one.registers.segments[1]!;
  const list: { at: number; length: number; bytes: Uint8Array }[] = [];
  let at = (cs.base + one.registers.eip) >>> 0;
  const start = at;
  const end = Math.min(...one.stop.eip.filter((stop) => stop >= start), start + 512);
  let filler = 0;
  for (let count = 0; count < 200 && at < end && filler < 8; count++) {
    const bytes = Uint8Array.from({ length: 15 }, (_, i) => byteAt(one, at + i));
    const length = readInstruction(bytes, (cs.attributes & 0x4000) !== 0)?.length ?? 1;
    list.push({ at, length, bytes: bytes.slice(0, length) });
    filler = bytes[0] === 0xf4 || (bytes[0] === 0 && bytes[1] === 0) ? filler + 1 : 0;
    at += length;
  }
  return list;
}

/** Drops runs, cuts runs to halves, zeroes what is left in chunks. */
async function shrinkMemory(best: () => Case, attempt: Attempt): Promise<void> {
  for (let i = best().memory.length - 1; i >= 0; i--) {
    await attempt((one) => ({ ...one, memory: one.memory.filter((_, k) => k !== i) }));
  }
  for (let i = best().memory.length - 1; i >= 0; i--) {
    let from = 0;
    for (let chunk = best().memory[i]!.bytes.length >> 1; chunk >= 1; chunk >>= 1) {
      const { length } = best().memory[i]!.bytes;
      if (length / chunk > 128) break;
      for (from = 0; from < length; from += chunk) {
        const [start, end] = [from, Math.min(from + chunk, length)];
        await attempt((one) => {
          const run = one.memory[i]!;
          if (run.bytes.subarray(start, end).every((byte) => byte === 0)) return null;
          const bytes = run.bytes.slice();
          bytes.fill(0, start, end);
          return { ...one, memory: one.memory.map((each, k) => (k === i ? { address: run.address, bytes } : each)) };
        });
      }
    }
    await attempt((one) => trimmed(one, i));
  }
}

/** Zero bytes at the ends of a run need not be said. */
function trimmed(one: Case, i: number): Case | null {
  const run = one.memory[i]!;
  let start = 0;
  let end = run.bytes.length;
  while (start < end && run.bytes[start] === 0) start++;
  while (end > start && run.bytes[end - 1] === 0) end--;
  if (start === 0 && end === run.bytes.length) return null;
  const rest = start === end ? [] : [{ address: run.address + start, bytes: run.bytes.slice(start, end) }];
  return { ...one, memory: [...one.memory.slice(0, i), ...rest, ...one.memory.slice(i + 1)] };
}

async function shrinkState(best: () => Case, attempt: Attempt): Promise<void> {
  const set = (change: (registers: Registers) => Partial<Registers> | null): Promise<boolean> =>
    attempt((one) => {
      const part = change(one.registers);
      return part === null ? null : { ...one, registers: { ...one.registers, ...part } };
    });
  await attempt((one) => (one.fx === null ? null : { ...one, fx: null }));
  await attempt((one) => (one.wantsFx ? { ...one, wantsFx: false } : null));
  await attempt((one) => (one.stop.exception ? null : { ...one, stop: { ...one.stop, exception: true } }));
  for (let i = 0; i < 8; i++) {
    for (const value of [0, 1, 0xffff]) {
      const done = await set(({ gpr }) =>
        gpr[i] === 0 || gpr[i] === value ? null : { gpr: gpr.map((old, k) => (k === i ? value : old)) },
      );
      if (done) break;
    }
  }
  for (let bit = 0; bit < 22; bit++) {
    await set(({ eflags }) => (bit !== 1 && bit !== 17 && eflags & (1 << bit) ? { eflags: (eflags & ~(1 << bit)) >>> 0 } : null));
  }
  for (const i of [0, 3, 4, 5]) {
    await set(({ segments, cr0 }) => {
      const simple =
        cr0 & 1 ? { selector: 0, base: 0, limit: 0, attributes: 0 } : { selector: 0, base: 0, limit: 0xffff, attributes: 0x93 };
      if (segments[i]!.selector === 0 && segments[i]!.base === 0) return null;
      return { segments: segments.map((old, k) => (k === i ? simple : old)) };
    });
  }
  for (let bit = 1; bit < 30; bit++) await set(({ cr0 }) => (cr0 & (1 << bit) && bit !== 4 ? { cr0: (cr0 & ~(1 << bit)) >>> 0 } : null));
  for (let bit = 0; bit < 11; bit++) await set(({ cr4 }) => (cr4 & (1 << bit) ? { cr4: (cr4 & ~(1 << bit)) >>> 0 } : null));
  await set(({ dr }) =>
    dr.some((value, i) => i < 4 && value !== 0) || (dr[7]! & 0xff) !== 0 ? { dr: [0, 0, 0, 0, 0, 0, 0xffff0ff0, 0x400] } : null,
  );
  for (let i = best().stop.eip.length - 1; i >= 0; i--) {
    await attempt((one) => ({ ...one, stop: { ...one.stop, eip: one.stop.eip.filter((_, k) => k !== i) } }));
  }
}
