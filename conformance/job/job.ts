/**
 * The main job: every snippet of the corpus against its own expected end state on every engine, under every cache condition of SBE; then a
 * sample of generated cases, engine against engine. Nothing is dropped: what is not compared is skipped with a reason.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Case, Result } from '../case.ts';
import { checkExpectation, type Expectation, type Mismatch } from '../cases/expect.ts';
import { errorText, readCorpus, type SnippetCase } from '../cases/snippets/index.ts';
import { caseJson, expectJson } from '../cases/write.ts';
import { compareResults } from '../compare/compare.ts';
import { KNOWN } from '../compare/disagreements.ts';
import { findKnown } from '../compare/known.ts';
import { CONDITIONS, type Condition, type Engine, EngineMissing, type EngineName, isWireEngine, openEngine } from '../engines/index.ts';
import { type Failure, runFuzz } from '../fuzz/run.ts';
import { KIND_NAMES } from '../generators/kinds.ts';
import { Costs } from './costs.ts';
import { Matrix, type MatrixMode } from './matrix.ts';

export interface JobOptions {
  engines: readonly EngineName[];
  conditions: readonly Condition[];
  /** snippet files; default: the whole corpus */
  files?: readonly string[];
  /** generated cases in all; 0: none */
  sample: number;
  seed: number;
  /** where reports and failures go */
  output: string;
  mutant?: string;
  onMismatch(mismatch: JobMismatch): void;
  onProgress(progress: { stage: string; done: number; count: number; mismatches: number }): void;
  onWarning(text: string): void;
}

export interface JobMismatch {
  id: string;
  /** sbe, sbe/warm, unicorn … */
  engine: string;
  group: string;
  mode: MatrixMode;
  mismatches: Mismatch[];
  /** the case file that repeats it, below the output folder */
  file: string;
  /** seconds since the job began */
  at: number;
}

export interface JobReport {
  seconds: number;
  snippets: number;
  cases: number;
  matrix: Matrix;
  costs: Costs;
  mismatches: JobMismatch[];
  known: Map<string, number>;
  /** snippets that cannot be assembled or understood */
  errors: string[];
  /** engines that this machine does not have */
  missing: string[];
  /** processes that ended or hung */
  incidents: string[];
  engines: { name: string; compared: number; skipped: number; mismatched: number; seconds: number }[];
}

/** One engine under one condition. */
interface Side {
  name: string;
  engine: EngineName;
  condition: Condition;
}

const PORTION = 512;
/** At most so many failures are written out as files. */
const MAX_FILES = 200;

export async function runJob(options: JobOptions): Promise<JobReport> {
  return new Job(options).run();
}

class Job {
  private readonly options: JobOptions;
  private readonly began = performance.now();
  private readonly report: JobReport = {
    seconds: 0,
    snippets: 0,
    cases: 0,
    matrix: new Matrix(),
    costs: new Costs(),
    mismatches: [],
    known: new Map(),
    errors: [],
    missing: [],
    incidents: [],
    engines: [],
  };
  /** What the interpreter answers to the corpus: known disagreements are judged against it. */
  private readonly interpreted = new Map<string, Result>();

  constructor(options: JobOptions) {
    this.options = options;
  }

  private seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  async run(): Promise<JobReport> {
    const { options, report } = this;
    await rm(`${options.output}/failures`, { recursive: true, force: true });
    await mkdir(`${options.output}/failures`, { recursive: true });
    const corpus = await readCorpus(options.files);
    report.snippets = corpus.snippets.length;
    report.cases = corpus.cases.length;
    report.errors = corpus.errors.map(errorText);
    for (const text of report.errors) options.onWarning(text);
    for (const side of this.sides()) await this.corpusOn(side, corpus.cases);
    if (options.sample > 0) await this.sample();
    report.seconds = this.seconds();
    return report;
  }

  private sides(): Side[] {
    const sides: Side[] = [];
    for (const engine of this.options.engines) {
      const conditions: readonly Condition[] = engine === 'sbe' ? this.options.conditions : ['cold'];
      for (const condition of conditions) sides.push({ name: condition === 'cold' ? engine : `${engine}/${condition}`, engine, condition });
    }
    // Cold SBE and the interpreter first: they show a mistake soonest. Engines that boot a machine last.
    const order = (side: Side): number => {
      if (side.name === 'interp') return 0;
      if (side.name === 'sbe') return 1;
      return side.engine === 'qemu' || side.engine === 'bochs' ? 3 : 2;
    };
    return sides.sort((a, b) => order(a) - order(b));
  }

