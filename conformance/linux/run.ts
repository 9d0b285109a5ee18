/** A session on both machines, step by step; then the kernels' logs, their clocks, and what is left on their disks. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LinuxFiles } from '../../corpus/guests/linux.ts';
import type { PcOptions } from '../../vm/index.ts';
import { type Console, openPlex86, openQemu } from './consoles.ts';
import { checkDisk } from './disk.ts';
import type { Facts, Session, Step } from './session.ts';

export interface Difference {
  step: string;
  plex86: string;
  /** QEMU's, or what was expected from elsewhere */
  expected: string;
}

export interface SessionResult {
  steps: number;
  differences: Difference[];
  /** lines of our kernel's log, warnings and worse, that QEMU's has not */
  warnings: string[];
  /** others that QEMU's has not, which tell that the host was late: the kernel measures its clocks against each other */
  late: string[];
  /** what e2fsck said of our disk; null: clean, or not the guest's to write to */
  disk: string | null;
  status: { plex86: number; qemu: number };
  /** by how many seconds the guest's clock is wrong, at least */
  clock: { plex86: number; qemu: number };
}

const READY = '<<ready>> ';
/** Busybox asks the terminal where its cursor is after each prompt; nobody answers. */
const ASKING = '\u001b\\[6n$';
const PROMPT = new RegExp(READY + ASKING);
const FIRST_PROMPT = new RegExp(`/ # ${ASKING}`);
const BOOT_MS = 600_000;
const PROMPT_MS = 150_000;
const END_MS = 60_000;
const COMMAND_LINE = 'console=ttyS0 quiet';

/** Typed at a prompt; what is shown until the next, without the typed line. */
async function run(console: Console, line: string, patience = PROMPT_MS): Promise<string> {
  console.send(`${line}\n`);
  const shown = clean(await console.transcript.take(PROMPT, patience));
  return shown.slice(shown.indexOf('\n') + 1);
}

function clean(shown: string): string {
  return shown.replaceAll('\u001b[6n', '').replaceAll('\r', '').replace(READY, '').trimEnd();
}

async function take(console: Console, session: Session, number: number): Promise<string> {
  const { script, keys } = session.steps[number]!;
  if (script !== undefined) return run(console, session.call.replace('SCRIPT', `/session/${number}.sh`), session.stepSeconds * 1000);
  let shown = '';
  for (const [i, { wait, text }] of (keys ?? []).entries()) {
    if (wait) shown += await console.transcript.take(wait, PROMPT_MS);
    else if (i > 0) shown += await console.transcript.take(PROMPT, PROMPT_MS);
    console.send(text);
  }
  return clean(shown + (await console.transcript.take(PROMPT, PROMPT_MS)).replaceAll(READY, ''));
}

/** Both at once, and both waited for even where one fails. */
async function both<T>(consoles: readonly [Console, Console], work: (console: Console) => Promise<T>): Promise<[T, T]> {
  const [a, b] = await Promise.allSettled(consoles.map(work));
  for (const [i, each] of [a!, b!].entries())
    if (each.status === 'rejected') throw new Error(`${consoles[i]!.name}: ${(each.reason as Error).message}`);
  return [(a as PromiseFulfilledResult<T>).value, (b as PromiseFulfilledResult<T>).value];
}

/** Clocks that ran apart for a while, as they do under any emulator on a busy host; under QEMU in about every other boot. */
const LATE: readonly RegExp[] = [
  /^tsc: Unable to calibrate against PIT$/,
  /^tsc: PIT calibration deviates from PMTIMER: \d+ \d+$/,
  /^hrtimer: interrupt took \d+ ns$/,
  /^clocksource: /,
  /^Unstable clock detected, switching default tracing clock to "global"$/,
  /^If you want to keep using the local clock, then add:$/,
  /^ {2}"trace_clock=local"$/,
  /^on the kernel command line$/,
];

/** What differs with the machine: the processor's registers that a message shows, and numbers of processes. */
function withoutNumbers(message: string): string {
  return message.replace(/\(MSR \w+ is \w+\)/, '(MSR)').replace(/\bpid: \d+/, 'pid: N');
}

/** Warnings and worse, without their times. */
async function log(console: Console): Promise<string[]> {
  const lines = (await run(console, 'dmesg -r')).split('\n');
  return lines.flatMap((line) => {
    const match = /^<(\d+)>\[ *[\d.]+\] (.*)$/.exec(line);
    return match && (Number(match[1]) & 7) <= 4 ? [withoutNumbers(match[2]!)] : [];
  });
}

