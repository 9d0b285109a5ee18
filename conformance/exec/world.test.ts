/** The world the monitor runs in, without the monitor: driver/user/testing/world_check.c enters hand-made code pages and says what happened. */
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../wire/layout.ts';

const program = `${ROOT}build/plex86-world-check`;

/** What has to be in the list: a check that is gone is as bad as one that fails. */
const CHECKS = [
  ...['#DE', '#DB single step', 'icebp is #DB', '#BP', '#OF', '#BR', '#UD', '#GP of hlt', 'int 3 in two bytes', '#GP of int n'],
  ...['#GP of a limit', 'inside the limit', '#SS of a limit', '#GP of a null segment', '#PF', '#PF of a read-only page', '#PF of a fetch'],
  ...['#AC', 'AC comes back', '#MF', '#XM', '#GP of a target past the code limit'],
  ...['general registers', 'flags, DF too', 'guest AC, NT, ID, DF do not reach the monitor', 'and are gone at the next entry', 'guest TF'],
  ...['DS ES FS GS come back', 'FS base', 'XMM7 is in the image', 'a changed image is loaded, the rest kept'],
  ...["ESP's upper half in a 16-bit stack segment, in", "ESP's upper half in a 16-bit stack segment, out"],
  ...["ESP's upper half over host interrupts", 'a push in a 16-bit stack segment', '16-bit code'],
  ...['a conforming code segment is refused', 'above the limit of an expand-down segment', 'below it', 'forbidden maps'],
  ...['too many mappings', 'room again after unmapping', 'the count comes back', 'neighbours that continue are one mapping'],
  ...['a 5 kHz timer corrupts nothing', 'and did tick'],
];
const JAIL = [
  ...['int 80h', 'syscall from compatibility mode', 'sysenter', 'syscall in 64-bit code', 'open in 64-bit code', 'int 80h in 64-bit code'],
  ...[
    'int3 in 64-bit code',
    "int3 in the host's 32-bit segment",
    'open at the gate',
    'socket at the gate',
    'fork at the gate',
    'execve at the gate',
  ],
  ...[
    'write to another file at the gate',
    'mmap of a writable, executable page at the gate',
    'mprotect to writable and executable at the gate',
  ],
  ...['prctl at the gate', 'the world works on after all that'],
  ...['pread where no file was handed over', 'pwrite where no file was handed over', 'fdatasync where no file was handed over'],
];
const FILES = [
  ...['two files', 'which is writable', 'read at an offset', 'read past the end', 'write at an offset', 'sync'],
  ...['no write to a file for reading', 'pwrite to a file for reading', 'fdatasync of a file for reading'],
  ...['write to a file that may be written at offsets', 'read of a file that may be read at offsets', 'lseek', 'ftruncate', 'close', 'dup'],
  ...['fchmod', 'pread of another descriptor', 'pwrite to another descriptor', 'pwrite to standard output', 'pwritev'],
  ...['mmap of a file that was handed over'],
];

function run(args: string[] = [], files: number[] = []): { passed: Set<string>; failed: string[]; status: number | null } {
  const stdio = ['pipe', 'pipe', 'pipe', ...files] as const;
  const { stdout, status } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000, stdio: [...stdio] });
  const lines = stdout.trimEnd().split('\n');
  return {
    passed: new Set(lines.filter((line) => line.startsWith('ok ')).map((line) => line.slice(3))),
    failed: lines.filter((line) => !line.startsWith('ok ')),
    status,
  };
}

describe('the user-mode world', () => {
  beforeAll(() => {
    execFileSync('make', ['--silent', 'world-check'], { cwd: ROOT });
  });

  it('keeps its promises inside the jail', () => {
    const { passed, failed, status } = run();
    expect(failed).toEqual([]);
    expect([...CHECKS, ...JAIL].filter((name) => !passed.has(name))).toEqual([]);
    expect(status).toBe(0);
  });

  it('and outside it, where nothing of a guest is stopped by the jail by accident', () => {
    const { passed, failed, status } = run(['nojail']);
    expect(failed).toEqual([]);
    expect(CHECKS.filter((name) => !passed.has(name))).toEqual([]);
    expect(status).toBe(0);
  });

  it('hands files over, and no more of them than was meant', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plex86-world-'));
    const [read, write] = [join(folder, 'read'), join(folder, 'write')];
    const content = Buffer.alloc(8192);
    content.write('read', 4096);
    writeFileSync(read, content);
    writeFileSync(write, content);
    const files = [openSync(read, 'r'), openSync(write, 'r+'), openSync(write, 'r+')];
    try {
      const { passed, failed, status } = run(['files'], files);
      expect(failed).toEqual([]);
      expect(FILES.filter((name) => !passed.has(name))).toEqual([]);
      expect(status).toBe(0);
      expect(readFileSync(read).equals(content)).toBe(true);
      content.write('done', 4098);
      expect(readFileSync(write).equals(content)).toBe(true);
    } finally {
      for (const file of files) closeSync(file);
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses files that are missing, open for appending, or without a size', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plex86-world-'));
    const name = join(folder, 'file');
    writeFileSync(name, Buffer.alloc(8192));
    const [read, append] = [openSync(name, 'r'), openSync(name, 'a+')];
    try {
      const says = (...files: (number | 'pipe')[]) =>
        spawnSync(program, ['files'], { encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe', ...files] }).stderr;
      expect(says(read)).toContain('a file that should have been handed over');
      expect(says(read, append)).toContain('a file open for appending');
      expect(says(read, 'pipe')).toContain('a file without a size');
    } finally {
      closeSync(read);
      closeSync(append);
      rmSync(folder, { recursive: true });
    }
  });
});
