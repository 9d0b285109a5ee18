/**
 * `npm run soak:linux`: an hour of forks, files, signals and network in Debian's Linux. Every round prints the same; the first is also compared with
 * QEMU's. Clock, and what the processes hold of the host, are watched.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { findGuest } from '../../corpus/guests/guests.ts';
import { Transcript } from '../../plugins/serial/transcript.ts';
import { pc, VirtualMachine } from '../../vm/index.ts';
import { ALLOWED, type Sizes, sizes } from './sizes.ts';
import { lag } from './soak-clocks.ts';
import { DRIFT_MS_AN_HOUR, describeSizes, Findings, MINUTE, soakOptions } from './soak-run.ts';

const HELP = `npm run soak:linux [-- --minutes N] [--engine sbe|interp] [--sbe fast|strict] [--json]
Debian's Linux at work for N minutes (60), round after round; a line a minute on the standard error. --json: all of it at the end.
Exit status: 0 nothing found, 1 something, 2 wrong use.`;

const BOOT_MS = 300_000;
const STEP_MS = 120_000;
/** /proc/uptime counts hundredths; the rest is the way over the serial line. */
const READING_MS = 100;
const QEMU = '/usr/bin/qemu-system-i386';

const { minutes, engine, sbe, json } = soakOptions(HELP);

const BODY = Buffer.from(Array.from({ length: 500_000 }, (_, i) => (i * 7 + (i >> 8)) & 0xff));
const server = createServer((_request, response) => response.end(BODY));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const port = (server.address() as AddressInfo).port;

/** Errors in the kernel's log: none may be added from round to round. That our log has none that QEMU's has not is for `plex86 linux`. */
const LOG = 'errors logged';

/** Each by a shell of its own, so that nothing is left behind; none prints a time or a process number. */
const ROUND: readonly (readonly [name: string, script: string])[] = [
  ['forks', 'i=0; while [ $i -lt 100 ]; do /bin/busybox true || echo bad; i=$((i+1)); done; echo $i'],
  ['children', 's=0; for i in $(seq 1 50); do (exit $i) & wait $!; s=$((s+$?)); done; echo $s'],
  ['pipes', 'seq 1 20000 | awk "{ s += \\$1 } END { print s }"; seq 1 2000 | sort -rn | md5sum'],
  [
    'files',
    'mkdir /tmp/s && cd /tmp/s && seq 1 100000 > a && cp a b && gzip b && gunzip -c b.gz | cmp - a && md5sum a; for i in $(seq 1 100); do echo $i > f$i; done; ls | wc -l; cat f* | md5sum; cd / && rm -rf /tmp/s && ls /tmp',
  ],
  [
    // Whether busybox's shell says "Killed" depends on who hears of it first, also in QEMU: it is not asked.
    'signals',
    'n=0; trap "n=\\$((n+1))" USR1; for i in $(seq 1 100); do kill -USR1 $$; done; echo $n; sleep 100 & kill -9 $!; wait $! 2> /dev/null; echo $?',
  ],
  ['memory', 'dd if=/dev/zero bs=1M count=24 2> /dev/null | md5sum'],
  ['network', `wget -q -O - http://10.0.2.2:${port}/ | md5sum; ping -c 3 -i 0.2 10.0.2.2 | grep -o "3 packets received"`],
  [LOG, 'dmesg -r | grep -c "^<[0-3]>"'],
];

/** A shell at the other end of a line. */
class Shell {
  private count = 0;
  private readonly send: (text: string) => void;
  private readonly wait: (pattern: RegExp, ms: number) => Promise<RegExpExecArray>;

  constructor(send: (text: string) => void, wait: (pattern: RegExp, ms: number) => Promise<RegExpExecArray>) {
    this.send = send;
    this.wait = wait;
  }

