/** plex86 exec: cases in, results out, one line each, in order. */
import { type Command, Option } from 'commander';
import { checkExpectation } from '../../../conformance/cases/expect.ts';
import { type Parsed, readCases } from '../../../conformance/cases/parse.ts';
import { invalidJson, resultJson } from '../../../conformance/cases/write.ts';
import { type Engine, type EngineName, openEngine } from '../../../conformance/engines/index.ts';
import {
  conditionOption,
  type EngineFlags,
  engineName,
  engineOptions,
  input,
  mutantOption,
  pagedOption,
  sbeOption,
  timeLimitOption,
} from '../options.ts';
import { EXIT, print, warn } from '../output.ts';

interface ExecFlags extends EngineFlags {
  engine: EngineName;
  check: boolean;
  json: boolean;
}

/** Portions being read, run and written at the same time. */
const DEPTH = 3;

interface Totals {
  lines: number;
  invalid: number;
  checked: number;
  failed: number;
}

async function runPortion(portion: Parsed[], engine: Engine, flags: ExecFlags, totals: Totals): Promise<string[]> {
  const cases = portion.flatMap((each) => (each.case === null ? [] : [each.case]));
  const results = await engine.run(cases);
  let next = 0;
  return portion.map((each) => {
    totals.lines++;
    if (each.case === null) {
      totals.invalid++;
      return JSON.stringify(invalidJson(each.line, each.id, engine.name, each.error));
    }
    const result = results[next++]!;
    const json: Record<string, unknown> = { ...resultJson(result, each.case) };
    if (result.outcome === 'invalid') {
      totals.invalid++;
      json.line = each.line;
    }
    if (flags.check && each.expect !== null) {
      totals.checked++;
      const failures = checkExpectation(each.case, each.expect, result);
      json.check = failures.length === 0 ? 'pass' : 'fail';
      if (failures.length > 0) {
        totals.failed++;
        json.failures = failures;
        if (!flags.json)
          warn(
            `line ${each.line}, ${each.id}: ${failures.map((one) => `${one.field} ${one.actual}, expected ${one.expected}`).join('; ')}`,
          );
      }
    }
    return JSON.stringify(json);
  });
}

async function exec(file: string | undefined, flags: ExecFlags): Promise<void> {
  const from = input(file);
  const engine = await openEngine(flags.engine, engineOptions(flags));
  const totals: Totals = { lines: 0, invalid: 0, checked: 0, failed: 0 };
  try {
    const flying: Promise<string[]>[] = [];
    const write = async (): Promise<void> => print((await flying.shift()!).join('\n'));
    for await (const portion of readCases(from)) {
      const task = runPortion(portion, engine, flags, totals);
      task.catch(() => {}); // seen when its turn comes
      flying.push(task);
      if (flying.length >= DEPTH) await write();
    }
    while (flying.length > 0) await write();
  } finally {
    await engine.close();
  }
  if (flags.check && !flags.json) {
    warn(
      `${totals.checked} checked, ${totals.checked - totals.failed} passed, ${totals.failed} failed; ${totals.lines} lines, ${totals.invalid} invalid`,
    );
  }
  process.exitCode = totals.invalid > 0 || totals.failed > 0 ? EXIT.FAILED : EXIT.OK;
}

export function addExec(program: Command): void {
  program
    .command('exec')
    .summary('run cases on one engine')
    .description(
      'Runs cases, one JSON object a line, and prints a result a line, in order.\nExit status: 0 when every line gave a result that is not "invalid" (and with --check every expectation held), 1 otherwise, 2 for a wrong command line.',
    )
    .argument('[file]', 'cases; standard input where none is named')
    .addOption(
      new Option('--engine <name>', 'who runs them: sbe, interp, bare, unicorn, qemu, bochs').argParser(engineName).makeOptionMandatory(),
    )
    .addOption(conditionOption())
    .addOption(pagedOption())
    .addOption(sbeOption())
    .addOption(timeLimitOption())
    .addOption(mutantOption())
    .option('--check', 'compare each result with the case\'s "expect"; adds "check" and "failures" to it', false)
    .option('--json', 'nothing but JSON lines: no words on standard error', false)
    .action(exec);
}
