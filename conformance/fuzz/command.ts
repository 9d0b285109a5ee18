/** plex86 fuzz: generated cases in bulk, engine against engine, as long as wanted. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { MODES, type Mode } from '../case.ts';
import { Accounting, type AccountingJson } from '../compare/accounting.ts';
import { KNOWN } from '../compare/disagreements.ts';
import { verifyKnown } from '../compare/known.ts';
import {
  CONDITIONS,
  type Condition,
  ENGINE_NAMES,
  type Engine,
  EngineMissing,
  type EngineName,
  openEngine,
  PAGED,
  type Paged,
} from '../engines/index.ts';
import { KIND_NAMES, type Kind, type Order } from '../generators/kinds.ts';
import { ROOT } from '../wire/layout.ts';
import { FAILURES, type HowItRan, saveFailure, shrinkFailure } from './failures.ts';
import { type Failure, type FuzzOptions, type Progress, type Report, runFuzz } from './run.ts';

const STATE = `${ROOT}reports/out/fuzz`;
const SHOWN = 10;
/** Failures written as files; the rest are only counted. */
const SAVED = 100;

interface Flags {
  mode: Mode[];
  cpl: number[];
  kind?: Kind;
  count: number;
  seed: number;
  from: number;
  engines: EngineName[];
  conditions: Condition[];
  sbe: 'fast' | 'strict';
  hostile: boolean;
  resume: boolean;
  shrink: number;
  maxFailures: number;
  timeLimit: number;
  batch: number;
  mutant?: string;
  paged?: Paged;
  json: boolean;
}

function listOf<T extends string>(what: string, names: readonly T[]): (text: string) => T[] {
  return (text) =>
    (text === 'all' ? [...names] : text.split(',')).map((name) => {
      if (!(names as readonly string[]).includes(name))
        throw new InvalidArgumentError(`no ${what} "${name}"; there are ${names.join(', ')}`);
      return name as T;
    });
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is wanted');
  return value;
}

function rings(text: string): number[] {
  return text.split(',').map((one) => {
    if (!/^[0-3]$/.test(one)) throw new InvalidArgumentError('rings are 0 to 3');
    return Number(one);
  });
}

/** Modes and rings that go together: real mode has ring 0, V86 mode ring 3. */
export function ordersOf(modes: readonly Mode[], cpls: readonly number[], kind?: Kind): Order[] {
  const orders: Order[] = [];
  for (const mode of modes) {
    const own = mode === 'real16' ? [0] : mode === 'v86' ? [3] : cpls;
    for (const cpl of own) orders.push(kind === undefined ? { mode, cpl } : { mode, cpl, kind });
  }
  return orders;
}

interface State {
  next: number;
  accounts: Record<string, AccountingJson>;
}

function stateFile(orders: readonly Order[], flags: Flags): string {
  const what = orders.map(({ mode, cpl, kind }) => `${mode}.${cpl}${kind ? `.${kind}` : ''}`).join('+');
  return `${STATE}/${what}-${flags.engines.join('+')}-${flags.sbe}${flags.paged ? `-${flags.paged}` : ''}-${flags.seed}.json`;
}

