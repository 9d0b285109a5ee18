/** The nightly's table of parts: what is run, and what is read from its JSON. */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { locateGuest, locateLinux, locatePackaged } from '../../corpus/guests/guests.ts';
import { ROOT } from '../../vm/c-header.ts';
import type { Part, Reading, Settings } from './part.ts';

const CLI = 'vm/cli/plex86.mjs';
const script = (path: string): string[] => ['--import', 'tsx', path];
const resume = (settings: Settings): string[] => (settings.resume ? ['--resume'] : []);
const size = <T>({ quick }: Settings, full: T, small: T): T => (quick ? small : full);

// ---- what has to be there ----

type Need = () => Promise<string | null>;
const qemu: Need = async () => (existsSync('/usr/bin/qemu-system-i386') ? null : 'QEMU is not installed: apt-get install qemu-system-x86');
const mtools: Need = async () => (existsSync('/usr/bin/mcopy') ? null : 'mtools are not installed: apt-get install mtools');
const freedos: Need = () =>
  locateGuest('freedos').then(
    () => null,
    (error: Error) => error.message.split('\n')[0]!,
  );
const file =
  (path: string, what: string): Need =>
  async () =>
    existsSync(`${ROOT}${path}`) ? null : `${what} is not built yet (${path})`;
const linuxGuest: Need = () =>
  locateLinux('linux').then(
    () => null,
    (error: Error) => error.message.replaceAll('\n', ' '),
  );
const packaged =
  (name: string): Need =>
  () =>
    locatePackaged(name).then(
      () => null,
      (error: Error) => error.message.replaceAll('\n', ' '),
    );

const all =
  (...needs: Need[]): Need =>
  async () => {
    for (const need of needs) {
      const missing = await need();
      if (missing !== null) return missing;
    }
    return null;
  };

// ---- what is read ----

const last = <T>(lines: readonly unknown[], shape: z.ZodType<T>): T => shape.parse(lines.at(-1));
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** What is zero in a good run, as findings. */
function nonZero(counts: Record<string, number>): string[] {
  return Object.entries(counts)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => `${name}: ${value}`);
}

/** A part that did nothing has proved nothing. */
function atLeastOne(name: string, value: number): string[] {
  return value > 0 ? [] : [`${name}: none`];
}

const session = z.object({
  commands: z.number(),
  differences: z.array(z.unknown()),
  files: z.array(z.unknown()).default([]),
});

/** The DOS session on plex86 and on QEMU. */
function readSession(lines: readonly unknown[]): Reading {
  const { commands, differences, files } = last(lines, session);
  return {
    figures: { commands, differences: differences.length, 'files that differ': files.length },
    findings: [...atLeastOne('commands', commands), ...differences.map(text), ...files.map(text)],
  };
}

const linuxSession = z.object({
  steps: z.number(),
  differences: z.array(z.unknown()),
  warnings: z.array(z.string()),
  disk: z.string().nullable(),
  clock: z.object({ plex86: z.number() }),
});

/** The Linux session; what else it judges (exit status, clock) it says by its own. */
function readLinuxSession(lines: readonly unknown[]): Reading {
  const { steps, differences, warnings, disk, clock } = last(lines, linuxSession);
  return {
    figures: { steps, differences: differences.length, 'warnings of our own': warnings.length, 'clock wrong by, s': clock.plex86 },
    findings: [...atLeastOne('steps', steps), ...differences.map(text), ...warnings, ...(disk === null ? [] : [`e2fsck: ${disk}`])],
  };
}

const selftests = z.object({ tests: z.number(), differences: z.array(z.string()) });

function readSelftests(lines: readonly unknown[]): Reading {
  const { tests, differences } = last(lines, selftests);
  return { figures: { tests, differences: differences.length }, findings: [...atLeastOne('tests', tests), ...differences] };
}

const soak = z.object({
  minutes: z.number(),
  rounds: z.number(),
  commands: z.number().default(0),
  violations: z.array(z.string()),
});

function readSoak(lines: readonly unknown[]): Reading {
  const { minutes, rounds, commands, violations } = last(lines, soak);
  return {
    figures: { minutes, rounds, commands, findings: violations.length },
    findings: [...atLeastOne('rounds', rounds), ...violations],
  };
}

const boots = z.object({
  boots: z.number(),
  up: z.number(),
  milliseconds: z.number().nullable(),
  slowest: z.number().nullable(),
  failures: z.array(z.object({ boot: z.number(), why: z.string() })),
});

function readBoots(lines: readonly unknown[]): Reading {
  const { boots: wanted, up, milliseconds, slowest, failures } = last(lines, boots);
  return {
    figures: { boots: wanted, up, ...(milliseconds && slowest ? { 'slowest / median': slowest / milliseconds } : {}) },
    findings: failures.map(({ boot, why }) => `boot ${boot}: ${why}`),
  };
}

