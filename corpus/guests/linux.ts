/** A Linux to boot, out of Debian's packages: the kernel as it is, and an initial RAM file system of busybox and some kernel modules. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
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
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { z } from 'zod';
import { openArchive } from './debian.ts';
import { copyModules } from './modules.ts';

export const debianGuest = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  description: z.string(),
  suite: z.string(),
  architecture: z.string(),
  /** a package that depends on the one with the kernel */
  kernel: z.string(),
  /** the package with a static busybox */
  busybox: z.string(),
  modules: z.array(z.string()),
  licence: z.string(),
  boot: z.strictObject({ memory: z.string(), serial: z.string(), display: z.string() }),
  ready: z.string(),
});
export type DebianGuest = z.output<typeof debianGuest>;

export interface LinuxFiles {
  /** of the kernel: "6.1.0-50-686" */
  version: string;
  kernel: string;
  initrd: string;
}

type Progress = (text: string) => void;

/** Our own part of the file system: file in corpus/guests/linux, place, mode. */
const OWN: readonly [name: string, place: string, mode: number][] = [
  ['init', 'init', 0o755],
  ['rc', 'etc/rc', 0o755],
  ['udhcpc', 'etc/udhcpc', 0o755],
  ['profile', 'etc/profile', 0o644],
  ['end-machine', 'usr/local/bin/end-machine', 0o755],
];
const SOURCES = fileURLToPath(new URL('linux/', import.meta.url));

/** A name for what the file system is made of: another text, another file. */
function recipe(guest: DebianGuest): string {
  const hash = createHash('sha256');
  for (const [name, place] of OWN) hash.update(`${place}\0`).update(readFileSync(join(SOURCES, name)));
  return hash.update(JSON.stringify(guest.modules)).digest('hex').slice(0, 12);
}

/** In the format "newc" of cpio(5), which the kernel unpacks (Documentation/driver-api/early-userspace/buffer-format.rst); gzip. */
export function packFolder(folder: string): Uint8Array {
  const names = (readdirSync(folder, { recursive: true }) as string[]).sort();
  const archive = execFileSync('cpio', ['--quiet', '-o', '-H', 'newc', '-R', '0:0', '--reproducible'], {
    cwd: folder,
    input: ['.', ...names, ''].join('\n'),
    maxBuffer: 1 << 30,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return gzipSync(archive, { level: 9 });
}

function unpack(file: string, folder: string): void {
  mkdirSync(folder);
  execFileSync('dpkg-deb', ['-x', file, folder], { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Puts `name` there whole or not at all. */
function place(folder: string, name: string, write: (path: string) => void): string {
  const part = join(folder, `.${name}.${process.pid}`);
  rmSync(part, { recursive: true, force: true });
  write(part);
  rmSync(join(folder, name), { recursive: true, force: true });
  renameSync(part, join(folder, name));
  return join(folder, name);
}

/** What a folder of unpacked packages was made for. */
const RECORD = 'packages.json';
const record = z.object({ version: z.string(), modules: z.array(z.string()) });

/** The kernel's version, if what is wanted is there. */
function fetched(packages: string, guest: DebianGuest): string | null {
  if (!existsSync(join(packages, RECORD))) return null;
  const { version, modules } = record.parse(JSON.parse(readFileSync(join(packages, RECORD), 'utf8')));
  return guest.modules.every((name) => modules.includes(name)) ? version : null;
}

/** Kernel, modules and busybox into the cache; gives the kernel's version. */
async function fetchPackages(guest: DebianGuest, cache: string, tell: Progress): Promise<string> {
  const work = mkdtempSync(join(cache, '.fetch-'));
  try {
    tell(`reading the list of packages of Debian ${guest.suite}, ${guest.architecture} (9 MB)`);
    const archive = await openArchive(join(work, 'apt'), guest.suite, guest.architecture);
    const depends = (await archive.show(guest.kernel)).get('Depends') ?? '';
    const kernel = /^(linux-image-([\w.-]+))/.exec(depends);
    if (!kernel) throw new Error(`the package ${guest.kernel} of ${archive.address} depends on no kernel (${depends})`);
    const [, name, version] = kernel as unknown as [string, string, string];
    const bytes = Number((await archive.show(name)).get('Size') ?? 0);
    tell(`fetching ${name} (${Math.round(bytes / 1e6)} MB) and ${guest.busybox} from ${archive.address}`);
    const [kernelFile, busyboxFile] = (await archive.download([name, guest.busybox])) as [string, string];
    tell('unpacking');
    unpack(kernelFile, join(work, 'kernel'));
    unpack(busyboxFile, join(work, 'busybox'));
    place(cache, 'packages', (part) => {
      mkdirSync(part);
      cpSync(join(work, 'kernel/boot', `vmlinuz-${version}`), join(part, `vmlinuz-${version}`));
      cpSync(join(work, 'kernel/boot', `System.map-${version}`), join(part, `System.map-${version}`));
      copyModules(join(work, 'kernel/lib/modules', version), join(part, 'lib/modules', version), guest.modules);
      cpSync(join(work, 'busybox/bin/busybox'), join(part, 'busybox'));
      writeFileSync(join(part, RECORD), JSON.stringify({ version, modules: guest.modules }));
    });
    return version;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function buildFileSystem(packages: string): Uint8Array {
  const work = mkdtempSync(join(packages, '.root-'));
  try {
    for (const folder of ['bin', 'sbin', 'etc', 'dev', 'proc', 'sys']) mkdirSync(join(work, folder));
    cpSync(join(packages, 'busybox'), join(work, 'bin/busybox'));
    chmodSync(join(work, 'bin/busybox'), 0o755);
    symlinkSync('busybox', join(work, 'bin/sh'));
    cpSync(join(packages, 'lib'), join(work, 'lib'), { recursive: true });
    for (const [name, to, mode] of OWN) {
      mkdirSync(join(work, to, '..'), { recursive: true });
      cpSync(join(SOURCES, name), join(work, to));
      chmodSync(join(work, to), mode);
    }
    return packFolder(work);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/**
 * Kernel and file system in `cache`, fetched and built where they are not there yet. Rejects with an ArchiveMissing where they cannot be
 * fetched; with `download: false` it gives null instead of fetching.
 */
export async function linuxFiles(
  guest: DebianGuest,
  cache: string,
  { download = true, tell = () => {} }: { download?: boolean; tell?: Progress } = {},
): Promise<LinuxFiles | null> {
  const packages = join(cache, 'packages');
  let version = fetched(packages, guest);
  if (version === null) {
    if (!download) return null;
    mkdirSync(cache, { recursive: true });
    version = await fetchPackages(guest, cache, tell);
  }
  const name = `initrd-${version}-${recipe(guest)}.gz`;
  if (!existsSync(join(cache, name))) {
    tell('building the initial RAM file system');
    place(cache, name, (part) => writeFileSync(part, buildFileSystem(packages)));
  }
  return { version, kernel: join(packages, `vmlinuz-${version}`), initrd: join(cache, name) };
}
