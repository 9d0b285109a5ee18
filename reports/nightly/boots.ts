/** Boots in a row: a guest is started, reaches what says that it is up, and is switched off, so many times. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { readyTexts } from '../../corpus/guests/guests.ts';

const HELP = `node --import tsx reports/nightly/boots.ts GUEST [--count N] [--load] [--engine sbe|interp] [--seconds N] [--json]
Boots GUEST (of corpus/guests) N times (100), each within so many seconds (120). --load: while the host is busy, two processes a processor that
compute, one that touches much memory, one that writes and syncs a file. Exit status: 0 all were up, 1 some were not, 2 wrong use.`;

const COMMAND = fileURLToPath(new URL('../../vm/cli/plex86.mjs', import.meta.url));
const LOAD = fileURLToPath(new URL('./load.mjs', import.meta.url));

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: 'string', default: '100' },
    load: { type: 'boolean', default: false },
    engine: { type: 'string', default: 'sbe' },
    seconds: { type: 'string', default: '120' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (flags.help) {
  console.log(HELP);
  process.exit(0);
}
const count = Number(flags.count);
const seconds = Number(flags.seconds);
const guest = positionals[0] ?? '';
const ready = readyTexts().get(guest);
if (ready === undefined || positionals.length > 1 || !(Number.isInteger(count) && count > 0) || !(seconds > 0)) {
  if (ready === undefined) console.error(`boots: no guest "${guest}"; there are ${[...readyTexts().keys()].join(', ')}`);
  console.error(HELP);
  process.exit(2);
}

interface Answer {
  steps: { at: number }[];
  error?: string;
  screen: string;
  serial: string | null;
}

const run = promisify(execFile);
const ROOM = 64 << 20;

/** Milliseconds from the machine's start until the guest was up, or what went wrong. */
async function boot(name: string, ready: string): Promise<number | string> {
  const args = [COMMAND, 'boot', name, '--engine', flags.engine, '--until', ready, '--timeout', `${seconds}`, '--json'];
  const { stdout, stderr } = await run(process.execPath, args, { maxBuffer: ROOM }).catch(
    (error: { stdout?: string; stderr?: string }) => ({
      stdout: error.stdout ?? '',
      stderr: error.stderr ?? String(error),
    }),
  );
  if (stdout === '') return stderr.trim() || 'nothing was said';
  const answer = JSON.parse(stdout) as Answer;
  const up = answer.steps.at(-1);
  if (answer.error === undefined && up) return up.at;
  const last = (answer.serial || answer.screen).trimEnd().split('\n').slice(-5).join(' | ');
  return `${answer.error ?? 'it was never up'}; last seen: ${last}`;
}

const helpers: ChildProcess[] = [];
const relieve = (): void => {
  for (const helper of helpers) helper.kill();
};
process.on('exit', relieve);
process.on('SIGINT', () => process.exit(1));
process.on('SIGTERM', () => process.exit(1));
if (flags.load)
  for (const kind of [...cpus().flatMap(() => ['compute', 'compute']), 'memory', 'disk'])
    helpers.push(spawn(process.execPath, [LOAD, kind], { stdio: 'ignore' }));

const times: number[] = [];
const failures: { boot: number; why: string }[] = [];
for (let i = 1; i <= count; i++) {
  // A load that is gone would make an easier test than was asked for.
  const gone = helpers.find((helper) => helper.exitCode !== null || helper.signalCode !== null);
  if (gone) throw new Error(`boots: the load process ${gone.spawnargs.join(' ')} has ended`);
  const result = await boot(guest, ready);
  if (typeof result === 'number') times.push(result);
  else failures.push({ boot: i, why: result });
  if (typeof result === 'string' || i % 10 === 0)
    console.error(`boots: ${i} of ${count}, ${failures.length} failed${typeof result === 'string' ? `: ${result}` : ''}`);
}
relieve();
times.sort((a, b) => a - b);
const median = times[Math.floor(times.length / 2)] ?? null;
if (flags.json)
  console.log(
    JSON.stringify({
      guest,
      loaded: flags.load,
      boots: count,
      up: times.length,
      failures,
      milliseconds: median,
      slowest: times.at(-1) ?? null,
    }),
  );
else
  console.log(
    `${times.length} of ${count} boots of ${guest} were up, half of them within ${median} ms, all within ${times.at(-1) ?? 0} ms`,
  );
process.exit(failures.length === 0 ? 0 : 1);
