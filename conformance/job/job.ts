/**
 * The main job: every snippet of the corpus against its own expected end state on every engine, under every cache condition of SBE; then a
 * sample of generated cases, engine against engine. Nothing is dropped: what is not compared is skipped with a reason.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Case, Result } from '../case.ts';
import { checkExpectation, type Expectation, type Mismatch } from '../cases/expect.ts';
import { corpusPortions, errorText, type SnippetCase } from '../cases/snippets/index.ts';
import { caseJson, expectJson } from '../cases/write.ts';
import { compareResults } from '../compare/compare.ts';
import { KNOWN } from '../compare/disagreements.ts';
import { findKnown, type Known } from '../compare/known.ts';
import { CONDITIONS, type Condition, type Engine, EngineMissing, type EngineName, isWireEngine, openEngine } from '../engines/index.ts';
import { type Failure, type FuzzOptions, type Report, runFuzz } from '../fuzz/run.ts';
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

/** An opened engine, or null where this machine does not have it, and its line of the report. */
interface OpenSide {
  side: Side;
  engine: Engine | null;
  line: JobReport['engines'][number];
}

/** Cases given to an engine at once; engines that boot a machine for a batch want many. */
const PORTION = 2048;
/** Engines whose x87 and SSE state is an approximation: integer state, memory and outcome are theirs to judge. */
const WITHOUT_FX: ReadonlySet<EngineName> = new Set(['unicorn', 'qemu']);
/** Microseconds for a case on the engines that have no excuse: one that hangs takes this long to say so, one on a busy machine is not taken for it. */
const OWN_TIME_LIMIT = 5_000_000;
/** Cases of each kind in each mode and ring that are looked at before the corpus is assembled. */
const FIRST_LOOK = 48;
const SAMPLE_TARGETS = [
  { mode: 'real16', cpl: 0, as: 'real16' },
  { mode: 'v86', cpl: 3, as: 'v86' },
  { mode: 'pm16', cpl: 0, as: 'pm16' },
  { mode: 'pm32', cpl: 0, as: 'pm32' },
  { mode: 'pm16', cpl: 3, as: 'pm16/3' },
  { mode: 'pm32', cpl: 3, as: 'pm32/3' },
] as const;
const SAMPLE_KINDS = KIND_NAMES.filter((kind) => kind !== 'hostile');
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
    if (options.sample > 0) await this.firstLook();
    await this.corpus();
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
    const own = side.engine === 'sbe' || side.engine === 'interp';
    const patience = own ? { timeLimitMicroseconds: OWN_TIME_LIMIT } : {};
    const mutant = this.options.mutant === undefined || side.engine !== 'sbe' ? {} : { mutant: this.options.mutant };
    try {
      return await openEngine(side.engine, { condition: side.condition, ...patience, ...mutant });
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error;
      this.report.missing.push(error.message);
      this.options.onWarning(error.message);
      return null;
    }
  }

  /** Interpreter and cold SBE take each portion as soon as it is assembled; the others follow when everything is there. */
  private async corpus(): Promise<void> {
    const { report, options } = this;
    const sides = this.sides();
    const early = sides.filter((side) => side.name === 'interp' || side.name === 'sbe');
    const opened = await Promise.all(early.map((side) => this.begin(side)));
    const cases: SnippetCase[] = [];
    try {
      for await (const portion of corpusPortions(options.files)) {
        report.snippets += portion.snippets.length;
        report.cases += portion.cases.length;
        for (const error of portion.errors) {
          report.errors.push(errorText(error));
          options.onWarning(errorText(error));
        }
        cases.push(...portion.cases);
        for (const each of opened) await this.ask(each, portion.cases);
        options.onProgress({
          stage: early.map((side) => side.name).join(', '),
          done: report.cases,
          count: report.cases,
          mismatches: report.mismatches.length,
        });
      }
    } finally {
      for (const each of opened) await this.end(each);
    }
    for (const side of sides) {
      if (early.includes(side)) continue;
      const one = await this.begin(side);
      try {
        for (let from = 0; from < cases.length; from += PORTION) {
          await this.ask(one, cases.slice(from, from + PORTION));
          options.onProgress({
            stage: side.name,
            done: Math.min(cases.length, from + PORTION),
            count: cases.length,
            mismatches: report.mismatches.length,
          });
        }
      } finally {
        await this.end(one);
      }
    }
  }

  private async begin(side: Side): Promise<OpenSide> {
    const line = { name: side.name, compared: 0, skipped: 0, mismatched: 0, seconds: 0 };
    this.report.engines.push(line);
    return { side, engine: await this.open(side), line };
  }

  private async end({ side, engine }: OpenSide): Promise<void> {
    if (engine === null) return;
    this.incidents(side.name, engine);
    await engine.close();
  }

  private async ask({ side, engine, line }: OpenSide, cases: readonly SnippetCase[]): Promise<void> {
    const { report } = this;
    const began = performance.now();
    const skip = (one: SnippetCase, reason: string): void => {
      line.skipped++;
      report.matrix.count(one.snippet.group, one.mode, side.engine, { skipped: reason });
    };
    const asked: SnippetCase[] = [];
    for (const one of cases) {
      const reason = engine === null ? 'not installed' : one.snippet.skips.get(side.engine);
      if (reason === undefined) asked.push(one);
      else skip(one, reason);
    }
    if (engine === null || asked.length === 0) return;
    const results = await this.results(side, engine, asked);
    if (results === null) {
      for (const one of asked) skip(one, 'the engine itself failed');
      return;
    }
    for (const [index, result] of results.entries()) {
      const one = asked[index]!;
      if (side.name === 'interp') this.interpreted.set(one.case.id, result);
      if (side.name === 'sbe') report.costs.add(result);
      await this.check(side, one, result, line, skip);
    }
    line.seconds += (performance.now() - began) / 1000;
  }

  /** null: an oracle failed as a whole; its opinion is missing, and that is said. What we build must not fail: its error ends the job. */
  private async results(side: Side, engine: Engine, asked: readonly SnippetCase[]): Promise<Result[] | null> {
    try {
      return await engine.run(asked.map((one) => one.case));
    } catch (error) {
      if (side.engine === 'sbe' || side.engine === 'interp') throw error;
      const text = `engine ${side.name} failed: ${error instanceof Error ? error.message : String(error)}`;
      this.report.incidents.push(text);
      this.options.onWarning(text);
      return null;
    }
  }

  private incidents(name: string, engine: Engine): void {
    if (!isWireEngine(engine)) return;
    const { incidents } = engine;
    for (const text of incidents) this.report.incidents.push(`${name}: ${text}`);
    if (incidents.length > 0)
      this.options.onWarning(`engine ${name}: its process ended ${incidents.length} times; at last: ${incidents.at(-1)}`);
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
    // An oracle that brings itself down has no opinion; what we build must not.
    if (result.outcome === 'crashed' && side.engine !== 'sbe' && side.engine !== 'interp') {
      skip(one, 'its process ended');
      return;
    }
    line.compared++;
    const expectation = WITHOUT_FX.has(side.engine) ? { ...one.expectation, fx: null } : one.expectation;
    const mismatches = checkExpectation(one.case, expectation, result);
    const { group } = one.snippet;
    if (mismatches.length === 0) {
      this.report.matrix.count(group, one.mode, side.engine, 'compared');
      return;
    }
    const known = side.engine === 'interp' ? undefined : this.known(one, result);
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

  /** A disagreement on record, where the interpreter reaches the expected end state and this engine does not. */
  private known(one: SnippetCase, result: Result): Known | undefined {
    const reference = this.interpreted.get(one.case.id);
    if (!reference || checkExpectation(one.case, one.expectation, reference).length > 0) return undefined;
    const differences = compareResults(one.case, reference, result);
    return differences.length === 0 ? undefined : findKnown(KNOWN, one.case, differences, reference, result);
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

  /** A few cases of each kind, cold SBE against the interpreter, before anything is assembled: most mistakes show here within a second. */
  private async firstLook(): Promise<void> {
    const { options, report } = this;
    if (!options.engines.includes('sbe') || !options.engines.includes('interp')) return;
    const each = Math.min(FIRST_LOOK * SAMPLE_KINDS.length, Math.ceil(options.sample / SAMPLE_TARGETS.length));
    for (const [index, { mode, cpl, as }] of SAMPLE_TARGETS.entries()) {
      const run = await runFuzz({
        ...this.fuzzOptions(),
        orders: SAMPLE_KINDS.map((kind) => ({ mode, cpl, kind })),
        count: each,
        engines: ['interp', 'sbe'],
        conditions: ['cold'],
        onFailure: (failure) => this.generatedMismatch(failure),
      });
      this.countRun('generated: a first look', as, run);
      const count = each * SAMPLE_TARGETS.length;
      options.onProgress({ stage: 'a first look', done: each * (index + 1), count, mismatches: report.mismatches.length });
    }
  }

  private countRun(group: string, as: MatrixMode, run: Report): void {
    const { report } = this;
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
  }

  private fuzzOptions(): Omit<FuzzOptions, 'orders' | 'count' | 'engines' | 'conditions'> {
    const { seed, mutant } = this.options;
    return {
      seed,
      from: 0,
      sbe: 'fast',
      hostile: false,
      known: KNOWN,
      timeLimitMicroseconds: 100_000,
      maxFailures: 20,
      batch: 256,
      ...(mutant === undefined ? {} : { mutant }),
    };
  }

  private async generatedMismatch(failure: Failure): Promise<void> {
    const { one, opponent, order, index, differences } = failure;
    const [engine, condition] = opponent.split('/') as [EngineName, Condition | undefined];
    await this.mismatch(
      {
        id: one.id,
        engine: opponent,
        group: `generated: ${order.kind}`,
        mode: SAMPLE_TARGETS.find(({ mode, cpl }) => mode === order.mode && cpl === order.cpl)!.as,
        mismatches: differences.map((each) => ({ field: each.field, expected: each.reference, actual: each.other })),
      },
      one,
      null,
      ['interp', engine],
      condition ?? 'cold',
      [`generated: seed ${this.options.seed}, number ${index}`],
    );
  }

  /** Generated cases: a run of each kind in each mode and ring, sbe and the oracles against the interpreter. */
  private async sample(): Promise<void> {
    const { options, report } = this;
    const wanted = options.engines.filter((name) => name !== 'interp' && name !== 'qemu' && name !== 'bochs');
    const engines: EngineName[] = ['interp'];
    for (const name of wanted) if (report.missing.every((text) => !text.startsWith(`engine ${name}:`))) engines.push(name);
    const each = Math.max(1, Math.floor(options.sample / (SAMPLE_KINDS.length * SAMPLE_TARGETS.length)));
    let done = 0;
    for (const { mode, cpl, as } of SAMPLE_TARGETS) {
      for (const kind of SAMPLE_KINDS) {
        const group = `generated: ${kind}`;
        const run = await runFuzz({
          ...this.fuzzOptions(),
          orders: [{ mode, cpl, kind }],
          count: each,
          engines,
          conditions: options.conditions,
          onFailure: (failure) => this.generatedMismatch(failure),
        });
        done += each;
        this.countRun(group, as, run);
        options.onProgress({
          stage: `generated, ${as}`,
          done,
          count: each * SAMPLE_KINDS.length * SAMPLE_TARGETS.length,
          mismatches: report.mismatches.length,
        });
      }
    }
  }
}

export const ALL_CONDITIONS = CONDITIONS;