async function clockError(console: Console): Promise<number> {
  const before = Date.now() / 1000;
  const shown = Number(await run(console, 'date +%s'));
  const after = Date.now() / 1000;
  // `shown` says that it is between that second and the next.
  return Math.max(0, before - (shown + 1), shown - after);
}

function expectedText({ expected, script }: Step, facts: Facts, programs: string): string | null {
  if (expected === undefined) return null;
  if (expected !== 'host') return expected(facts);
  const done = spawnSync('sh', ['-c', script!.replaceAll('/session/', `${programs}/`)], { encoding: 'utf8', timeout: END_MS });
  return done.stdout.trimEnd();
}

/** Runs it; `told` hears of each step that has been compared. `only`: names of steps, where not all are wanted. */
export async function runSession(
  session: Session,
  files: LinuxFiles,
  folder: string,
  machine: Pick<PcOptions, 'engine' | 'sbe'>,
  told: (step: string, same: boolean, plex86: string, expected: string) => void = () => {},
  only: readonly string[] = [],
  tell: (text: string) => void = () => {},
): Promise<SessionResult> {
  const { initrd, disk, facts, session: programs } = await session.prepare(folder, tell);
  const joined = join(folder, 'joined.gz');
  const first = readFileSync(files.initrd);
  writeFileSync(joined, Buffer.concat([first, new Uint8Array(-first.length & 3), readFileSync(initrd)]));
  const [ours, theirs] = session.writes ? [join(folder, 'plex86.img'), join(folder, 'qemu.img')] : [disk, disk];
  if (session.writes) for (const copy of [ours, theirs]) copyFileSync(disk, copy);
  const commandLine = [COMMAND_LINE, session.commandLine].filter(Boolean).join(' ');
  const guest = { files, initrd, megabytes: session.megabytes, commandLine, keepsDisk: !session.writes };
  const result: SessionResult = {
    steps: 0,
    differences: [],
    warnings: [],
    late: [],
    disk: null,
    status: { plex86: -1, qemu: -1 },
    clock: { plex86: 0, qemu: 0 },
  };
  const plex86 = await openPlex86({ ...guest, disk: ours }, machine);
  const qemu = await openQemu({ ...guest, disk: theirs }, joined).catch(async (error: Error) => {
    await plex86.close();
    throw error;
  });
  const consoles = [plex86, qemu] as const;
  try {
    await both(consoles, async (console) => {
      await console.transcript.take(FIRST_PROMPT, BOOT_MS);
      console.send("PS1='<<''ready>> '\n");
      await console.transcript.take(PROMPT, PROMPT_MS);
      // Messages of the kernel are for the log, and modules are there before the first step.
      await run(console, `dmesg -n 1; ${session.begin}`);
    });
    for (const [number, step] of session.steps.entries()) {
      if (only.length > 0 && !only.includes(step.name)) continue;
      const [a, b] = await both(consoles, (console) => take(console, session, number));
      const expected = expectedText(step, facts, programs) ?? b;
      result.steps++;
      if (a !== expected) result.differences.push({ step: step.name, plex86: a, expected });
      told(step.name, a === expected, a, expected);
    }
    const [a, b] = await both(consoles, clockError);
    result.clock = { plex86: a, qemu: b };
    const [log1, log2] = await both(consoles, log);
    const own = log1.filter((line) => !log2.includes(line));
    result.late = own.filter((line) => LATE.some((pattern) => pattern.test(line)));
    result.warnings = own.filter((line) => !result.late.includes(line));
    const [s1, s2] = await both(consoles, async (console) => {
      console.send('poweroff\n');
      return console.ended(END_MS);
    });
    result.status = { plex86: s1, qemu: s2 };
  } finally {
    await Promise.all(consoles.map((console) => console.close()));
  }
  if (session.writes) result.disk = checkDisk(ours);
  return result;
}

/** Whether everything was as it is with QEMU, the clock right within a second. */
export function isSame({ differences, warnings, disk, status, clock }: SessionResult): boolean {
  return differences.length === 0 && warnings.length === 0 && disk === null && status.plex86 === 0 && status.qemu === 0 && clock.plex86 < 1;
}