async function fuzz(flags: Flags): Promise<void> {
  const orders = ordersOf(flags.mode, flags.cpl, flags.hostile ? 'hostile' : flags.kind);
  const file = stateFile(orders, flags);
  const before: State | null = flags.resume && existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as State) : null;
  const from = before?.next ?? flags.from;
  const how: HowItRan = {
    reference: flags.engines[0]!,
    sbe: flags.sbe,
    known: KNOWN,
    seed: flags.seed,
    ...(flags.mutant === undefined ? {} : { mutant: flags.mutant }),
    ...(flags.paged === undefined ? {} : { paged: flags.paged }),
  };
  const failures: Failure[] = [];
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.once('SIGINT', stop);
  const options: FuzzOptions = {
    orders,
    seed: flags.seed,
    from,
    count: Math.max(0, flags.from + flags.count - from),
    engines: flags.engines,
    conditions: flags.conditions,
    sbe: flags.sbe,
    hostile: flags.hostile,
    known: KNOWN,
    timeLimitMicroseconds: flags.timeLimit,
    ...(flags.mutant === undefined ? {} : { mutant: flags.mutant }),
    paged: flags.paged,
    maxFailures: flags.maxFailures,
    batch: flags.batch,
    stopped: () => stopped,
    onFailure: async (failure) => {
      failures.push(failure);
      const path = failures.length <= SAVED ? await saveFailure(failure, how) : null;
      if (failures.length <= SHOWN) showFailure(failure, path);
    },
    ...(flags.json ? {} : { onProgress: progressLine() }),
  };
  const complaints = await recheckKnown(flags.engines);
  const report = await runFuzz(options);
  process.off('SIGINT', stop);
  const accounts = merged(before, report);
  await mkdir(STATE, { recursive: true });
  await writeFile(
    file,
    JSON.stringify({
      next: report.next,
      accounts: Object.fromEntries([...accounts].map(([name, account]) => [name, account.toJSON()])),
    } satisfies State),
  );
  for (const failure of failures.slice(0, flags.shrink > 0 ? 3 : 0)) {
    const path = await shrinkFailure(failure, how, flags.shrink * 1000);
    if (!flags.json) process.stdout.write(path ? `shrunk: ${path.replace(ROOT, '')}\n` : `${failure.one.id} does not fail alone\n`);
  }
  if (flags.json) process.stdout.write(`${JSON.stringify(reportJson(flags, orders, report, accounts))}\n`);
  else showReport(report, accounts, from);
  // An oracle that brings itself down is a skipped case with a reason; what we build must stand.
  const own = report.incidents.some((text) => /^(sbe|interp)/.test(text));
  for (const text of complaints) process.stderr.write(`plex86: ${text}\n`);
  process.exitCode = report.mismatches > 0 || own || complaints.length > 0 ? 1 : 0;
}

/** Whether the oracles still disagree where the record says so, and nothing on record has expired. */
async function recheckKnown(names: readonly EngineName[]): Promise<string[]> {
  const oracles = names.filter((name) => KNOWN.some((known) => known.engine === name));
  if (oracles.length === 0) return [];
  const reference = await openEngine('interp', {});
  const engines = new Map<EngineName, Engine>();
  try {
    for (const name of oracles) engines.set(name, await openEngine(name, {}));
    return await verifyKnown(
      KNOWN.filter((known) => engines.has(known.engine)),
      reference,
      engines,
    );
  } finally {
    await Promise.all([reference, ...engines.values()].map((engine) => engine.close()));
  }
}

function merged(before: State | null, report: Report): Map<string, Accounting> {
  const all = new Map<string, Accounting>();
  for (const [name, account] of report.accounts) {
    const earlier = before?.accounts[name];
    const sum = earlier ? Accounting.fromJSON(earlier) : new Accounting();
    sum.add(account);
    sum.assert(name);
    all.set(name, sum);
  }
  return all;
}

function showFailure(failure: Failure, path: string | null): void {
  process.stderr.write(`\r\x1b[KMISMATCH ${failure.one.id}: ${failure.reference.engine} / ${failure.opponent}\n`);
  for (const one of failure.differences.slice(0, 6)) process.stderr.write(`  ${one.field}: ${one.reference} / ${one.other}\n`);
  if (path) process.stderr.write(`  npx plex86 repro ${path.replace(ROOT, '')}\n`);
}

function progressLine(): (progress: Progress) => void {
  let last = 0;
  return ({ done, count, seconds, mismatches }) => {
    if (seconds - last < 0.5 && done < count) return;
    last = seconds;
    const text = `${done} of ${count}, ${Math.round(done / Math.max(seconds, 0.001))} a second${mismatches > 0 ? `, ${mismatches} mismatched` : ''}`;
    process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}${done >= count ? '\n' : ''}` : done >= count ? `${text}\n` : '');
  };
}

function showReport(report: Report, accounts: ReadonlyMap<string, Accounting>, from: number): void {
  const lines: string[] = [];
  for (const [name, account] of accounts) {
    lines.push(
      `${name}: ${account.generated} generated = ${account.compared} compared + ${total(account.skipped)} skipped + ${total(account.invalid)} invalid; ` +
        `${account.faulting} faulting, ${account.masked} equal under the manual's mask, ${total(account.known)} known, ${account.mismatched} MISMATCHED`,
    );
    for (const [reason, count] of [...account.skipped, ...account.invalid].sort((a, b) => b[1] - a[1]))
      lines.push(`  skipped ${count}: ${reason}`);
    for (const [id, count] of account.known) lines.push(`  known ${count}: ${id}`);
  }
  for (const [name, outcomes] of report.outcomes) lines.push(`${name} outcomes: ${[...outcomes].map(([o, n]) => `${o} ${n}`).join(', ')}`);
  for (const text of report.incidents.slice(0, 10)) lines.push(`INCIDENT ${text}`);
  const done = report.next - from;
  const share = [...report.engineSeconds].map(([name, seconds]) => `${name} ${((seconds / Math.max(1, done)) * 1e6).toFixed(1)} µs`);
  lines.push(
    `${done} cases in ${report.seconds.toFixed(1)} s: ${Math.round(done / report.seconds)} a second; a case costs ${share.join(', ')}`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
}

