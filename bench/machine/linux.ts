/**
 * `npm run bench:linux`: Debian's 32-bit Linux from the machine's start to its shell's prompt, and what the shell then computes, on plex86 and
 * QEMU (TCG) in one run: same kernel, file system, memory. Exits by cause. Prints tables, writes reports/out/bench-linux.json.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Console, openPlex86, openQemu } from '../../conformance/linux/consoles.ts';
import { locateLinux } from '../../corpus/guests/guests.ts';

const { values: flags } = parseArgs({
  options: {
    repeat: { type: 'string', default: '3' },
    engine: { type: 'string', default: 'sbe' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (flags.help) {
  console.log(
    'npm run bench:linux [-- --repeat N] [--engine sbe|interp] [--json]\nN runs of each, one after the other; the fastest of each counts.',
  );
  process.exit(0);
}
const repeat = Number(flags.repeat);
if (!Number.isInteger(repeat) || repeat < 1) throw new Error(`--repeat ${flags.repeat}: a whole number is wanted`);
if (flags.engine !== 'sbe' && flags.engine !== 'interp') throw new Error(`--engine ${flags.engine}: sbe or interp is wanted`);
const engine: 'sbe' | 'interp' = flags.engine;

const MEGABYTES = 128;
const BOOT_MS = 900_000;
const WORK_MS = 300_000;
/** Busybox asks the terminal where its cursor is after each prompt; nobody answers. */
const ASKING = '\u001b\\[6n$';
const PROMPT = new RegExp(`/ # ${ASKING}`);

/** What the others need. */
const BEFORE = 'seq 1 600000 > /tmp/numbers; sync';

/** What the shell does, and how long it takes: each is one line. */
const WORK: Readonly<Record<string, string>> = {
  md5sum: 'head -c 30000000 /dev/zero | md5sum',
  gzip: 'gzip -c /tmp/numbers | md5sum',
  awk: "awk 'BEGIN { for (i = 0; i < 400000; i++) s += i % 7 * i; print s }'",
  forks: 'i=0; while [ $i -lt 300 ]; do i=$((i+1)); /bin/busybox true; done; echo $i',
  // seq writes each line by itself
  writes: 'seq 1 20000 | wc -l',
};

interface Run {
  /** milliseconds */
  boot: number;
  work: Record<string, number>;
  /** what was printed; has to be the same everywhere */
  printed: string;
}

async function measure(open: () => Promise<Console>): Promise<Run> {
  const since = performance.now();
  const machine = await open();
  try {
    await machine.transcript.take(PROMPT, BOOT_MS);
    const boot = performance.now() - since;
    const work: Record<string, number> = {};
    let printed = '';
    machine.send(`${BEFORE}\n`);
    await machine.transcript.take(PROMPT, WORK_MS);
    for (const [name, line] of Object.entries(WORK)) {
      const start = performance.now();
      machine.send(`${line}\n`);
      const shown = await machine.transcript.take(PROMPT, WORK_MS);
      work[name] = performance.now() - start;
      printed += shown.split('\n').slice(1, -1).join('\n');
    }
    return { boot, work, printed };
  } finally {
    await machine.close();
  }
}

const best = (a: Run | undefined, b: Run): Run =>
  a === undefined
    ? b
    : {
        boot: Math.min(a.boot, b.boot),
        work: Object.fromEntries(Object.keys(WORK).map((name) => [name, Math.min(a.work[name]!, b.work[name]!)])),
        printed: b.printed,
      };

const files = await locateLinux('linux', { tell: (text) => console.error(`bench: ${text}`) });
const guest = { files, megabytes: MEGABYTES, commandLine: 'console=ttyS0 quiet' };
let [ours, theirs]: [Run | undefined, Run | undefined] = [undefined, undefined];
let exits: Record<string, number> = {};
let total = 0;
for (let i = 0; i < repeat; i++) {
  console.error(`bench: Linux on plex86 and QEMU, ${i + 1} of ${repeat}`);
  const a = await measure(async () => {
    const machine = await openPlex86(guest, { engine });
    const close = machine.close;
    return {
      ...machine,
      close: async () => {
        if (!machine.vm.isOver) exits = (await machine.vm.state()).exits;
        total = Object.values(exits).reduce((sum, each) => sum + each, 0);
        await close();
      },
    };
  });
  const b = await measure(() => openQemu(guest, files.initrd));
  if (a.printed !== b.printed) throw new Error(`different answers:\n${a.printed}\n---\n${b.printed}`);
  ours = best(ours, a);
  theirs = best(theirs, b);
}
if (!ours || !theirs) throw new Error('nothing was run');

const row = (a: number, b: number): Record<string, string> => ({
  [`plex86 ${engine}`]: `${Math.round(a)} ms`,
  'qemu (TCG)': `${Math.round(b)} ms`,
  'plex86 / qemu': (a / b).toFixed(2),
});
console.table({
  'machine start to prompt': row(ours.boot, theirs.boot),
  ...Object.fromEntries(Object.keys(WORK).map((name) => [name, row(ours!.work[name]!, theirs!.work[name]!)])),
});
console.table(
  Object.fromEntries(
    Object.entries(exits)
      .filter(([, count]) => count > 0)
      .sort(([, a], [, b]) => b - a)
      .map(([cause, count]) => [cause, { exits: count, share: `${((100 * count) / total).toFixed(1)} %` }]),
  ),
);
const folder = fileURLToPath(new URL('../../reports/out/', import.meta.url));
mkdirSync(folder, { recursive: true });
const report = { engine, plex86: { boot: ours.boot, ...ours.work }, qemu: { boot: theirs.boot, ...theirs.work }, exits };
writeFileSync(`${folder}bench-linux.json`, `${JSON.stringify(report, null, 2)}\n`);
if (flags.json) console.log(JSON.stringify(report));
