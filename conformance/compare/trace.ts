/**
 * Follows the instructions that a case executes, to know which flags and results are undefined at its end. The interpreter gives the
 * states: the case is repeated with an instruction limit of 1, 2, 3 …
 */
import type { Case, Result } from '../case.ts';
import { translate } from '../cases/segments.ts';
import type { Engine } from '../engines/engine.ts';
import { initialByte } from './compare.ts';
import { type Instruction, readInstruction } from './instruction.ts';
import { ARITHMETIC, definesFlags, readsFlags, type Undefined, undefinedAfter } from './undefined.ts';

export interface Trace {
  /** what is undefined at the end */
  undefined: Undefined;
  /** an undefined flag or result was read on the way: nothing after that can be compared */
  consumed: boolean;
  /** instructions that the trace covers */
  instructions: number;
}

const MAX_TRACED = 600;
const ZF = 0x40;
const BIG = 0x4000;
const PG = 0x80000000;

type State = Pick<Result, 'registers' | 'memory'>;

function byteAt(one: Case, state: State, address: number): number {
  for (const run of state.memory)
    if (address >= run.address && address < run.address + run.bytes.length) return run.bytes[address - run.address]!;
  return initialByte(one, address);
}

function wordAt(one: Case, state: State, address: number): number {
  let word = 0;
  for (let i = 3; i >= 0; i--) word = (word << 8) | byteAt(one, state, (address + i) >>> 0);
  return word >>> 0;
}

/** Through the page tables as the state holds them; null where there is no page. */
function locate(one: Case, state: State, linear: number): number | null {
  return translate({ word: (address) => wordAt(one, state, address) }, state.registers.cr3, state.registers.cr4, linear);
}

/** The instruction at CS:EIP of a state; `runs` is the memory that differs from the case's start. */
export function instructionAt(one: Case, state: State): Instruction | undefined {
  const { registers } = state;
  const cs = registers.segments[1]!;
  const bytes = new Uint8Array(15);
  for (let i = 0; i < 15; i++) {
    const linear = (cs.base + registers.eip + i) >>> 0;
    const address = (registers.cr0 & PG) === 0 ? linear : locate(one, state, linear);
    bytes[i] = address === null ? 0 : byteAt(one, state, (address & one.addressMask) >>> 0);
  }
  return readInstruction(bytes, (cs.attributes & BIG) !== 0);
}

/** The mask of a case that ended right after its first instruction; undefined when that cannot be said without a trace. */
export function singleInstruction(one: Case, reference: Result): Undefined | undefined {
  if (reference.delivered.length > 0 || reference.outcome === 'exception') return undefined;
  const instruction = instructionAt(one, { registers: one.registers, memory: [] });
  if (!instruction?.form || instruction.form.branch) return undefined;
  const size = instruction.form.immediates.length;
  if (size > 2 || reference.registers.eip !== (one.registers.eip + instruction.length) >>> 0) return undefined;
  if (reference.outcome !== 'stopped') return undefined;
  return undefinedAfter(instruction, one.registers, (reference.registers.eflags & ZF) !== 0);
}

/**
 * CMPS or SCAS with a repeat prefix that faulted after some iterations. The manual restores EFLAGS for page faults (SDM Vol. 2B, REP) and
 * is silent about the others; there processors leave the flags of the last comparison.
 */
function repeatedCompareFaulted(instruction: Instruction, before: Pick<Result, 'registers' | 'delivered'>, after: Result): boolean {
  if (instruction.rep === 0 || !/^(cmps|scas)/.test(instruction.form?.mnemonic ?? '')) return false;
  const faulted = after.outcome === 'exception' || after.outcome === 'shutdown' || after.delivered.length > before.delivered.length;
  return faulted && after.registers.gpr[1] !== before.registers.gpr[1];
}

/** Traces `one` with `interpreter`, whose full result is `reference`. */
export async function trace(one: Case, reference: Result, interpreter: Engine): Promise<Trace> {
  const count = Math.min(MAX_TRACED, Math.max(1, reference.stats.instructions + 1));
  const cases: Case[] = [];
  for (let i = 1; i <= count; i++) cases.push({ ...one, id: `${one.id}@${i}`, stop: { ...one.stop, instructions: i } });
  const results = await interpreter.run(cases);
  let before: Pick<Result, 'registers' | 'memory' | 'delivered'> = { registers: one.registers, memory: [], delivered: [] };
  let flags = 0;
  let register = -1;
  let registerMask = 0;
  let memory = false;
  let consumed = false;
  let instructions = 0;
  for (const after of results) {
    if (after.outcome === 'crashed' || after.outcome === 'invalid' || after.outcome === 'unsupported') break;
    const instruction = instructionAt(one, before);
    const delivered = after.delivered.length > before.delivered.length;
    const last = after.outcome !== 'limit';
    // A stop, or an exception that ends the case, leaves the state before it.
    const ran = !last || after.outcome === 'halted' || after.registers.eip !== before.registers.eip;
    if (!instruction) {
      consumed ||= (flags !== 0 || register >= 0 || memory) && !last;
      break;
    }
    if (repeatedCompareFaulted(instruction, before, after)) {
      if (delivered) consumed = true;
      else flags = ARITHMETIC;
      break;
    }
    // One that faults may have read it as well: a divisor, an address.
    if ((register >= 0 || memory) && (ran || after.outcome === 'exception')) consumed = true;
    if (delivered && flags !== 0) consumed = true;
    if (ran && !delivered) {
      if (flags !== 0 && readsFlags(instruction, flags)) consumed = true;
      const own = undefinedAfter(instruction, before.registers, (after.registers.eflags & ZF) !== 0);
      flags = (flags & ~definesFlags(instruction, before.registers)) | own.flags;
      if (own.register >= 0) ({ register, registerMask } = own);
      memory ||= own.memory;
      instructions++;
    } else if (delivered) {
      // A trap after the instruction (single step) pushes what the instruction left undefined.
      const own = undefinedAfter(instruction, before.registers, (after.registers.eflags & ZF) !== 0);
      const vector = after.delivered.at(-1)!.vector;
      if (vector === 1 && (flags | own.flags) !== 0) consumed = true;
    }
    if (last) break;
    before = after;
  }
  return { undefined: { flags, register, registerMask, memory }, consumed, instructions };
}
