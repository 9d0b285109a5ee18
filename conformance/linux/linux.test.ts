/** Linux at work: what a session prints, its kernel's warnings and the disk it leaves are those of QEMU. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { locateLinux } from '../../corpus/guests/guests.ts';
import { Transcript } from './consoles.ts';
import { missingRoot } from './debian/root.ts';
import { DEBIAN } from './debian/session.ts';
import { missingTools } from './programs.ts';
import { runSession } from './run.ts';
import { BUSYBOX } from './session.ts';

async function missing(): Promise<string | null> {
  const tools = missingTools();
  if (tools.length > 0) return `not installed: ${tools.join(' ')}`;
  return locateLinux('linux', { download: false }).then(
    () => null,
    (error: Error) => error.message,
  );
}

const why = await missing();
if (why !== null) console.warn(`skipped: the Linux session: ${why}`);

it.skipIf(why !== null)('prints what it prints under QEMU', { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plex86-linux-'));
  try {
    const result = await runSession(BUSYBOX, await locateLinux('linux', { download: false }), folder, { engine: 'sbe' });
    expect(result.differences).toEqual([]);
    expect(result.warnings).toEqual([]);
    expect(result.disk).toBeNull();
    expect(result.status).toEqual({ plex86: 0, qemu: 0 });
    expect(result.steps).toBeGreaterThanOrEqual(20);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

const whyNot = why ?? (await missingRoot());
if (whyNot !== null && why === null) console.warn(`skipped: the session in Debian's packages: ${whyNot}`);

it.skipIf(whyNot !== null)("runs strace, gdb and perl's own tests in Debian's packages as under QEMU", { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plex86-debian-'));
  try {
    const files = await locateLinux('linux', { download: false });
    const some = ['strace', 'gdb: breakpoints', 'gdb: watchpoints', 'perl base'];
    const printed = new Map<string, string>();
    const result = await runSession(DEBIAN, files, folder, { engine: 'sbe' }, (step, _same, text) => void printed.set(step, text), some);
    expect(result.differences).toEqual([]);
    expect(result.warnings).toEqual([]);
    expect(result.status).toEqual({ plex86: 0, qemu: 0 });
    expect([...printed.keys()]).toEqual(some);
    // They did what they were asked for, and did not fail alike.
    expect(printed.get('strace')).toContain('execve("/bin/echo", ["/bin/echo", "one"]');
    expect(printed.get('gdb: breakpoints')).toContain('#1  0x');
    expect(printed.get('gdb: watchpoints')).toContain('Hardware watchpoint 2: watched');
    expect(printed.get('perl base')).toContain('base/if.t 0 2 ');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('a transcript', () => {
  it('gives what comes up to a match, and keeps the rest', async () => {
    const transcript = new Transcript();
    transcript.add('one\ntw');
    const two = transcript.take(/two\n/, 5000);
    transcript.add('o\nthree');
    expect(await two).toBe('one\ntwo\n');
    expect(await transcript.take(/$/, 5000)).toBe('three');
  });

  it('says what it saw last when nothing comes, or when the machine is over', async () => {
    const transcript = new Transcript();
    transcript.add('last words');
    await expect(transcript.take(/absent/, 10)).rejects.toThrow(/absent.* did not come within 0.01 s; last:\nlast words/);
    const waiting = transcript.take(/absent/, 5000);
    transcript.end('it is over');
    await expect(waiting).rejects.toThrow(/was not seen: it is over; last:\nlast words/);
  });
});
