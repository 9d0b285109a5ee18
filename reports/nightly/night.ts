/** One night: the parts in order, each by itself, what is finished kept in a file a part. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runChild } from './child.ts';
import { isFinished, limitOf, type Outcome, type Part, type Reading, type Settings } from './part.ts';

/** What makes results comparable enough not to be repeated. */
export interface Identity {
  /** a date; a night lasts from noon to noon, UTC */
  night: string;
  commit: string;
  quick: boolean;
}

export function nightOf(when: Date): string {
  return new Date(when.getTime() - 12 * 3_600_000).toISOString().slice(0, 10);
}

/** Another stream of generated cases every night; and for another commit, since a long run that is resumed is known by its seed. */
export function seedOf({ night, commit, quick }: Identity): number {
  return createHash('sha256').update(`${night} ${commit} ${quick}`).digest().readUInt32LE() % 1_000_000_000;
}

type Kept = Identity & { outcome: Outcome };

export interface NightOptions extends Identity {
  /** of the project: where commands run */
  root: string;
  /** where state, logs and report go */
  folder: string;
  /** factor of all time limits */
  patience?: number;
  /** repeat what is finished */
  again?: boolean;
  signal?: AbortSignal;
  onStart?: (part: Part) => void;
  onEnd?: (outcome: Outcome) => void;
}

export const logOf = (folder: string, part: string): string => join(folder, 'logs', `${part}.log`);
const stateOf = (folder: string, part: string): string => join(folder, 'state', `${part}.json`);

/** What is known of a part from this very night and commit; null: nothing. */
export function keptOutcome(part: Part, { folder, night, commit, quick }: Identity & { folder: string }): Outcome | null {
  const path = stateOf(folder, part.name);
  if (!existsSync(path)) return null;
  const kept = readState(path);
  return kept !== null && kept.night === night && kept.commit === commit && kept.quick === quick ? kept.outcome : null;
}

/** null: the file was cut short; the part counts as not yet run. */
function readState(path: string): Kept | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Kept;
  } catch {
    return null;
  }
}

function keep(folder: string, { night, commit, quick }: Identity, outcome: Outcome): void {
  const path = stateOf(folder, outcome.part);
  mkdirSync(join(folder, 'state'), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify({ night, commit, quick, outcome } satisfies Kept)}\n`);
  renameSync(`${path}.new`, path);
}

const lastLine = (text: string): string => text.split('\n').at(-1) ?? '';
const NOTHING: Reading = { figures: {}, findings: [] };

/** The command line knows neither this command nor this option: not yet built. */
const UNKNOWN = /unknown (command|option)/i;

async function runPart(part: Part, settings: Settings, options: NightOptions): Promise<Omit<Outcome, 'part' | 'seconds'>> {
  const missing = (await part.missing?.()) ?? null;
  if (missing !== null) return { status: 'missing', why: missing, ...NOTHING };
  mkdirSync(join(options.folder, 'logs'), { recursive: true });
  const ended = await runChild(part.command(settings), {
    cwd: options.root,
    log: logOf(options.folder, part.name),
    limit: limitOf(part, settings, options.patience ?? 1),
    signal: options.signal,
  });
  if (ended.ended === 'interrupted') return { status: 'interrupted', why: '', ...NOTHING };
  if (ended.ended === 'late') return { status: 'late', why: `ended by its time limit. ${lastLine(ended.said)}`, ...NOTHING };
  if (ended.signal !== null) return { status: 'broken', why: `ended by ${ended.signal}. ${lastLine(ended.said)}`, ...NOTHING };
  if (ended.status === 2 && UNKNOWN.test(ended.said)) return { status: 'missing', why: ended.said.split('\n')[0]!, ...NOTHING };
  let reading: Reading;
  try {
    reading = part.read(ended.lines);
  } catch (error) {
    const what = ended.lines.length === 0 ? 'no JSON' : `JSON that makes no sense (${lastLine((error as Error).message)})`;
    return { status: 'broken', why: `exit status ${ended.status}, ${what}. ${lastLine(ended.said)}`, ...NOTHING };
  }
  const { figures, findings } = reading;
  if (ended.status === 0 && findings.length === 0) return { status: 'passed', why: '', figures, findings };
  const why = findings[0] ?? `exit status ${ended.status}. ${lastLine(ended.said)}`;
  return { status: 'failed', why, figures, findings };
}

/** Runs `parts` one after the other. No part stops the rest; an abort of `signal` does. Gives what came out of those that ran or were kept. */
export async function runNight(parts: readonly Part[], options: NightOptions): Promise<Outcome[]> {
  const settings: Settings = { quick: options.quick, seed: seedOf(options), resume: !options.again };
  const outcomes: Outcome[] = [];
  for (const part of parts) {
    const kept = options.again ? null : keptOutcome(part, options);
    if (kept !== null && isFinished(kept.status)) {
      outcomes.push(kept);
      continue;
    }
    if (options.signal?.aborted) break;
    options.onStart?.(part);
    const since = performance.now();
    const result = await runPart(part, settings, options).catch((error: Error) => ({
      status: 'broken' as const,
      why: `could not be run: ${error.message}`,
      ...NOTHING,
    }));
    const outcome: Outcome = { part: part.name, seconds: Math.round((performance.now() - since) / 100) / 10, ...result };
    keep(options.folder, options, outcome);
    outcomes.push(outcome);
    options.onEnd?.(outcome);
  }
  return outcomes;
}
