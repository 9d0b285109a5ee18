import { describe, expect, it } from 'vitest';
import { compareSignatures, endingOf } from './compare.ts';
import { huntKernels } from './hunt.ts';
import { listKernels } from './image.ts';
import type { Known } from './known.ts';
import { MACHINES, type MachineName, missing, readSignature, type Signature } from './run.ts';

const installed = MACHINES.filter((machine) => missing(machine) === null);
for (const machine of MACHINES) {
  const install = missing(machine);
  if (install !== null) it.skip(`runs the kernels on ${machine}, which is not installed: ${install}`, () => {});
}

describe('the test-kernels', () => {
  it(`have the same signatures on ${installed.join(', ')}, but for what is on record`, { timeout: 600_000 }, async () => {
    const kernels = listKernels();
    expect(kernels.length).toBeGreaterThanOrEqual(40);
    const odd: string[] = [];
    for await (const result of huntKernels(kernels, installed)) {
      for (const { line, values, known } of result.differences)
        if (known.length === 0) odd.push(`${result.name}: ${line}: ${JSON.stringify(values)}`);
      for (const { machine, lines } of result.vanished) odd.push(`${result.name}: on record for ${machine}, and not seen: ${lines}`);
      for (const [machine, signature] of result.signatures)
        if (signature.ending !== 'end' && !result.early.some((known) => known.machine === machine))
          odd.push(`${result.name}: ${machine}: ${endingOf(signature)} ${signature.words ?? ''}`);
    }
    expect(odd).toEqual([]);
  });
});

describe('a signature', () => {
  it('is what stands between begin and end, without what a debugger says', () => {
    const text = 'Bochs\nNext at t=0\nbegin k\na 00000001\n(0) [0x0] f000:fff0\nend k\nmore';
    expect(readSignature(text, 'k')).toEqual({ lines: ['begin k', 'a 00000001', 'end k'], ending: 'end' });
    expect(readSignature('begin k\na 0000', 'k')).toEqual({ lines: ['begin k'], ending: null });
    expect(readSignature('begin k\n'.repeat(9), 'k').ending).toBe('loops');
  });
});

describe('a comparison', () => {
  const signatures = (...lines: string[]): Map<MachineName, Signature> =>
    new Map(lines.map((line, i) => [MACHINES[i]!, { lines: ['begin k', line, 'end k'], ending: 'end', milliseconds: 0 }]));
  const known = (machine: MachineName): Known => ({ kernel: 'k', machine, lines: /^a$/, why: 'tested' });

  it('finds a value that differs, and a line that is not there', () => {
    const { good, differences } = compareSignatures('k', signatures('a 00000001', 'a 00000001', 'a 00000002', 'b none'), []);
    expect(good).toBe(false);
    expect(differences.map(({ line }) => line)).toEqual(['a', 'b']);
  });
  it('accepts what is on record', () => {
    const { good, differences } = compareSignatures('k', signatures('a 00000001', 'a 00000001', 'a 00000002'), [known('qemu')]);
    expect(good).toBe(true);
    expect(differences[0]!.known).toHaveLength(1);
  });
  it('fails where a difference on record has vanished, or stands with the wrong machine', () => {
    expect(compareSignatures('k', signatures('a 00000001', 'a 00000001', 'a 00000001'), [known('qemu')]).good).toBe(false);
    expect(compareSignatures('k', signatures('a 00000001', 'a 00000002', 'a 00000001'), [known('qemu')]).good).toBe(false);
  });
  it('asks for no difference where only the machine on record was there', () => {
    expect(compareSignatures('k', signatures('a 00000001'), [known('sbe')]).good).toBe(true);
  });
  it('accepts that a machine does not come to the end only where that is on record, and after which line', () => {
    const stuck = (): Map<MachineName, Signature> =>
      signatures('a 00000001', 'a 00000001').set('qemu', { lines: ['begin k', 'a 00000002'], ending: 'late', milliseconds: 0 });
    const record: Known = { ...known('qemu'), lines: /^(a|end k)$/ };
    expect(compareSignatures('k', stuck(), [record]).good).toBe(false);
    expect(compareSignatures('k', stuck(), [{ ...record, lines: /./ }]).good).toBe(false);
    expect(compareSignatures('k', stuck(), [{ ...record, ending: 'late after begin k' }]).good).toBe(false);
    const accepted = compareSignatures('k', stuck(), [{ ...record, ending: 'late after a' }]);
    expect(accepted.good).toBe(true);
    expect(accepted.early).toHaveLength(1);
  });
  it('fails where a machine on record as late has come to the end', () => {
    const record: Known = { ...known('qemu'), ending: 'late after a' };
    const { good, vanished } = compareSignatures('k', signatures('a 00000001', 'a 00000001', 'a 00000002'), [record]);
    expect(good).toBe(false);
    expect(vanished).toEqual([record]);
  });
  it('fails where nobody came to the end', () => {
    const late = signatures('a 00000001', 'a 00000001');
    for (const signature of late.values()) signature.ending = 'late';
    expect(compareSignatures('k', late, []).good).toBe(false);
  });
});
