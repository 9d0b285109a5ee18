/** Seeded bugs of the monitor are found by the instruction that shows them: in a few lines of code, and in the boot of FreeDOS. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateGuest } from '../../corpus/guests/guests.ts';
import { ROOT } from '../../vm/c-header.ts';
import { tinyOptions } from '../../vm/machine/testing/tiny.ts';
import { readMutants } from '../mutants/list.ts';
import { type Bisected, bisect, type Verdict } from './bisect.ts';
import { disassemble } from './states.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plex86-bisect-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What is to be found stands between two accesses, behind and before code that is alike. */
const around = (code: string): string => `
  xor ax, ax
  mov ds, ax
  mov ss, ax
  mov sp, 0x7000
  in al, 0x70
  mov cx, 3
first:
  loop first
  xor ax, ax
${code}
  mov cx, 3
second:
  loop second
  in al, 0x71
  mov al, 1
  out 0xf4, al`;

async function find(code: string, mutant: string | null, recorded: Bisected = 'sbe'): Promise<Verdict> {
  const number = readMutants().findIndex((each) => each.name === mutant) + 1;
  expect(number > 0).toBe(mutant !== null);
  return bisect({
    machine: { ...(await tinyOptions(around(code), [])), burst: 0 },
    ...{ recorded, folder },
    own: mutant === null ? {} : { sbe: { program: `${ROOT}build/plex86-machine-mutants`, mutant: number } },
    drive: async (vm) => void (await vm.ended),
  });
}

describe('bisect', () => {
  it('has nothing to find where the engines agree', async () => {
    expect(await find('inc word [0x500]', null)).toMatchObject({ kind: 'agrees' });
    expect(await find('inc word [0x500]', null, 'interp')).toMatchObject({ kind: 'agrees' });
  });

  for (const recorded of ['sbe', 'interp'] as const) {
    it(`names the instruction by whose store RAM differs, recorded on ${recorded}`, async () => {
      const verdict = await find('pushf\npop word [0x500]\nmov word [0x6ffe], 0', 'MUTANT_PUSHF_NATIVE', recorded);
      if (verdict.kind !== 'instruction') throw new Error(JSON.stringify(verdict, (_, value) => String(value)));
      expect(disassemble(verdict.before)).toMatch(/9c +pushf/);
      expect(verdict.registers).toEqual([]);
      // IF is the host's own
      expect(verdict.memory).toEqual([{ address: 0x6fff, sbe: '02', interp: '00' }]);
      expect(verdict.trail.at(-1)).toEqual(verdict.before);
    });
  }

  it('names the instruction after which a register differs', async () => {
    const verdict = await find('push cs\npop bx', 'MUTANT_PUSH_SREG_NATIVE');
    expect(verdict.kind).toBe('instruction');
    if (verdict.kind === 'instruction') expect(disassemble(verdict.before)).toMatch(/0e +push cs/);
  });

  it('says so where the difference needs more than one instruction at a time', async () => {
    // Code that changes the instruction after it: stepped over one by one, nothing stale is left of it.
    const verdict = await find('mov byte [patched + 1], 5\npatched:\nmov bl, 1\nmov [0x500], bl', 'MUTANT_STALE_OWN_PAGE');
    if (verdict.kind !== 'between') throw new Error(JSON.stringify(verdict, (_, value) => String(value)));
    expect(verdict.why).toContain('does not appear when sbe scans one instruction at a time');
    expect(verdict.registers).toContainEqual({ register: 'ebx', sbe: 1, interp: 5 });
    expect(verdict.trail.map(disassemble).join()).toContain('mov bl,5');
  });
});

const freedos = await locateGuest('freedos', { download: false }).then(
  () => null,
  (error: Error) => error.message,
);

describe('plex86 bisect', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [`${ROOT}vm/cli/plex86.mjs`, 'bisect', ...args], { encoding: 'utf8' });

  it('says what is wrong with its command line', () => {
    expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--folder') });
    expect(run('--mutant', 'MUTANT_NONESUCH')).toMatchObject({ status: 2, stderr: expect.stringContaining('no such mutant') });
    expect(run('--time', 'virtual')).toMatchObject({ status: 2, stderr: expect.stringContaining('--engine interp') });
    expect(run('nonesuch')).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no guest "nonesuch"') });
  });

  const until = 'screen:A:\\\\>';
  it.skipIf(freedos !== null)(
    `names the instruction at which a boot of FreeDOS goes wrong${freedos === null ? '' : ' (skipped: the guest freedos is not at hand)'}`,
    () => {
      const { status, stdout } = run('freedos', '--until', until, '--timeout', '20', '--mutant', 'MUTANT_AF_LOST', '--json');
      expect(status).toBe(1);
      const verdict = JSON.parse(stdout) as Extract<Verdict, { kind: 'instruction' }>;
      expect(verdict).toMatchObject({ kind: 'instruction', memory: [] });
      expect(verdict.registers.map((each) => [each.register, each.sbe ^ each.interp])).toEqual([['eflags', 0x10]]);
    },
  );

  it.skipIf(freedos !== null)('finds the boot of FreeDOS alike on both engines, recorded on either', () => {
    expect(run('freedos', '--until', until)).toMatchObject({ status: 0, stdout: expect.stringContaining('the engines agree') });
    const { status, stdout } = run('freedos', '--until', until, '--engine', 'interp', '--time', 'virtual');
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining('the engines agree') });
  });
});
