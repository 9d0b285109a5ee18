/** Several engines on the same cases: who differs from the reference, who could not judge, and who stands alone. */
import type { Case, Result } from '../../conformance/case.ts';
import { compareResults, type Difference } from '../../conformance/compare/compare.ts';
import { type Engine, EngineMissing, type EngineName, type EngineOptions, openEngine } from '../../conformance/engines/index.ts';

export interface Comparison {
  id: string;
  reference: EngineName;
  outcome: string;
  /** engines whose results were compared with the reference's, without difference or with one */
  compared: EngineName[];
  skipped: { engine: EngineName; reason: string }[];
  differences: { engine: EngineName; differences: Difference[] }[];
  /** where most engines agree and one does not: that one */
  odd: EngineName | null;
}

/** Opens all engines, or none: closes those that opened when one is missing. */
export async function openAll(names: readonly EngineName[], options: EngineOptions): Promise<Engine[]> {
  const opened = await Promise.allSettled(names.map((name) => openEngine(name, options)));
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

function skipReason(result: Result): string | null {
  if (result.outcome !== 'unsupported') return null;
  return result.error ?? 'the engine cannot judge this case';
}

/** `results[0]` is the reference's. */
export function compareAll(one: Case, results: readonly Result[]): Comparison {
  const [reference, ...others] = results;
  const name = (result: Result): EngineName => result.engine as EngineName;
  const comparison: Comparison = {
    id: one.id,
    reference: name(reference!),
    outcome: reference!.outcome,
    compared: [],
    skipped: [],
    differences: [],
    odd: null,
  };
  const reason = skipReason(reference!);
  if (reason !== null) comparison.skipped.push({ engine: name(reference!), reason });
  for (const other of others) {
    const skipped = skipReason(other);
    if (skipped !== null) comparison.skipped.push({ engine: name(other), reason: skipped });
    if (skipped !== null || reason !== null) continue;
    comparison.compared.push(name(other));
    const differences = compareResults(one, reference!, other);
    if (differences.length > 0) comparison.differences.push({ engine: name(other), differences });
  }
  if (comparison.compared.length >= 2) {
    if (comparison.differences.length === 1) comparison.odd = comparison.differences[0]!.engine;
    else if (comparison.differences.length === comparison.compared.length) {
      const rest = others.filter((each) => skipReason(each) === null);
      if (rest.slice(1).every((each) => compareResults(one, rest[0]!, each).length === 0)) comparison.odd = name(reference!);
    }
  }
  return comparison;
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
