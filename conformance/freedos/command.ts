/** plex86 freedos: a DOS session on plex86 and on QEMU side by side. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { locateGuest } from '../../corpus/guests/guests.ts';
import { EXIT, fail, print, UsageError } from '../../vm/cli/output.ts';
import { hasMtools } from './image.ts';
import { runSession } from './run.ts';

interface Flags {
  engine: 'sbe' | 'interp';
  sbe: 'fast' | 'strict';
  hardDisk: boolean;
  json: boolean;
}

async function freedos(flags: Flags): Promise<number> {
  if (!existsSync('/usr/bin/qemu-system-i386')) throw new UsageError('QEMU is not installed: apt-get install qemu-system-x86');
  if (!hasMtools()) throw new UsageError('mtools are not installed: apt-get install mtools');
  const image = await locateGuest('freedos').catch((error: Error) => {
    throw new UsageError(error.message);
  });
  const folder = mkdtempSync(join(tmpdir(), 'plex86-freedos-'));
  try {
    const told = (line: number, command: string, same: boolean): void => {
      if (!flags.json) console.log(`${same ? 'same     ' : 'DIFFERENT'} ${String(line).padStart(3)}  ${command}`);
    };
    const result = await runSession(image, folder, flags, told);
    if (flags.json) await print(JSON.stringify(result));
    else {
      for (const { line, command, plex86, qemu } of result.differences)
        await print(`\n--- line ${line}, ${command}\nplex86:\n${plex86}\nqemu:\n${qemu}`);
      for (const { name, plex86, qemu } of result.files) await print(`file ${name}: plex86 ${plex86}, qemu ${qemu}`);
      await print(`${result.commands} commands, ${result.differences.length} screens differ, ${result.files.length} files differ`);
    }
    return result.differences.length + result.files.length === 0 ? EXIT.OK : EXIT.FAILED;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function addFreedos(program: Command): void {
  program
    .command('freedos')
    .description('a scripted DOS session on plex86 and on QEMU: screens after every command, then the files on both disks')
    .addOption(new Option('--engine <name>', 'run natively, or interpret everything').choices(['sbe', 'interp']).default('sbe'))
    .addOption(new Option('--sbe <mode>', 'which computed branches SBE checks').choices(['fast', 'strict']).default('fast'))
    .option('--hard-disk', 'boot from a hard disk instead of the floppy', false)
    .option('--json', 'one object at the end', false)
    .action(async (flags: Flags) => {
      try {
        process.exitCode = await freedos(flags);
      } catch (error) {
        process.exitCode = fail(error);
      }
    });
}
