/** Every night as a line of JSON, beside the report. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Identity } from './night.ts';
import { isFinished, type Outcome, type Part } from './part.ts';

export interface Night extends Identity {
  /** when the report was last written */
  written: string;
  outcomes: Outcome[];
}

/** The nights on record, oldest first. Lines that are no JSON (a disk that was full) are passed over. */
export function readHistory(path: string): Night[] {
  if (!existsSync(path)) return [];
  const nights: Night[] = [];
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    try {
      if (line !== '') nights.push(JSON.parse(line) as Night);
    } catch {
      process.stderr.write(`nightly: ${path} has a line that is no JSON: ${line.slice(0, 60)}\n`);
    }
  }
  return nights;
}

const same = (a: Identity, b: Identity): boolean => a.night === b.night && a.commit === b.commit && a.quick === b.quick;

/** Adds a night, in place of what was known of the same night, commit and size. Gives all nights. */
export function addToHistory(path: string, night: Night): Night[] {
  const nights = [...readHistory(path).filter((each) => !same(each, night)), night];
  writeFileSync(`${path}.new`, nights.map((each) => `${JSON.stringify(each)}\n`).join(''));
  renameSync(`${path}.new`, path);
  return nights;
}

/** Seconds that a part will take: what it took last, else what its table says. */
export function expectedSeconds(part: Part, quick: boolean, history: readonly Night[]): number {
  for (const night of [...history].reverse()) {
    if (night.quick !== quick) continue;
    const outcome = night.outcomes.find((each) => each.part === part.name);
    if (outcome && isFinished(outcome.status)) return outcome.seconds;
  }
  return 60 * (quick ? part.minutes.quick : part.minutes.full);
}
