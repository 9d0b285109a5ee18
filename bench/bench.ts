/**
 * `npm run bench`: what SBE costs. Every time is a ratio to something measured in the same run, on the same machine, a moment apart; counts are
 * exact and compared with bench/golden.json (`--update` writes it). Prints tables, writes reports/out/bench.json.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { parseArgs, promisify } from 'node:util';
import type { EngineOptions } from '../conformance/engines/engine.ts';
import { openEngine, type WireEngine } from '../conformance/engines/index.ts';
import { decodeResult, encodeCases } from '../conformance/wire/codec.ts';
import { EXIT_CAUSES, ROOT, struct, value } from '../conformance/wire/layout.ts';
import { assemblePrograms, COSTS, loopText, type Program, programCase, straightLine } from './programs.ts';
import { measureThroughput } from './throughput.ts';

const run = promisify(execFile);
const TIME_LIMIT_MICROSECONDS = 60_000_000;
/** What a machine interprets after an exit before it enters native execution again (BURST_INSTRUCTIONS of machine/machine.h). */
const BURST = 48;
/** Strict mode traps every computed branch, so its loops run this much shorter. */
const STRICT_SHARE = 100;
const LOOPS = [
  { name: 'sieve', rounds: 600 },
  { name: 'crc32', rounds: 1500 },
  { name: 'sort', rounds: 200 },
  { name: 'list', rounds: 40_000 },
  { name: 'dispatch', rounds: 8_000 },
  { name: 'calls', rounds: 3_000 },
] as const;

export interface Counts {
  [name: string]: number;
}

/** The lower middle of an odd or even number of figures. */
function median(figures: readonly number[]): number {
  return figures.toSorted((a, b) => a - b)[(figures.length - 1) >> 1]!;
}

async function openWire(name: 'sbe' | 'interp', options: EngineOptions): Promise<WireEngine> {
  return (await openEngine(name, { timeLimitMicroseconds: TIME_LIMIT_MICROSECONDS, ...options })) as WireEngine;
}

/** Runs one program once; the time is the engine's own, for the whole batch of one. */
async function execute(engine: WireEngine, program: Program): Promise<{ nanoseconds: number; eax: number; counts: Counts }> {
  const one = programCase(program);
  const batch = await engine.runRaw(encodeCases([one]));
  const result = decodeResult(batch, 0, one, engine.name);
  if (result.outcome !== 'halted') {
    throw new Error(
      `${program.name} on ${engine.name} ended with ${result.outcome} at ${result.registers.eip.toString(16)}: ${result.error ?? ''}`,
    );
  }
  const counts: Counts = { scans: result.stats.scans, 'scanned bytes': result.stats.scannedBytes, interpreted: result.stats.instructions };
  EXIT_CAUSES.forEach((cause, index) => {
    // How often the timer ticks is a matter of time, and each tick is one more entry.
    if (cause !== 'tick' && result.stats.exits[index]! > 0) counts[`exit ${cause}`] = result.stats.exits[index]!;
  });
  return { nanoseconds: batch.nanoseconds, eax: result.registers.gpr[0]!, counts };
}

/** What one program counts in a process that has run nothing else: RAM pages stay mapped from one run to the next, and their first touch would not be an exit. */
async function countsOf(program: Program, options: EngineOptions): Promise<Counts> {
  const engine = await openWire('sbe', options);
  const { counts } = await execute(engine, program);
  await engine.close();
  return counts;
}

async function native(file: string, kind: 'flat' | 'based', dataBase: number): Promise<{ nanoseconds: number; eax: number }> {
  const { stdout } = await run(`${ROOT}build/bench-native`, [file, String(dataBase), kind]);
  return JSON.parse(stdout) as { nanoseconds: number; eax: number };
}

/** The base that SBE gives flat data segments, from its own source. */
async function dataBase(): Promise<number> {
  const text = await readFile(`${ROOT}monitor/sbe/internal.h`, 'utf8');
  const found = /define DATA_VIEW (0x[0-9A-Fa-f]+)/.exec(text)?.[1];
  if (found === undefined) throw new Error('monitor/sbe/internal.h does not say DATA_VIEW');
  return Number(found);
}

