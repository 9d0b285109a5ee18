/** FXSAVE images (SDM Vol. 1, 10.5.1) with the values at which floating point goes wrong. */
import { type Choices, chance, pick } from './choices.ts';
import { take } from './slab.ts';

export const FX_BYTES = 512;

/** Sign and exponent, significand high and low: zeros, ones, denormals, infinities, NaNs, and the encodings no operation produces. */
const EXTENDED: readonly (readonly [number, number, number])[] = [
  [0x0000, 0, 0],
  [0x3fff, 0x80000000, 0],
  [0xbfff, 0x80000000, 0],
  [0x8000, 0, 0],
  [0x4000, 0xc90fdaa2, 0x2168c235],
  [0x7fff, 0x80000000, 0],
  [0xffff, 0x80000000, 0],
  [0x7fff, 0xc0000000, 0],
  [0x7fff, 0xa0000000, 1],
  [0x0000, 0x00000001, 0],
  [0x0000, 0x80000000, 0],
  [0x0001, 0x80000000, 0],
  [0x7ffe, 0xffffffff, 0xffffffff],
  [0x3ffe, 0xffffffff, 0xffffffff],
  [0x401e, 0xffffffff, 0],
  [0x403e, 0x80000000, 0],
  [0x3fff, 0x00000000, 0],
  [0x7fff, 0x00000000, 0],
  [0x400e, 0xfffe0000, 0],
];

const SINGLES: readonly number[] = [
  0, 0x3f800000, 0xbf800000, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0x7fa00000, 1, 0x007fffff, 0x00800000, 0x7f7fffff, 0x4f000000,
  0xcf000000, 0x4effffff, 0x3effffff,
];

export function fxImage(choices: Choices): Uint8Array {
  const image = take(FX_BYTES);
  const view = new DataView(image.buffer, image.byteOffset, FX_BYTES);
  const control = chance(choices, 25) ? (choices.below(16) << 8) | 0x7f : 0x37f;
  view.setUint16(0, chance(choices, 10) ? control & ~choices.below(64) : control, true);
  const top = choices.below(8);
  const pending = chance(choices, 5) ? choices.below(64) : 0;
  view.setUint16(2, (top << 11) | (chance(choices, 20) ? choices.below(8) << 8 : 0) | summary(pending, view.getUint16(0, true)), true);
  view.setUint8(4, chance(choices, 70) ? 0xff : choices.below(256));
  view.setUint32(24, chance(choices, 15) ? 0x1f80 | (choices.below(4) << 13) | (chance(choices, 30) ? 0x8000 : 0) : 0x1f80, true);
  if (chance(choices, 10)) view.setUint32(24, view.getUint32(24, true) & ~(choices.below(64) << 7), true);
  for (let i = 0; i < 8; i++) {
    const at = 32 + i * 16;
    if (chance(choices, 30)) {
      view.setUint32(at, choices.u32(), true);
      view.setUint32(at + 4, choices.u32() | 0x80000000, true);
      view.setUint16(at + 8, 0x3fff + choices.below(80) - 40, true);
    } else {
      const [exponent, high, low] = pick(choices, EXTENDED);
      view.setUint32(at, low, true);
      view.setUint32(at + 4, high, true);
      view.setUint16(at + 8, exponent, true);
    }
  }
  for (let i = 0; i < 32; i++) view.setUint32(160 + i * 4, chance(choices, 50) ? choices.u32() : pick(choices, SINGLES), true);
  return image;
}

/** ES and B follow from pending exceptions and masks (SDM Vol. 1, 8.1.3.3). */
function summary(pending: number, control: number): number {
  return pending & ~control & 0x3f ? pending | 0x8080 : pending;
}
