/** The session's disk: one partition with an ext4 file system that holds known files; afterwards e2fsprogs say whether it is clean. */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const SECTOR = 512;
const FIRST = 2048;
const MEGABYTES = 96;
const LINUX = 0x83;

/** A stream of numbers that every run has alike (Numerical Recipes' generator). */
function noise(bytes: number, seed: number): Buffer {
  const all = Buffer.alloc(bytes);
  let value = seed >>> 0;
  for (let at = 0; at < bytes; at += 4) {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    all.writeUInt32LE(value, at);
  }
  return all;
}

const WORDS = 'the guest and its monitor share one processor while pages come and go over the wire';

function text(bytes: number): Buffer {
  const words = WORDS.split(' ');
  const choice = noise(bytes, 99);
  let all = '';
  for (let i = 0; all.length < bytes; i++) all += words[choice[(4 * i + 3) % bytes]! % words.length] + (i % 11 === 10 ? '\n' : ' ');
  return Buffer.from(all.slice(0, bytes));
}

export interface Disk {
  image: string;
  /** MD5 of the files in the folder given/, by name */
  sums: Map<string, string>;
}

/** Makes the disk in `folder`. */
export function buildDisk(folder: string): Disk {
  const files: [name: string, bytes: Buffer][] = [
    ['big.bin', noise(16 << 20, 1)],
    ['small.bin', noise(300_000, 5)],
    ['text.bin', text(2_000_000)],
  ];
  const given = join(folder, 'tree/given');
  mkdirSync(given, { recursive: true });
  for (const [name, bytes] of files) writeFileSync(join(given, name), bytes);
  const partition = join(folder, 'partition.img');
  execFileSync('mke2fs', ['-q', '-F', '-t', 'ext4', '-E', 'root_owner=0:0', '-d', join(folder, 'tree'), partition, `${MEGABYTES}M`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  rmSync(join(folder, 'tree'), { recursive: true });
  const image = join(folder, 'disk.img');
  const mbr = Buffer.alloc(FIRST * SECTOR);
  // Type and LBA are what Linux goes by; the CHS fields say "beyond".
  mbr.set([0, 0xfe, 0xff, 0xff, LINUX, 0xfe, 0xff, 0xff], 446);
  mbr.writeUInt32LE(FIRST, 446 + 8);
  mbr.writeUInt32LE((MEGABYTES << 20) / SECTOR, 446 + 12);
  mbr.writeUInt16LE(0xaa55, 510);
  const file = openSync(image, 'w');
  try {
    writeSync(file, mbr);
    writeSync(file, readFileSync(partition));
  } finally {
    closeSync(file);
  }
  rmSync(partition);
  return { image, sums: new Map(files.map(([name, bytes]) => [name, createHash('md5').update(bytes).digest('hex')])) };
}

/** What e2fsck says about the partition, or null where it is clean. */
export function checkDisk(image: string): string | null {
  const partition = `${image}.partition`;
  writeFileSync(partition, readFileSync(image).subarray(FIRST * SECTOR, statSync(image).size));
  const done = spawnSync('e2fsck', ['-f', '-n', partition], { encoding: 'utf8' });
  rmSync(partition);
  return done.status === 0 ? null : `${done.stdout}${done.stderr}`.trim();
}
