/** plex86 bisect: the first instruction at which a guest does something else natively than interpreted. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Bisected, bisect, type Verdict } from '../../../conformance/bisect/bisect.ts';
import { disassemble, hex, registersText } from '../../../conformance/bisect/states.ts';
import { readMutants } from '../../../conformance/mutants/list.ts';
import { ROOT } from '../../c-header.ts';
import { type MachineOptions, pc, type VirtualMachine, WaitError } from '../../index.ts';
import type { TraceLine } from '../../machine/log.ts';
import { count } from '../options.ts';
import { EXIT, print, UsageError } from '../output.ts';
import { addBoot, type BootFlags, carryOut, described, type Script } from './boot.ts';

interface Flags extends BootFlags {
  folder?: string;
  patience: number;
  mutant?: string;
}

function seeded(name: string): Pick<MachineOptions, 'program' | 'mutant'> {
  const index = readMutants().findIndex((mutant) => mutant.name === name);
  if (index < 0) throw new UsageError(`--mutant ${name}: monitor/mutants.h has no such mutant`);
  return { program: `${ROOT}build/plex86-machine-mutants`, mutant: index + 1 };
}

/** The script, within its time; without one until the machine ends. */
async function drive(vm: VirtualMachine, script: Script, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  const left = (): number => Math.max(1, until - performance.now());
  for (const step of script.steps) await vm.orEnded(carryOut(vm, step, left()));
  if (script.steps.length > 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new WaitError(`the machine did not end within ${seconds} s; recorded until then`)), left());
  });
  try {
    await vm.orEnded(late);
  } finally {
    clearTimeout(timer);
    late.catch(() => {});
  }
}

function trailLines(trail: readonly TraceLine[]): string[] {
  return trail.map((line) => `  ${hex(line.state.selector[1]!, 4)}:${hex(line.state.eip)}  ${disassemble(line)}`);
}

function lines(verdict: Verdict): string[] {
  switch (verdict.kind) {
    case 'agrees':
      return [`the engines agree: ${verdict.entries} accesses and injections, ${verdict.instructions} interpreted instructions`];
    case 'instruction': {
      const { before, registers, memory, trail, entry, until, step } = verdict;
      const out = [
        `the engines part at this instruction, ${step} instructions behind entry ${entry} of the log (${until} does not agree):`,
      ];
      out.push(...trailLines(trail), 'before it, on both', ...registersText(before.state).replaceAll(/^/gm, '  ').split('\n'), 'after it');
      for (const { register, sbe, interp } of registers) out.push(`  ${register.padEnd(8)} sbe ${hex(sbe)}  interp ${hex(interp)}`);
      for (const { address, sbe, interp } of memory) out.push(`  [${hex(address)}]  sbe ${sbe}  interp ${interp}`);
      if (registers.length + memory.length === 0) out.push('  the same registers and RAM; only one of the engines goes on');
      return out;
    }
    case 'between': {
      const { entry, until, report, trail, why } = verdict;
      const out = [`the engines agree at entry ${entry} of the log and part before entry ${until}: ${why}`];
      out.push(`entry ${report.entry} (${report.wanted.kind}) was waited for; on the other engine: ${report.end.replace('_', ' ')}`);
      for (const { register, sbe, interp } of verdict.registers) out.push(`  ${register.padEnd(8)} sbe ${hex(sbe)}  interp ${hex(interp)}`);
      out.push('the last steps of interp towards it', ...trailLines(trail));
      return out;
    }
  }
}

async function run(what: string | undefined, script: Script, given: BootFlags): Promise<number> {
  const flags = given as Flags;
  if (flags.time === 'virtual' && flags.engine !== 'interp')
    throw new UsageError('--time virtual: only a recording by --engine interp has it');
  const { settings, description } = await described(what, flags);
  const { engine: _engine, log: _log, ...machine } = description ?? pc(settings);
  const own: Partial<Record<Bisected, Pick<MachineOptions, 'program' | 'mutant'>>> =
    flags.mutant === undefined ? {} : { sbe: seeded(flags.mutant) };
  const folder = flags.folder === undefined ? mkdtempSync(join(tmpdir(), 'plex86-bisect-')) : resolve(flags.folder);
  mkdirSync(folder, { recursive: true });
  try {
    const verdict = await bisect({
      ...{ machine, recorded: flags.engine, own, folder, patience: flags.patience },
      drive: (vm) => drive(vm, script, Number(flags.timeout)),
      onProgress: (text) => void process.stderr.write(`bisect: ${text}\n`),
    });
    if (flags.json) await print(JSON.stringify(verdict, (_, value) => (typeof value === 'bigint' ? value.toString() : value)));
    else await print(lines(verdict).join('\n'));
    return verdict.kind === 'agrees' ? EXIT.OK : EXIT.FAILED;
  } finally {
    if (flags.folder === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

export function addBisect(program: Command): void {
  addBoot(program, 'bisect', run)
    .description(
      'record a run on one engine, repeat it on the other, and name the first instruction after which they differ (docs/bisect.md). Takes what `boot` takes; --engine is the one that is recorded. The recording ends with the script, with the machine, or at --timeout.\nExit status: 0 the engines agree, 1 they do not, 2 wrong use.',
    )
    .option('--patience <seconds>', 'within which a replay has to come from one entry to the next', count, 600)
    .option('--folder <path>', 'keep log, traces and RAM of both engines here')
    .addOption(new Option('--mutant <name>', 'sbe with a seeded bug of monitor/mutants.h').hideHelp());
}
