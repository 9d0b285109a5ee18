/** Disks that are not there yet: `new:64M`, gone with the machine, or `new:64M:PATH`, a file that is made. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECTOR_BYTES = 512;
/** what 48 bits of sector numbers reach is far more; a file system's and an overlay's room is not */
const MOST_BYTES = 128 * 2 ** 30;
const UNITS = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 } as const;

export interface BlankDisk {
  bytes: number;
  /** null: thrown away with the machine */
  path: string | null;
}

/** Null where `image` is a path as any other. Throws what is wrong with it. */
export function blankDisk(image: string): BlankDisk | null {
  if (!image.startsWith('new:')) return null;
  const match = /^new:(\d+)([KMG]?)(?::(.+))?$/i.exec(image);
  if (!match) throw new Error(`"${image}" is no new disk: new:SIZE or new:SIZE:FILE is wanted, as in new:64M`);
  const bytes = Number(match[1]) * UNITS[match[2]!.toUpperCase() as keyof typeof UNITS];
  if (bytes === 0 || bytes % SECTOR_BYTES !== 0)
    throw new Error(`"${image}": a disk is a number of whole sectors of ${SECTOR_BYTES} bytes`);
  if (bytes > MOST_BYTES) throw new Error(`"${image}": a new disk has at most 128G`);
  return { bytes, path: match[3] ?? null };
}

/** Bytes of an image, made already or not. */
export function imageBytes(image: string): number {
  return blankDisk(image)?.bytes ?? statSync(image).size;
}

/** Opens what is to be a new disk: all zeros, and no room taken before something is written. Throws where its file exists. */
export function openBlankDisk({ bytes, path }: BlankDisk): number {
  const folder = path === null ? mkdtempSync(join(tmpdir(), 'plex86-disk-')) : null;
  const name = path ?? join(folder!, 'disk.img');
  let file: number | undefined;
  try {
    file = openSync(name, 'wx+');
    ftruncateSync(file, bytes);
    return file;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (file !== undefined) {
      closeSync(file);
      rmSync(name);
    }
    if (code === 'EEXIST') throw new Error(`cannot make the disk ${name}: the file exists (by its name alone it is used as it is)`);
    throw new Error(`cannot make the disk ${name}: ${code ?? message}`);
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true }); // the open file lives on
  }
}
