/**
 * The long run: generates numbered cases, gives each batch to all engines at once, and compares their results as bytes; only what differs is
 * decoded and judged. The next batch is generated while the engines work on the ones before it.
 */
import type { Case, Outcome, Result } from '../case.ts';
import { Accounting } from '../compare/accounting.ts';
import type { Difference } from '../compare/compare.ts';
import { type Judge, judge } from '../compare/judge.ts';
import type { Known } from '../compare/known.ts';
import { type Condition, type Engine, EngineMissing, type EngineName, isWireEngine, openEngine, type Paged } from '../engines/index.ts';
import { generateNumbered, type Order } from '../generators/kinds.ts';
import {
  type CaseBatch,
  decodeResult,
  encodeCases,
  equalResults,
  hasUnexplainedFault,
  RAW,
  type ResultBatch,
  rawExits,
  rawOutcome,
} from '../wire/codec.ts';
import { hostileMiscount, isHostileOutcomeSane } from './hostile.ts';

export interface FuzzOptions {
  orders: readonly Order[];
  seed: number;
  /** the first case's number */
  from: number;
  /** cases in all */
  count: number;
  /** The first is the reference. `sbe` runs once for each of `conditions`. */
  engines: readonly EngineName[];
  conditions: readonly Condition[];
  sbe: 'fast' | 'strict';
  /** run `sbe` and `interp` with paging on, all but the reference */
  paged?: Paged | undefined;
  /** only check that every case ends sanely; nothing is compared */
  hostile: boolean;
  known: readonly Known[];
  timeLimitMicroseconds: number;
  mutant?: string;
  /** end after so many mismatches */
  maxFailures: number;
  batch: number;
  onFailure?(failure: Failure): void | Promise<void>;
  onProgress?(progress: Progress): void;
  /** ends the run early, between batches */
  stopped?(): boolean;
}

export interface Failure {
  order: Order;
  index: number;
  one: Case;
  reference: Result;
  other: Result;
  /** the opponent's name: `sbe`, `sbe/warm`, `unicorn` … */
  opponent: string;
  differences: readonly Difference[];
}

export interface Progress {
  done: number;
  count: number;
  seconds: number;
  mismatches: number;
  accounts: ReadonlyMap<string, Accounting>;
}

export interface Report {
  next: number;
  seconds: number;
  /** by opponent of the reference */
  accounts: Map<string, Accounting>;
  outcomes: Map<string, Map<string, number>>;
  /** processes that ended or hung */
  incidents: string[];
  mismatches: number;
  engineSeconds: Map<string, number>;
}

interface Side {
  name: string;
  engine: Engine;
}

interface Work {
  from: number;
  cases: Case[];
  orders: Order[];
  batch: CaseBatch;
  answers: Promise<Answers>;
}
type Answers = (ResultBatch | Result[])[];

/** Batches under way at once: engines answer one while the next waits in their pipe. */
const DEPTH = 3;

export async function openSides(
  options: Pick<FuzzOptions, 'engines' | 'conditions' | 'sbe' | 'paged' | 'timeLimitMicroseconds' | 'mutant'>,
): Promise<Side[]> {
  const sides: Side[] = [];
  const { timeLimitMicroseconds } = options;
  const mutant = options.mutant === undefined ? {} : { mutant: options.mutant };
  for (const [index, name] of options.engines.entries()) {
    const paged = options.paged === undefined || index === 0 ? {} : { paged: options.paged };
    if (name !== 'sbe') {
      sides.push({ name, engine: await openEngine(name, { timeLimitMicroseconds, ...(name === 'interp' ? paged : {}) }) });
      continue;
    }
    for (const condition of options.conditions) {
      const engine = await openEngine('sbe', { condition, mode: options.sbe, timeLimitMicroseconds, ...mutant, ...paged });
      sides.push({ name: condition === 'cold' ? 'sbe' : `sbe/${condition}`, engine });
    }
  }
  return sides;
}

export async function runFuzz(options: FuzzOptions): Promise<Report> {
  const sides = await openSides(options);
  const interpreter = sides.find((side) => side.name === 'interp')?.engine ?? (await openEngine('interp', {}));
  const asked = options.engines.some((name) => name !== 'sbe' && name !== 'interp' && name !== 'bare');
  const arbiters = asked ? await openArbiters() : [];
  const run = new Run(options, sides, interpreter, arbiters);
  try {
    return await run.all();
  } finally {
    await Promise.all([
      ...sides.map((side) => side.engine.close()),
      interpreter.close(),
      ...arbiters.map((engine) => engine.close()),
      run.close(),
    ]);
  }
}

/** The silicon's own word, where it can be had; then Bochs, which boots for every question. */
async function openArbiters(): Promise<Engine[]> {
  const arbiters: Engine[] = [];
  for (const name of ['bare', 'bochs'] satisfies EngineName[]) {
    try {
      arbiters.push(await openEngine(name, { timeLimitMicroseconds: 20_000 }));
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error;
    }
  }
  return arbiters;
}

