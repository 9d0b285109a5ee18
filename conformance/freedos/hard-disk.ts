/** A hard disk that boots FreeDOS: our master boot record and boot sector, the rest by mtools, the files from the floppy's image. */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = fileURLToPath(new URL('../../corpus/dos/', import.meta.url));
const SECTOR = 512;
const HEADS = 16;
const SECTORS_TRACK = 63;
const CYLINDERS = 40;
/** A partition begins with a track, the second of the disk. */
export const PARTITION = SECTORS_TRACK;
const PARTITION_SECTORS = CYLINDERS * HEADS * SECTORS_TRACK - PARTITION;
/** Of the boot sector, the BIOS parameter block: mtools' own. */
const BPB = { from: 3, to: 62 };
const FAT16 = 0x06;

function chs(sector: number): number[] {
  const cylinder = Math.floor(sector / (HEADS * SECTORS_TRACK));
  const head = Math.floor(sector / SECTORS_TRACK) % HEADS;
  return [head, ((cylinder >> 2) & 0xc0) | ((sector % SECTORS_TRACK) + 1), cylinder & 0xff];
}

function assemble(name: string, folder: string): Buffer {
  const file = join(folder, `${name}.bin`);
  execFileSync('nasm', ['-f', 'bin', '-i', SOURCES, '-o', file, join(SOURCES, `${name}.asm`)], { stdio: ['ignore', 'ignore', 'pipe'] });
  return readFileSync(file);
}

/** How mtools name the partition. */
export function mtoolsName(image: string): string {
  return `${image}@@${PARTITION * SECTOR}`;
}

/** Makes the disk in `folder` with everything that the floppy holds, and gives its path. */
export function buildHardDisk(floppy: string, folder: string): string {
  const image = join(folder, 'hard-disk.img');
  const mbr = assemble('mbr', folder);
  const entry = Buffer.from([0x80, ...chs(PARTITION), FAT16, ...chs(PARTITION + PARTITION_SECTORS - 1), 0, 0, 0, 0, 0, 0, 0, 0]);
  entry.writeUInt32LE(PARTITION, 8);
  entry.writeUInt32LE(PARTITION_SECTORS, 12);
  entry.copy(mbr, 0x1be);
  writeFileSync(image, Buffer.alloc(CYLINDERS * HEADS * SECTORS_TRACK * SECTOR));
  const file = openSync(image, 'r+');
  try {
    writeSync(file, mbr, 0, SECTOR, 0);
    execFileSync(
      'mformat',
      [
        ...['-i', mtoolsName(image), '-v', 'HARDDISK', '-N', '20260105', '-h', String(HEADS), '-s', String(SECTORS_TRACK)],
        ...['-H', String(PARTITION), '-T', String(PARTITION_SECTORS), '-c', '4', '::'],
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const formatted = Buffer.alloc(SECTOR);
    readSync(file, formatted, 0, SECTOR, PARTITION * SECTOR);
    const boot = assemble('boot16', folder);
    formatted.copy(boot, BPB.from, BPB.from, BPB.to);
    writeSync(file, boot, 0, SECTOR, PARTITION * SECTOR);
  } finally {
    closeSync(file);
  }
  const files = join(folder, 'floppy-files');
  mkdirSync(files);
  execFileSync('mcopy', ['-s', '-n', '-i', floppy, '::*', files], { stdio: ['ignore', 'ignore', 'pipe'] });
  for (const name of ['CONFIG.SYS', 'AUTOEXEC.BAT']) {
    const path = join(files, name);
    writeFileSync(path, readFileSync(path, 'latin1').replaceAll(/\bA:/gi, 'C:'), 'latin1');
  }
  // The kernel comes first, as some boot sectors want it.
  const names = readdirSync(files).sort((a, b) => Number(b === 'KERNEL.SYS') - Number(a === 'KERNEL.SYS') || (a < b ? -1 : 1));
  execFileSync('mcopy', ['-s', '-o', '-D', 'o', '-i', mtoolsName(image), ...names.map((name) => join(files, name)), '::'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return image;
}
