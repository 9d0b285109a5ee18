/** plex86 conformance: the main job, behind `npm start`. */
import { relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { CONDITIONS, type Condition, ENGINE_NAMES, type EngineName } from '../../../conformance/engines/index.ts';
import { type JobMismatch, runJob } from '../../../conformance/job/job.ts';
import { ROOT } from '../../../conformance/wire/layout.ts';
import { reportJson, writeReport } from '../../../reports/write.ts';
import { count, engineNames, input, mutantOption } from '../options.ts';
import { EXIT, print, UsageError, warn } from '../output.ts';

interface ConformanceFlags {
  engines: EngineName[];
  conditions: string;
  sample: number;
  seed: number;
  output: string;
  json: boolean;
  mutant?: string;
}

const SHOWN = 20;

function mismatchLines(mismatch: JobMismatch): string[] {
  const lines = [`MISMATCH ${mismatch.id} on ${mismatch.engine} (${mismatch.at.toFixed(1)} s)`];
  for (const one of mismatch.mismatches.slice(0, 8)) lines.push(`  ${one.field}: ${one.actual}, expected ${one.expected}`);
  if (mismatch.mismatches.length > 8) lines.push(`  and ${mismatch.mismatches.length - 8} more`);
  lines.push(`  npx plex86 repro ${mismatch.file}`);
  return lines;
}

/** One line that is written over on a terminal; a line a stage elsewhere. */
class ProgressLine {
  private stage = '';
  private open = false;
  private readonly tty = process.stderr.isTTY === true;

  show(stage: string, done: number, total: number, mismatches: number): void {
    const text = `${stage}: ${done} of ${total}${mismatches > 0 ? `, ${mismatches} mismatched` : ''}`;
    if (this.tty) {
      process.stderr.write(`\r\x1b[K${text}`);
      this.open = true;
    } else if (stage !== this.stage) {
      process.stderr.write(`${stage} ...\n`);
      this.stage = stage;
    }
  }

  clear(): void {
    if (this.open) process.stderr.write('\r\x1b[K');
    this.open = false;
  }
}

async function conformance(files: string[], flags: ConformanceFlags): Promise<void> {
  for (const file of files) input(file).destroy();
  const conditions = flags.conditions.split(',').map((name) => {
    if (!(CONDITIONS as readonly string[]).includes(name))
      throw new UsageError(`no condition "${name}"; conditions are ${CONDITIONS.join(', ')}`);
    return name as Condition;
  });
  const output = resolve(flags.output);
  const progress = new ProgressLine();
  let shown = 0;
  const report = await runJob({
    engines: flags.engines,
    conditions,
    ...(files.length > 0 ? { files } : {}),
    sample: flags.sample,
    seed: flags.seed,
    output,
    ...(flags.mutant === undefined ? {} : { mutant: flags.mutant }),
    onMismatch: (mismatch) => {
      progress.clear();
      if (shown++ < SHOWN) process.stderr.write(`${mismatchLines(mismatch).join('\n')}\n`);
      else if (shown === SHOWN + 1) warn('more mismatches follow; all of them are in the report');
    },
    onProgress: ({ stage, done, count: total, mismatches }) => progress.show(stage, done, total, mismatches),
    onWarning: (text) => {
      progress.clear();
      warn(text);
    },
  });
  progress.clear();
  const path = await writeReport(report, output, resolve(output, '../allure-results'));
  const { total } = report.matrix;
  // No snippet and no generated case is no success either.
  const failed = total.mismatched > 0 || report.errors.length > 0 || total.compared === 0;
  if (flags.json) await print(JSON.stringify({ ...reportJson(report), html: path }));
  else {
    const lines = ['opcode group × mode: compared /skipped !mismatched', '', ...report.matrix.lines(), ''];
    lines.push(
      'engine',
      ...report.engines.map(
        (each) =>
          `  ${each.name.padEnd(14)}${String(each.compared).padStart(8)} compared${String(each.skipped).padStart(8)} skipped${String(each.mismatched).padStart(6)} mismatched  ${each.seconds.toFixed(1)} s`,
      ),
    );
    lines.push(
      '',
      'skipped, by reason',
      ...[...report.matrix.skips].sort((a, b) => b[1] - a[1]).map(([reason, times]) => `  ${String(times).padStart(7)}  ${reason}`),
    );
    if (report.known.size > 0)
      lines.push('', 'known disagreements', ...[...report.known].map(([id, times]) => `  ${String(times).padStart(7)}  ${id}`));
    lines.push('', `what scanning cost: cold cache, ${report.costs.cases} cases`, ...report.costs.lines().map((line) => `  ${line}`));
    lines.push('', `report: ${relative(process.cwd(), path)}`);
    lines.push(
      `${report.snippets} snippets as ${report.cases} cases, ${total.compared} compared, ${total.skipped} skipped, ${total.mismatched} mismatched, ${total.known} known, in ${report.seconds.toFixed(1)} s`,
    );
    await print(lines.join('\n'));
  }
  process.exitCode = failed ? EXIT.FAILED : EXIT.OK;
}

export function addConformance(program: Command): void {
  program
    .command('conformance')
    .summary('the main job: corpus and a generated sample on every engine')
    .description(
      'Runs every snippet of corpus/snippets (or the files named) against its expected end state on every engine, sbe under every cache condition, then a sample of generated cases, engine against engine.\nPrints a matrix of opcode group × mode and what scanning cost, and writes an HTML report.\nExit status: 0 when nothing mismatched, 1 otherwise, 2 for a wrong command line.',
    )
    .argument('[files...]', 'snippet files (.asm) instead of the whole corpus')
    .addOption(
      new Option('--engines <a,b,...>', 'engines to ask').argParser(engineNames).default([...ENGINE_NAMES], ENGINE_NAMES.join(',')),
    )
    .option('--conditions <a,b,...>', 'cache conditions of sbe', CONDITIONS.join(','))
    .addOption(new Option('--sample <n>', 'generated cases in all').argParser(count).default(10_800))
    .addOption(new Option('--seed <n>', 'where the generated sample starts').argParser(count).default(1))
    .option('--output <folder>', 'where the report and saved failures go', `${ROOT}reports/out/conformance`)
    .addOption(mutantOption())
    .option('--json', 'one JSON object on standard output', false)
    .action(conformance);
}
