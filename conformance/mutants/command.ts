/** plex86 mutants: which seeded bugs of the monitor the harness finds. */
import { mkdir, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import type { Command } from 'commander';
import { count } from '../../vm/cli/options.ts';
import { EXIT, print, UsageError, warn } from '../../vm/cli/output.ts';
import { ROOT } from '../wire/layout.ts';
import { Hunt, type Verdict } from './hunt.ts';
import { readMutants, SURVIVORS } from './list.ts';

interface Flags {
  only?: string[];
  size: number;
  seed: number;
  json: boolean;
}

const KILLED_SHARE = 0.95;

async function mutants(flags: Flags): Promise<void> {
  const all = readMutants();
  for (const name of flags.only ?? []) {
    if (!all.some((mutant) => mutant.name === name)) throw new UsageError(`--only ${name}: monitor/mutants.h has no such mutant`);
  }
  const wanted = all.filter((mutant) => flags.only?.includes(mutant.name) ?? true);
  const hunt = await Hunt.open(flags.size, flags.seed);
  const verdicts: Verdict[] = [];
  try {
    warn(`${hunt.cases} cases; first the build without a mutant, under every setting`);
    const noisy = await hunt.clean();
    for (const id of noisy) warn(`differs without a mutant: ${id}`);
    const queue = [...wanted];
    const worker = async (): Promise<void> => {
      for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
        const verdict = await hunt.hunt(mutant);
        verdicts.push(verdict);
        const { kill } = verdict;
        const how = kill
          ? `killed by ${kill.id} (${kill.engine}, ${kill.mode}, ${kill.condition}: ${kill.fields.slice(0, 3).join(', ')})`
          : 'SURVIVES';
        if (!flags.json) await print(`${verdicts.length}/${wanted.length} ${mutant.name} ${how}`);
      }
    };
    await Promise.all(Array.from({ length: Math.max(1, cpus().length) }, worker));
    const survivors = verdicts.filter((verdict) => verdict.kill === null);
    const surprising = verdicts.filter((verdict) => verdict.kill !== null && SURVIVORS.has(verdict.name));
    const killed = verdicts.length - survivors.length;
    const report = { mutants: verdicts.length, killed, survivors: survivors.map((one) => one.name), noisy, verdicts };
    await mkdir(`${ROOT}reports/out`, { recursive: true });
    await writeFile(`${ROOT}reports/out/mutants.json`, `${JSON.stringify(report, null, 2)}\n`);
    if (flags.json) await print(JSON.stringify(report));
    else {
      for (const one of survivors) await print(`survives: ${one.name}: ${one.description}${reason(one.name)}`);
      for (const one of surprising) await print(`on the list of survivors, but killed: ${one.name}`);
      await print(`${killed} of ${verdicts.length} mutants killed; ${noisy.length} cases differ without a mutant`);
    }
    const fine = killed >= KILLED_SHARE * verdicts.length && surprising.length === 0 && noisy.length === 0;
    process.exitCode = fine ? EXIT.OK : EXIT.FAILED;
  } finally {
    await hunt.close();
  }
}

function reason(name: string): string {
  const known = SURVIVORS.get(name);
  return known === undefined ? '' : ` (on record: ${known})`;
}

export function addMutants(program: Command): void {
  program
    .command('mutants')
    .description(
      'Runs the monitor with each seeded bug of monitor/mutants.h against the corpus and generated cases, and reports which are found.\nExit status: 0 when at least 95 % are killed and the build without a mutant differs nowhere, 1 otherwise, 2 for a wrong command line.',
    )
    .option('--only <names...>', 'these mutants only')
    .option('--size <n>', 'generated cases a kind, mode and ring', count, 120)
    .option('--seed <n>', 'names the stream of generated cases', count, 1)
    .option('--json', 'one JSON object instead of text', false)
    .action(mutants);
}
