/** The seeded bugs, read from monitor/mutants.h, and those that no case is known to find. */
import { readFileSync } from 'node:fs';
import { ROOT } from '../wire/layout.ts';

export interface Mutant {
  /** its enumerator */
  name: string;
  description: string;
}

export function readMutants(): Mutant[] {
  const text = readFileSync(`${ROOT}monitor/mutants.h`, 'utf8');
  return [...text.matchAll(/\bX\((MUTANT_\w+), "([^"]*)"\)/g)].map((row) => ({ name: row[1]!, description: row[2]! }));
}

/** Mutants that survive, with the reason. One that is killed all the same fails the run: the list would be wrong. */
export const SURVIVORS: ReadonlyMap<string, string> = new Map([]);
