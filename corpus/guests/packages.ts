/** Guests that a Debian package holds ready to boot: a kernel of the Linux boot protocol, or the image of a CD-ROM. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { openArchive } from './debian.ts';

export const packagedGuest = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  description: z.string(),
  suite: z.string(),
  architecture: z.string(),
  package: z.string(),
  /** of the package, without a slash at its beginning */
  file: z.string().regex(/^[^/]/),
  licence: z.string(),
  boot: z.discriminatedUnion('as', [
    z.strictObject({ as: z.literal('cdrom'), memory: z.string() }),
    /** command lines for a console on the serial line, and on the display */
    z.strictObject({ as: z.literal('kernel'), memory: z.string(), serial: z.string(), display: z.string() }),
  ]),
  ready: z.string(),
});
export type PackagedGuest = z.output<typeof packagedGuest>;

/**
 * The path of the guest's file in `cache`, fetched where it is not there yet. Rejects with an ArchiveMissing where it cannot be fetched; with
 * `download: false` it gives null instead of fetching.
 */
export async function packagedFile(
  guest: PackagedGuest,
  cache: string,
  { download = true, tell = () => {} }: { download?: boolean; tell?: (text: string) => void } = {},
): Promise<string | null> {
  const path = join(cache, basename(guest.file));
  if (existsSync(path)) return path;
  if (!download) return null;
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, '.fetch-'));
  try {
    tell(`reading the list of packages of Debian ${guest.suite}, ${guest.architecture} (9 MB)`);
    const archive = await openArchive(join(work, 'apt'), guest.suite, guest.architecture);
    tell(`fetching ${guest.package} from ${archive.address}`);
    const [file] = (await archive.download([guest.package])) as [string];
    execFileSync('dpkg-deb', ['-x', file, join(work, 'files')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const from = join(work, 'files', guest.file);
    if (!existsSync(from)) throw new Error(`the package ${guest.package} of ${archive.address} holds no ${guest.file}`);
    const part = `${path}.${process.pid}`;
    cpSync(from, part);
    renameSync(part, path);
    return path;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