const account = z.object({
  generated: z.number(),
  compared: z.number(),
  mismatched: z.number(),
  known: z.record(z.string(), z.number()),
  skipped: z.record(z.string(), z.number()),
});
const fuzz = z.object({
  next: z.number(),
  accounts: z.record(z.string(), account),
  outcomes: z.record(z.string(), z.record(z.string(), z.number())),
  incidents: z.array(z.string()),
  failures: z.string().nullable(),
});

function readFuzz(lines: readonly unknown[]): Reading {
  const { next, accounts, outcomes, incidents, failures } = last(lines, fuzz);
  const figures: Record<string, number> = { cases: next };
  const findings: string[] = [];
  for (const [name, { compared, mismatched }] of Object.entries(accounts)) {
    figures[`compared with ${name}`] = compared;
    figures[`mismatched with ${name}`] = mismatched;
    findings.push(...atLeastOne(`compared with ${name}`, compared), ...nonZero({ [`mismatched with ${name}`]: mismatched }));
  }
  figures['second wall'] = outcomes.sbe?.escaped ?? 0;
  findings.push(...incidents.filter((one) => /^(sbe|interp)/.test(one)));
  if (findings.length > 0 && failures !== null) findings.push(`saved in ${failures}`);
  return { figures, findings };
}

const conformance = z.object({
  snippets: z.number(),
  matrix: z.object({
    total: z.object({ compared: z.number(), skipped: z.number(), mismatched: z.number(), known: z.number() }),
  }),
  missing: z.array(z.string()),
  errors: z.array(z.string()),
  incidents: z.array(z.string()),
});

function readConformance(lines: readonly unknown[]): Reading {
  const { snippets, matrix, missing, errors, incidents } = last(lines, conformance);
  const { compared, skipped, mismatched, known } = matrix.total;
  return {
    figures: { snippets, compared, skipped, mismatched, known, 'engines not there': missing.length },
    findings: [...atLeastOne('compared', compared), ...nonZero({ mismatched }), ...missing, ...errors, ...incidents],
  };
}

const kernel = z.object({
  kernel: z.string(),
  good: z.boolean(),
  machines: z.record(z.string(), z.object({ lines: z.array(z.string()) })),
});

function readKernels(lines: readonly unknown[]): Reading {
  const kernels = lines.map((line) => kernel.parse(line));
  const bad = kernels.filter((each) => !each.good);
  return {
    figures: {
      kernels: kernels.length,
      'lines compared': kernels.reduce(
        (sum, { machines }) => sum + Object.values(machines).reduce((all, one) => all + one.lines.length, 0),
        0,
      ),
      'kernels that differ': bad.length,
    },
    findings: [...atLeastOne('kernels', kernels.length), ...bad.map((each) => `${each.kernel} differs`)],
  };
}

const mutants = z.object({ mutants: z.number(), killed: z.number(), survivors: z.array(z.string()), noisy: z.array(z.string()) });

function readMutants(lines: readonly unknown[]): Reading {
  const { mutants: all, killed, survivors, noisy } = last(lines, mutants);
  return {
    figures: { mutants: all, killed, survivors: survivors.length, 'killed / all': killed / all },
    // Survivors are figures: whether there are too many the command says by its exit status.
    findings: noisy.map((id) => `differs without a mutant: ${id}`),
  };
}

const bench = z.object({
  loops: z.array(z.object({ loop: z.string(), 'sbe / flat': z.number(), 'sbe / same bases': z.number() })),
  costs: z.array(z.object({ event: z.string(), 'of a signal round trip': z.number() })),
  scanner: z.object({ 'nanoseconds a byte': z.number() }),
  differences: z.array(z.string()),
});

function readBench(lines: readonly unknown[]): Reading {
  const { loops, costs, scanner, differences } = last(lines, bench);
  return {
    figures: {
      ...Object.fromEntries(loops.map((each) => [`${each.loop}: sbe / bare, flat`, each['sbe / flat']])),
      ...Object.fromEntries(costs.map((each) => [`${each.event} / signal round trip`, each['of a signal round trip']])),
      'scanner, ns a byte': scanner['nanoseconds a byte'],
      'counts that differ': differences.length,
    },
    findings: differences,
  };
}

const dosRun = z.object({ whole: z.number(), prompt: z.number(), apart: z.number(), mixed: z.number() });
const machines = z.object({ dos: z.record(z.string(), dosRun) });

