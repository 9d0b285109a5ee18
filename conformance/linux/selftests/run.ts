/** The tests on plex86 and on QEMU at once, one after the other in each guest; then what each printed and how it ended, compared. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LinuxFiles } from '../../../corpus/guests/linux.ts';
import type { PcOptions } from '../../../vm/index.ts';
import { type Console, openPlex86, openQemu } from '../consoles.ts';
import { EXCEPTIONS } from './exceptions.ts';
import { BEGIN, END, OVER, type Program, packPrograms, TEST_SECONDS } from './programs.ts';

/** How a test went on one machine. */
export interface Outcome {
  /** exit status; null: the machine was over before, or stood still */
  status: number | null;
  /** standard output and error, then the kernel's messages, warnings and worse; or why there is none */
  text: string;
}

export interface Result {
  test: string;
  /** whose outcome ours has to be */
  reference: 'qemu' | 'host';
  same: boolean;
  /** it is as the manual wants, and the reference is not: why */
  known?: string;
  plex86: Outcome;
  qemu: Outcome;
  /** only of tests that have the host for their reference */
  host?: Outcome;
  /** lines in which plex86 differs from the reference, and QEMU from it where that is the host */
  lines: { plex86: number; qemu?: number };
}

/** The initial RAM file system may fill half of it: the programs with their C library take about 30 MB. */
const MEGABYTES = 128;
const BOOT_MS = 600_000;
/** Busybox asks the terminal where its cursor is after the prompt. */
const SHELL = /\/ # (.\[6n)?$/;
/** Addresses are the same in every run, so that they can be compared. */
const COMMAND_LINE = 'console=ttyS0 quiet norandmaps';
/** Compressing and sending what a test printed, on a busy host. */
const SENDING_MS = 120_000;

function text(encoded: string): string {
  return gunzipSync(Buffer.from(encoded.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64')).toString('latin1');
}

/** On a machine that boots. Tells of as many outcomes as there are programs, also where the machine does not get that far. */
async function runAll(console: Console, programs: readonly Program[], told: (number: number, outcome: Outcome) => void): Promise<void> {
  let next = 0;
  try {
    await console.transcript.take(SHELL, BOOT_MS);
    console.send('stty -echo; dmesg -n 1; sh /tests/all.sh\n');
    await console.transcript.take(new RegExp(BEGIN), TEST_SECONDS * 1000);
    for (; next < programs.length; next++) {
      const shown = await console.transcript.take(new RegExp(END, 'm'), TEST_SECONDS * 1000 + SENDING_MS);
      const [end, number, status] = END.exec(shown) as unknown as [string, string, string];
      if (Number(number) !== next) throw new Error(`test ${next} was left out`);
      told(next, { status: Number(status), text: text(shown.slice(0, -end.length)) });
    }
    await console.transcript.take(new RegExp(OVER), TEST_SECONDS * 1000);
  } catch (error) {
    for (; next < programs.length; next++) told(next, { status: null, text: `${console.name}: ${(error as Error).message}` });
  }
}

function onHost({ path }: Program): Outcome {
  const { status, signal, stdout, stderr, error } = spawnSync(path, [], {
    encoding: 'latin1',
    timeout: TEST_SECONDS * 1000,
    maxBuffer: 1 << 28,
  });
  if (error) return { status: null, text: `host: ${error.message}` };
  return { status: signal ? null : status, text: stdout + stderr };
}

/** Without what differs from run to run on one machine too. */
export function normalised(shown: string): string[] {
  return (
    shown
      .replace(/\r/g, '')
      .replace(/\b(pid|PID|child|tid)( =)? \d+/g, '$1$2 N')
      .replace(/^(kernel: .*)\[\d+\]/gm, '$1[N]')
      // What the clock said, and what getpid gave back (unwind_vdso looks at it after the call).
      .replace(/(vDSO time offsets:) [\d. ]+/, '$1 N')
      .replace(/NR = (?!20,)\d+, args = 1, 2, 3, 4, 5, 6/g, 'NR = N')
      .trimEnd()
      .split('\n')
  );
}

/** Lines of `a` that are not at the same place in `b`, and those of `b` beyond the end of `a`. */
function differing(a: readonly string[], b: readonly string[]): number {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => a[i] !== b[i]).filter(Boolean).length;
}

/** `host` is there where it is the reference. */
export function compare(
  { name, reference }: Pick<Program, 'name' | 'reference'>,
  plex86: Outcome,
  qemu: Outcome,
  host: Outcome | undefined,
): Result {
  const expected = host ?? qemu;
  // The host's kernel says elsewhere what it has to say.
  const ours = host ? plex86.text.replace(/^kernel: .*\n/gm, '') : plex86.text;
  const lines = differing(normalised(ours), normalised(expected.text));
  const exception = EXCEPTIONS.get(name);
  const known = exception?.holds(plex86) ? { known: exception.why } : {};
  const same = lines === 0 && plex86.status === expected.status && plex86.status !== null;
  const theirs = host ? { qemu: differing(normalised(qemu.text.replace(/^kernel: .*\n/gm, '')), normalised(host.text)) } : {};
  return {
    test: name,
    reference,
    same,
    ...(same ? {} : known),
    plex86,
    qemu,
    ...(host ? { host } : {}),
    lines: { plex86: lines, ...theirs },
  };
}

/** Runs them all; `told` hears of each as soon as both machines have been through it. */
export async function runSelftests(
  files: LinuxFiles,
  programs: readonly Program[],
  folder: string,
  machine: Pick<PcOptions, 'engine' | 'sbe'>,
  told: (result: Result) => void = () => {},
): Promise<Result[]> {
  const initrd = packPrograms(programs, folder);
  const joined = join(folder, 'joined.gz');
  const first = readFileSync(files.initrd);
  writeFileSync(joined, Buffer.concat([first, new Uint8Array(-first.length & 3), readFileSync(initrd)]));
  const host = programs.map((program) => (program.reference === 'host' ? onHost(program) : undefined));
  const guest = { files, initrd, megabytes: MEGABYTES, commandLine: COMMAND_LINE };
  const results: Result[] = [];
  const outcomes: { plex86?: Outcome; qemu?: Outcome }[] = programs.map(() => ({}));
  const heard = (machineName: 'plex86' | 'qemu') => (number: number, outcome: Outcome) => {
    const both = outcomes[number]!;
    both[machineName] = outcome;
    if (!both.plex86 || !both.qemu) return;
    const result = compare(programs[number]!, both.plex86, both.qemu, host[number]);
    results.push(result);
    told(result);
  };
  const plex86 = await openPlex86(guest, machine);
  try {
    const qemu = await openQemu(guest, joined);
    try {
      await Promise.all([runAll(plex86, programs, heard('plex86')), runAll(qemu, programs, heard('qemu'))]);
    } finally {
      await qemu.close();
    }
  } finally {
    await plex86.close();
  }
  return results;
}
