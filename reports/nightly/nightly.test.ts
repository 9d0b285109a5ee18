/** The nightly with parts that only pretend: what fails, hangs, breaks or is interrupted never stops the rest, and nothing finished is repeated. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addToHistory, expectedSeconds, type Night, readHistory } from './history.ts';
import { html } from './html.ts';
import { logOf, type NightOptions, nightOf, runNight, seedOf } from './night.ts';
import { limitOf, type Part } from './part.ts';
import { PARTS } from './parts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plex86-nightly-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A part that runs this JavaScript; it notes in a file that it was started. */
function pretend(name: string, script: string, more: Partial<Part> = {}): Part {
  const note = `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'started'))}, '${name} ');`;
  return {
    ...{ name, about: 'pretends', minutes: { full: 1, quick: 1 } },
    command: () => ['-e', note + script],
    read: (lines) => ({ figures: { answer: z.object({ answer: z.number() }).parse(lines.at(-1)).answer }, findings: [] }),
    ...more,
  };
}

const GOOD = 'console.log(JSON.stringify({answer: 42}))';
const started = (): string[] =>
  existsSync(join(folder, 'started')) ? readFileSync(join(folder, 'started'), 'utf8').trim().split(' ') : [];
const options = (more: Partial<NightOptions> = {}): NightOptions => ({
  ...{ night: '2026-01-02', commit: 'abc', quick: true, root: folder, folder },
  ...more,
});
const statuses = async (parts: readonly Part[], how: NightOptions): Promise<string[]> =>
  (await runNight(parts, how)).map((each) => `${each.part} ${each.status}`);

describe('a night', () => {
  it('goes on behind parts that fail, break, are refused, or miss something', async () => {
    const parts = [
      pretend('fails', `${GOOD}; process.exit(1)`),
      pretend('silent', 'console.error("nothing to say")'),
      pretend('nonsense', 'console.log("{\\"answer\\": \\"many\\"}")'),
      pretend('killed', 'process.kill(process.pid, "SIGKILL")'),
      pretend('unknown', 'console.error("error: unknown option --soak"); process.exit(2)'),
      pretend('usage', 'console.error("no file x"); process.exit(2)'),
      pretend('absent', GOOD, { missing: async () => 'its image is not at hand' }),
      pretend('throws', GOOD, {
        command: () => {
          throw new Error('no command');
        },
      }),
      pretend('finds', GOOD, { read: () => ({ figures: {}, findings: ['a screen differs'] }) }),
      pretend('good', GOOD),
    ];
    const outcomes = await runNight(parts, options());
    expect(outcomes.map(({ part, status, why }) => [part, status, why])).toEqual([
      ['fails', 'failed', 'exit status 1. '],
      ['silent', 'broken', 'exit status 0, no JSON. nothing to say'],
      ['nonsense', 'broken', expect.stringContaining('JSON that makes no sense')],
      ['killed', 'broken', 'ended by SIGKILL. '],
      ['unknown', 'missing', 'error: unknown option --soak'],
      ['usage', 'broken', 'exit status 2, no JSON. no file x'],
      ['absent', 'missing', 'its image is not at hand'],
      ['throws', 'broken', 'could not be run: no command'],
      ['finds', 'failed', 'a screen differs'],
      ['good', 'passed', ''],
    ]);
    expect(outcomes.at(-1)!.figures).toEqual({ answer: 42 });
    expect(started()).not.toContain('absent');
    expect(readFileSync(logOf(folder, 'silent'), 'utf8')).toBe('nothing to say\n');
  });

  it('ends a part that hangs, with what it started, and goes on', async () => {
    // Neither it nor its child heeds SIGINT.
    const stubborn = `process.on("SIGINT", () => {}); setInterval(() => {}, 1000)`;
    const child = join(folder, 'child');
    const hangs = pretend(
      'hangs',
      `const c = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], {stdio: "inherit"});
       require("node:fs").writeFileSync(${JSON.stringify(child)}, String(c.pid)); ${stubborn}`,
    );
    const patience = 2000 / limitOf(hangs, { quick: true, seed: 0, resume: true }, 1);
    expect(await statuses([hangs, pretend('good', GOOD)], options({ patience }))).toEqual(['hangs late', 'good passed']);
    const status = `/proc/${readFileSync(child, 'utf8')}/status`;
    expect(existsSync(status) ? readFileSync(status, 'utf8') : 'State:\tZ').toMatch(/State:\s+Z/);
  });

  it('that is interrupted goes on where it was, and repeats nothing that is finished', async () => {
    const abort = new AbortController();
    const parts = [
      pretend('first', GOOD),
      pretend('fails', `${GOOD}; process.exit(1)`),
      // Hangs the first time only.
      pretend(
        'second',
        `if (require("node:fs").readFileSync(${JSON.stringify(join(folder, 'started'))}, "utf8").split("second").length > 2) ${GOOD}; else setInterval(() => {}, 1000)`,
      ),
      pretend('third', GOOD),
    ];
    const interrupted = runNight(parts, options({ signal: abort.signal }));
    while (!started().includes('second')) await new Promise((resolve) => setTimeout(resolve, 20));
    abort.abort();
    expect((await interrupted).map((each) => each.status)).toEqual(['passed', 'failed', 'interrupted']);
    expect(started()).toEqual(['first', 'fails', 'second']);

    expect(await statuses(parts, options())).toEqual(['first passed', 'fails failed', 'second passed', 'third passed']);
    expect(started()).toEqual(['first', 'fails', 'second', 'second', 'third']);
    // Another commit, another night, another size: all of it again.
    for (const other of [{ commit: 'def' }, { night: '2026-01-03' }, { quick: false }, { again: true }]) {
      writeFileSync(join(folder, 'started'), 'second second ');
      await runNight(parts, options(other));
      expect(started()).toEqual(['second', 'second', 'first', 'fails', 'second', 'third']);
    }
  });

  it('takes a state file that was cut short for none', async () => {
    const part = pretend('first', GOOD);
    await runNight([part], options());
    writeFileSync(join(folder, 'state', 'first.json'), '{"night":"2026-01-02","com');
    expect(await statuses([part], options())).toEqual(['first passed']);
    expect(started()).toEqual(['first', 'first']);
  });

  it('lasts from noon to noon, and has generated cases of its own', () => {
    expect(nightOf(new Date('2026-01-02T23:00:00Z'))).toBe('2026-01-02');
    expect(nightOf(new Date('2026-01-03T11:59:00Z'))).toBe('2026-01-02');
    expect(nightOf(new Date('2026-01-03T12:00:00Z'))).toBe('2026-01-03');
    const one = { night: '2026-01-02', commit: 'abc', quick: true };
    expect(seedOf(one)).toBe(seedOf({ ...one }));
    const seeds = [one, { ...one, night: '2026-01-03' }, { ...one, commit: 'abd' }, { ...one, quick: false }].map(seedOf);
    expect(new Set(seeds).size).toBe(4);
  });
});