/** Nanoseconds of one signal round trip, measured inside the engine's process with its jail on. */
async function signalRoundTrip(engine: WireEngine): Promise<number> {
  const repetitions = 20_000;
  const body = Buffer.alloc(struct('wire_measure_request').bytes);
  body.writeUInt32LE(value('measure', 'MEASURE_SIGNAL_ROUND_TRIP'), 0);
  body.writeUInt32LE(repetitions, 4);
  const answer = await engine.ask('measure', body, 1);
  return (answer.body.readUInt32LE(4) + answer.body.readUInt32LE(8) * 2 ** 32) / repetitions;
}

async function measureCosts(rounds: number): Promise<{ rows: object[]; counts: Record<string, Counts>; roundTrip: number }> {
  const programs = await assemblePrograms(COSTS);
  const engines = new Map<string, WireEngine>();
  for (const condition of ['cold', 'evicting'] as const) engines.set(condition, await openWire('sbe', { condition }));
  const figures = COSTS.map(() => [] as number[]);
  const roundTrips: number[] = [];
  const counts: Record<string, Counts> = {};
  for (let round = 0; round < rounds; round++) {
    roundTrips.push(await signalRoundTrip(engines.get('cold')!));
    for (const [index, cost] of COSTS.entries()) {
      const outcome = await execute(engines.get(cost.condition ?? 'cold')!, programs[index]!);
      figures[index]!.push(outcome.nanoseconds / cost.rounds);
    }
  }
  for (const [index, cost] of COSTS.entries())
    counts[cost.name] = await countsOf(programs[index]!, { condition: cost.condition ?? 'cold' });
  for (const engine of engines.values()) await engine.close();
  const empty = median(figures[0]!);
  const roundTrip = median(roundTrips);
  const rows = COSTS.slice(1).map((cost, index) => {
    const nanoseconds = Math.max(0, (median(figures[index + 1]!) - empty) / cost.events);
    return {
      event: cost.name,
      nanoseconds: Math.round(nanoseconds),
      'of a signal round trip': Number((nanoseconds / roundTrip).toFixed(3)),
      what: cost.what,
    };
  });
  return { rows, counts, roundTrip };
}

async function measureScanner(rounds: number): Promise<object> {
  const [program] = await assemblePrograms([{ name: 'straight-line', text: straightLine(256), rounds: 0 }]);
  const times: { cold: number[]; warm: number[] } = { cold: [], warm: [] };
  let bytes = 0;
  for (const condition of ['cold', 'warm'] as const) {
    const engine = await openWire('sbe', { condition });
    for (let round = 0; round < rounds; round++) {
      const outcome = await execute(engine, program!);
      times[condition].push(outcome.nanoseconds);
      bytes = Math.max(bytes, outcome.counts['scanned bytes']!);
    }
    await engine.close();
  }
  // A warm run executes twice and scans once: what it takes beyond a cold run is execution without scanning.
  const cold = median(times.cold);
  const scanning = Math.max(1, 2 * cold - median(times.warm));
  return {
    bytes,
    'nanoseconds a byte': Number((scanning / bytes).toFixed(2)),
    'megabytes a second': Math.round((bytes / scanning) * 1000),
  };
}

