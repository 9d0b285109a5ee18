/** The command line. Each command is a file that adds itself to the program. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addConformance } from './commands/conformance.ts';
import { addDiff } from './commands/diff.ts';
import { addExec } from './commands/exec.ts';
import { addExplain } from './commands/explain.ts';
import { addRepro } from './commands/repro.ts';
import { EXIT, fail, quietPipes } from './output.ts';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

const program = new Command('plex86')
  .description('A virtual machine for 32- and 16-bit x86 that scans code before it executes, and the harness that proves it')
  .version(version)
  .showHelpAfterError('(--help shows what there is)')
  .exitOverride();

for (const add of [addExec, addDiff, addRepro, addExplain, addConformance]) add(program);
for (const command of program.commands) command.exitOverride();

quietPipes();
try {
  await program.parseAsync();
} catch (error) {
  // Help and version are no errors; anything else that commander throws is a wrong command line.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
  else process.exitCode = fail(error);
}
