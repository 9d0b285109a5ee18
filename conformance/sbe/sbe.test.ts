import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../case.ts';
import { compareResults } from '../compare/compare.ts';
import { CONDITIONS, type Engine, openEngine } from '../engines/index.ts';
import { EXIT_CAUSES } from '../wire/layout.ts';
import { sbeCases } from './cases.ts';

const cases = sbeCases();
let interpreted: Result[];
const engines: Engine[] = [];

async function run(of: readonly { one: (typeof cases)[number]['one'] }[], options: Parameters<typeof openEngine>[1]): Promise<Result[]> {
  const engine = await openEngine('sbe', { timeLimitMicroseconds: 5_000_000, ...options });
  engines.push(engine);
  return engine.run(of.map((entry) => entry.one));
}

beforeAll(async () => {
  const interp = await openEngine('interp');
  engines.push(interp);
  interpreted = await interp.run(cases.map((entry) => entry.one));
});
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

describe('programs that only SBE can get wrong', () => {
  it('end as they should in the interpreter', () => {
    for (const [i, result] of interpreted.entries()) {
      expect(['halted', 'stopped', 'exception'], cases[i]!.one.id).toContain(result.outcome);
    }
  });

  for (const mode of ['fast', 'strict'] as const) {
    for (const condition of CONDITIONS) {
      it(`give the interpreter's results: ${mode}, ${condition}`, async () => {
        const chosen = cases
          .map((entry, i) => ({ ...entry, expected: interpreted[i]! }))
          .filter((entry) => mode === 'strict' || !entry.strictOnly);
        const results = await run(chosen, { mode, condition });
        for (const [i, entry] of chosen.entries()) {
          expect(compareResults(entry.one, entry.expected, results[i]!), entry.one.id).toEqual([]);
          expect(results[i]!.notes, entry.one.id).not.toContain('unexplained fault');
          const { entries, exits } = results[i]!.stats;
          expect(
            exits.reduce((sum, count) => sum + count, 0),
            entry.one.id,
          ).toBe(entries);
          expect(results[i]!.stats.entries + results[i]!.stats.instructions, entry.one.id).toBeGreaterThan(0);
        }
      });
    }
  }

  it('run natively, and cost what they should', async () => {
    const results = await run(cases, { mode: 'fast' });
    const of = (id: string): Result => results[cases.findIndex((entry) => entry.one.id === `sbe: ${id}`)]!;
    // One entry, the recursion untrapped; the only interpreted instruction is the HLT.
    const calls = of('run: calls and returns').stats;
    expect(calls.instructions).toBe(1);
    // ... and what stands behind the calls is scanned when the first return comes to it.
    expect(calls.scans).toBe(3);
    // A page of code and data stops being protected once it is found to be mixed.
    const mixed = of('self-modifying: counter beside code').stats;
    expect(mixed.exits[EXIT_CAUSES.indexOf('code_write')]).toBeLessThanOrEqual(64);
    expect(mixed.instructions).toBeGreaterThan(5000);
  });
});
