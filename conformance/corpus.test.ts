/** Every snippet of the corpus against its own end state: on the interpreter, and on SBE in both modes under every cache condition. */
import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkExpectation } from './cases/expect.ts';
import { type Corpus, errorText, readCorpus } from './cases/snippets/index.ts';
import { CONDITIONS, type EngineName, type EngineOptions, openEngine, PAGED } from './engines/index.ts';
import { ROOT } from './wire/layout.ts';

/** The groups of whole-number instructions; how many snippets and cases they hold at least. */
const INTEGER = ['arithmetic', 'logic', 'shift', 'multiply', 'decimal', 'bits', 'move', 'stack', 'convert', 'flags'];
const PORTION = 512;
/** A case that hangs takes this long to say so; one that waits for a busy machine does not. */
const TIME_LIMIT = 5_000_000;

let corpus: Corpus;
beforeAll(async () => {
  corpus = await readCorpus();
});

/** One line a case that does not end as it must. */
async function failures(name: EngineName, options: EngineOptions): Promise<{ lines: string[]; compared: number; refused: string[] }> {
  const asked = corpus.cases.filter((one) => !one.snippet.skips.has(name));
  const engine = await openEngine(name, { timeLimitMicroseconds: TIME_LIMIT, ...options });
  const lines: string[] = [];
  let compared = 0;
  const refused: string[] = [];
  try {
    for (let from = 0; from < asked.length; from += PORTION) {
      const portion = asked.slice(from, from + PORTION);
      for (const [index, result] of (await engine.run(portion.map((one) => one.case))).entries()) {
        const { case: one, expectation } = portion[index]!;
        if (options.paged && result.outcome === 'unsupported') {
          refused.push(one.id);
          continue;
        }
        compared++;
        const wrong = checkExpectation(one, expectation, result);
        if (wrong.length > 0)
          lines.push(`${one.id}: ${wrong.map((each) => `${each.field} ${each.actual}, not ${each.expected}`).join('; ')}`);
      }
    }
  } finally {
    await engine.close();
  }
  return { lines, compared, refused };
}

describe('the corpus', () => {
  it('can be assembled and understood', () => {
    expect(corpus.errors.map(errorText)).toEqual([]);
  });

  it('is as large as its README says', async () => {
    const readme = await readFile(`${ROOT}corpus/README.md`, 'utf8');
    const said = /at least ([\d,]+) snippets as ([\d,]+) cases, ([\d,]+) and ([\d,]+) of them/.exec(readme);
    expect(said).not.toBeNull();
    const [snippets, cases, integerSnippets, integerCases] = said!.slice(1).map((text) => Number(text.replaceAll(',', '')));
    expect(corpus.snippets.length).toBeGreaterThanOrEqual(snippets!);
    expect(corpus.cases.length).toBeGreaterThanOrEqual(cases!);
    expect(corpus.snippets.filter((one) => INTEGER.includes(one.group)).length).toBeGreaterThanOrEqual(integerSnippets!);
    expect(corpus.cases.filter((one) => INTEGER.includes(one.snippet.group)).length).toBeGreaterThanOrEqual(integerCases!);
  });

  it('holds on the interpreter', async () => {
    const { lines, compared } = await failures('interp', {});
    expect(lines).toEqual([]);
    expect(compared).toBeGreaterThan(0);
  });

  for (const paged of PAGED) {
    for (const name of ['interp', 'sbe'] as const) {
      it(`holds on ${name} with paging on, ${paged}`, async () => {
        const { lines, compared, refused } = await failures(name, { paged });
        expect(lines).toEqual([]);
        expect(compared).toBeGreaterThan(0);
        // Real mode has no paging; of the rest, only what uses CR0 or CR3 itself stays out.
        const possible = corpus.cases.filter((one) => refused.includes(one.case.id) && one.case.mode !== 'real16');
        expect(possible.length).toBeLessThan(compared / 20);
      });
    }
  }

  for (const mode of ['fast', 'strict'] as const) {
    for (const condition of CONDITIONS) {
      it(`holds on sbe, ${mode}, ${condition}`, async () => {
        const { lines, compared } = await failures('sbe', { mode, condition });
        expect(lines).toEqual([]);
        expect(compared).toBeGreaterThan(0);
      });
    }
  }
});
