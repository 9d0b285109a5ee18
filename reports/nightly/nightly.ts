/** `npm run nightly`: everything that takes long, with one report at the end. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { ROOT } from '../../vm/c-header.ts';
import { addToHistory, expectedSeconds, type Night, readHistory } from './history.ts';
import { duration, html } from './html.ts';
import { keptOutcome, type NightOptions, nightOf, runNight } from './night.ts';
import type { Outcome, Part } from './part.ts';
import { PARTS } from './parts.ts';

interface Flags {
  part: string[];
  quick: boolean;
  again: boolean;
  patience: number;
  output: string;
  list: boolean;
  json: boolean;
}

/** The commit, and a sum of what was changed since. */
export function commitOf(root: string): string {
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  const commit = git('rev-parse', '--short=12', 'HEAD').trim();
  const sum = createHash('sha256').update(git('diff', 'HEAD'));
  const others = git('ls-files', '--others', '--exclude-standard', '-z').split('\0').filter(Boolean);
  for (const path of others) sum.update(path).update(readFileSync(join(root, path)));
  return git('status', '--porcelain') === '' ? commit : `${commit}+${sum.digest('hex').slice(0, 8)}`;
}

const EVERY_MS = 30_000;
const BRIEFLY_MS = 1000;

/** What is going on and how long it will take: one line that is renewed on a terminal, else a line every half minute. */
class Progress {
  private timer: NodeJS.Timeout | undefined;
  private open = false;
  private readonly left: (Part & { seconds: number })[];
  private readonly all: number;

  constructor(parts: readonly (Part & { seconds: number })[]) {
    this.left = [...parts];
    this.all = parts.length;
  }

  start(part: Part): void {
    while (this.left.length > 0 && this.left[0]!.name !== part.name) this.left.shift(); // kept from before
    const seconds = this.left.shift()?.seconds ?? 0;
    const rest = this.left.reduce((sum, each) => sum + each.seconds, 0);
    const since = performance.now();
    const show = (): void => {
      const spent = (performance.now() - since) / 1000;
      const left = rest + Math.max(0, seconds - spent);
      const text = `[${this.all - this.left.length}/${this.all}] ${part.name}: ${duration(spent)} of about ${duration(seconds)}; about ${duration(left)} left in all`;
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
      else process.stderr.write(`${text}\n`);
      this.open = process.stderr.isTTY;
    };
    show();
    this.timer = setInterval(show, process.stderr.isTTY ? BRIEFLY_MS : EVERY_MS);
  }

  end(outcome: Outcome): void {
    clearInterval(this.timer);
    if (this.open) process.stderr.write('\r\x1b[K');
    this.open = false;
    process.stderr.write(
      `${outcome.status.padEnd(11)} ${outcome.part} (${duration(outcome.seconds)})${outcome.why && `: ${outcome.why}`}\n`,
    );
  }
}

async function nightly(flags: Flags): Promise<void> {
  if (flags.list) {
    for (const { name, about, missing } of PARTS) {
      const why = (await missing?.()) ?? null;
      console.log(`${name.padEnd(22)} ${about}${why === null ? '' : `\n${''.padEnd(23)}missing: ${why}`}`);
    }
    return;
  }
  const wanted = PARTS.filter((part) => flags.part.length === 0 || flags.part.includes(part.name));
  const folder = resolve(flags.output);
  mkdirSync(folder, { recursive: true });
  const history = join(folder, 'history.jsonl');
  const before = readHistory(history);
  const abort = new AbortController();
  const identity = { night: nightOf(new Date()), commit: commitOf(ROOT), quick: flags.quick };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => abort.abort());

  // Written after every part, so that an interrupted night leaves its report too.
  const write = (): Night => {
    const outcomes = PARTS.map(
      (part): Outcome =>
        keptOutcome(part, { ...identity, folder }) ?? {
          ...{ part: part.name, status: 'left out', why: '', seconds: 0, figures: {}, findings: [] },
        },
    );
    const night: Night = { ...identity, written: new Date().toISOString(), outcomes };
    writeFileSync(join(folder, 'index.html'), html(PARTS, addToHistory(history, night)));
    return night;
  };

  const progress = new Progress(wanted.map((part) => ({ ...part, seconds: expectedSeconds(part, flags.quick, before) })));
  const options: NightOptions = {
    ...identity,
    ...{ root: ROOT, folder, patience: flags.patience, again: flags.again, signal: abort.signal },
    onStart: (part) => progress.start(part),
    onEnd: (outcome) => {
      progress.end(outcome);
      write();
    },
  };
  const outcomes = await runNight(wanted, options);
  const night = write();
  if (flags.json) console.log(JSON.stringify(night));
  const passed = outcomes.filter((each) => each.status === 'passed').length;
  process.stderr.write(`report: ${relative(process.cwd(), join(folder, 'index.html'))}\n`);
  process.stderr.write(`${passed} of ${wanted.length} parts passed\n`);
  process.exitCode = abort.signal.aborted ? 130 : passed === wanted.length ? 0 : 1;
}

function partName(name: string, before: string[]): string[] {
  if (!PARTS.some((part) => part.name === name))
    throw new InvalidArgumentError(`no part "${name}"; there are ${PARTS.map((part) => part.name).join(', ')}`);
  return [...before, name];
}

function factor(text: string): number {
  if (!(Number(text) > 0)) throw new InvalidArgumentError('a number above 0 is wanted');
  return Number(text);
}

const program = new Command('npm run nightly --')
  .description(
    'Runs the parts of reports/nightly/parts.ts one after the other and writes one HTML report, with a line of JSON for every night beside it.\n' +
      'A part that passed or failed is not repeated in the same night (noon to noon, UTC) at the same commit; whatever else became of it, it is run again.\n' +
      'Exit status: 0 all parts passed; 1 some did not, or something they need is missing; 2 wrong use; 130 interrupted.',
  )
  .option('--part <name>', 'only this part; may be given again', partName, [])
  .option('--quick', 'small counts: shows that the parts work, in some minutes', false)
  .option('--again', 'repeat what this night has done already', false)
  .option('--patience <factor>', 'times the time limit of every part', factor, 1)
  .option('--output <folder>', 'report, history, logs and state', `${ROOT}reports/out/nightly`)
  .option('--list', 'only list the parts, and what is missing for them', false)
  .option('--json', "the night's line of the history on standard output", false)
  .configureOutput({ outputError: (text, write) => write(text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .action(nightly);
await program.parseAsync();
