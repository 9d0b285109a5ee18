/** plex86 repro: a failure that was saved, once more. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import type { Case } from '../../../conformance/case.ts';
import { checkExpectation, type Expectation } from '../../../conformance/cases/expect.ts';
import { linesOf, parseCases } from '../../../conformance/cases/parse.ts';
import { reproSchema } from '../../../conformance/cases/schema.ts';
import { buildSnippets, errorText, parseSnippets } from '../../../conformance/cases/snippets/index.ts';
import { resultJson } from '../../../conformance/cases/write.ts';
import type { Condition, EngineName, Paged } from '../../../conformance/engines/index.ts';
import { Comparer, closeAll, comparisonText, openAll } from '../comparison.ts';
import {
  conditionOption,
  type EngineFlags,
  engineNames,
  engineOptions,
  input,
  mutantOption,
  pagedOption,
  sbeOption,
  timeLimitOption,
} from '../options.ts';
import { EXIT, print, UsageError } from '../output.ts';

interface ReproFlags extends EngineFlags {
  engines?: EngineName[];
  json: boolean;
}

interface Failure {
  case: Case;
  expect: Expectation | null;
}

/** What a saved case says about how it failed. */
interface HowItFailed {
  engines?: EngineName[] | undefined;
  condition?: Condition | undefined;
  sbe?: 'fast' | 'strict' | undefined;
  mutant?: string | undefined;
  paged?: Paged | undefined;
}

/** A failure is saved as NAME.asm and NAME.json: how it failed stands in the latter. */
function beside(file: string): HowItFailed {
  try {
    const { repro } = JSON.parse(readFileSync(file.replace(/\.asm$/, '.json'), 'utf8')) as { repro?: unknown };
    return reproSchema.parse(repro ?? {});
  } catch {
    return {};
  }
}

async function read(file: string): Promise<{ failures: Failure[]; how: HowItFailed }> {
  input(file).destroy();
  const text = readFileSync(file, 'utf8');
  if (extname(file) === '.asm') {
    const { snippets, errors } = parseSnippets(file, text);
    const built = await buildSnippets(snippets);
    const wrong = [...errors, ...built.errors][0];
    if (wrong) throw new UsageError(errorText(wrong));
    if (built.cases.length === 0) throw new UsageError(`${file} holds no snippet: see corpus/README.md`);
    return { failures: built.cases.map((each) => ({ case: each.case, expect: each.expectation })), how: beside(file) };
  }
  const parsed = await parseCases(linesOf(text));
  const failures = parsed.map((each): Failure => {
    if (each.case === null) throw new UsageError(`${file}: ${each.error}`);
    return { case: each.case, expect: each.expect };
  });
  return { failures, how: (parsed[0]?.case ? parsed[0].repro : undefined) ?? {} };
}

async function repro(file: string, flags: ReproFlags, command: Command): Promise<void> {
  const { failures, how } = await read(file);
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  const options = engineOptions({
    condition: given('condition') ? flags.condition : (how.condition ?? flags.condition),
    sbe: given('sbe') ? flags.sbe : (how.sbe ?? flags.sbe),
    timeLimit: flags.timeLimit,
    paged: flags.paged ?? how.paged,
    ...((flags.mutant ?? how.mutant) === undefined ? {} : { mutant: flags.mutant ?? how.mutant }),
  } as EngineFlags);
  const engines = await openAll(flags.engines ?? how.engines ?? ['interp', 'sbe'], options);
  const comparer = await Comparer.open(engines);
  let failed = false;
  try {
    const results = await Promise.all(engines.map((engine) => engine.run(failures.map((each) => each.case))));
    for (const [index, each] of failures.entries()) {
      const own = results.map((list) => list[index]!);
      const comparison = await comparer.compare(each.case, own);
      const expected = own.map((result) =>
        each.expect === null || result.outcome === 'unsupported' ? [] : checkExpectation(each.case, each.expect, result),
      );
      const wrong =
        comparison.differences.length > 0 || expected.some((list) => list.length > 0) || own.some((result) => result.outcome === 'invalid');
      failed ||= wrong;
      if (flags.json) {
        const failuresByEngine = Object.fromEntries(own.map((result, k) => [result.engine, expected[k]]));
        await print(
          JSON.stringify({ ...comparison, unexpected: failuresByEngine, results: own.map((result) => resultJson(result, each.case)) }),
        );
        continue;
      }
      for (const line of comparisonText(comparison)) await print(line);
      for (const [k, result] of own.entries()) {
        for (const one of expected[k]!)
          await print(`${each.case.id}: ${result.engine}: ${one.field} is ${one.actual}, expected ${one.expected}`);
      }
      const outcomes = own.map((result) => `${result.engine} ${result.outcome}${result.error ? ` (${result.error})` : ''}`).join(', ');
      await print(`${each.case.id}: ${wrong ? 'FAILS' : 'does not fail'}: ${outcomes}`);
    }
  } finally {
    await Promise.all([closeAll(engines), comparer.close()]);
  }
  process.exitCode = failed ? EXIT.FAILED : EXIT.OK;
}

export function addRepro(program: Command): void {
  program
    .command('repro')
    .summary('repeat a saved failure')
    .description(
      'Runs a case file or a snippet file (.asm) again, on the engines and under the conditions that it was saved with, and prints what differs.\nExit status: 1 when it still fails, 0 when it does not, 2 for a wrong command line.',
    )
    .argument('<file>', 'a case file (.json, .jsonl) or a snippet file (.asm)')
    .addOption(new Option('--engines <a,b,...>', 'instead of those it was saved with').argParser(engineNames))
    .addOption(conditionOption())
    .addOption(pagedOption())
    .addOption(sbeOption())
    .addOption(timeLimitOption())
    .addOption(mutantOption())
    .option('--json', 'one JSON object a case, with the full results', false)
    .action(repro);
}
