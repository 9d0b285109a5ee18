/**
 * `npm run bench:machine`: what a machine costs, side by side in one run. An access to a device in C, to a posted and to an answered port of
 * a TypeScript plugin; FreeDOS from power-on to its prompt and DOS programs that compute, on plex86, QEMU (TCG), Bochs and v86.
 * Prints tables, writes reports/out/bench-machine.json.
 */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { findGuest } from '../../corpus/guests/guests.ts';
import { definePlugin, type PcOptions, pc, VirtualMachine } from '../../vm/index.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const COMMAND = join(HERE, '../../vm/cli/plex86.mjs');
const PASSES = 50;
const MIXED_PASSES = 3;
const PROMPT = 'P';
const LATEST_MS = 120_000;

const { values: flags } = parseArgs({
  options: {
    repeat: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (flags.help) {
  console.log('npm run bench:machine [-- --repeat N] [--json]\nN runs of everything, one after the other; the fastest of each counts.');
  process.exit(0);
}

const folder = mkdtempSync(join(tmpdir(), 'plex86-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function assemble(source: string, name: string, defines: Record<string, string | number>): string {
  const file = join(folder, name);
  execFileSync('nasm', [
    '-f',
    'bin',
    ...Object.entries(defines).map(([key, value]) => `-D${key}=${value}`),
    '-o',
    file,
    join(HERE, source),
  ]);
  return file;
}

// ---- exits ----

const EXIT_PORT = 0x300;
const answered = definePlugin({
  name: 'bench-answered',
  options: z.strictObject({ posted: z.boolean() }),
  setup(builder, { posted }) {
    builder.ports({ first: EXIT_PORT, posted, read: () => 0, write: () => {} });
  },
});

interface Access {
  what: string;
  port: number;
  output: boolean;
  posted: boolean;
  count: number;
}

const ACCESSES: readonly Access[] = [
  { what: 'device in C, in', port: 0x61, output: false, posted: false, count: 100_000 },
  { what: 'device in C, out', port: 0x70, output: true, posted: false, count: 100_000 },
  { what: 'plugin, posted out', port: EXIT_PORT, output: true, posted: true, count: 100_000 },
  { what: 'plugin, answered in', port: EXIT_PORT, output: false, posted: false, count: 3000 },
  { what: 'plugin, answered out', port: EXIT_PORT, output: true, posted: false, count: 3000 },
];

/** Nanoseconds of the machine's process from its start to the guest's end. */
async function runAccesses(access: Access, count: number, options: Pick<PcOptions, 'engine' | 'burst'>): Promise<number> {
  const bios = assemble('exits.asm', 'exits.rom', { COUNT: count, PORT: access.port, ...(access.output ? { OUTPUT: 1 } : {}) });
  const vm = await VirtualMachine.create({
    ...options,
    plugins: [
      'pci',
      { plugin: 'chipset', options: { bios } },
      'pic',
      'pit',
      'rtc',
      'debug-exit',
      { plugin: answered, options: { posted: access.posted } },
    ],
  });
  const ended = await vm.ended;
  if (ended.reason !== 'status' || !ended.state) throw new Error(`the ROM of exits ended by ${ended.reason}: ${ended.error?.message}`);
  return ended.state.counters.host_ns!;
}

async function costOfAccess(access: Access, options: Pick<PcOptions, 'engine' | 'burst'>): Promise<number> {
  const none = await runAccesses(access, 0, options);
  const all = await runAccesses(access, access.count, options);
  return Math.max(0, (all - none) / access.count);
}

// ---- FreeDOS ----

/** Milliseconds since the process was started, by mark: what the guest says over the debug console, a character a mark. */
type Marks = Map<string, number>;

/** A copy of the image that says PROMPT when it would show its prompt, computes, and says what it found. */
function dosImage(image: string): string {
  const copy = join(folder, 'dos.img');
  copyFileSync(image, copy);
  const files: [string, string][] = [
    [assemble('marker.asm', 'MARK.COM', { MARK: `'${PROMPT}'` }), 'MARK.COM'],
    [assemble('compute.asm', 'SIEVE.COM', { PASSES: 4 * PASSES, SIEVE: 1 }), 'SIEVE.COM'],
    [assemble('compute.asm', 'SORT.COM', { PASSES, SORT: 1 }), 'SORT.COM'],
    [assemble('compute.asm', 'MIXED.COM', { PASSES: MIXED_PASSES, SIEVE: 1, SORT: 1, MIXED: 1 }), 'MIXED.COM'],
  ];
  const batch = join(folder, 'AUTOEXEC.BAT');
  writeFileSync(batch, '@ECHO OFF\r\nMARK\r\nSIEVE\r\nSORT\r\nMIXED\r\n');
  for (const [file, name] of [...files, [batch, 'AUTOEXEC.BAT'] as const]) {
    execFileSync('mcopy', ['-o', '-i', copy, file, `::${name}`], { stdio: 'ignore' });
  }
  return copy;
}

/** What the marks say: P, then for each program <, four letters, >. */
interface DosRun {
  /** since the start of the program that was called: for a program of Node's, with Node's own start and what it loads */
  whole: number;
  /** since the start of the machine in it */
  prompt: number;
  /** code and data in pages of their own */
  sieve: number;
  sort: number;
  mixed: number;
  sums: string;
}

function reading(since: number): { add(text: string): void; done: Promise<DosRun> } {
  const times: Marks = new Map();
  let text = '';
  let own = 0;
  let finish!: (run: DosRun) => void;
  const done = new Promise<DosRun>((resolve) => {
    finish = resolve;
  });
  const add = (more: string): void => {
    const told = /^own (\d+)$/m.exec(more);
    if (told) own = Number(told[1]);
    for (const character of more) {
      if (!/[A-P<>]/.test(character) || (text === '' && character !== PROMPT)) continue;
      text += character;
      times.set(`${text.length}`, performance.now() - since);
    }
    const match = /^P<([A-P]{4})><([A-P]{4})><([A-P]{4})>/.exec(text);
    if (!match) return;
    const at = (index: number) => times.get(`${index}`)!;
    finish({
      whole: at(1),
      prompt: at(1) - own,
      sieve: at(7) - at(2),
      sort: at(13) - at(8),
      mixed: at(19) - at(14),
      sums: match.slice(1).join(' '),
    });
  };
  return { add, done };
}

async function inTime<T>(what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: no end within ${LATEST_MS / 1000} s`)), LATEST_MS);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function dosOnPlex86(image: string, engine: 'sbe' | 'interp'): Promise<DosRun> {
  const since = performance.now();
  const { add, done } = reading(since);
  const listener = definePlugin({
    name: 'bench-marks',
    options: z.strictObject({}),
    setup(builder) {
      // Answered, so that the time is the guest's.
      builder.ports({ first: 0xe9, write: (_, value) => add(String.fromCharCode(value)) });
    },
  });
  const vm = await VirtualMachine.create(pc({ fda: image, engine, plugins: [{ plugin: listener }] }));
  let run: DosRun;
  try {
    run = await inTime(engine, done);
  } finally {
    await vm.quit();
  }
  return { ...run, whole: await promptOfCommand(image, engine) };
}

/** The command, from its own start to the prompt: it prints what the guest says. */
async function promptOfCommand(image: string, engine: 'sbe' | 'interp'): Promise<number> {
  const since = performance.now();
  const args = ['boot', '--fda', image, '--engine', engine, '--headless', '--debugcon', 'stdio', '--until', `debugcon:${PROMPT}`];
  const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const said = new Promise<void>((resolve, reject) => {
    // The screen comes there as well, after the character that is waited for.
    child.stdout.once('data', (chunk: Buffer) => (chunk.toString('latin1').startsWith(PROMPT) ? resolve() : reject(new Error(`${chunk}`))));
    child.on('close', (status) => reject(new Error(`plex86 boot ended with status ${status} before the prompt`)));
  });
  try {
    await inTime('plex86 boot', said);
    return performance.now() - since;
  } finally {
    child.kill();
  }
}

/** Node alone, with nothing to do. */
function startOfNode(): number {
  const since = performance.now();
  execFileSync(process.execPath, ['-e', '0']);
  return performance.now() - since;
}

async function dosIn(command: string, args: string[]): Promise<DosRun> {
  const { add, done } = reading(performance.now());
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'], cwd: folder });
  child.stdout.on('data', (chunk: Buffer) => add(chunk.toString('latin1')));
  try {
    return await inTime(command, done);
  } finally {
    child.kill('SIGKILL');
  }
}

/** of the package, which may have been left out (npm ci --omit=dev) */
const V86 = join(HERE, '../../node_modules/v86/build/v86.wasm');

const PEERS: { name: string; program: string; run(image: string): Promise<DosRun> }[] = [
  { name: 'plex86 sbe', program: '', run: (image) => dosOnPlex86(image, 'sbe') },
  { name: 'plex86 interp', program: '', run: (image) => dosOnPlex86(image, 'interp') },
  {
    name: 'qemu (TCG)',
    program: '/usr/bin/qemu-system-i386',
    run: (image) =>
      dosIn('qemu-system-i386', [
        ...[
          '-accel',
          'tcg',
          '-M',
          'isapc',
          '-cpu',
          '486',
          '-m',
          '16',
          '-display',
          'none',
          '-serial',
          'none',
          '-parallel',
          'none',
          '-monitor',
          'none',
        ],
        ...['-drive', `if=floppy,format=raw,snapshot=on,file=${image}`, '-debugcon', 'stdio'],
      ]),
  },
  {
    name: 'bochs',
    program: '/usr/bin/bochs',
    run: (image) => {
      writeFileSync(
        join(folder, 'bochsrc'),
        `megs: 16\ncpu: model=p4_willamette, count=1, ips=100000000\nclock: sync=none\nromimage: file=/usr/share/bochs/BIOS-bochs-legacy\n` +
          `vgaromimage: file=/usr/share/vgabios/vgabios.bin\nfloppya: 1_44=${image}, status=inserted\nboot: floppy\ndisplay_library: rfb, options="timeout=0"\n` +
          `log: ${folder}/log\nport_e9_hack: enabled=1\npanic: action=fatal\nsound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy\n` +
          `speaker: enabled=0\nplugin_ctrl: speaker=0, gameport=0, parallel=0\n`,
      );
      writeFileSync(join(folder, 'debugger'), 'c\n');
      return dosIn('bochs', ['-q', '-f', join(folder, 'bochsrc'), '-rc', join(folder, 'debugger')]);
    },
  },
  { name: 'v86', program: V86, run: (image) => dosIn(process.execPath, [join(HERE, 'v86.mjs'), image]) },
];

// ---- the run ----

const repeat = Number(flags.repeat);
if (!Number.isInteger(repeat) || repeat < 1) throw new Error(`--repeat ${flags.repeat}: a whole number is wanted`);
const report: Record<string, unknown> = {};

console.error('bench: accesses to devices');
const accesses: Record<string, Record<string, string>> = {};
const figures: Record<string, Record<string, number>> = {};
for (const access of ACCESSES) {
  const columns: [string, Pick<PcOptions, 'engine' | 'burst'>][] = [
    ['by an exit each', { engine: 'sbe', burst: 0 }],
    ['in bursts', { engine: 'sbe' }],
    ['interpreted', { engine: 'interp' }],
  ];
  const row: Record<string, number> = {};
  for (const [column, options] of columns) {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < repeat; i++) best = Math.min(best, await costOfAccess(access, options));
    row[column] = Math.round(best);
  }
  figures[access.what] = row;
  accesses[access.what] = Object.fromEntries(Object.entries(row).map(([column, ns]) => [column, `${ns} ns`]));
}
report.accesses = figures;
console.table(accesses);

const guest = await findGuest('freedos').catch((error: Error) => error);
if (guest instanceof Error || guest.fda === undefined) {
  console.error(`bench: FreeDOS skipped: ${guest instanceof Error ? guest.message : 'no floppy image'}`);
} else if (!existsSync('/usr/bin/mcopy')) {
  console.error('bench: FreeDOS skipped: mtools are not installed');
} else {
  const image = dosImage(guest.fda);
  const best = new Map<string, DosRun>();
  let node = Number.POSITIVE_INFINITY;
  for (let i = 0; i < repeat; i++) {
    node = Math.min(node, startOfNode());
    for (const peer of PEERS) {
      if (peer.program !== '' && !existsSync(peer.program)) {
        if (i === 0) console.error(`bench: ${peer.name} skipped: ${peer.program} is not there`);
        continue;
      }
      console.error(`bench: FreeDOS on ${peer.name}, ${i + 1} of ${repeat}`);
      const now = await peer.run(image);
      const before = best.get(peer.name);
      if (before && before.sums !== now.sums) throw new Error(`${peer.name}: sums ${now.sums}, before ${before.sums}`);
      best.set(
        peer.name,
        before
          ? {
              whole: Math.min(before.whole, now.whole),
              prompt: Math.min(before.prompt, now.prompt),
              sieve: Math.min(before.sieve, now.sieve),
              sort: Math.min(before.sort, now.sort),
              mixed: Math.min(before.mixed, now.mixed),
              sums: now.sums,
            }
          : now,
      );
    }
  }
  const sums = new Set([...best.values()].map((run) => run.sums));
  if (sums.size !== 1)
    throw new Error(`the programs found different sums: ${[...best].map(([name, run]) => `${name} ${run.sums}`).join(', ')}`);
  const sbe = best.get('plex86 sbe')!;
  const shown = (ms: number, own: number): string => `${Math.round(ms)} ms (${(ms / own).toFixed(2)} x)`;
  console.table(
    Object.fromEntries(
      [...best].map(([name, run]) => [
        name,
        {
          'machine start to prompt': shown(run.prompt, sbe.prompt),
          'program start to prompt': shown(run.whole, sbe.whole),
          'sieve, data apart': shown(run.sieve, sbe.sieve),
          'sort, data apart': shown(run.sort, sbe.sort),
          'both, code and data mixed': shown(run.mixed, sbe.mixed),
        },
      ]),
    ),
  );
  console.log(`Node's own start, in the program's time of plex86 and v86: ${Math.round(node)} ms`);
  report.node = node;
  report.dos = Object.fromEntries(best);
}

mkdirSync('reports/out', { recursive: true });
writeFileSync('reports/out/bench-machine.json', `${JSON.stringify(report, null, 2)}\n`);
if (flags.json) console.log(JSON.stringify(report));
process.exit(0);
