/**
 * Where a machine is known to answer a test-kernel differently from the others, and what the processor's manual says. A difference that is
 * not here fails the comparison, and so does one that is here and no longer shows. SDM: Intel 64 and IA-32 Architectures Software
 * Developer's Manual, volume 3A unless another is named.
 */
import type { MachineName } from './run.ts';

export interface Known {
  kernel: string;
  machine: MachineName;
  /** names of the lines in which the machine is wrong */
  lines: RegExp;
  why: string;
}

export const KNOWN: readonly Known[] = [];
