/** The verdict on two results of one case: equal, equal under the manual's mask, skipped with a reason, known, or a mismatch. */
import type { Case, Result } from '../case.ts';
import type { Engine } from '../engines/engine.ts';
import { COMPARE_ALL, compareResults, type Difference, type Mask, maskOf } from './compare.ts';
import { findKnown, type Known } from './known.ts';
import { singleInstruction, trace } from './trace.ts';
import { ARITHMETIC } from './undefined.ts';

export type Verdict =
  | { kind: 'equal' }
  | { kind: 'masked' }
  | { kind: 'known'; id: string }
  | { kind: 'skipped'; reason: string }
  | { kind: 'invalid'; reason: string }
  | { kind: 'mismatch'; differences: Difference[] };

export interface Judge {
  /** Follows executed instructions where a difference may be one the manual allows. */
  interpreter: Engine;
  known: readonly Known[];
  /** engines that have no say about x87 and SSE state */
  withoutFx: ReadonlySet<string>;
}

export async function judge(one: Case, reference: Result, other: Result, by: Judge): Promise<Verdict> {
  for (const result of [reference, other]) {
    if (result.outcome === 'unsupported') return { kind: 'skipped', reason: `${result.engine}: ${result.error ?? 'unsupported'}` };
    if (result.outcome === 'invalid') return { kind: 'invalid', reason: `${result.engine}: ${result.error ?? 'invalid'}` };
  }
  const uncounted = (result: Result): boolean => result.notes.some((note) => note.includes('time limit'));
  if (
    reference.outcome !== other.outcome &&
    (reference.outcome === 'limit' || other.outcome === 'limit') &&
    (uncounted(reference) || uncounted(other))
  ) {
    return { kind: 'skipped', reason: 'one engine counts instructions, the other time' };
  }
  const fx = by.withoutFx.has(other.engine) || by.withoutFx.has(reference.engine);
  const all: Mask = fx ? { ...COMPARE_ALL, fx } : COMPARE_ALL;
  const differences = compareResults(one, reference, other, all);
  if (differences.length === 0) return { kind: 'equal' };
  if (mayBeUndefined(differences)) {
    const single = singleInstruction(one, reference);
    const traced = single ? { undefined: single, consumed: false } : await trace(one, reference, by.interpreter);
    if (compareResults(one, reference, other, maskOf(traced.undefined, fx)).length === 0) return { kind: 'masked' };
    if (traced.consumed) return { kind: 'skipped', reason: 'an undefined flag or result was read' };
  }
  const known = findKnown(by.known, one, differences, reference, other);
  if (known) return { kind: 'known', id: known.id };
  return { kind: 'mismatch', differences };
}

/** Whether some difference is in arithmetic flags, a general register or memory, the things that can be undefined. */
function mayBeUndefined(differences: readonly Difference[]): boolean {
  return differences.some(({ field, reference, other }) => {
    if (field === 'eflags') return ((Number.parseInt(reference, 16) ^ Number.parseInt(other, 16)) & ARITHMETIC) !== 0;
    return /^(e[abcd]x|e[sb]p|e[sd]i|eip|mem.*|outcome|exception)$/.test(field);
  });
}
