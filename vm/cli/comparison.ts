/** Several engines on the same cases: who differs from the reference, who could not judge, and who stands alone. */
import type { Case, Result } from '../../conformance/case.ts';
import { compareResults, type Difference } from '../../conformance/compare/compare.ts';
import { KNOWN } from '../../conformance/compare/disagreements.ts';
import { type Judge, judge } from '../../conformance/compare/judge.ts';
import { type Engine, EngineMissing, type EngineName, type EngineOptions, openEngine } from '../../conformance/engines/index.ts';

export interface Comparison {
  id: string;
  reference: EngineName;
  outcome: string;
  /** engines whose results were compared with the reference's, without difference or with one */
  compared: EngineName[];
  skipped: { engine: EngineName; reason: string }[];
  /** differences on record: conformance/compare/disagreements.ts */
  known: { engine: EngineName; id: string }[];
  differences: { engine: EngineName; differences: Difference[] }[];
  /** where most engines agree and one does not: that one */
  odd: EngineName | null;
}

/** Opens all engines, or none: closes those that opened when one is missing. The first, the reference, never runs with paging on by order. */
export async function openAll(names: readonly EngineName[], options: EngineOptions): Promise<Engine[]> {
  const { paged: _, ...plain } = options;
  const opened = await Promise.allSettled(names.map((name, index) => openEngine(name, index === 0 ? plain : options)));
  const failed = opened.find((one): one is PromiseRejectedResult => one.status === 'rejected');
  const engines = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  if (!failed) return engines;
  await closeAll(engines);
  throw failed.reason;
}

export async function closeAll(engines: readonly Engine[]): Promise<void> {
  await Promise.all(engines.map((engine) => engine.close()));
}

/** The engines that this machine has, of those asked for, and why the others are missing. */
export async function openAvailable(
  names: readonly EngineName[],
  options: EngineOptions,
): Promise<{ engines: Engine[]; missing: string[] }> {
  const engines: Engine[] = [];
  const missing: string[] = [];
  for (const name of names) {
    try {
      engines.push(await openEngine(name, options));
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error;
      missing.push(error.message);
    }
  }
  return { engines, missing };
}

/** Engines whose x87 and SSE state is an approximation. */
const WITHOUT_FX: ReadonlySet<string> = new Set(['unicorn', 'qemu']);

/** What undefined flags and results there are is found out with an interpreter: one of `engines`, or one of its own. */
export class Comparer {
  private readonly judge: Judge;
  private readonly own: Engine | null;

  private constructor(interpreter: Engine, own: boolean) {
    this.judge = { interpreter, known: KNOWN, withoutFx: WITHOUT_FX };
    this.own = own ? interpreter : null;
  }

  static async open(engines: readonly Engine[]): Promise<Comparer> {
    const given = engines.find((engine) => engine.name === 'interp');
    return new Comparer(given ?? (await openEngine('interp')), given === undefined);
  }

  async close(): Promise<void> {
    await this.own?.close();
  }

  /** `results[0]` is the reference's. */
  async compare(one: Case, results: readonly Result[]): Promise<Comparison> {
    const [reference, ...others] = results;
    const name = (result: Result): EngineName => result.engine as EngineName;
    const comparison: Comparison = {
      id: one.id,
      reference: name(reference!),
      outcome: reference!.outcome,
      compared: [],
      skipped: [],
      known: [],
      differences: [],
      odd: null,
    };
    const judged: Result[] = [];
    for (const other of others) {
      const verdict = await judge(one, reference!, other, this.judge);
      if (verdict.kind === 'skipped' || verdict.kind === 'invalid') {
        comparison.skipped.push({ engine: name(other), reason: verdict.reason });
        continue;
      }
      judged.push(other);
      comparison.compared.push(name(other));
      if (verdict.kind === 'known') comparison.known.push({ engine: name(other), id: verdict.id });
      if (verdict.kind === 'mismatch') comparison.differences.push({ engine: name(other), differences: verdict.differences });
    }
    if (judged.length >= 2) {
      if (comparison.differences.length === 1) comparison.odd = comparison.differences[0]!.engine;
      else if (
        comparison.differences.length === judged.length &&
        judged.slice(1).every((each) => compareResults(one, judged[0]!, each).length === 0)
      ) {
        comparison.odd = name(reference!);
      }
    }
    return comparison;
  }
}

/** For people: nothing where nothing differs. */
export function comparisonText(comparison: Comparison): string[] {
  const lines: string[] = [];
  for (const { engine, differences } of comparison.differences) {
    lines.push(`${comparison.id}: ${engine} differs from ${comparison.reference}`);
    const width = Math.max(...differences.map((each) => each.field.length));
    for (const each of differences) {
      lines.push(`  ${each.field.padEnd(width)}  ${comparison.reference} ${each.reference}  ${engine} ${each.other}`);
    }
  }
  if (comparison.odd !== null && lines.length > 0) lines.push(`  ${comparison.odd} stands alone`);
  return lines;
}
