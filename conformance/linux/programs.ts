/** A session's archive: programs of corpus/linux, built for the guest, and the scripts. */
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packFolder } from '../../corpus/guests/linux.ts';
import type { Step } from './session.ts';

const SOURCES = fileURLToPath(new URL('../../corpus/linux/', import.meta.url));

/** What the session needs of the host's tools and is not there: Debian packages. */
export function missingTools(): string[] {
  const wanted: Readonly<Record<string, string>> = {
    'gcc-multilib': '/usr/share/doc/gcc-multilib',
    cpio: '/usr/bin/cpio',
    e2fsprogs: '/sbin/mke2fs',
    'qemu-system-x86': '/usr/bin/qemu-system-i386',
  };
  return Object.keys(wanted).filter((name) => !existsSync(wanted[name]!));
}

/** Builds a program and gives its path in `folder`. Throws what the compiler says. */
export function buildProgram(name: string, folder: string, extra: readonly string[] = []): string {
  const to = join(folder, name);
  const flags = [...extra, '-m32', '-O1', '-static', '-pthread', '-Wall', '-Wextra', '-Wno-unused-parameter', '-Werror'];
  execFileSync('gcc', [...flags, '-o', to, join(SOURCES, `${name}.c`)], { stdio: ['ignore', 'ignore', 'pipe'] });
  return to;
}

/** The archive's path in `folder`; everything stands in /session. Programs are in `folder`/session/session, to be run on the host too. */
export function buildArchive(
  folder: string,
  programs: readonly string[],
  steps: readonly Step[],
  compiler: readonly string[] = [],
): string {
  const root = join(folder, 'session');
  const inside = join(root, 'session');
  mkdirSync(inside, { recursive: true });
  for (const name of programs) buildProgram(name, inside, compiler);
  writeFileSync(join(inside, 'words.txt'), readFileSync(`${SOURCES}README.md`));
  for (const [number, { script }] of steps.entries()) if (script !== undefined) writeFileSync(join(inside, `${number}.sh`), `${script}\n`);
  for (const name of programs) chmodSync(join(inside, name), 0o755);
  const archive = join(folder, 'session.gz');
  writeFileSync(archive, packFolder(root));
  return archive;
}