describe('history and report', () => {
  const parts = (): Part[] => [pretend('one', GOOD), pretend('two', GOOD)];
  const night = (date: string, answer: number, more: Partial<Night> = {}): Night => ({
    ...{ night: date, commit: 'abc', quick: false, written: `${date}T23:00:00Z` },
    outcomes: [
      { part: 'one', status: 'passed', why: '', seconds: 90, figures: { answer }, findings: [] },
      { part: 'two', status: 'failed', why: 'x < y', seconds: 5, figures: {}, findings: ['x < y', 'more'] },
    ],
    ...more,
  });

  it('keeps one line a night, and says how long a part will take', () => {
    const path = join(folder, 'history.jsonl');
    addToHistory(path, night('2026-01-01', 1));
    addToHistory(path, night('2026-01-02', 2));
    addToHistory(path, night('2026-01-02', 3));
    expect(readHistory(path).map((each) => [each.night, each.outcomes[0]!.figures.answer])).toEqual([
      ['2026-01-01', 1],
      ['2026-01-02', 3],
    ]);
    expect(expectedSeconds(parts()[0]!, false, readHistory(path))).toBe(90);
    expect(expectedSeconds(parts()[0]!, true, readHistory(path))).toBe(60);
  });

  it('shows findings, figures against the night before, and all nights of the same size', () => {
    const page = html(parts(), [night('2026-01-01', 40), night('2026-01-02', 7, { quick: true }), night('2026-01-03', 50)]);
    expect(page).toContain('x &lt; y\nmore');
    expect(page).toContain('before 40 (+25.0 %)');
    expect(page).toContain('two failed');
    expect(page).toContain('2026-01-01');
    expect(page).not.toContain('2026-01-02');
    expect(page.match(/<svg/g)).toHaveLength(1);
  });
});

