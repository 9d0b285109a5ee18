/** plex86 diff: the same cases on several engines, and where they differ. */
import { type Command, Option } from 'commander';
import { readCases } from '../../../conformance/cases/parse.ts';
import type { EngineName } from '../../../conformance/engines/index.ts';
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
import { EXIT, print, UsageError, warn } from '../output.ts';

interface DiffFlags extends EngineFlags {
  engines: EngineName[];
  json: boolean;
}

async function diff(file: string | undefined, flags: DiffFlags): Promise<void> {
  if (flags.engines.length < 2) throw new UsageError('--engines names at least two, the first is the reference');
  const from = input(file);
  const engines = await openAll(flags.engines, engineOptions(flags));
  const comparer = await Comparer.open(engines);
  let lines = 0;
  let invalid = 0;
  let compared = 0;
  let differing = 0;
  const skipped = new Map<string, number>();
  try {
    for await (const portion of readCases(from)) {
      const cases = portion.flatMap((each) => (each.case === null ? [] : [each.case]));
      const results = await Promise.all(engines.map((engine) => engine.run(cases)));
      let next = 0;
      for (const each of portion) {
        lines++;
        if (each.case === null) {
          invalid++;
          await print(
            flags.json ? JSON.stringify({ id: each.id, outcome: 'invalid', line: each.line, error: each.error }) : `${each.error}`,
          );
          continue;
        }
        const index = next++;
        const comparison = await comparer.compare(
          each.case,
          results.map((list) => list[index]!),
        );
        if (comparison.outcome === 'invalid') invalid++;
        compared += comparison.compared.length > 0 ? 1 : 0;
        differing += comparison.differences.length > 0 ? 1 : 0;
        for (const { engine, reason } of comparison.skipped) {
          const key = `${engine}: ${reason}`;
          skipped.set(key, (skipped.get(key) ?? 0) + 1);
        }
        if (flags.json) await print(JSON.stringify(comparison));
        else for (const line of comparisonText(comparison)) await print(line);
      }
    }
  } finally {
    await Promise.all([closeAll(engines), comparer.close()]);
  }
  if (!flags.json) {
    warn(`${lines} lines, ${compared} compared, ${differing} differ, ${invalid} invalid`);
    for (const [reason, times] of skipped) warn(`skipped ${times}: ${reason}`);
  }
  process.exitCode = invalid > 0 || differing > 0 ? EXIT.FAILED : EXIT.OK;
}

export function addDiff(program: Command): void {
  program
    .command('diff')
    .summary('run cases on several engines and compare')
    .description(
      'Runs cases, one JSON object a line, on several engines and reports where they differ from the first.\nExit status: 0 when nothing differs, 1 otherwise, 2 for a wrong command line.',
    )
    .argument('[file]', 'cases; standard input where none is named')
    .addOption(
      new Option('--engines <a,b,...>', 'the reference, then the others').argParser(engineNames).default(['interp', 'sbe'], 'interp,sbe'),
    )
    .addOption(conditionOption())
    .addOption(pagedOption())
    .addOption(sbeOption())
    .addOption(timeLimitOption())
    .addOption(mutantOption())
    .option('--json', 'one JSON object a case', false)
    .action(diff);
}
