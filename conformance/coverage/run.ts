/** Reaches for every cell: directed cases until one ends as the cell says, on the reference; and every reaching case on the others too. */
import type { Case, Result } from '../case.ts';
import { Accounting } from '../compare/accounting.ts';
import { KNOWN } from '../compare/disagreements.ts';
import { judge } from '../compare/judge.ts';
import { type Engine, type EngineName, openEngine } from '../engines/index.ts';
import { RandomChoices } from '../generators/choices.ts';
import { CAUSES, type Cell, cellId } from './cells.ts';
import { directedCase } from './directed.ts';
import { reasonFor } from './unreachable.ts';

export interface CoverageOptions {
  cells: readonly Cell[];
  engines: readonly EngineName[];
  seed: number;
  attempts: number;
  onProgress?(done: number, count: number): void;
}

export interface Unreached {
  id: string;
  reason: string;
  /** what happened instead, the last time */
  instead: string;
}

export interface CoverageReport {
  ok: { reached: number; cells: number };
  fault: { reached: number; cells: number };
  unreached: Unreached[];
  accounts: Map<string, Accounting>;
  mismatches: { id: string; engine: string; fields: string[] }[];
}

const BATCH = 512;

/** Whether a result is what the cell wants. */
export function reaches(cell: Cell, one: Case, result: Result): boolean {
  if (cell.outcome === 'ok') return result.outcome === 'stopped' || result.outcome === 'halted' || result.outcome === 'limit';
  if (result.outcome !== 'exception' || result.exception?.vector !== CAUSES[cell.outcome].vector) return false;
  // A fault leaves EIP on the instruction; a trap, and a branch whose target is fetched in vain, after it.
  return cell.outcome === 'step' || cell.outcome === 'branch' || result.registers.eip === one.registers.eip;
}

export async function runCoverage(options: CoverageOptions): Promise<CoverageReport> {
  const [reference, ...others] = await Promise.all(
    options.engines.map((name) => openEngine(name, { timeLimitMicroseconds: 2000, mode: 'strict' })),
  );
  const report: CoverageReport = {
    ok: { reached: 0, cells: 0 },
    fault: { reached: 0, cells: 0 },
    unreached: [],
    accounts: new Map(others.map((engine) => [engine.name, new Accounting()])),
    mismatches: [],
  };
  try {
    for (let from = 0; from < options.cells.length; from += BATCH) {
      await portion(options.cells.slice(from, from + BATCH), reference!, others, options, report);
      options.onProgress?.(Math.min(from + BATCH, options.cells.length), options.cells.length);
    }
  } finally {
    await Promise.all([reference!, ...others].map((engine) => engine.close()));
  }
  for (const [name, account] of report.accounts) account.assert(name);
  return report;
}

interface Reached {
  cell: Cell;
  one: Case;
  result: Result;
}

async function portion(
  cells: readonly Cell[],
  reference: Engine,
  others: readonly Engine[],
  options: CoverageOptions,
  report: CoverageReport,
): Promise<void> {
  let open = [...cells];
  const reached: Reached[] = [];
  const instead = new Map<Cell, string>();
  for (let attempt = 0; attempt < options.attempts && open.length > 0; attempt++) {
    const cases = open.map((cell) => directedCase(new RandomChoices(options.seed + attempt, hash(cellId(cell))), cell, attempt));
    const results = await reference.run(cases);
    const left: Cell[] = [];
    open.forEach((cell, i) => {
      const result = results[i]!;
      if (reaches(cell, cases[i]!, result)) reached.push({ cell, one: cases[i]!, result });
      else {
        left.push(cell);
        instead.set(
          cell,
          result.exception ? `${result.outcome} ${result.exception.vector}` : `${result.outcome} ${result.error ?? ''}`.trim(),
        );
      }
    });
    open = left;
  }
  for (const { outcome } of cells) (outcome === 'ok' ? report.ok : report.fault).cells++;
  for (const { cell } of reached) (cell.outcome === 'ok' ? report.ok : report.fault).reached++;
  for (const cell of open) report.unreached.push({ id: cellId(cell), reason: reasonFor(cell), instead: instead.get(cell) ?? '' });
  for (const other of others) await compare(reached, reference, other, report);
}

async function compare(reached: readonly Reached[], reference: Engine, other: Engine, report: CoverageReport): Promise<void> {
  const account = report.accounts.get(other.name)!;
  const results = await other.run(reached.map(({ one }) => one));
  for (const [i, { one, result }] of reached.entries()) {
    account.generated++;
    const verdict = await judge(one, result, results[i]!, {
      interpreter: reference,
      known: KNOWN,
      withoutFx: new Set(['unicorn', 'qemu']),
    });
    if (verdict.kind === 'skipped') account.skip(verdict.reason);
    else if (verdict.kind === 'invalid') account.reject(verdict.reason);
    else account.compared++;
    if (verdict.kind !== 'skipped' && verdict.kind !== 'invalid' && result.outcome === 'exception') account.faulting++;
    if (verdict.kind === 'masked') account.masked++;
    if (verdict.kind === 'known') account.disagreeKnown(verdict.id);
    if (verdict.kind !== 'mismatch') continue;
    account.mismatched++;
    report.mismatches.push({
      id: one.id,
      engine: other.name,
      fields: verdict.differences.map((each) => `${each.field}: ${each.reference} / ${each.other}`),
    });
  }
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}