describe('the table of parts', () => {
  it('has names of its own, commands that are there, and readers that refuse what they do not know', () => {
    const settings = { quick: true, seed: 1, resume: true };
    expect(new Set(PARTS.map((part) => part.name)).size).toBe(PARTS.length);
    for (const part of PARTS) {
      const file = part.command(settings).find((word) => /\.(ts|mjs)$/.test(word))!;
      expect(existsSync(fileURLToPath(new URL(`../../${file}`, import.meta.url))), part.name).toBe(true);
      expect(() => part.read([{}]), part.name).toThrow();
    }
  });

  it('finds fault with runs that compared nothing, or differ', () => {
    const read = (name: string, value: object) => PARTS.find((part) => part.name === name)!.read([value]).findings;
    const account = { generated: 5, compared: 0, mismatched: 0, known: {}, skipped: {} };
    const fuzz = { next: 5, outcomes: {}, incidents: [], failures: 'here' };
    expect(read('fuzz', { ...fuzz, accounts: { sbe: account } })).toEqual(['compared with sbe: none', 'saved in here']);
    expect(read('fuzz', { ...fuzz, accounts: { sbe: { ...account, compared: 5, mismatched: 2 } } })).toEqual([
      'mismatched with sbe: 2',
      'saved in here',
    ]);
    expect(read('fuzz', { ...fuzz, accounts: { sbe: { ...account, compared: 5 } }, incidents: ['sbe: ended', 'unicorn: ended'] })).toEqual([
      'sbe: ended',
      'saved in here',
    ]);
    const linux = { steps: 9, differences: [], warnings: [], disk: null, clock: { plex86: 0.2 } };
    expect(read('linux', linux)).toEqual([]);
    expect(read('linux', { ...linux, steps: 0, warnings: ['late'], disk: 'not clean' })).toEqual([
      'steps: none',
      'late',
      'e2fsck: not clean',
    ]);
    expect(read('memtest86', { status: 0, steps: [], screen: 'Pass:  1        Errors: 0' })).toEqual([]);
    expect(read('memtest86', { status: 0, steps: [], screen: 'Pass:  1        Errors: 12' })).toEqual(['errors: 12']);
    expect(read('memtest86', { status: 1, steps: [], screen: 'Pass:  0        Errors: 0', error: 'late' })).toEqual(['late']);
    expect(read('freedos', { commands: 0, differences: [], files: [] })).toEqual(['commands: none']);
    expect(read('freedos', { commands: 9, differences: [{ line: 3 }], files: [] })).toEqual(['{"line":3}']);
    expect(read('boots-freedos', { boots: 2, up: 1, milliseconds: 5, slowest: 5, failures: [{ boot: 2, why: 'late' }] })).toEqual([
      'boot 2: late',
    ]);
  });
});

describe('the command', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('nightly.ts', import.meta.url)), ...args], { encoding: 'utf8' });

  it('says what there is and what is wrong with its command line', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--part') });
    expect(run('--part', 'nonesuch')).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/no part "nonesuch"; there are conformance/),
    });
    expect(run('--patience', '0')).toMatchObject({ status: 2, stderr: expect.stringContaining('above 0') });
    expect(run('--list').stdout).toMatch(/^mutants +seeded bugs/m);
  });

  it('runs one part and leaves report, history and log', { timeout: 300_000 }, () => {
    const output = join(folder, 'out');
    const { stdout, stderr, status } = run('--part', 'hostile', '--quick', '--again', '--json', '--output', output);
    expect({ status, stderr }).toMatchObject({ status: 0 });
    expect(stderr).toContain('[1/1] hostile');
    const line = JSON.parse(stdout) as Night;
    expect(line.outcomes.find((each) => each.part === 'hostile')).toMatchObject({ status: 'passed', figures: { cases: 20000 } });
    expect(line.outcomes.filter((each) => each.status === 'left out')).toHaveLength(PARTS.length - 1);
    expect(JSON.parse(readFileSync(join(output, 'history.jsonl'), 'utf8'))).toEqual(line);
    expect(readFileSync(join(output, 'index.html'), 'utf8')).toContain('hostile');
    expect(existsSync(logOf(output, 'hostile'))).toBe(true);
  });
});
