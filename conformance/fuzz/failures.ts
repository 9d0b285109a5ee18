/** Failures as files: NAME.json repeats it with `plex86 repro`, NAME.asm is for reading and for the corpus. */
import { mkdir, writeFile } from 'node:fs/promises';
import type { Case } from '../case.ts';
import { caseJson } from '../cases/write.ts';
import type { Difference } from '../compare/compare.ts';
import { judge } from '../compare/judge.ts';
import type { Known } from '../compare/known.ts';
import { type Condition, type Engine, type EngineName, openEngine, type Paged } from '../engines/index.ts';
import { caseAsm } from '../shrink/asm.ts';
import { shrinkGenerated } from '../shrink/shrink.ts';
import { ROOT } from '../wire/layout.ts';
import type { Failure } from './run.ts';

export const FAILURES = `${ROOT}reports/out/failures`;

export interface HowItRan {
  reference: EngineName;
  sbe: 'fast' | 'strict';
  mutant?: string;
  paged?: Paged;
  known: readonly Known[];
  seed: number;
}

function opponentOf(failure: Failure): { engine: EngineName; condition: Condition } {
  const [engine, condition] = failure.opponent.split('/') as [EngineName, Condition | undefined];
  return { engine, condition: condition ?? 'cold' };
}

/** Writes both files; gives the path of the .json. */
export async function saveFailure(
  failure: Failure,
  how: HowItRan,
  one: Case = failure.one,
  differences = failure.differences,
): Promise<string> {
  await mkdir(FAILURES, { recursive: true });
  const { engine, condition } = opponentOf(failure);
  const name = `${FAILURES}/${failure.one.id}-${failure.opponent.replace('/', '-')}${one === failure.one ? '' : '-small'}`;
  const notes = [
    `seed ${how.seed}, number ${failure.index}`,
    ...differences.map((each) => `${each.field}: ${failure.reference.engine} ${each.reference}, ${engine} ${each.other}`),
  ];
  const mutant = how.mutant === undefined ? {} : { mutant: how.mutant };
  const paged = how.paged === undefined ? {} : { paged: how.paged };
  const repro = { engines: [how.reference, engine], condition, sbe: how.sbe, ...mutant, ...paged, notes };
  await writeFile(`${name}.json`, `${JSON.stringify({ ...caseJson(one), repro }, null, 1)}\n`);
  await writeFile(`${name}.asm`, caseAsm(one, one === failure.one ? failure.reference : null, notes));
  return `${name}.json`;
}

/** Shrinks a failure and saves what is left; null where it does not fail alone. */
export async function shrinkFailure(failure: Failure, how: HowItRan, milliseconds: number): Promise<string | null> {
  const { engine, condition } = opponentOf(failure);
  const mutant = how.mutant === undefined ? {} : { mutant: how.mutant };
  const timeLimitMicroseconds = 20_000;
  const reference = await openEngine(how.reference, { timeLimitMicroseconds });
  const paged = how.paged === undefined ? {} : { paged: how.paged };
  const other = await openEngine(engine, { timeLimitMicroseconds, condition, mode: how.sbe, ...mutant, ...paged });
  const interpreter = how.reference === 'interp' ? reference : await openEngine('interp', { timeLimitMicroseconds });
  const wanted = kindOf(failure.differences);
  const last: { differences: readonly Difference[] } = { differences: failure.differences };
  const fails = async (one: Case): Promise<boolean> => {
    const differences = await differ(one, reference, other, interpreter, how.known);
    if (differences === null || kindOf(differences) !== wanted) return false;
    last.differences = differences;
    return true;
  };
  try {
    if (!(await fails(failure.one))) return null;
    const small = await shrinkGenerated(failure.order, how.seed, failure.index, fails, { milliseconds });
    const differences = (await differ(small, reference, other, interpreter, how.known)) ?? last.differences;
    return await saveFailure(failure, how, small, differences);
  } finally {
    await Promise.all([reference.close(), other.close(), interpreter.close()]);
  }
}

/** What sort of failure it is, so that shrinking does not slip from one to another. */
export function kindOf(differences: readonly Difference[]): string {
  const first = differences[0];
  if (!first) return '';
  const field = first.field.replace(/\[.*?\]/g, '[]');
  return field === 'outcome' || field === 'exception' ? `${field} ${first.reference} ${first.other}` : field;
}

async function differ(
  one: Case,
  reference: Engine,
  other: Engine,
  interpreter: Engine,
  known: readonly Known[],
): Promise<Difference[] | null> {
  const [[a], [b]] = await Promise.all([reference.run([one]), other.run([one])]);
  if (!a || !b) return null;
  const verdict = await judge(one, a, b, { interpreter, known, withoutFx: new Set(['unicorn', 'qemu']) });
  return verdict.kind === 'mismatch' ? verdict.differences : null;
}