function readMachines(lines: readonly unknown[]): Reading {
  const { dos } = last(lines, machines);
  const sbe = z.record(z.string(), dosRun).parse(dos)['plex86 sbe'];
  if (!sbe) throw new Error('no figures of plex86');
  const figures: Record<string, number> = {};
  for (const [name, run] of Object.entries(dos)) {
    if (name === 'plex86 sbe') continue;
    figures[`prompt: ${name} / plex86`] = run.prompt / sbe.prompt;
    figures[`compute: ${name} / plex86`] = run.apart / sbe.apart;
    figures[`compute, mixed pages: ${name} / plex86`] = run.mixed / sbe.mixed;
  }
  return { figures, findings: [] };
}

const booted = z.object({ status: z.number(), steps: z.array(z.unknown()), screen: z.string(), error: z.string().optional() });

/** A pass of the memory test: what its screen says at the end. */
function readMemoryTest(lines: readonly unknown[]): Reading {
  const { error, screen } = last(lines, booted);
  const counts = /Pass: +(\d+) +Errors: +(\d+)/.exec(screen);
  const [passes, errors] = [Number(counts?.[1] ?? 0), Number(counts?.[2] ?? Number.NaN)];
  if (Number.isNaN(errors)) return { figures: {}, findings: [error ?? 'the screen shows no count of errors', screen] };
  return { figures: { passes, errors }, findings: [...(error === undefined ? [] : [error]), ...nonZero({ errors })] };
}

// ---- the table ----

const bootsOf = (guest: string, load: boolean, full: number, quick: number): Part['command'] => {
  return (settings) => [
    ...script('reports/nightly/boots.ts'),
    guest,
    ...(load ? ['--load'] : []),
    ...['--count', `${size(settings, full, quick)}`, '--json'],
  ];
};

const LINUX = 'conformance/linux/command.ts';

