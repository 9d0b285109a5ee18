import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../conformance/wire/layout.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  status: number | null;
  out: string;
  err: string;
}

function start(args: readonly string[], env: Record<string, string> = {}): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [`${ROOT}vm/cli/plex86.mjs`, ...args], { env: { ...process.env, ...env } });
  const ended = new Promise<Ended>((resolve) => {
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      err += chunk;
    });
    child.on('close', (status) => resolve({ status, out, err }));
  });
  return { child, ended };
}

async function plex86(args: readonly string[], input = '', env: Record<string, string> = {}): Promise<Ended> {
  const { child, ended } = start(args, env);
  child.stdin!.on('error', () => {});
  child.stdin!.end(input);
  return ended;
}

const lines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

const inc = (id: string, more: object = {}): string =>
  JSON.stringify({ id, mode: 'real16', regs: { eax: 41 }, mem: [[0, { asm: 'inc eax\nhlt' }]], ...more });

describe('plex86 exec', () => {
  it.each(['sbe', 'interp', 'bare', 'unicorn'])('runs a case on %s', async (engine) => {
    const stop = { eip: [2] };
    const { status, out } = await plex86(['exec', '--engine', engine], `${inc('a', { stop })}\n`);
    expect(status).toBe(0);
    const [result] = lines(out);
    expect(result).toMatchObject({ id: 'a', engine, outcome: 'stopped', delivered: [], mem: [], out: [] });
    expect(result!.regs).toMatchObject({ eax: 42, eip: 2, cs: { selector: 0, base: 0, limit: 65535 } });
  });

  it('answers every line in order, wrong ones with their line number, and ends with 1', async () => {
    const input = [inc('a'), '', 'nonsense', inc('b', { mode: 'pm32' }), inc('c', { mem: [[0, { asm: 'inc zork' }]] }), inc('d')].join(
      '\n',
    );
    const { status, out } = await plex86(['exec', '--engine', 'interp'], input);
    expect(status).toBe(1);
    const results = lines(out);
    expect(results.map((one) => one.outcome)).toEqual(['halted', 'invalid', 'invalid', 'invalid', 'halted']);
    expect(results.map((one) => one.line)).toEqual([undefined, 3, 4, 5, undefined]);
    expect(results[3]!.error).toMatch(/line 5: mem\[0\]\.asm:1: error/);
  });

  it('checks expectations', async () => {
    const right = inc('a', { expect: { outcome: 'halted', regs: { eax: 42 } } });
    const wrong = inc('b', { expect: { regs: { eax: 43 } } });
    const good = await plex86(['exec', '--engine', 'interp', '--check'], right);
    expect([good.status, lines(good.out)[0]!.check]).toEqual([0, 'pass']);
    const bad = await plex86(['exec', '--engine', 'interp', '--check'], `${right}\n${wrong}`);
    expect([bad.status, lines(bad.out).map((one) => one.check)]).toEqual([1, ['pass', 'fail']]);
    expect(lines(bad.out)[1]!.failures).toEqual([{ field: 'eax', expected: '0x2b', actual: '0x2a' }]);
    expect(bad.err).toContain('line 2, b: eax 0x2a, expected 0x2b');
    const unchecked = await plex86(['exec', '--engine', 'interp'], wrong);
    expect(unchecked.status).toBe(0);
  });

  it('gives results while the input is still open', async () => {
    const { child, ended } = start(['exec', '--engine', 'interp']);
    const first = new Promise<void>((resolve) => child.stdout!.once('data', () => resolve()));
    // More than a few portions, then silence.
    child.stdin!.write(
      `${Array.from({ length: 2500 }, (_, index) => JSON.stringify({ id: `${index}`, mode: 'real16', mem: [[0, 'f4']] })).join('\n')}\n`,
    );
    await first;
    child.stdin!.end();
    const { status, out } = await ended;
    expect(status).toBe(0);
    expect(lines(out).map((one) => one.id)).toEqual(Array.from({ length: 2500 }, (_, index) => `${index}`));
  });

  it('ends with 2 where the command line is wrong', async () => {
    for (const args of [
      ['exec'],
      ['exec', '--engine', 'zip'],
      ['exec', '--engine', 'interp', join(folder, 'missing')],
      ['frob'],
      ['exec', '--engine', 'sbe', '--condition', 'tepid'],
    ]) {
      const { status, err } = await plex86(args);
      expect([args, status]).toEqual([args, 2]);
      expect(err).not.toBe('');
    }
  });
});

describe('plex86 diff', () => {
  it('is silent where engines agree', async () => {
    const { status, out, err } = await plex86(['diff', '--engines', 'interp,sbe,unicorn'], `${inc('a', { stop: { eip: [2] } })}\n`);
    expect([status, out]).toEqual([0, '']);
    expect(err).toContain('1 lines, 1 compared, 0 differ, 0 invalid');
  });

  it('gives a JSON object a case', async () => {
    const { status, out } = await plex86(['diff', '--engines', 'interp,sbe', '--json'], `${inc('a')}\nx`);
    expect(status).toBe(1);
    expect(lines(out)).toMatchObject([
      { id: 'a', reference: 'interp', compared: ['sbe'], differences: [] },
      { outcome: 'invalid', line: 2 },
    ]);
  });

  it('wants two engines', async () => {
    expect((await plex86(['diff', '--engines', 'sbe'])).status).toBe(2);
  });
});

