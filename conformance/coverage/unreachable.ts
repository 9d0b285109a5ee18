/** Why a cell was not reached: cells that cannot be, by rule; all others are gaps of the directed generator, and are called so. */
import type { Cell } from './cells.ts';

export function reasonFor({ form, place, operandBytes, outcome }: Cell): string {
  if (outcome === 'branch' && place.mode === 'v86' && operandBytes !== 4) {
    return 'with 16-bit operands IP wraps at 64 KiB, which is the limit of every V86 code segment';
  }
  if (outcome === 'branch' && place.mode === 'pm32' && operandBytes === 2) {
    return 'a 16-bit operand truncates EIP, in a segment whose limit is above 64 KiB';
  }
  if (outcome === 'simd' && /^cvtsi2/.test(form.mnemonic)) return 'only an inexact result raises it: the directed values are mostly exact';
  if (/limit$/.test(outcome)) return 'the random base and index registers never summed to the limit';
  return 'no directed case reached it';
}
