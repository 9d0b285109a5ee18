/**
 * Known disagreements: an engine's answer that differs from the reference's for a reason on record. Every entry carries a case in which it
 * occurs; when it no longer does there, or after its expiry, the run fails, so that no entry outlives its reason.
 */
import type { Case, Result } from '../case.ts';
import type { Engine, EngineName } from '../engines/engine.ts';
import { compareResults, type Difference } from './compare.ts';

export interface Known {
  id: string;
  engine: EngineName;
  applies(one: Case, differences: readonly Difference[], reference: Result, other: Result): boolean;
  /** what the engine does, and what it should */
  reason: string;
  /** the manual's section, a line of the engine's source, an upstream issue */
  evidence: string;
  /** ISO date after which somebody has to look again */
  expires: string;
  /** a case in which it occurs */
  reproducer(): Case;
}

export function findKnown(
  list: readonly Known[],
  one: Case,
  differences: readonly Difference[],
  reference: Result,
  other: Result,
): Known | undefined {
  return list.find((known) => known.engine === other.engine && known.applies(one, differences, reference, other));
}

/**
 * Runs every entry's own case. Gives a line for each entry that no longer occurs, whose case an engine does not answer, or
 * that has expired; none: all is as recorded.
 */
export async function verifyKnown(
  list: readonly Known[],
  reference: Engine,
  engines: ReadonlyMap<EngineName, Engine>,
  today = new Date(),
): Promise<string[]> {
  const complaints: string[] = [];
  for (const known of list) {
    if (Date.parse(known.expires) < today.getTime()) complaints.push(`known disagreement ${known.id} expired on ${known.expires}`);
    const engine = engines.get(known.engine);
    if (!engine) continue;
    const one = known.reproducer();
    const [expected] = await reference.run([one]);
    const [other] = await engine.run([one]);
    const judged = (result: Result | undefined, name: string): result is Result => {
      if (result && result.outcome !== 'unsupported') return true;
      const why = result ? `${name} refuses its case (${result.error})` : `its case has no result of ${name}`;
      complaints.push(`known disagreement ${known.id} cannot be judged: ${why}`);
      return false;
    };
    if (!judged(expected, reference.name) || !judged(other, engine.name)) continue;
    const differences = compareResults(one, expected, other);
    if (differences.length === 0) complaints.push(`known disagreement ${known.id} passes unexpectedly: ${known.engine} agrees in its case`);
    else if (!known.applies(one, differences, expected, other))
      complaints.push(`known disagreement ${known.id} does not describe its own case`);
  }
  return complaints;
}
