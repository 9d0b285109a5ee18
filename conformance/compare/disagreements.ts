/** The known disagreements of the oracles. Empty lists are the goal. */
import type { Known } from './known.ts';

export const KNOWN: readonly Known[] = [];