  private async open(side: Side): Promise<Engine | null> {
    const mutant = this.options.mutant === undefined || side.engine !== 'sbe' ? {} : { mutant: this.options.mutant };
    try {
      return await openEngine(side.engine, { condition: side.condition, ...mutant });
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error;
      this.report.missing.push(error.message);
      this.options.onWarning(error.message);
      return null;
    }
  }

  private async corpusOn(side: Side, cases: readonly SnippetCase[]): Promise<void> {
    const { report, options } = this;
    const began = performance.now();
    const line = { name: side.name, compared: 0, skipped: 0, mismatched: 0, seconds: 0 };
    report.engines.push(line);
    const skip = (one: SnippetCase, reason: string): void => {
      line.skipped++;
      report.matrix.count(one.snippet.group, one.mode, side.engine, { skipped: reason });
    };
    const engine = await this.open(side);
    if (engine === null) {
      for (const one of cases) skip(one, 'not installed');
      return;
    }
    try {
      const asked = cases.filter((one) => {
        const reason = one.snippet.skips.get(side.engine);
        if (reason !== undefined) skip(one, reason);
        return reason === undefined;
      });
      const portions: SnippetCase[][] = [];
      for (let from = 0; from < asked.length; from += PORTION) portions.push(asked.slice(from, from + PORTION));
      const answers = portions.map((portion) => engine.run(portion.map((one) => one.case)));
      for (const answer of answers) answer.catch(() => {}); // awaited in order
      for (const [k, portion] of portions.entries()) {
        for (const [index, result] of (await answers[k]!).entries()) {
          const one = portion[index]!;
          if (side.name === 'interp') this.interpreted.set(one.case.id, result);
          if (side.name === 'sbe') report.costs.add(result);
          await this.check(side, one, result, line, skip);
        }
        options.onProgress({
          stage: side.name,
          done: Math.min(asked.length, (k + 1) * PORTION),
          count: asked.length,
          mismatches: report.mismatches.length,
        });
      }
    } finally {
      this.incidents(side.name, engine);
      await engine.close();
      line.seconds = (performance.now() - began) / 1000;
    }
  }

  private incidents(name: string, engine: Engine): void {
    if (!isWireEngine(engine)) return;
    for (const text of engine.incidents) {
      this.report.incidents.push(`${name}: ${text}`);
      this.options.onWarning(`engine ${name}: its process ended: ${text}`);
    }
  }

  private async check(
    side: Side,
    one: SnippetCase,
    result: Result,
    line: JobReport['engines'][number],
    skip: (one: SnippetCase, reason: string) => void,
  ): Promise<void> {
    if (result.outcome === 'unsupported') {
      skip(one, result.error ?? 'unsupported');
      return;
    }
    line.compared++;
    const mismatches = checkExpectation(one.case, one.expectation, result);
    const { group } = one.snippet;
    if (mismatches.length === 0) {
      this.report.matrix.count(group, one.mode, side.engine, 'compared');
      return;
    }
    const reference = this.interpreted.get(one.case.id);
    const known =
      reference && side.engine !== 'interp'
        ? findKnown(KNOWN, one.case, compareResults(one.case, reference, result), reference, result)
        : undefined;
    this.report.matrix.count(group, one.mode, side.engine, known ? 'known' : 'mismatched');
    if (known) {
      this.report.known.set(known.id, (this.report.known.get(known.id) ?? 0) + 1);
      return;
    }
    line.mismatched++;
    const engines: EngineName[] = side.engine === 'interp' ? ['interp', 'sbe'] : ['interp', side.engine];
    await this.mismatch(
      { id: one.case.id, engine: side.name, group, mode: one.mode, mismatches },
      one.case,
      one.expectation,
      engines,
      side.condition,
      [`${one.snippet.file}:${one.snippet.line}`],
    );
  }