describe('plex86 repro', () => {
  it('repeats a snippet file and says what is not as expected', async () => {
    const file = join(folder, 'wrong.asm');
    writeFileSync(file, ';; name: a\n;; mode: pm32\n  inc eax\n;; expect: eax=2\n');
    const { status, out } = await plex86(['repro', '--engines', 'interp,sbe', file]);
    expect(status).toBe(1);
    expect(out).toContain('sbe: eax is 0x1, expected 0x2');
    expect(out).toContain('FAILS');
  });

  it('repeats a case file with what it was saved with', async () => {
    const file = join(folder, 'case.json');
    writeFileSync(
      file,
      JSON.stringify({ ...JSON.parse(inc('a')), repro: { engines: ['interp', 'sbe'], condition: 'single', notes: ['x'] } }, null, 2),
    );
    const { status, out } = await plex86(['repro', '--json', file]);
    expect(status).toBe(0);
    expect(lines(out)[0]).toMatchObject({ id: 'a', reference: 'interp', compared: ['sbe'], differences: [] });
    expect((await plex86(['repro', join(folder, 'missing.json')])).status).toBe(2);
  });
});

describe('plex86 explain', () => {
  it('shows attribute and reason of every byte', async () => {
    const { status, out } = await plex86(['explain', '--json', '--bits', '32', '40 fa 0f01e0 c3']);
    expect(status).toBe(0);
    const { bytes } = lines(out)[0] as {
      bytes: { original: string; scanned: string; attribute: string; reason: string | null; instruction: string | null }[];
    };
    expect(bytes.map((one) => one.original).join('')).toBe('40fa0f01e0c3');
    expect(bytes.map((one) => one.scanned).join('')).toBe('40cccccccc' + 'c3');
    expect(bytes[1]).toMatchObject({ attribute: 'trap', reason: 'flags', instruction: 'cli' });
    expect(bytes[2]).toMatchObject({ attribute: 'trap', reason: 'tables', instruction: 'smsw eax' });
    expect(bytes[5]).toMatchObject({ attribute: 'start', instruction: 'ret' });
  });

  it('takes nasm files, and names the line of an error', async () => {
    const file = join(folder, 'code.asm');
    writeFileSync(file, 'inc ax\nmov ax, ds\n');
    const { out } = await plex86(['explain', '--bits', '16', file]);
    expect(out).toContain('mov ax,ds');
    expect(out).toContain('segment: reads or writes a segment register');
    writeFileSync(file, 'nop\nmov ax, zork\n');
    const wrong = await plex86(['explain', file]);
    expect(wrong.status).toBe(2);
    expect(wrong.err).toContain(`${file}:2: error`);
  });

  it('refuses what is neither file nor hex', async () => {
    expect((await plex86(['explain', 'zz'])).status).toBe(2);
  });
});

describe('plex86 conformance', () => {
  it('ends with 1 and saves a case that repeats, when a snippet does not hold', async () => {
    const file = join(folder, 'corpus.asm');
    writeFileSync(file, ';; modes: pm32\n;; name: good\n  inc eax\n;; expect: eax=1\n;; name: bad\n  inc eax\n;; expect: eax=2\n');
    const args = [
      'conformance',
      '--json',
      '--engines',
      'interp,sbe',
      '--conditions',
      'cold',
      '--sample',
      '0',
      '--output',
      join(folder, 'out'),
      file,
    ];
    const { status, out } = await plex86(args);
    expect(status).toBe(1);
    const report = lines(out)[0] as {
      snippets: number;
      matrix: { total: object };
      mismatches: { engine: string; file: string }[];
      html: string;
    };
    expect(report.snippets).toBe(2);
    expect(report.matrix.total).toEqual({ compared: 4, skipped: 0, mismatched: 2, known: 0 });
    expect(report.mismatches.map((one) => one.engine)).toEqual(['interp', 'sbe']);
    expect((await plex86(['repro', report.mismatches[1]!.file])).status).toBe(1);
  });

  it('says which engine is not installed, counts its cases as skipped, and is no failure for that', async () => {
    const file = join(folder, 'one.asm');
    writeFileSync(file, ';; modes: pm32\n;; name: good\n  inc eax\n;; expect: eax=1\n');
    symlinkSync('/usr/bin/nasm', join(folder, 'nasm'));
    const args = ['conformance', '--json', '--engines', 'interp,bochs', '--sample', '0', '--output', join(folder, 'out'), file];
    const { status, out, err } = await plex86(args, '', { PATH: folder });
    expect(status).toBe(0);
    const report = lines(out)[0] as { matrix: { total: object; skips: object }; missing: string[] };
    expect(report.matrix.total).toMatchObject({ compared: 1, skipped: 1 });
    expect(report.matrix.skips).toEqual({ 'bochs: not installed': 1 });
    expect(err).toMatch(/apt-get install .*bochs/);
  });
});

describe('--help', () => {
  it.each(['exec', 'diff', 'repro', 'explain', 'conformance'])('of %s says what it does', async (command) => {
    const { status, out } = await plex86([command, '--help']);
    expect(status).toBe(0);
    expect(out).toContain(`Usage: plex86 ${command}`);
    expect(out).toContain('--json');
  });
});
