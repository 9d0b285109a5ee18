/** Builds the tests and packs them, with the C library that they are linked to, into an archive for the initial RAM file system. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packFolder } from '../../../corpus/guests/linux.ts';
import { qemuPrograms, type Sources } from './sources.ts';

export interface Program {
  name: string;
  /** who says what it should print and how it should end: the same program on QEMU, or on the host's own processor */
  reference: 'qemu' | 'host';
  /** on the host */
  path: string;
}

/** "not found" of ldd is a file that the compiler's package should have brought. */
function libraries(program: string): string[] {
  const text = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...text.matchAll(/(?:=> |^\s+)(\/\S+) \(/gm)].map((match) => match[1]!);
}

/** Its own Makefile says which of the kernel's tests are built for i386, and how. */
function buildKernelTests(folder: string, to: string): Program[] {
  mkdirSync(to);
  const make = ['-s', '-j2', '-C', folder, 'all_32', `OUTPUT=${to}`];
  // Of the environment it takes the compiler and much else.
  execFileSync('make', make, { stdio: ['ignore', 'ignore', 'pipe'], env: { PATH: process.env.PATH } });
  const names = readdirSync(to).sort();
  return names.map((name) => ({ name: name.replace(/_32$/, ''), reference: 'qemu', path: join(to, name) }));
}

function buildQemuTests(folder: string, to: string): Program[] {
  mkdirSync(to);
  return qemuPrograms(folder).map((name) => {
    const path = join(to, name);
    const parts = name === 'test-i386' ? [`${name}.c`, `${name}-code16.S`, `${name}-vm86.S`] : [`${name}.c`];
    const flags = ['-m32', '-static', '-O2', '-w', ...(name === 'test-i386' ? ['-fno-pie', '-no-pie'] : [])];
    execFileSync('gcc', [...flags, '-o', path, ...parts, '-lm'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    return { name, reference: 'host', path };
  });
}

export function buildPrograms(sources: Sources, folder: string): Program[] {
  return [...buildKernelTests(sources.kernel, join(folder, 'kernel')), ...buildQemuTests(sources.qemu, join(folder, 'qemu'))];
}

/** Seconds that a test may take in a guest. */
export const TEST_SECONDS = 60;

export const BEGIN = '<<begin>>';
export const OVER = '<<over>>';
/** number of the test, and its exit status; 143: the time was over */
export const END = /<<end (\d+) (\d+)>>/;

/**
 * One test after the other. The text of each goes through the line compressed and in letters: serial lines are slow, and some tests print
 * bytes that a terminal takes for commands. After it come the kernel's messages, warnings and worse.
 */
function script(programs: readonly Program[]): string {
  const each = programs.map(
    (_, i) => `
timeout ${TEST_SECONDS} /tests/${i} > /tmp/out 2>&1 < /dev/null; status=$?
dmesg -cr | sed -n 's/^<\\([0-4]\\)>\\[ *[0-9.]*\\] /kernel: /p' >> /tmp/out
gzip -c /tmp/out | base64; echo "<""<end ${i} $status>>"`,
  );
  return `echo "<""<begin>>"\ndmesg -cr > /dev/null\ncd /tmp\n${each.join('\n')}\necho "<""<over>>"\npoweroff\n`;
}

/** The archive's path in `folder`: the programs by number in /tests, /tests/all.sh, and libraries where the host has them. */
export function packPrograms(programs: readonly Program[], folder: string): string {
  const root = join(folder, 'root');
  mkdirSync(join(root, 'tests'), { recursive: true });
  const needed = new Set<string>();
  for (const [i, { path, reference }] of programs.entries()) {
    copyFileSync(path, join(root, 'tests', String(i)));
    const isStatic = reference === 'host' || !readFileSync(path).includes('/lib/ld-linux.so.2');
    if (!isStatic) for (const library of libraries(path)) needed.add(library);
  }
  for (const library of needed) {
    mkdirSync(join(root, dirname(library)), { recursive: true });
    cpSync(library, join(root, library), { dereference: true });
  }
  writeFileSync(join(root, 'tests/all.sh'), script(programs));
  const archive = join(folder, 'tests.gz');
  writeFileSync(archive, packFolder(root));
  return archive;
}
