/** plex86 linux: a session in a Linux guest on plex86 and on QEMU side by side. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { ArchiveMissing } from '../../corpus/guests/debian.ts';
import { GuestMissing, locateLinux } from '../../corpus/guests/guests.ts';
import { EXIT, fail, print, UsageError, warn } from '../../vm/cli/output.ts';
import { DEBIAN } from './debian/session.ts';
import { missingTools } from './programs.ts';
import { isSame, runSession } from './run.ts';
import { BUSYBOX } from './session.ts';

const SESSIONS = [BUSYBOX, DEBIAN];

interface Flags {
  session: string;
  engine: 'sbe' | 'interp';
  sbe: 'fast' | 'strict';
  step: string[];
  save?: string;
  json: boolean;
}

async function linux({ session: name, engine, sbe, step: only, save, json }: Flags): Promise<number> {
  const missing = missingTools();
  if (missing.length > 0) throw new UsageError(`these Debian packages are missing: apt-get install ${missing.join(' ')}`);
  const session = SESSIONS.find((each) => each.name === name)!;
  const unknown = only.find((name) => !session.steps.some((step) => step.name === name));
  if (unknown !== undefined)
    throw new UsageError(
      `there is no step "${unknown}" in the session ${name}; there are ${session.steps.map(({ name }) => name).join(', ')}`,
    );
  const files = await locateLinux('linux', { tell: (text) => warn(`linux: ${text}`) }).catch((error: Error) => {
    throw error instanceof GuestMissing ? new UsageError(error.message) : error;
  });
  if (save !== undefined) mkdirSync(save, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'plex86-linux-'));
  try {
    const told = (step: string, same: boolean, plex86: string, expected: string): void => {
      if (save !== undefined) {
        const file = join(save, step.replace(/\W+/g, '-'));
        writeFileSync(`${file}.plex86`, `${plex86}\n`);
        writeFileSync(`${file}.expected`, `${expected}\n`);
      }
      if (!json) console.log(`${same ? 'same     ' : 'DIFFERENT'} ${step}`);
    };
    const result = await runSession(session, files, folder, { engine, sbe }, told, only, (text) => warn(`linux: ${text}`)).catch(
      (error: Error) => {
        throw error instanceof ArchiveMissing ? new UsageError(error.message) : error;
      },
    );
    if (json) await print(JSON.stringify(result));
    else {
      for (const { step, plex86, expected } of result.differences) await print(`\n--- ${step}\nplex86:\n${plex86}\nexpected:\n${expected}`);
      for (const line of result.warnings) await print(`only in plex86's kernel log: ${line}`);
      for (const line of result.late) await print(`clocks, only in plex86's kernel log: ${line}`);
      if (result.disk !== null) await print(`e2fsck:\n${result.disk}`);
      await print(
        `${result.steps} steps, ${result.differences.length} differ, ${result.warnings.length} warnings of our own; ${session.writes ? `the disk is ${result.disk === null ? 'clean' : 'not clean'}; ` : ''}exit status ${result.status.plex86}; the clock is wrong by ${result.clock.plex86.toFixed(1)} s`,
      );
    }
    return isSame(result) ? EXIT.OK : EXIT.FAILED;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function addLinux(program: Command): void {
  program
    .command('linux')
    .description(
      "a session in Debian's 32-bit Linux on plex86 and on QEMU: what commands print, the kernel's warnings, the disk, the clock, the exit status",
    )
    .addOption(
      new Option('--session <name>', `which: ${SESSIONS.map(({ name, about }) => `${name} (${about})`).join('; ')}`)
        .choices(SESSIONS.map(({ name }) => name))
        .default(BUSYBOX.name),
    )
    .addOption(new Option('--engine <name>', 'run natively, or interpret everything').choices(['sbe', 'interp']).default('sbe'))
    .addOption(new Option('--sbe <mode>', 'which computed branches SBE checks').choices(['fast', 'strict']).default('fast'))
    .option('--step <name>', 'this step alone; may be given again', (value: string, before: string[]) => [...before, value], [] as string[])
    .option('--save <folder>', 'what each step printed, and should have, into files')
    .option('--json', 'one object at the end', false)
    .action(async (flags: Flags) => {
      try {
        process.exitCode = await linux(flags);
      } catch (error) {
        process.exitCode = fail(error);
      }
    });
}