  private async mismatch(
    what: Omit<JobMismatch, 'file' | 'at'>,
    one: Case,
    expectation: Expectation | null,
    engines: EngineName[],
    condition: Condition,
    notes: string[],
  ): Promise<void> {
    const { output, mutant } = this.options;
    const name = `${what.id}-${what.engine}`.replace(/[^\w.-]+/g, '_');
    const file = `${output}/failures/${name}.json`;
    if (this.report.mismatches.length < MAX_FILES) {
      const repro = {
        engines,
        condition,
        sbe: 'fast',
        ...(mutant === undefined ? {} : { mutant }),
        notes: [...notes, ...what.mismatches.map((each) => `${each.field}: ${each.actual}, expected ${each.expected}`)],
      };
      await writeFile(file, `${JSON.stringify({ ...caseJson(one), expect: expectation && expectJson(expectation), repro }, null, 1)}\n`);
    }
    const mismatch: JobMismatch = { ...what, file: relative(process.cwd(), file), at: this.seconds() };
    this.report.mismatches.push(mismatch);
    this.options.onMismatch(mismatch);
  }

  /** Generated cases: a run of each kind in each mode and ring, sbe and the oracles against the interpreter. */
  private async sample(): Promise<void> {
    const { options, report } = this;
    const wanted = options.engines.filter((name) => name !== 'interp' && name !== 'qemu' && name !== 'bochs');
    const engines: EngineName[] = ['interp'];
    for (const name of wanted) if (report.missing.every((text) => !text.startsWith(`engine ${name}:`))) engines.push(name);
    const targets = [
      { mode: 'real16', cpl: 0, as: 'real16' },
      { mode: 'v86', cpl: 3, as: 'v86' },
      { mode: 'pm16', cpl: 0, as: 'pm16' },
      { mode: 'pm32', cpl: 0, as: 'pm32' },
      { mode: 'pm16', cpl: 3, as: 'pm16/3' },
      { mode: 'pm32', cpl: 3, as: 'pm32/3' },
    ] as const;
    const kinds = KIND_NAMES.filter((kind) => kind !== 'hostile');
    const each = Math.max(1, Math.floor(options.sample / (kinds.length * targets.length)));
    let done = 0;
    for (const { mode, cpl, as } of targets) {
      for (const kind of kinds) {
        const group = `generated: ${kind}`;
        const failures: Failure[] = [];
        const run = await runFuzz({
          orders: [{ mode, cpl, kind }],
          seed: options.seed,
          from: 0,
          count: each,
          engines,
          conditions: options.conditions,
          sbe: 'fast',
          hostile: false,
          known: KNOWN,
          timeLimitMicroseconds: 100_000,
          maxFailures: 20,
          batch: 256,
          ...(options.mutant === undefined ? {} : { mutant: options.mutant }),
          onFailure: async (failure) => {
            failures.push(failure);
            const [engine, condition] = failure.opponent.split('/') as [EngineName, Condition | undefined];
            const mismatches = failure.differences.map((one) => ({ field: one.field, expected: one.reference, actual: one.other }));
            await this.mismatch(
              { id: failure.one.id, engine: failure.opponent, group, mode: as, mismatches },
              failure.one,
              null,
              ['interp', engine],
              condition ?? 'cold',
              [`generated: seed ${options.seed}, number ${failure.index}`],
            );
          },
        });
        done += each;
        for (const [opponent, account] of run.accounts) {
          let skipped = 0;
          for (const [reason, times] of [...account.skipped, ...account.invalid]) {
            skipped += times;
            report.matrix.skip(reason.includes(': ') ? reason : `${opponent}: ${reason}`, times);
          }
          let known = 0;
          for (const [id, times] of account.known) {
            known += times;
            report.known.set(id, (report.known.get(id) ?? 0) + times);
          }
          report.matrix.addCell(group, as, { compared: account.compared, skipped, mismatched: account.mismatched, known });
        }
        report.incidents.push(...run.incidents);
        options.onProgress({
          stage: `generated, ${as}`,
          done,
          count: each * kinds.length * targets.length,
          mismatches: report.mismatches.length,
        });
      }
    }
  }
}

export const ALL_CONDITIONS = CONDITIONS;
