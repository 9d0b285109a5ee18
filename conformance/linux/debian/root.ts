/** A file system of Debian's i386 packages for a chroot in the guest, with perl's own tests: one image, made once and kept in the user's cache. */
import { execFileSync, type StdioOptions } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Archive, ArchiveMissing, openArchive } from '../../../corpus/guests/debian.ts';

const SUITE = 'bookworm';

/** What the session runs; apt finds what these need. */
const PACKAGES = [
  ...['dash', 'coreutils', 'sed', 'grep', 'diffutils'],
  ...['strace', 'gdb-minimal', 'tcc', 'libc6-dev'],
  ...['perl', 'python3.11-minimal', 'libpython3.11-testsuite'],
] as const;

/** Nobody reads them there. */
const LEFT_OUT = ['doc', 'info', 'lintian', 'locale', 'man'].map((name) => `usr/share/${name}`);

/** Free space: the file system is mounted read-only. */
const SPARE_MEGABYTES = 16;

const STDIO: { stdio: StdioOptions } = { stdio: ['ignore', 'pipe', 'pipe'] };

/** Perl's tests stand beside their library, which they reach as ../lib: one folder of what the packages have in three. */
function addPerlTests(sources: readonly string[], root: string, work: string): void {
  const original = sources.find((file) => /perl_[\d.]+\.orig\.tar\.xz$/.test(file));
  if (original === undefined) throw new ArchiveMissing('the source package of perl has no file .orig.tar.xz');
  execFileSync('tar', ['-xJf', original, '-C', work, '--no-same-owner', '--wildcards', '*/t'], STDIO);
  const tree = readdirSync(work).find((name) => /^perl-[\d.]+$/.test(name));
  if (tree === undefined) throw new ArchiveMissing(`${original} has no folder of perl's sources`);
  const version = tree.slice('perl-'.length);
  const to = join(root, 'opt/perl');
  mkdirSync(join(to, 'lib'), { recursive: true });
  const libraries = [`usr/share/perl/${version}`, `usr/lib/i386-linux-gnu/perl/${version}`, 'usr/lib/i386-linux-gnu/perl-base'];
  // Linked, not copied: in the image too they are there once.
  for (const library of libraries) execFileSync('cp', ['-alf', `${join(root, library)}/.`, join(to, 'lib')], STDIO);
  cpSync(join(work, tree, 't'), join(to, 't'), { recursive: true });
  // They call the program that they are to test ./perl.
  symlinkSync('/usr/bin/perl', join(to, 't/perl'));
}

async function build(archive: Archive, work: string, image: string, tell: (text: string) => void): Promise<void> {
  tell(`fetching ${PACKAGES.join(', ')} with what they need (50 MB) from ${archive.address}`);
  const files = await archive.downloadAll(PACKAGES);
  tell('fetching the source package of perl (14 MB), for its tests');
  const sources = await archive.source('perl');
  tell('making the file system');
  const root = join(work, 'root');
  mkdirSync(root);
  for (const file of files) execFileSync('dpkg-deb', ['-x', file, root], STDIO);
  for (const folder of LEFT_OUT) rmSync(join(root, folder), { recursive: true, force: true });
  for (const folder of ['dev', 'proc', 'session', 'tmp']) mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0:root:/tmp:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n');
  writeFileSync(join(root, 'etc/group'), 'root:x:0:\nnogroup:x:65534:\n');
  addPerlTests(sources, root, work);
  const kilobytes = Number(execFileSync('du', ['-sk', root], { encoding: 'utf8' }).split('\t')[0]);
  // A twentieth for what du does not know of: inodes and maps.
  const megabytes = Math.ceil((kilobytes / 1024) * 1.05) + SPARE_MEGABYTES;
  const part = `${image}.${process.pid}`;
  rmSync(part, { force: true });
  // Without a journal there is nothing to be written at a mount.
  execFileSync(
    'mke2fs',
    ['-q', '-F', '-t', 'ext4', '-O', '^has_journal', '-m', '0', '-E', 'root_owner=0:0', '-d', root, part, `${megabytes}M`],
    STDIO,
  );
  renameSync(part, image);
}

/**
 * The image's path, made where it is not there yet. Rejects with an ArchiveMissing where packages cannot be fetched; with `download: false`
 * it gives null instead of fetching.
 */
export async function locateRoot({
  download = true,
  tell = () => {},
}: {
  download?: boolean;
  tell?: (text: string) => void;
} = {}): Promise<string | null> {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'plex86', 'debian');
  // Another text of this file, another image.
  const recipe = createHash('sha256')
    .update(readFileSync(fileURLToPath(import.meta.url)))
    .digest('hex');
  const image = join(cache, `root-${recipe.slice(0, 12)}.img`);
  if (existsSync(image)) return image;
  if (!download) return null;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, '.fetch-'));
  try {
    tell(`reading the lists of packages of Debian ${SUITE} (18 MB)`);
    await build(await openArchive(join(work, 'apt'), SUITE, 'i386', { sources: true }), work, image, tell);
    for (const name of readdirSync(cache))
      if (/^root-\w+\.img$/.test(name) && join(cache, name) !== image) rmSync(join(cache, name), { force: true });
    return image;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Why there is no image without fetching anything; null: there is one. */
export async function missingRoot(): Promise<string | null> {
  const image = await locateRoot({ download: false });
  return image === null ? 'its packages are not there yet; `plex86 linux --session debian` fetches them' : null;
}
