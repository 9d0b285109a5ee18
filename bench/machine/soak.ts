/**
 * `npm run soak`: a busy DOS session for as long as wanted. Once a minute the guest's clocks are held against the host's, and the machine's
 * process and this one are looked at for what only grows. A wrong screen, a clock that drifts, a leak: exit status 1.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATE } from '../../conformance/freedos/consoles.ts';
import { buildDisk, filesOf } from '../../conformance/freedos/image.ts';
import { locateGuest } from '../../corpus/guests/guests.ts';
import { pc, VirtualMachine } from '../../vm/index.ts';
import { ALLOWED, type Sizes, sizes } from './sizes.ts';
import { CLOCK_PORT, gain, lag, type Reading, RTC_DAY_MS, RtcListener, readTicks, TICKS_DAY_MS } from './soak-clocks.ts';
import { enter, firstPrompt, RESIDENT, ROUND, type Step, TIMER } from './soak-rounds.ts';
import { DRIFT_MS_AN_HOUR, describeSizes, Findings, MINUTE, soakOptions } from './soak-run.ts';

const READING_MS = 60;
const HELP = `npm run soak [-- --minutes N] [--engine sbe|interp] [--sbe fast|strict] [--json]
A busy DOS session on a copy of the FreeDOS floppy for N minutes (60); every screen is checked. A line a minute on the standard error:
clocks (drift below 1 s an hour, besides ${READING_MS} ms for the reading), resident memory, mappings, descriptors. --json: all of it at the end.
Exit status: 0 nothing found, 1 something, 2 wrong use.`;

const RESIDENT_EVERY = 10;
/** A program that runs the timer at 1,000 Hz and passes every 55th interrupt on loses part of a tick at either end. */
const TIMER_MS = 1000;

const { minutes, engine, sbe, json } = soakOptions(HELP);

const folder = mkdtempSync(join(tmpdir(), 'plex86-soak-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.on('SIGINT', () => process.exit(1));
process.on('SIGTERM', () => process.exit(1));

function disk(freedos: string): string {
  const image = buildDisk(freedos, folder);
  const program = join(folder, 'CLOCK.COM');
  const source = fileURLToPath(new URL('clock.asm', import.meta.url));
  execFileSync('nasm', ['-f', 'bin', `-DPORT=${CLOCK_PORT}`, '-o', program, source]);
  execFileSync('mcopy', ['-o', '-i', image, program, '::CLOCK.COM']);
  return image;
}

interface Minute extends Sizes {
  minutes: number;
  rounds: number;
  commands: number;
  /** milliseconds gained since the start */
  ticks: number;
  rtc: number;
  /** lost to PIT.COM so far, and not counted in `ticks` */
  timer: number;
  /** what the guest's time lags, and will make up for */
  behind: number;
}

const findings = new Findings();
const found = (what: string): void => findings.add(what);

const freedos = await locateGuest('freedos').catch((error: Error) => {
  console.error(`soak: skipped: ${error.message}`);
  return process.exit(2);
});
const image = disk(freedos);
const filesBefore = filesOf(image, folder);
const rtc = new RtcListener();
const vm = await VirtualMachine.create(pc({ fda: image, disks: 'write', date: DATE, engine, sbe, plugins: [{ plugin: rtc.plugin }] }));

const seen = new Map<string, string>();
let commands = 0;

async function run(step: Step, key: string): Promise<void> {
  const printed = await enter(vm, step.command);
  commands++;
  if (!step.expect.test(printed)) found(`"${step.command}" printed ${JSON.stringify(printed)}, not ${step.expect}`);
  if (!step.steady) return;
  const before = seen.get(key);
  if (before === undefined) seen.set(key, printed);
  else if (before !== printed) found(`"${step.command}" printed ${JSON.stringify(printed)}, before ${JSON.stringify(before)}`);
}

async function readRtc(): Promise<Reading> {
  const before = await lag(vm);
  await enter(vm, 'clock');
  const { ahead, width } = rtc.take();
  const after = await lag(vm);
  return { ahead: ahead + Math.min(before, after), width: width + Math.abs(after - before) };
}

const history: Minute[] = [];
let rounds = 0;
try {
  await firstPrompt(vm);
  const since = performance.now();
  const [firstTicks, firstRtc] = [await readTicks(vm), await readRtc()];
  let timer = 0;
  for (let next = Math.min(MINUTE, minutes * MINUTE); ; ) {
    for (const [index, step] of ROUND.entries()) await run(step, `${index}`);
    if (rounds++ % RESIDENT_EVERY === 0) for (const [index, step] of RESIDENT.entries()) await run(step, `resident ${index}`);
    if (performance.now() - since < next) continue;
    const ticks = await readTicks(vm);
    const elapsed = performance.now() - since;
    const gained = gain(firstTicks, ticks, TICKS_DAY_MS) - timer;
    const lastRtc = await readRtc();
    const gainedRtc = gain(firstRtc, lastRtc, RTC_DAY_MS);
    const behind = Math.round(await lag(vm));
    const now: Minute = {
      ...{
        minutes: elapsed / MINUTE,
        rounds,
        commands,
        ticks: Math.round(gained),
        rtc: Math.round(gainedRtc),
        timer: Math.round(timer),
        behind,
      },
      ...sizes(vm.pid!),
    };
    history.push(now);
    console.error(
      `soak: ${now.minutes.toFixed(1)} min, ${rounds} rounds, ${commands} commands; ticks ${now.ticks} ms, RTC ${now.rtc} ms (PIT.COM ${now.timer} ms), lag ${behind} ms; ` +
        describeSizes(now),
    );
    const allowed = READING_MS + (DRIFT_MS_AN_HOUR * elapsed) / (60 * MINUTE);
    for (const [clock, drift, width] of [
      ['BIOS ticks', gained, ticks.width + firstTicks.width],
      ['RTC', gainedRtc, lastRtc.width + firstRtc.width],
    ] as const)
      if (Math.abs(drift) > allowed + width)
        found(`${clock}: ${Math.round(drift)} ms in ${now.minutes.toFixed(1)} minutes, allowed ${Math.round(allowed + width)}`);
    findings.compareLag(behind);
    findings.compareSizes(now, elapsed > Math.min(3, minutes / 3) * MINUTE);
    if (elapsed >= minutes * MINUTE) break;
    next = Math.min(next + MINUTE, minutes * MINUTE);
    const before = await readTicks(vm);
    await run(TIMER, 'timer');
    const after = await readTicks(vm);
    const lost = gain(before, after, TICKS_DAY_MS);
    if (Math.abs(lost) > TIMER_MS) found(`PIT.COM: ${Math.round(lost)} ms`);
    timer += lost;
  }
} catch (error) {
  found(`${(error as Error).message}; the screen shows\n${vm.isOver ? '(nothing)' : await vm.screen.text()}`);
}
const ended = await vm.quit();
if (ended.error) found(ended.error.message);
const after = join(folder, 'after');
mkdirSync(after);
const filesAfter = filesOf(image, after);
for (const name of new Set([...filesBefore.keys(), ...filesAfter.keys()]))
  if (filesBefore.get(name) !== filesAfter.get(name))
    found(`file ${name}: ${filesAfter.get(name) ?? 'missing'}, before ${filesBefore.get(name) ?? 'missing'}`);
if (json)
  console.log(
    JSON.stringify({
      minutes,
      engine,
      sbe,
      rounds,
      commands,
      violations: findings.list,
      allowed: ALLOWED,
      history,
      counters: ended.state?.counters,
    }),
  );
findings.finish(rounds, commands);
