/** What counts as the same outcome of a test, and how the lists of tests are read. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare, type Outcome } from './run.ts';
import { locateSources, qemuPrograms } from './sources.ts';

const outcome = (text: string, status: number | null = 0): Outcome => ({ text, status });
const kernelTest = { name: 'iopl', reference: 'qemu' } as const;

describe('an outcome', () => {
  it('is the same but for numbers of processes', () => {
    const result = compare(
      kernelTest,
      outcome('[RUN]\tpid 77\nkernel: iopl[77]: trap\n'),
      outcome('[RUN]\tpid 90\nkernel: iopl[90]: trap\n'),
      undefined,
    );
    expect(result).toMatchObject({ same: true, lines: { plex86: 0 } });
  });

  it('differs by its text, by its status, and by a line too many', () => {
    const differs = (a: Outcome, b: Outcome) => compare(kernelTest, a, b, undefined);
    expect(differs(outcome('[OK]\tCF 1'), outcome('[OK]\tCF 0'))).toMatchObject({ same: false, lines: { plex86: 1 } });
    expect(differs(outcome('[OK]'), outcome('[OK]', 1))).toMatchObject({ same: false, lines: { plex86: 0 } });
    expect(differs(outcome('[OK]\n[OK]'), outcome('[OK]'))).toMatchObject({ same: false, lines: { plex86: 1 } });
  });

  it('is never the same where the machine stood still on both', () => {
    expect(compare(kernelTest, outcome('', null), outcome('', null), undefined).same).toBe(false);
  });

  it('of plex86 is compared with the host where that is the reference', () => {
    const test = { name: 'test-i386', reference: 'host' } as const;
    const result = compare(test, outcome('a\nb'), outcome('a\nc'), outcome('a\nb'));
    expect(result).toMatchObject({ same: true, lines: { plex86: 0, qemu: 1 } });
  });
});

it("takes QEMU's programs that a processor of SSE2 can run", () => {
  const folder = mkdtempSync(join(tmpdir(), 'plex86-selftests-'));
  try {
    for (const name of ['test-i386.c', 'test-i386.h', 'test-i386-vm86.S', 'test-i386-fxam.c', 'test-i386-bmi2.c', 'test-avx.c'])
      writeFileSync(join(folder, name), '');
    expect(qemuPrograms(folder)).toEqual(['test-i386', 'test-i386-fxam']);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('wants the version of a kernel', async () => {
  await expect(locateSources('newest')).rejects.toThrow('"newest" is no version of a kernel');
});
