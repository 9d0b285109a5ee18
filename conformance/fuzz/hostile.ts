/** Hostile bytes: what they may do to the VM they run in, and what not. */
import type { Outcome } from '../case.ts';

/**
 * In strict mode the scanner is sound: the second wall is never hit. In fast mode a hit is caught, counted and ends the case. A crash or a
 * hang is never right.
 */
export function isHostileOutcomeSane(outcome: Outcome, mode: 'fast' | 'strict'): boolean {
  if (outcome === 'crashed') return false;
  return outcome !== 'escaped' || mode === 'fast';
}