async function measureLoops(rounds: number): Promise<{ rows: object[]; counts: Record<string, Counts> }> {
  const sources = await Promise.all(LOOPS.map(async (loop) => ({ ...loop, text: await loopText(loop.name) })));
  const programs = await assemblePrograms(sources);
  const short = await assemblePrograms(sources.map((source) => ({ ...source, rounds: source.rounds / STRICT_SHARE })));
  const base = await dataBase();
  const fast = await openWire('sbe', { mode: 'fast' });
  const strict = await openWire('sbe', { mode: 'strict' });
  const burst = await openWire('sbe', { mode: 'strict', burst: BURST });
  await mkdir(`${ROOT}build/bench`, { recursive: true });
  const rows: object[] = [];
  const counts: Record<string, Counts> = {};
  for (const [index, program] of programs.entries()) {
    const file = `${ROOT}build/bench/${program.name}.bin`;
    await writeFile(file, program.bytes);
    const times = { based: [] as number[], flat: [] as number[], sbe: [] as number[], strict: [] as number[] };
    const ratios = { based: [] as number[], flat: [] as number[], strict: [] as number[], burst: [] as number[] };
    for (let round = 0; round < rounds; round++) {
      const flat = await native(file, 'flat', base);
      const based = await native(file, 'based', base);
      const sbe = await execute(fast, program);
      const shortly = await execute(fast, short[index]!);
      const checked = await execute(strict, short[index]!);
      const bursts = await execute(burst, short[index]!);
      for (const [one, other] of [
        [based, flat],
        [sbe, flat],
        [checked, shortly],
        [bursts, shortly],
      ] as const) {
        if (one.eax !== other.eax) throw new Error(`${program.name}: checksum ${one.eax} is not the native ${other.eax}`);
      }
      times.flat.push(flat.nanoseconds);
      times.sbe.push(sbe.nanoseconds);
      ratios.based.push(sbe.nanoseconds / based.nanoseconds);
      ratios.flat.push(sbe.nanoseconds / flat.nanoseconds);
      ratios.strict.push(checked.nanoseconds / shortly.nanoseconds);
      ratios.burst.push(bursts.nanoseconds / shortly.nanoseconds);
    }
    counts[program.name] = await countsOf(program, { mode: 'fast' });
    counts[`${program.name}, strict`] = await countsOf(short[index]!, { mode: 'strict' });
    counts[`${program.name}, strict with bursts`] = await countsOf(short[index]!, { mode: 'strict', burst: BURST });
    rows.push({
      loop: program.name,
      'native ms': Number((median(times.flat) / 1e6).toFixed(1)),
      'sbe / same bases': Number(median(ratios.based).toFixed(3)),
      'sbe / flat': Number(median(ratios.flat).toFixed(3)),
      'strict / fast': Number(median(ratios.strict).toFixed(1)),
      'strict with bursts / fast': Number(median(ratios.burst).toFixed(1)),
    });
    process.stderr.write(`\r${program.name} done        `);
  }
  process.stderr.write('\r\x1b[K');
  await fast.close();
  await strict.close();
  await burst.close();
  return { rows, counts };
}

/** Names what differs between counts now and the checked-in ones. */
export function compareCounts(golden: Record<string, Counts>, now: Record<string, Counts>): string[] {
  const differences: string[] = [];
  for (const program of new Set([...Object.keys(golden), ...Object.keys(now)])) {
    const names = new Set([...Object.keys(golden[program] ?? {}), ...Object.keys(now[program] ?? {})]);
    for (const name of names) {
      const was = golden[program]?.[name] ?? 0;
      const is = now[program]?.[name] ?? 0;
      if (was !== is) differences.push(`${program}: ${name} ${was} -> ${is}`);
    }
  }
  return differences;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: 'boolean' },
      update: { type: 'boolean' },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    console.log('npm run bench -- [--rounds N] [--seconds N (a throughput figure)] [--json] [--update (write bench/golden.json)]');
    return 0;
  }
  const rounds = Number(values.rounds);
  const seconds = Number(values.seconds);
  if (!(Number.isInteger(rounds) && rounds > 0 && seconds > 0)) {
    console.error(`bench: --rounds ${values.rounds} and --seconds ${values.seconds} must be positive numbers`);
    return 2;
  }
  const loops = await measureLoops(rounds);
  const costs = await measureCosts(rounds);
  const scanner = await measureScanner(rounds);
  const throughput = await measureThroughput(seconds);
  const counts = { ...loops.counts, ...costs.counts };
  const goldenFile = `${ROOT}bench/golden.json`;
  if (values.update) await writeFile(goldenFile, `${JSON.stringify(counts, null, 2)}\n`);
  const golden = JSON.parse(await readFile(goldenFile, 'utf8')) as Record<string, Counts>;
  const differences = compareCounts(golden, counts);
  const report = {
    loops: loops.rows,
    signalRoundTripNanoseconds: Math.round(costs.roundTrip),
    costs: costs.rows,
    scanner,
    throughput,
    counts,
    differences,
  };
  await mkdir(`${ROOT}reports/out`, { recursive: true });
  await writeFile(`${ROOT}reports/out/bench.json`, `${JSON.stringify(report, null, 2)}\n`);
  if (values.json) console.log(JSON.stringify(report));
  else {
    console.log('Compute loops under SBE (fast mode), against the same bytes with no monitor');
    console.table(loops.rows);
    console.log(`Costs, against a signal round trip of ${report.signalRoundTripNanoseconds} ns measured in the same process`);
    console.table(costs.rows);
    console.log('Scanner', scanner);
    console.log('Compared cases a second');
    console.table(throughput);
    for (const difference of differences) console.log(`count differs from bench/golden.json: ${difference}`);
    console.log('JSON: reports/out/bench.json');
  }
  return differences.length === 0 ? 0 : 1;
}

if (process.argv[1]?.endsWith('bench.ts')) process.exitCode = await main();
