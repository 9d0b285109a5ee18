/** Where the tests come from: Debian's packages of sources, of which the tests alone are kept in the user's cache. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Archive, openArchive } from '../../../corpus/guests/debian.ts';

export interface Sources {
  /** the kernel's tools/testing/selftests/x86 */
  kernel: string;
  /** QEMU's tests/tcg/i386 */
  qemu: string;
}

type Progress = (text: string) => void;

const SUITE = 'bookworm';

/** Paths in the kernel's tree: the tests, and what their Makefile and sources include. */
const KERNEL_FILES = [
  'COPYING',
  'arch/x86/include/asm/desc_defs.h',
  'scripts/subarch.include',
  'tools/scripts',
  'tools/testing/selftests/kselftest.h',
  'tools/testing/selftests/lib.mk',
  'tools/testing/selftests/x86',
];
const QEMU_FILES = ['COPYING', 'tests/tcg/i386'];

/** Unpacks the named files and folders of an archive that has one folder at its top, and leaves that folder out. */
function unpack(archive: string, names: readonly string[], folder: string): void {
  mkdirSync(folder);
  const patterns = names.map((name) => `*/${name}`);
  // A pattern names a folder with what is in it; without --no-wildcards-match-slash "*" would match deeper folders of that name too.
  const flags = ['--strip-components=1', '--wildcards', '--no-wildcards-match-slash', '--no-same-owner'];
  execFileSync('tar', ['-xJf', archive, '-C', folder, ...flags, ...patterns], { stdio: ['ignore', 'ignore', 'pipe'] });
}

async function fetchKernel(archive: Archive, version: string, work: string, tell: Progress): Promise<void> {
  const name = `linux-source-${version}`;
  const bytes = Number((await archive.show(name)).get('Size') ?? 0);
  tell(`fetching ${name} (${Math.round(bytes / 1e6)} MB) from ${archive.address}`);
  const [file] = (await archive.download([name])) as [string];
  tell(`unpacking the tests of ${name}, which takes a while`);
  execFileSync('dpkg-deb', ['-x', file, join(work, 'package')], { stdio: ['ignore', 'ignore', 'pipe'] });
  unpack(join(work, 'package/usr/src', `${name}.tar.xz`), KERNEL_FILES, join(work, 'tree'));
}

async function fetchQemu(archive: Archive, work: string, tell: Progress): Promise<void> {
  tell(`fetching the source package of qemu (24 MB) from ${archive.address}`);
  const original = (await archive.source('qemu')).find((file) => /\.orig\.tar\.xz$/.test(file));
  if (original === undefined) throw new Error(`the source package of qemu of ${archive.address} has no file .orig.tar.xz`);
  tell("unpacking qemu's tests");
  unpack(original, QEMU_FILES, join(work, 'tree'));
}

/**
 * The tests' sources for a kernel ("6.1.0-50-686"), fetched where they are not there yet. Rejects with an ArchiveMissing where they cannot be
 * fetched.
 */
export async function locateSources(kernel: string, tell: Progress = () => {}): Promise<Sources> {
  const version = /^\d+\.\d+/.exec(kernel)?.[0];
  if (version === undefined) throw new Error(`"${kernel}" is no version of a kernel`);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plex86', 'selftests');
  const wanted: readonly [folder: string, fetch: (archive: Archive, work: string) => Promise<void>][] = [
    [`linux-${version}`, (archive, work) => fetchKernel(archive, version, work, tell)],
    ['qemu', (archive, work) => fetchQemu(archive, work, tell)],
  ];
  mkdirSync(cache, { recursive: true });
  const missing = wanted.filter(([folder]) => !existsSync(join(cache, folder)));
  if (missing.length > 0) {
    const work = mkdtempSync(join(cache, '.fetch-'));
    try {
      tell(`reading the lists of packages of Debian ${SUITE} (18 MB)`);
      const archive = await openArchive(join(work, 'apt'), SUITE, 'i386', { sources: true });
      for (const [folder, fetch] of missing) {
        const own = join(work, folder);
        mkdirSync(own);
        await fetch(archive, own);
        renameSync(join(own, 'tree'), join(cache, folder));
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }
  return {
    kernel: join(cache, `linux-${version}`, 'tools/testing/selftests/x86'),
    qemu: join(cache, 'qemu', 'tests/tcg/i386'),
  };
}

/**
 * Programs of QEMU's folder that run on a processor of SSE2: not those that its Makefile builds with SSE4.1, SSSE3, AVX, 3DNow! or BMI; nor
 * the one of minutes, which it too leaves to slow runs.
 */
export function qemuPrograms(folder: string): string[] {
  const beyond = /-(bmi2|fprem|pcmpistri|sse-exceptions|ssse3)$/;
  return readdirSync(folder)
    .flatMap((file) => /^(test-i386.*)\.c$/.exec(file)?.[1] ?? [])
    .filter((name) => !beyond.test(name))
    .sort();
}
