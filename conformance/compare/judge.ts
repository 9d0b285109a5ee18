/** The verdict on two results of one case: equal, equal under the manual's mask, skipped with a reason, known, or a mismatch. */
import type { Case, Result } from '../case.ts';
import type { Engine } from '../engines/engine.ts';
import { TRUNCATED, UNEXPLAINED_FAULT } from '../wire/codec.ts';
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
  /** Third opinions, asked in this order where an oracle differs for no reason on record. */
  arbiters?: readonly Engine[];
  /** Why an engine's answer says nothing of the case, where only following its instructions tells; null: no such reason. */
  refusedOnTheWay?(engine: string, one: Case, reference: Result): Promise<string | null>;
  /** engines that have no say about x87 and SSE state */
  withoutFx: ReadonlySet<string>;
}

export async function judge(one: Case, reference: Result, other: Result, by: Judge): Promise<Verdict> {
  for (const result of [reference, other]) {
    if (result.outcome === 'unsupported') return { kind: 'skipped', reason: `${result.engine}: ${result.error ?? 'unsupported'}` };
    // An oracle that brings itself down has no opinion; what we build must not.
    if (result.outcome === 'crashed' && result.engine !== 'sbe' && result.engine !== 'interp') {
      return { kind: 'skipped', reason: `${result.engine}: its process ended` };
    }
    if (result.outcome === 'invalid') return { kind: 'invalid', reason: `${result.engine}: ${result.error ?? 'invalid'}` };
  }
  // The monitor carried on after a native fault that nothing explains: whatever it computed, that is a bug.
  const faults = (result: Result): string => (result.notes.includes(UNEXPLAINED_FAULT) ? UNEXPLAINED_FAULT : 'none');
  if (faults(reference) !== 'none' || faults(other) !== 'none')
    return { kind: 'mismatch', differences: [{ field: 'note', reference: faults(reference), other: faults(other) }] };
  // Native execution is not counted; a result that is cut short has one note for both.
  const uncounted = (result: Result): boolean =>
    result.notes.some((note) => note.includes('time limit')) || (result.engine === 'sbe' && result.notes.includes(TRUNCATED));
  if (
    reference.outcome !== other.outcome &&
    (reference.outcome === 'limit' || other.outcome === 'limit') &&
    (uncounted(reference) || uncounted(other))
  ) {
    return { kind: 'skipped', reason: 'one engine counts instructions, the other time' };
  }
  const fx = by.withoutFx.has(other.engine) || by.withoutFx.has(reference.engine);
  const all: Mask = fx ? { ...COMPARE_ALL, fx } : COMPARE_ALL;
  let differences = compareResults(one, reference, other, all);
  if (differences.length === 0) return { kind: 'equal' };
  // What is on record needs no trace, which costs a thousand times as much.
  const first = findKnown(by.known, one, differences, reference, other);
  if (first) return { kind: 'known', id: first.id };
  if (mayBeUndefined(differences)) {
    const single = singleInstruction(one, reference);
    const traced = single ? { undefined: single, consumed: false } : await trace(one, reference, by.interpreter);
    const left = compareResults(one, reference, other, maskOf(traced.undefined, fx));
    if (left.length === 0) return { kind: 'masked' };
    differences = left;
    if (traced.consumed) return { kind: 'skipped', reason: 'an undefined flag or result was read' };
  }
  const known = findKnown(by.known, one, differences, reference, other);
  if (known) return { kind: 'known', id: known.id };
  const refused = await by.refusedOnTheWay?.(other.engine, one, reference);
  if (refused) return { kind: 'skipped', reason: `${other.engine}: ${refused}` };
  if (other.engine !== 'sbe') {
    for (const arbiter of by.arbiters ?? []) {
      if (arbiter.name === other.engine || !(await agrees(one, reference, arbiter, by))) continue;
      return { kind: 'known', id: `${other.engine}: outvoted by ${arbiter.name}` };
    }
  }
  return { kind: 'mismatch', differences };
}

/** Whether the arbiter can judge the case and gives the reference's result. */
async function agrees(one: Case, reference: Result, arbiter: Engine, by: Judge): Promise<boolean> {
  const [third] = await arbiter.run([one]);
  // What `bare` delivers goes the monitor's own way: a fault is its opinion, a handler's frame is not.
  if (!third || third.outcome === 'crashed' || (arbiter.name === 'bare' && third.delivered.length > 0)) return false;
  const verdict = await judge(one, reference, third, { ...by, arbiters: [] });
  return verdict.kind === 'equal' || verdict.kind === 'masked';
}

/** Whether some difference is in arithmetic flags, a general register or memory, the things that can be undefined. */
function mayBeUndefined(differences: readonly Difference[]): boolean {
  return differences.some(({ field, reference, other }) => {
    if (field === 'eflags') return ((Number.parseInt(reference, 16) ^ Number.parseInt(other, 16)) & ARITHMETIC) !== 0;
    return /^(e[abcd]x|e[sb]p|e[sd]i|eip|mem.*|outcome|exception)$/.test(field);
  });
}