class Run {
  private readonly options: FuzzOptions;
  private readonly sides: readonly Side[];
  private readonly judge: Judge;
  private readonly accounts = new Map<string, Accounting>();
  private readonly outcomes = new Map<string, Map<string, number>>();
  private readonly engineSeconds = new Map<string, number>();
  private readonly began = performance.now();
  private mismatches = 0;
  private slow: readonly Side[] | null = null;

  constructor(options: FuzzOptions, sides: readonly Side[], interpreter: Engine, arbiters: readonly Engine[]) {
    this.options = options;
    this.sides = sides;
    const engines = [...sides.map((side) => side.engine), ...arbiters];
    this.judge = {
      interpreter,
      known: options.known,
      arbiters,
      refusedOnTheWay: async (name, one, reference) =>
        (await engines.find((engine) => engine.name === name)?.refusedOnTheWay?.(one, reference)) ?? null,
      withoutFx: new Set(['unicorn', 'qemu']),
    };
    for (const side of options.hostile ? sides : sides.slice(1)) this.accounts.set(side.name, new Accounting());
    for (const side of sides) {
      this.outcomes.set(side.name, new Map());
      this.engineSeconds.set(side.name, 0);
    }
  }

  async all(): Promise<Report> {
    const { options } = this;
    const flying: Work[] = [];
    let next = options.from;
    const end = options.from + options.count;
    let done = options.from;
    while (done < end) {
      while (flying.length < DEPTH && next < end && this.mismatches < options.maxFailures && options.stopped?.() !== true) {
        const work = this.start(next, Math.min(options.batch, end - next));
        next += work.cases.length;
        flying.push(work);
        // Generating keeps this thread; let it write and read in between.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      const work = flying.shift();
      if (!work) break;
      await this.finish(work, await work.answers);
      done = work.from + work.cases.length;
      options.onProgress?.({
        done: done - options.from,
        count: options.count,
        seconds: this.seconds(),
        mismatches: this.mismatches,
        accounts: this.accounts,
      });
    }
    for (const [name, account] of this.accounts) {
      account.assert(name);
      if (account.generated !== done - options.from)
        throw new Error(`${name}: ${done - options.from} cases were made, ${account.generated} accounted for`);
    }
    const incidents = this.sides.flatMap((side) =>
      isWireEngine(side.engine) ? side.engine.incidents.map((text) => `${side.name}: ${text}`) : [],
    );
    return {
      next: done,
      seconds: this.seconds(),
      accounts: this.accounts,
      outcomes: this.outcomes,
      incidents,
      mismatches: this.mismatches,
      engineSeconds: this.engineSeconds,
    };
  }

  /** The same engines, with 200 times the usual time for a case. */
  private async patient(): Promise<readonly Side[]> {
    this.slow ??= await openSides({ ...this.options, timeLimitMicroseconds: 200 * this.options.timeLimitMicroseconds });
    return this.slow;
  }

  async close(): Promise<void> {
    await Promise.all((this.slow ?? []).map((side) => side.engine.close()));
  }

  private seconds(): number {
    return (performance.now() - this.began) / 1000;
  }

  private start(from: number, count: number): Work {
    const { orders: all, seed } = this.options;
    const cases: Case[] = new Array(count);
    const orders: Order[] = new Array(count);
    for (let i = 0; i < count; i++) {
      const order = { overlaps: this.options.sbe === 'strict' || this.options.hostile, ...all[(from + i) % all.length]! };
      orders[i] = order;
      cases[i] = generateNumbered(order, seed, from + i);
    }
    const batch = encodeCases(cases);
    const answers = Promise.all(this.sides.map(({ engine }) => (isWireEngine(engine) ? engine.runRaw(batch) : engine.run(cases))));
    answers.catch(() => {}); // awaited in order, a little later
    return { from, cases, orders, batch, answers };
  }

  private async finish(work: Work, answers: Answers): Promise<void> {
    this.countOutcomes(answers, work.cases.length);
    if (this.options.hostile) {
      for (let side = 0; side < this.sides.length; side++)
        for (let i = 0; i < work.cases.length; i++) await this.checkHostile(work, answers, side, i);
      return;
    }
    const reference = answers[0]!;
    const doubtful: Promise<void>[] = [];
    for (let side = 1; side < this.sides.length; side++) {
      const account = this.accounts.get(this.sides[side]!.name)!;
      const other = answers[side]!;
      for (let i = 0; i < work.cases.length; i++) {
        account.generated++;
        if (!Array.isArray(reference) && !Array.isArray(other) && sameBytes(reference, other, i)) countEqual(account, reference, i);
        else doubtful.push(this.look(work, i, side, this.result(answers, 0, work, i), this.result(answers, side, work, i), account));
      }
    }
    await Promise.all(doubtful);
  }

  private result(answers: Answers, side: number, work: Work, i: number): Result {
    const answer = answers[side]!;
    return Array.isArray(answer) ? answer[i]! : decodeResult(answer, i, work.cases[i]!, this.sides[side]!.engine.name);
  }

  private async look(work: Work, i: number, side: number, reference: Result, other: Result, account: Accounting): Promise<void> {
    const one = work.cases[i]!;
    let verdict = await judge(one, reference, other, this.judge);
    const limited = (reference.outcome === 'limit') !== (other.outcome === 'limit');
    const oracle = side > 0 && other.engine !== 'sbe' && other.engine !== 'interp';
    if (verdict.kind === 'mismatch' && (limited || oracle)) {
      // Out of time on a busy machine, or hanging? An opinion, or what an earlier case left behind in an oracle? Alone and with patience it shows.
      const patient = await this.patient();
      [reference, other] = (await Promise.all([patient[0]!.engine.run([one]), patient[side]!.engine.run([one])])).map(
        ([result]) => result!,
      ) as [Result, Result];
      verdict = await judge(one, reference, other, this.judge);
    }
    if (verdict.kind === 'skipped') account.skip(verdict.reason);
    if (verdict.kind === 'invalid') account.reject(verdict.reason);
    if (verdict.kind === 'skipped' || verdict.kind === 'invalid') return;
    account.compared++;
    if (reference.delivered.length > 0 || reference.outcome === 'exception' || reference.outcome === 'shutdown') account.faulting++;
    if (verdict.kind === 'masked') account.masked++;
    if (verdict.kind === 'known') account.disagreeKnown(verdict.id);
    if (verdict.kind !== 'mismatch') return;
    account.mismatched++;
    this.mismatches++;
    const failure = {
      order: work.orders[i]!,
      index: work.from + i,
      one,
      reference,
      other,
      opponent: this.sides[side]!.name,
      differences: verdict.differences,
    };
    await this.options.onFailure?.(failure);
  }

  private async checkHostile(work: Work, answers: Answers, side: number, i: number): Promise<void> {
    const { name } = this.sides[side]!;
    const account = this.accounts.get(name)!;
    account.generated++;
    const answer = answers[side]!;
    const outcome = Array.isArray(answer) ? answer[i]!.outcome : rawOutcome(answer, i);
    if (outcome === 'unsupported') account.skip(`${name}: unsupported`);
    else if (outcome === 'invalid') account.reject(`${name}: invalid`);
    else account.compared++;
    const sane = isHostileOutcomeSane(outcome, this.options.sbe);
    const miscount = sane && !Array.isArray(answer) && name.startsWith('sbe') ? this.miscount(answer, i, outcome) : null;
    if (sane && miscount === null) return;
    account.mismatched++;
    this.mismatches++;
    const result = this.result(answers, side, work, i);
    const differences = sane
      ? [{ field: 'exits', reference: 'each counted once', other: `${outcome}: ${miscount}` }]
      : [{ field: 'outcome', reference: 'an end of the guest’s own', other: outcome }];
    await this.options.onFailure?.({
      order: work.orders[i]!,
      index: work.from + i,
      one: work.cases[i]!,
      reference: result,
      other: result,
      opponent: name,
      differences,
    });
  }

  private miscount(batch: ResultBatch, i: number, outcome: Outcome): string | null {
    const { entries, exits, sum } = rawExits(batch, i);
    return hostileMiscount(outcome, entries, sum, exits.wall!);
  }

  private countOutcomes(answers: Answers, count: number): void {
    this.sides.forEach((side, k) => {
      const answer = answers[k]!;
      const map = this.outcomes.get(side.name)!;
      for (let i = 0; i < count; i++) {
        const outcome = Array.isArray(answer) ? answer[i]!.outcome : rawOutcome(answer, i);
        map.set(outcome, (map.get(outcome) ?? 0) + 1);
      }
      if (!Array.isArray(answer)) this.engineSeconds.set(side.name, this.engineSeconds.get(side.name)! + answer.nanoseconds / 1e9);
    });
  }
}

function countEqual(account: Accounting, reference: ResultBatch, i: number): void {
  const outcome = rawOutcome(reference, i);
  if (outcome === 'unsupported') account.skip('both engines: unsupported');
  else if (outcome === 'invalid') account.reject('both engines: invalid');
  else account.compared++;
  const delivered = reference.body.readUInt16LE(reference.offsets[i]! + RAW.deliveries) > 0;
  if (delivered || outcome === 'exception' || outcome === 'shutdown') account.faulting++;
}

function sameBytes(a: ResultBatch, b: ResultBatch, i: number): boolean {
  const outcome = rawOutcome(a, i);
  if (outcome === 'limit' && rawOutcome(b, i) === 'limit') return !hasUnexplainedFault(a, i) && !hasUnexplainedFault(b, i);
  return equalResults(a, b, i);
}
