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

/** Every hit on the second wall is counted, as one, and ends the case; every entry into native execution ends by one counted exit. */
export function hostileMiscount(outcome: Outcome, entries: number, exits: number, wall: number): string | null {
  if (outcome === 'crashed') return null;
  if (wall !== (outcome === 'escaped' ? 1 : 0)) return `${wall} hits on the wall counted`;
  return entries === exits ? null : `${entries} entries, ${exits} exits`;
}
