/**
 * The allow-list, read by an adversary: what does a processor of today make of bytes that would run natively? iced decodes them with everything it knows (Intel's way and AMD's);
 * the form must be the very one that the guest's CPU has, with no prefix that has come to mean more.
 */
import { Code, Decoder, DecoderOptions, Instruction } from 'iced-x86';
import { type Answers, WINDOW_BYTES, type Windows } from './decoder.ts';
import { foreignFeatures, formOf } from './oracle.ts';

export interface Breach {
  bits: number;
  bytes: string;
  silicon: string;
  why: string;
}

export interface Tolerance {
  codes: RegExp;
  reason: string;
}

/** Forms of later processors that may run natively all the same. Each must occur. */
export const TOLERATED: Tolerance[] = [
  {
    codes: /^Endbr(32|64)$/,
    reason: 'changes only the state of indirect-branch tracking, which Linux never switches on for 32-bit code; else a no-operation',
  },
  { codes: /^Prefetchit[01]_m8$/, reason: 'a hint, and outside RIP-relative addressing a no-operation' },
];

const NATIVE = new Set(['native', 'branch_direct', 'branch_computed']);
const silicon = [DecoderOptions.MPX, DecoderOptions.AMD];

/** Counts the windows that would run natively, and reports each that silicon reads otherwise. */
export function attack(windows: Windows, ours: Answers, breach: (breach: Breach) => void, tolerated: Set<Tolerance>): number {
  const instruction = new Instruction();
  const decoders = silicon.map((options) => new Decoder(windows.bits, windows.bytes.subarray(0, windows.count * WINDOW_BYTES), options));
  let native = 0;
  for (let i = 0; i < windows.count; i++) {
    if (ours.status(i) !== 'ok' || !NATIVE.has(ours.sbeClass(i))) continue;
    native++;
    for (const decoder of decoders) {
      decoder.position = i * WINDOW_BYTES;
      decoder.decodeOut(instruction);
      const code: Code = instruction.code;
      if (code === Code.INVALID) continue; // it faults, and the interpreter carries it out
      const report = (why: string): void => breach({ bits: windows.bits, bytes: windows.hex(i), silicon: formOf(code).name, why });
      if (instruction.length !== ours.get(i, 'length')) report(`${instruction.length} bytes long, ours ${ours.get(i, 'length')}`);
      if (instruction.hasXacquirePrefix || instruction.hasXreleasePrefix) report('lock elision');
      if (formOf(code).defined.default && foreignFeatures(code).length === 0) {
        if (formOf(code).mnemonic !== ours.mnemonic(i)) report(`ours is ${ours.mnemonic(i)}`);
        continue;
      }
      const tolerance = TOLERATED.find((entry) => entry.codes.test(formOf(code).name));
      if (tolerance) tolerated.add(tolerance);
      else report(`needs ${foreignFeatures(code).join(', ')}`);
    }
  }
  for (const decoder of decoders) decoder.free();
  instruction.free();
  return native;
}
