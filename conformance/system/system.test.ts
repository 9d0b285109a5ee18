import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { CONDITIONS, openEngine } from '../engines/index.ts';
import { compareRuns } from './compare.ts';
import { DUMP_BYTES } from './dump.ts';
import { buildSystemRun, runOnBochs, runOnEngine } from './machine.ts';

const LIMIT = { timeLimitMicroseconds: 20_000_000 };

function has(command: string): boolean {
  try {
    execFileSync('which', [command], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('the system kernel', () => {
  for (const seed of [2, 3, 11]) {
    it(`ends alike under sbe and interp, whatever the cache holds (seed ${seed})`, async () => {
      const run = buildSystemRun(seed, false);
      expect(run.tests.length).toBeGreaterThan(50);
      const interp = await openEngine('interp', LIMIT);
      const expected = await runOnEngine(run, interp);
      await interp.close();
      for (const condition of CONDITIONS) {
        for (const mode of ['fast', 'strict'] as const) {
          const sbe = await openEngine('sbe', { ...LIMIT, condition, mode });
          const actual = await runOnEngine(run, sbe);
          await sbe.close();
          expect(Buffer.from(actual).equals(expected), `${condition}, ${mode}`).toBe(true);
        }
      }
    });
  }

  for (const paging of [false, true]) {
    for (const seed of [11, 12, 14]) {
      it.skipIf(!has('bochs'))(`ends on the interpreter as on Bochs (${paging ? 'paged, ' : ''}seed ${seed})`, async () => {
        const run = buildSystemRun(seed, paging);
        const interp = await openEngine('interp', LIMIT);
        const actual = await runOnEngine(run, interp);
        await interp.close();
        const expected = await runOnBochs(run);
        expect(expected?.length).toBe(run.tests.length * DUMP_BYTES);
        const explained = new Map<string, number>();
        expect(compareRuns(run, actual, expected!, explained)).toEqual([]);
        // Saved RF apart, which every #DF shows, explanations are for the rare test.
        explained.delete('bochs-df-rf');
        const excused = [...explained.values()].reduce((sum, n) => sum + n, 0);
        expect(excused).toBeLessThan(run.tests.length / 10);
      });
    }
  }
});
