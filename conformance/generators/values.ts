/** Values at which processors go wrong. */
import { type Choices, pick } from './choices.ts';

const EDGES: readonly number[] = [
  0, 1, 2, 3, 4, 7, 8, 0xf, 0x10, 0x1f, 0x20, 0x7e, 0x7f, 0x80, 0x81, 0xfe, 0xff, 0x100, 0x101, 0x7ffe, 0x7fff, 0x8000, 0x8001, 0xfffc,
  0xfffe, 0xffff, 0x10000, 0x10001, 0x7fff0000, 0x7fffffff, 0x80000000, 0x80000001, 0xffff0000, 0xffff8000, 0xffffff7f, 0xffffff80,
  0xffffff81, 0xfffffffe, 0xffffffff, 0x55555555, 0xaaaaaaaa, 0x0000ff00, 0x99999999, 0x9a,
];

/** A 32-bit value, half of them edges. */
export function value32(choices: Choices): number {
  switch (choices.below(4)) {
    case 0:
    case 1:
      return pick(choices, EDGES);
    case 2:
      return choices.below(0x10000);
    default:
      return choices.u32();
  }
}

export function value16(choices: Choices): number {
  return value32(choices) & 0xffff;
}

/** Bytes around which shift counts, AAM bases and displacements change their meaning. */
const BYTE_EDGES: readonly number[] = [0, 1, 2, 7, 8, 9, 10, 15, 16, 17, 18, 31, 32, 33, 63, 64, 127, 128, 129, 254, 255];

export function value8(choices: Choices): number {
  return choices.below(2) === 0 ? pick(choices, BYTE_EDGES) : choices.below(256);
}

/** `around` or one of its close neighbours: limits, page ends. */
export function near(choices: Choices, around: number): number {
  return (around + pick(choices, [0, 1, -1, 2, -2, 3, -3, 4, -4, -7, -8, 5, -15, -16])) >>> 0;
}