function total(map: ReadonlyMap<string, number>): number {
  return [...map.values()].reduce((a, b) => a + b, 0);
}

function reportJson(flags: Flags, orders: readonly Order[], report: Report, accounts: ReadonlyMap<string, Accounting>): object {
  return {
    orders,
    seed: flags.seed,
    engines: flags.engines,
    conditions: flags.conditions,
    sbe: flags.sbe,
    hostile: flags.hostile,
    next: report.next,
    seconds: report.seconds,
    mismatches: report.mismatches,
    accounts: Object.fromEntries(accounts),
    outcomes: Object.fromEntries([...report.outcomes].map(([name, map]) => [name, Object.fromEntries(map)])),
    engineSeconds: Object.fromEntries(report.engineSeconds),
    incidents: report.incidents,
    failures: report.mismatches > 0 ? FAILURES.replace(ROOT, '') : null,
  };
}

export function fuzzCommand(): Command {
  return new Command('fuzz')
    .summary('generated cases in bulk, engine against engine')
    .description(
      'Generates cases, runs each on all engines and compares every result with that of the first engine named.\nFailures are saved under reports/out/failures. Exit status: 0 when nothing differs, 1 otherwise, 2 for a wrong command line.',
    )
    .addOption(new Option('--mode <a,b,...>', `of ${MODES.join(', ')}, or all`).argParser(listOf('mode', MODES)).default(['pm32']))
    .addOption(new Option('--cpl <a,b,...>', 'rings, in protected mode').argParser(rings).default([0, 3]))
    .addOption(new Option('--kind <name>', 'only this kind of case; default: a mixture').choices(KIND_NAMES))
    .addOption(new Option('--count <n>', 'cases in all').argParser(whole).default(100_000))
    .addOption(new Option('--seed <n>', 'names the stream of cases').argParser(whole).default(1))
    .addOption(new Option('--from <n>', 'the number of the first case').argParser(whole).default(0))
    .addOption(
      new Option('--engines <a,b,...>', 'the first is the reference')
        .argParser(listOf('engine', ENGINE_NAMES))
        .default(['interp', 'sbe', 'unicorn']),
    )
    .addOption(new Option('--conditions <a,b,...>', 'cache conditions of sbe').argParser(listOf('condition', CONDITIONS)).default(['cold']))
    .addOption(new Option('--sbe <mode>', 'which computed branches SBE checks').choices(['fast', 'strict']).default('strict'))
    .option('--hostile', 'bytes that mean harm; only how they end is checked', false)
    .option('--resume', 'go on where the run with the same settings ended', false)
    .addOption(new Option('--shrink <seconds>', 'spent on making each of the first three failures small').argParser(whole).default(0))
    .addOption(new Option('--max-failures <n>', 'end after so many').argParser(whole).default(1000))
    .addOption(new Option('--time-limit <microseconds>', 'a case that runs longer ends by "limit"').argParser(whole).default(1000))
    .addOption(new Option('--batch <n>', 'cases a request').argParser(whole).default(256))
    .addOption(
      new Option('--paged <how>', 'run sbe and interp with paging on, the reference without: results must be the same').choices(PAGED),
    )
    .addOption(new Option('--mutant <name>', 'run sbe with a seeded bug').hideHelp())
    .option('--json', 'one JSON object instead of text', false)
    .action(async (flags: Flags) => {
      try {
        await fuzz(flags);
      } catch (error) {
        if (!(error instanceof EngineMissing)) throw error;
        process.stderr.write(`plex86: ${error.message}\n`);
        process.exitCode = 1;
      }
    });
}

export function addFuzz(program: Command): void {
  program.addCommand(fuzzCommand());
}
