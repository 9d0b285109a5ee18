/**
 * Where a generator's decisions come from. Generators ask a `Choices` and nothing else, so the same generator runs on a seeded
 * random stream (bulk: tens of thousands of cases a second) and on a recorded tape, which fast-check can shrink. The convention that makes
 * shrinking work: the answer 0 is always the simplest one.
 */
import fc from 'fast-check';

export interface Choices {
  /** A 32-bit unsigned integer. */
  u32(): number;
  /** 0 .. n-1 */
  below(n: number): number;
}

/** True in `percent` of a hundred cases; false is the simple answer. */
export function chance(choices: Choices, percent: number): boolean {
  return choices.below(100) >= 100 - percent;
}

export function pick<T>(choices: Choices, list: readonly T[]): T {
  return list[choices.below(list.length)] as T;
}

/** sfc32 (Chris Doty-Humphrey's Small Fast Counting generator): passes PractRand, three additions a number. */
export class RandomChoices implements Choices {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  constructor(seed: number, index = 0) {
    this.reseed(seed, index);
  }

  /** Starts the stream that belongs to (seed, index): every case can be made again without the ones before it. */
  reseed(seed: number, index: number): void {
    this.a = mix(seed ^ 0x9e3779b9);
    this.b = mix(index ^ 0x85ebca6b);
    this.c = mix((seed + Math.imul(index, 0x27d4eb2f)) | 0);
    this.counter = 1;
    for (let i = 0; i < 8; i++) this.u32();
  }

  u32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return sum >>> 0;
  }

  below(n: number): number {
    return Math.floor((this.u32() / 0x100000000) * n);
  }
}

function mix(value: number): number {
  let v = value | 0;
  v = Math.imul(v ^ (v >>> 16), 0x21f0aaad);
  v = Math.imul(v ^ (v >>> 15), 0x735a2d97);
  return (v ^ (v >>> 15)) | 0;
}

/** Answers from a list of numbers; past its end everything is 0. */
export class TapeChoices implements Choices {
  private readonly tape: readonly number[];
  private next = 0;

  constructor(tape: readonly number[]) {
    this.tape = tape;
  }

  u32(): number {
    return (this.tape[this.next++] ?? 0) >>> 0;
  }

  below(n: number): number {
    return this.u32() % n;
  }
}

/** Passes another source's answers on and keeps them as a tape that gives the same answers again. */
export class RecordingChoices implements Choices {
  readonly tape: number[] = [];
  private readonly source: Choices;

  constructor(source: Choices) {
    this.source = source;
  }

  u32(): number {
    const value = this.source.u32();
    this.tape.push(value);
    return value;
  }

  below(n: number): number {
    const value = this.source.below(n);
    this.tape.push(value);
    return value;
  }
}

const TAPE_LENGTH = 4096;

/** The fast-check arbitrary of tapes: arrays shrink by dropping numbers and by lowering them. */
export function tapes(): fc.Arbitrary<number[]> {
  return fc.array(fc.integer({ min: 0, max: 0xffffffff }), { maxLength: TAPE_LENGTH, size: 'max' });
}

/** A generator on choices as a fast-check arbitrary. */
export function arbitrary<T>(generate: (choices: Choices) => T): fc.Arbitrary<T> {
  return tapes().map((tape) => generate(new TapeChoices(tape)));
}
