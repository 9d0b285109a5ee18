/** The command line. Each command is a file that adds itself to the program; only the one that is wanted is loaded. */
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { EXIT, fail, quietPipes } from './output.ts';

type Add = (program: Command) => void;

const COMMANDS: Record<string, () => Promise<Add>> = {
  boot: async () => (await import('./commands/boot.ts')).addBoot,
  bisect: async () => (await import('./commands/bisect.ts')).addBisect,
  freedos: async () => (await import('../../conformance/freedos/command.ts')).addFreedos,
  linux: async () => (await import('../../conformance/linux/command.ts')).addLinux,
  selftests: async () => (await import('../../conformance/linux/selftests/command.ts')).addSelftests,
  kernels: async () => (await import('./kernels.ts')).addKernels,
  exec: async () => (await import('./commands/exec.ts')).addExec,
  diff: async () => (await import('./commands/diff.ts')).addDiff,
  repro: async () => (await import('./commands/repro.ts')).addRepro,
  explain: async () => (await import('./commands/explain.ts')).addExplain,
  conformance: async () => (await import('./commands/conformance.ts')).addConformance,
  fuzz: async () => (await import('../../conformance/fuzz/command.ts')).addFuzz,
  coverage: async () => (await import('../../conformance/coverage/command.ts')).addCoverage,
  mutants: async () => (await import('../../conformance/mutants/command.ts')).addMutants,
};

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

const program = new Command('plex86')
  .description('A virtual machine for 32- and 16-bit x86 that scans code before it executes, and the harness that proves it')
  .version(version)
  .showHelpAfterError('(--help shows what there is)')
  .exitOverride();

quietPipes();
try {
  const wanted = COMMANDS[process.argv[2] ?? ''];
  for (const load of wanted ? [wanted] : Object.values(COMMANDS)) (await load())(program);
  for (const command of program.commands) command.exitOverride();
  await program.parseAsync();
} catch (error) {
  // Help and version are no errors; anything else that commander throws is a wrong command line.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
  else process.exitCode = fail(error);
}
