/** The disk of the session: a copy of the FreeDOS floppy with our programs and batch files on it, by Debian's mtools. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILES, PROGRAMS } from './session.ts';

const SOURCES = fileURLToPath(new URL('../../corpus/dos/', import.meta.url));

export function hasMtools(): boolean {
  return existsSync('/usr/bin/mcopy');
}

/** Assembles what is needed into `folder` and gives the image's path there. Throws where nasm or mtools refuse, with what they said. */
export function buildDisk(freedos: string, folder: string): string {
  const image = join(folder, 'session.img');
  copyFileSync(freedos, image);
  const put = (name: string, file: string): void => {
    execFileSync('mcopy', ['-o', '-D', 'o', '-i', image, file, `::${name}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  for (const [name, source] of Object.entries(PROGRAMS)) {
    const file = join(folder, name);
    execFileSync('nasm', ['-f', 'bin', '-i', SOURCES, '-o', file, join(SOURCES, `${source}.asm`)], { stdio: ['ignore', 'ignore', 'pipe'] });
    put(name, file);
  }
  for (const [name, content] of Object.entries(FILES)) {
    const file = join(folder, name);
    writeFileSync(file, content);
    put(name, file);
  }
  return image;
}

/** Every file of the image by its path, with its length and a hash of its content. */
export function filesOf(image: string, folder: string): Map<string, string> {
  const to = join(folder, `${createHash('sha256').update(image).digest('hex').slice(0, 8)}.files`);
  mkdirSync(to);
  execFileSync('mcopy', ['-s', '-n', '-i', image, '::*', to], { stdio: ['ignore', 'ignore', 'pipe'] });
  const found = new Map<string, string>();
  const walk = (path: string, name: string): void => {
    for (const entry of readdirSync(path).sort()) {
      const file = join(path, entry);
      if (statSync(file).isDirectory()) {
        found.set(`${name}${entry}/`, 'directory');
        walk(file, `${name}${entry}/`);
      } else {
        const bytes = readFileSync(file);
        found.set(`${name}${entry}`, `${bytes.length} bytes, sha256 ${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}`);
      }
    }
  };
  walk(to, '');
  return found;
}
