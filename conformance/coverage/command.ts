/** plex86 coverage: which cells of form x mode x operand size x outcome are reached, and why the rest is not. */
import { mkdir, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { ENGINE_NAMES, EngineMissing, type EngineName } from '../engines/index.ts';
import { ROOT } from '../wire/layout.ts';
import { allCells, cellId } from './cells.ts';
import { type CoverageReport, runCoverage } from './run.ts';

/** Targets of the issue, in percent. */
export const TARGETS = { ok: 98, fault: 90 } as const;
const OUT = `${ROOT}reports/out/coverage`;
const SHOWN = 20;

interface Flags {
  engines: EngineName[];
  seed: number;
  attempts: number;
  only?: string;
  list: boolean;
  json: boolean;
}

function whole(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError('a whole number is wanted');
  return value;
}

function engines(text: string): EngineName[] {
  return text.split(',').map((name) => {
    if (!(ENGINE_NAMES as readonly string[]).includes(name))
      throw new InvalidArgumentError(`no engine "${name}"; there are ${ENGINE_NAMES.join(', ')}`);
    return name as EngineName;
  });
}

export function percent({ reached, cells }: { reached: number; cells: number }): number {
  return cells === 0 ? 100 : (100 * reached) / cells;
}

export function meetsTargets(report: CoverageReport): boolean {
  return percent(report.ok) >= TARGETS.ok && percent(report.fault) >= TARGETS.fault;
}

async function coverage(flags: Flags): Promise<void> {
  const cells = allCells().filter((cell) => flags.only === undefined || cellId(cell).includes(flags.only));
  if (flags.list) {
    process.stdout.write(`${cells.map(cellId).join('\n')}\n`);
    return;
  }
  const report = await runCoverage({
    cells,
    engines: flags.engines,
    seed: flags.seed,
    attempts: flags.attempts,
    onProgress: (done, count) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${done} of ${count} cells${done === count ? '\n' : ''}`);
    },
  });
  await mkdir(OUT, { recursive: true });
  await writeFile(`${OUT}/unreached.json`, `${JSON.stringify(report.unreached, null, 1)}\n`);
  if (flags.json) process.stdout.write(`${JSON.stringify({ ...report, accounts: Object.fromEntries(report.accounts) })}\n`);
  else show(report);
  process.exitCode = report.mismatches.length === 0 && meetsTargets(report) ? 0 : 1;
}

function show(report: CoverageReport): void {
  const lines: string[] = [];
  for (const kind of ['ok', 'fault'] as const) {
    lines.push(
      `${kind} cells: ${report[kind].reached} of ${report[kind].cells} reached, ${percent(report[kind]).toFixed(2)} % (target ${TARGETS[kind]} %)`,
    );
  }
  const reasons = new Map<string, number>();
  for (const { reason } of report.unreached) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  for (const [reason, count] of reasons) lines.push(`  unreached ${count}: ${reason}`);
  if (report.unreached.length > 0) lines.push(`  each of them: ${OUT.replace(ROOT, '')}/unreached.json`);
  for (const [name, account] of report.accounts) lines.push(`${name}: ${JSON.stringify(account)}`);
  for (const { id, engine, fields } of report.mismatches.slice(0, SHOWN))
    lines.push(`MISMATCH ${engine} ${id}: ${fields.slice(0, 4).join('; ')}`);
  if (report.mismatches.length > SHOWN) lines.push(`and ${report.mismatches.length - SHOWN} more`);
  process.stdout.write(`${lines.join('\n')}\n`);
}

export function coverageCommand(): Command {
  return new Command('coverage')
    .summary('which instruction forms were reached, in each mode, with each outcome')
    .description(
      'Aims a case at every cell of opcode form x mode x operand size x {ok, each legal fault}, and compares the engines on the cases that reach it.\nExit status: 0 when the targets are met and nothing differs, 1 otherwise, 2 for a wrong command line.',
    )
    .addOption(new Option('--engines <a,b,...>', 'the first is the reference').argParser(engines).default(['interp', 'sbe']))
    .addOption(new Option('--seed <n>', 'names the stream of cases').argParser(whole).default(1))
    .addOption(new Option('--attempts <n>', 'cases at most for each cell').argParser(whole).default(12))
    .option('--only <text>', 'cells whose name contains this')
    .option('--list', 'only print the names of the cells', false)
    .option('--json', 'one JSON object instead of text', false)
    .action(async (flags: Flags) => {
      try {
        await coverage(flags);
      } catch (error) {
        if (!(error instanceof EngineMissing)) throw error;
        process.stderr.write(`plex86: ${error.message}\n`);
        process.exitCode = 1;
      }
    });
}

export function addCoverage(program: Command): void {
  program.addCommand(coverageCommand());
}
