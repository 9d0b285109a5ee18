/**
 * The cases that mutants are run against, in pools: what is short and pointed first, then generated cases of every kind, mode and ring. The right
 * answers come from the interpreter of the build without seeded bugs, once.
 */
import type { Case } from '../case.ts';
import { errorText, readCorpus } from '../cases/snippets/index.ts';
import { openEngine, type WireEngine } from '../engines/index.ts';
import { generateNumbered, KIND_NAMES, type Kind } from '../generators/kinds.ts';
import { sbeCases } from '../sbe/cases.ts';
import { type CaseBatch, encodeCases, type ResultBatch } from '../wire/codec.ts';

export interface Pool {
  name: string;
  cases: Case[];
  batch: CaseBatch;
  /** Branches into the middle of instructions: fast mode promises nothing about them. */
  strictOnly: boolean;
  /** by the interpreter, without a mutant */
  reference: ResultBatch;
}

const TARGETS = [
  { mode: 'real16', cpl: 0 },
  { mode: 'v86', cpl: 3 },
  { mode: 'pm16', cpl: 0 },
  { mode: 'pm16', cpl: 3 },
  { mode: 'pm32', cpl: 0 },
  { mode: 'pm32', cpl: 3 },
] as const;

/** @param size generated cases a kind and target */
export async function makePools(size: number, seed: number, reference: WireEngine): Promise<Pool[]> {
  const pools: Pool[] = [];
  const add = async (name: string, cases: Case[], strictOnly = false): Promise<void> => {
    if (cases.length === 0) return;
    const batch = encodeCases(cases);
    pools.push({ name, cases, batch, strictOnly, reference: await reference.runRaw(batch) });
  };
  for (const strictOnly of [false, true]) {
    const cases = sbeCases().filter((each) => each.strictOnly === strictOnly);
    await add(
      `hand-written${strictOnly ? ', overlapping' : ''}`,
      cases.map(({ one }) => one),
      strictOnly,
    );
  }
  const corpus = await readCorpus();
  for (const error of corpus.errors) process.stderr.write(`left out: ${errorText(error)}\n`);
  await add(
    'corpus',
    corpus.cases.map((snippet) => snippet.case),
  );
  const generated = (kind: Kind, overlaps: boolean): Case[] =>
    TARGETS.flatMap((target) => Array.from({ length: size }, (_, index) => generateNumbered({ ...target, kind, overlaps }, seed, index)));
  for (const kind of KIND_NAMES.filter((name) => name !== 'hostile'))
    await add(kind, generated(kind, kind === 'branches'), kind === 'branches');
  return pools;
}

export async function openReference(): Promise<WireEngine> {
  return (await openEngine('interp', { timeLimitMicroseconds: 20_000 })) as WireEngine;
}