  async ready(): Promise<void> {
    await this.wait(/\/ # /, BOOT_MS);
    await this.run('dmesg -n 1'); // what the kernel says of its own accord would stand between what is printed
  }

  /** What the script prints. The marks are typed in two parts, so that their echo is not taken for them, however the shell wraps its line. */
  async run(script: string): Promise<string> {
    const number = this.count++;
    this.send(`echo be""gin${number}; sh -c '${script}' 2>&1; echo en""d${number}\n`);
    const [, shown] = await this.wait(new RegExp(`begin${number}\\r\\n([\\s\\S]*?)end${number}\\r\\n`), STEP_MS);
    return shown!.replaceAll('\r', '').trim();
  }
}

const guest = await findGuest('linux', { tell: (text) => console.error(`soak: ${text}`) }).catch((error: Error) => {
  console.error(`soak: skipped: ${error.message}`);
  return process.exit(2);
});

async function roundOfQemu(): Promise<Map<string, string> | null> {
  if (!existsSync(QEMU)) {
    console.error('soak: QEMU is not installed: rounds are compared with each other only');
    return null;
  }
  const { kernel, initrd, commandLine } = guest.linux!;
  const args = ['-display', 'none', '-serial', 'stdio', '-m', '128', '-kernel', kernel, '-initrd', [initrd ?? []].flat()[0]!];
  const child: ChildProcess = spawn(QEMU, [...args, '-append', commandLine ?? '', '-netdev', 'user,id=n', '-device', 'ne2k_pci,netdev=n'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const transcript = new Transcript();
  child.stdout!.on('data', (bytes: Buffer) => transcript.add(bytes));
  child.on('exit', () => transcript.end(new Error('QEMU has ended')));
  try {
    const wait = (pattern: RegExp, ms: number) => transcript.waitFor(pattern, AbortSignal.timeout(ms));
    const shell = new Shell((text) => void child.stdin!.write(text), wait);
    await shell.ready();
    const printed = new Map<string, string>();
    for (const [name, script] of ROUND) printed.set(name, await shell.run(script));
    return printed;
  } finally {
    child.kill('SIGKILL');
  }
}

const findings = new Findings();
const found = (what: string): void => findings.add(what);

const seen = await roundOfQemu().catch((error: Error) => {
  found(`QEMU: ${error.message}`);
  return null;
});
const expected = seen ?? new Map<string, string>();
expected.delete(LOG);
const vm = await VirtualMachine.create(pc({ ...guest, engine, sbe, network: {} }));
const line = vm.serial(0);
const shell = new Shell(
  (text) => line.send(text),
  (pattern, timeout) => line.waitFor(pattern, { timeout }),
);

/** Milliseconds of the guest's clock less those of the host's and its lag, which is no drift, and how far the reading may be wrong. */
async function clock(): Promise<{ ms: number; width: number }> {
  const before = performance.now();
  const uptime = Number((await shell.run('cat /proc/uptime')).split(' ')[0]) * 1000;
  const after = performance.now();
  return { ms: uptime - (before + after) / 2 + (await lag(vm)), width: (after - before) / 2 };
}

interface Minute extends Sizes {
  minutes: number;
  rounds: number;
  commands: number;
  /** milliseconds that the guest's clock has gained since the start */
  gained: number;
  /** what the guest's time lags, and will make up for */
  behind: number;
}

const history: Minute[] = [];
let rounds = 0;
let commands = 0;
try {
  await shell.ready();
  const since = performance.now();
  const first = await clock();
  for (let next = Math.min(MINUTE, minutes * MINUTE); ; ) {
    for (const [name, script] of ROUND) {
      const printed = await shell.run(script);
      commands++;
      const before = expected.get(name);
      if (before === undefined) expected.set(name, printed);
      else if (before !== printed) found(`${name}, round ${rounds}: ${JSON.stringify(printed)}, expected ${JSON.stringify(before)}`);
    }
    rounds++;
    const elapsed = performance.now() - since;
    if (elapsed < next) continue;
    const reading = await clock();
    const gained = Math.round(reading.ms - first.ms);
    const behind = Math.round(await lag(vm));
    const now: Minute = { minutes: elapsed / MINUTE, rounds, commands, gained, behind, ...sizes(vm.pid!) };
    history.push(now);
    console.error(
      `soak: ${now.minutes.toFixed(1)} min, ${rounds} rounds, ${commands} commands; clock ${gained} ms, lag ${behind} ms; ${describeSizes(now)}`,
    );
    const allowed = READING_MS + reading.width + first.width + (DRIFT_MS_AN_HOUR * elapsed) / (60 * MINUTE);
    if (Math.abs(gained) > allowed) found(`clock: ${gained} ms in ${now.minutes.toFixed(1)} minutes, allowed ${Math.round(allowed)}`);
    findings.compareLag(behind);
    findings.compareSizes(now, elapsed > Math.min(5, minutes / 3) * MINUTE);
    if (elapsed >= minutes * MINUTE) break;
    next = Math.min(next + MINUTE, minutes * MINUTE);
  }
} catch (error) {
  found(`${(error as Error).message}; last seen: ${vm.isOver ? 'nothing' : line.text.slice(-400)}`);
}
const ended = vm.isOver ? await vm.ended : await vm.quit();
if (ended.error) found(ended.error.message);
if (json)
  console.log(
    JSON.stringify({
      ...{ minutes, engine, sbe, rounds, commands, qemu: seen !== null },
      ...{ violations: findings.list, allowed: ALLOWED, history, counters: ended.state?.counters },
    }),
  );
findings.finish(rounds, commands);
