/**
 * Compared cases a second: each engine alone, and sbe, interp and unicorn three ways, once on cases made beforehand and once with their
 * generation. Beside each rate stands what a case costs of processor time, by process: on a busy machine that is the figure to trust.
 */

import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { EngineMissing, type EngineName, openEngine, type WireEngine } from '../conformance/engines/index.ts';
import { generateNumbered } from '../conformance/generators/kinds.ts';
import { type CaseBatch, encodeCases, equalResults, type ResultBatch } from '../conformance/wire/codec.ts';

const BATCH = 512;
const BATCHES = 10;
/** Batches under way at once: engines answer one while the next waits in their pipe. */
const DEPTH = 3;
/** Batches generated before any clock runs, for the compiler's sake. */
const WARM_UP = 20;
/** clock ticks of /proc a second (man 5 proc; USER_HZ) */
const TICKS = 100;

const ORDERS = [
  { mode: 'real16', cpl: 0 },
  { mode: 'v86', cpl: 3 },
  { mode: 'pm16', cpl: 0 },
  { mode: 'pm32', cpl: 0 },
  { mode: 'pm32', cpl: 3 },
] as const;

function generateBatch(number: number): CaseBatch {
  const order = ORDERS[number % ORDERS.length]!;
  return encodeCases(Array.from({ length: BATCH }, (_, index) => generateNumbered(order, 1, number * BATCH + index)));
}

/** Processor time of a process so far, in microseconds; or, with `from` 13, that of its children which have ended. */
function processorTime(pid: number | 'self', from = 11): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
  // The name in parentheses may hold spaces; user and system time are fields 14 and 15, the children's the next two.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[from]) + Number(fields[from + 1])) * 1e6) / TICKS;
}

interface Measured {
  rate: number;
  /** microseconds of processor time a case, by process */
  costs: Map<string, number>;
}

/** Gives batches to all engines, `DEPTH` at a time, and their answers to `compare`, until `seconds` have passed. */
async function measure(
  seconds: number,
  engines: readonly WireEngine[],
  next: (number: number) => CaseBatch,
  compare: (answers: ResultBatch[], count: number) => void = () => {},
): Promise<Measured> {
  const ask = (number: number): Promise<ResultBatch[]> => {
    const batch = next(number);
    return Promise.all(engines.map((engine) => engine.runRaw(batch)));
  };
  await ask(0);
  const pids = engines.map(({ pid }) => pid!);
  const before = pids.map((pid) => processorTime(pid));
  const own = processorTime('self');
  const ended = processorTime('self', 13);
  const start = performance.now();
  const flying: Promise<ResultBatch[]>[] = [];
  let cases = 0;
  let number = 0;
  for (;;) {
    const goOn = performance.now() - start < seconds * 1000;
    while (goOn && flying.length < DEPTH) {
      flying.push(ask(number++));
      // Generating keeps this thread; let it write and read in between.
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    const answers = await flying.shift();
    if (!answers) break;
    compare(answers, BATCH);
    cases += BATCH;
  }
  const rate = Math.round((cases * 1000) / (performance.now() - start));
  const costs = new Map([['node', (processorTime('self') - own) / cases]]);
  // An engine's process that a case brought down has been replaced.
  let replaced = processorTime('self', 13) - ended;
  engines.forEach(({ name, pid }, i) => {
    if (pid !== pids[i]) replaced -= before[i]!;
    costs.set(name, (processorTime(pid!) - (pid === pids[i] ? before[i]! : 0)) / cases);
  });
  if (replaced > 0) costs.set('ended processes', replaced / cases);
  return { rate, costs };
}

function row(what: string, { rate, costs }: Measured): object {
  const total = [...costs.values()].reduce((a, b) => a + b, 0);
  const parts = [...costs].map(([name, cost]) => `${name} ${cost.toFixed(1)}`).join(', ');
  return {
    what,
    'cases a second': rate,
    'processor time a case, µs': Number(total.toFixed(1)),
    'with all cores to itself': Math.round((availableParallelism() * 1e6) / total),
    'of that': parts,
  };
}

export async function measureThroughput(seconds: number): Promise<object[]> {
  for (let number = 0; number < WARM_UP; number++) generateBatch(number);
  const rows: object[] = [];
  const begin = performance.now();
  const spent = processorTime('self');
  let generated = 0;
  for (; performance.now() - begin < seconds * 500; generated++) generateBatch(generated);
  const cost = (processorTime('self') - spent) / (generated * BATCH);
  const rate = Math.round((generated * BATCH * 1000) / (performance.now() - begin));
  rows.push({ what: 'generated and encoded', 'cases a second': rate, 'processor time a case, µs': Number(cost.toFixed(1)) });

  const batches = Array.from({ length: BATCHES }, (_, number) => generateBatch(number));
  const given = (number: number): CaseBatch => batches[number % BATCHES]!;
  const engines: WireEngine[] = [];
  for (const name of ['sbe', 'interp', 'bare', 'unicorn'] satisfies EngineName[]) {
    try {
      const engine = (await openEngine(name)) as WireEngine;
      rows.push(row(`${name} alone`, await measure(seconds, [engine], given)));
      if (name === 'bare') await engine.close();
      else engines.push(engine);
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error;
      rows.push({ what: `${name}: ${error.message}`, 'cases a second': 0 });
    }
  }
  let differing = 0;
  const compare = ([reference, ...others]: ResultBatch[], count: number): void => {
    for (let index = 0; index < count; index++) for (const other of others) if (!equalResults(reference!, other, index)) differing++;
  };
  const names = engines.map((engine) => engine.name).join(', ');
  const made = await measure(seconds, engines, given, compare);
  rows.push(row(`${names}: run and compared as bytes (${differing} left to the masks)`, made));
  differing = 0;
  const making = await measure(seconds, engines, generateBatch, compare);
  rows.push(row(`${names}: generated, run and compared as bytes (${differing} left to the masks)`, making));
  for (const engine of engines) await engine.close();
  return rows;
}
