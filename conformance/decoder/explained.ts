/** Differences from iced-x86 that stay, each with its evidence. One that no longer occurs fails the check. */
import type { Difference } from './compare.ts';

export interface Explanation {
  id: string;
  applies(difference: Difference): boolean;
  reason: string;
  evidence: string;
}

const opcodeOf = (difference: Difference): string => difference.bytes.replace(/^((26|2e|36|3e|64|65|66|67|f0|f2|f3))*/, '');

export const EXPLANATIONS: Explanation[] = [
  {
    id: 'lock-bt-386',
    applies: (d) => d.model === '386' && d.what === 'validity' && d.ours === 'ok' && d.code === 'INVALID' && /^0f(a3|ba)/.test(opcodeOf(d)),
    reason: 'LOCK BT with a memory operand is legal on the 80386 and undefined on later processors; iced knows only the later rule',
    evidence: '80386 Programmer’s Reference Manual (1986), LOCK: BT, BTS, BTR, BTC mem, reg/imm',
  },
  {
    id: 'test-registers',
    applies: (d) => /^(386|486)$/.test(d.model) && d.what === 'validity' && d.ours === 'undefined' && /^Mov_(r32_tr|tr_r32)$/.test(d.code),
    reason: 'the 80386 has TR6 and TR7, the i486 TR3 to TR7; iced accepts any number',
    evidence: '80386 Programmer’s Reference Manual, MOV to/from special registers; i486 Programmer’s Reference Manual, 10.5',
  },
  {
    id: 'cr4-386',
    applies: (d) => d.model === '386' && d.what === 'validity' && d.ours === 'undefined' && /^Mov_(r32_cr|cr_r32)$/.test(d.code),
    reason: 'CR4 came with the Pentium and the late i486; iced has no feature name for it',
    evidence: 'SDM Vol. 3B, 23.7 (control registers of the Pentium)',
  },
];