export const PARTS: readonly Part[] = [
  {
    name: 'conformance',
    about: 'the corpus and a generated sample on every engine',
    minutes: { full: 6, quick: 2 },
    command: (settings) => [CLI, 'conformance', '--json', '--seed', `${settings.seed}`, '--sample', `${size(settings, 108_000, 600)}`],
    read: readConformance,
  },
  {
    name: 'kernels',
    about: 'the test-kernels on every machine',
    minutes: { full: 3, quick: 1 },
    command: (settings) => [CLI, 'kernels', '--json', ...size(settings, [], ['--on', 'sbe,interp'])],
    read: readKernels,
  },
  {
    name: 'freedos',
    about: 'a DOS session on plex86 and on QEMU, from a floppy',
    minutes: { full: 3, quick: 3 },
    missing: all(qemu, mtools, freedos),
    command: () => [CLI, 'freedos', '--json'],
    read: readSession,
  },
  {
    name: 'freedos-disk',
    about: 'the same from a hard disk, SBE in strict mode',
    minutes: { full: 4, quick: 4 },
    missing: all(qemu, mtools, freedos),
    command: () => [CLI, 'freedos', '--hard-disk', '--sbe', 'strict', '--json'],
    read: readSession,
  },
  {
    name: 'linux',
    about: 'a Linux session on plex86 and on QEMU',
    minutes: { full: 10, quick: 10 },
    missing: all(file(LINUX, 'plex86 linux'), qemu),
    command: () => [CLI, 'linux', '--json'],
    read: readLinuxSession,
  },
  {
    name: 'linux-debian',
    about: "strace, gdb, a compiler, perl's and python's own tests in Debian's packages, on plex86 and on QEMU; quick: a few",
    minutes: { full: 20, quick: 2 },
    missing: all(file(LINUX, 'plex86 linux'), qemu, linuxGuest),
    command: (settings) => [
      ...[CLI, 'linux', '--session', 'debian', '--json'],
      ...size(settings, [], ['--step', 'strace', '--step', 'gdb: breakpoints', '--step', 'perl base']),
    ],
    read: readLinuxSession,
  },
  {
    name: 'selftests',
    about: "the kernel's own tests of x86 and QEMU's, in Linux on plex86 and on QEMU",
    minutes: { full: 5, quick: 5 },
    missing: all(file(LINUX, 'plex86 linux'), qemu),
    command: () => [CLI, 'selftests', '--json'],
    read: readSelftests,
  },
  {
    name: 'boots-freedos',
    about: 'boots of FreeDOS in a row',
    minutes: { full: 3, quick: 0.3 },
    missing: freedos,
    command: bootsOf('freedos', false, 100, 5),
    read: readBoots,
  },
  {
    name: 'boots-freedos-loaded',
    about: 'the same while the host is busy',
    minutes: { full: 2, quick: 0.5 },
    missing: freedos,
    command: bootsOf('freedos', true, 10, 2),
    read: readBoots,
  },
  {
    name: 'boots-linux',
    about: 'boots of Linux in a row',
    minutes: { full: 30, quick: 1 },
    missing: linuxGuest,
    command: bootsOf('linux', false, 100, 2),
    read: readBoots,
  },
  {
    name: 'boots-linux-loaded',
    about: 'the same while the host is busy',
    minutes: { full: 15, quick: 2 },
    missing: linuxGuest,
    command: bootsOf('linux', true, 10, 1),
    read: readBoots,
  },
  {
    name: 'memtest86',
    about: 'Memtest86+ on 16 MB: a whole pass (its last test waits for minutes), quick: the first tests',
    minutes: { full: 4, quick: 0.5 },
    missing: packaged('memtest86'),
    command: (settings) => [
      ...[CLI, 'boot', 'memtest86', '--headless', '--json', '--timeout', '600'],
      ...['--until', size(settings, 'screen:Pass: +[1-9]', 'screen:Test #[4-9]')],
    ],
    read: readMemoryTest,
  },
  {
    name: 'fuzz',
    about: 'generated cases: interpreter, SBE and Unicorn',
    minutes: { full: 30, quick: 0.3 },
    command: (settings) => [
      ...[CLI, 'fuzz', '--json', ...resume(settings), '--mode', 'all', '--seed', `${settings.seed}`],
      ...['--count', `${size(settings, 20_000_000, 20_000)}`],
    ],
    read: readFuzz,
  },
  {
    name: 'fuzz-conditions',
    about: 'generated cases: interpreter and SBE in fast mode, under every cache condition',
    minutes: { full: 20, quick: 0.3 },
    command: (settings) => [
      ...[CLI, 'fuzz', '--json', ...resume(settings), '--mode', 'all', '--engines', 'interp,sbe', '--sbe', 'fast', '--conditions', 'all'],
      ...['--seed', `${settings.seed}`, '--count', `${size(settings, 3_000_000, 5000)}`],
    ],
    read: readFuzz,
  },
  {
    name: 'fuzz-paging',
    about: 'generated cases under page tables of their own: interpreter, SBE, QEMU and Bochs',
    minutes: { full: 20, quick: 0.5 },
    command: (settings) => [
      ...[CLI, 'fuzz', '--json', ...resume(settings), '--kind', 'paging', '--mode', 'v86,pm16,pm32', '--cpl', '0,3'],
      ...['--engines', 'interp,sbe,qemu,bochs', '--seed', `${settings.seed}`, '--count', `${size(settings, 200_000, 500)}`],
    ],
    read: readFuzz,
  },
  {
    name: 'hostile',
    about: 'bytes that mean harm, in fast mode: only how they end counts',
    minutes: { full: 10, quick: 0.3 },
    command: (settings) => [
      ...[CLI, 'fuzz', '--json', ...resume(settings), '--hostile', '--mode', 'all', '--engines', 'sbe', '--sbe', 'fast'],
      ...['--seed', `${settings.seed}`, '--count', `${size(settings, 5_000_000, 20_000)}`],
    ],
    read: readFuzz,
  },
  {
    name: 'mutants',
    about: 'seeded bugs of the monitor, and whether the harness finds them',
    minutes: { full: 10, quick: 2 },
    command: (settings) => [
      ...[CLI, 'mutants', '--json'],
      ...size(settings, [], ['--only', 'MUTANT_PUSHF_NATIVE', 'MUTANT_STALE_OWN_PAGE', 'MUTANT_ADC_CARRY']),
    ],
    read: readMutants,
  },
  {
    name: 'bench',
    about: 'loops, exits and the scanner, as ratios within one run; counts against bench/golden.json',
    minutes: { full: 3, quick: 1 },
    command: (settings) => [...script('bench/bench.ts'), '--json', ...size(settings, [], ['--rounds', '2', '--seconds', '0.5'])],
    read: readBench,
  },
  {
    name: 'bench-machine',
    about: 'FreeDOS and its programs on plex86, QEMU, Bochs and v86 in one run',
    minutes: { full: 6, quick: 2 },
    missing: all(mtools, freedos),
    command: (settings) => [...script('bench/machine/machine.ts'), '--json', '--repeat', size(settings, '3', '1')],
    read: readMachines,
  },
  {
    name: 'soak-freedos',
    about: 'an hour of a busy DOS session: screens, clocks, memory, descriptors',
    minutes: { full: 61, quick: 1 },
    missing: all(mtools, freedos),
    command: (settings) => [...script('bench/machine/soak.ts'), '--json', '--minutes', size(settings, '60', '0.5')],
    read: readSoak,
  },
  {
    name: 'soak-linux',
    about: 'an hour of forks, files, signals and network in Linux',
    minutes: { full: 64, quick: 3 },
    missing: linuxGuest,
    command: (settings) => [...script('bench/machine/soak-linux.ts'), '--json', '--minutes', size(settings, '60', '0.5')],
    read: readSoak,
  },
];
