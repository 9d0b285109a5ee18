/** plex86 selftests: the kernel's own tests of x86 and QEMU's, in a Linux guest on plex86, compared with QEMU and with the host. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { ArchiveMissing } from '../../../corpus/guests/debian.ts';
import { GuestMissing, locateLinux } from '../../../corpus/guests/guests.ts';
import { EXIT, fail, print, UsageError, warn } from '../../../vm/cli/output.ts';
import { missingTools } from '../programs.ts';
import { buildPrograms } from './programs.ts';
import { normalised, type Outcome, type Result, runSelftests } from './run.ts';
import { locateSources } from './sources.ts';

interface Flags {
  engine: 'sbe' | 'interp';
  sbe: 'fast' | 'strict';
  test: string[];
  save?: string;
  json: boolean;
}

const SHOWN_LINES = 20;

/** The first lines in which two outcomes differ. */
function apart(ours: Outcome, expected: Outcome): string {
  const [a, b] = [normalised(ours.text), normalised(expected.text)];
  const all = Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).filter((i) => a[i] !== b[i]);
  const shown = all
    .slice(0, SHOWN_LINES)
    .map((i) => `${i + 1}:\n  plex86:   ${a[i] ?? '(no such line)'}\n  expected: ${b[i] ?? '(no such line)'}`);
  const more = all.length > SHOWN_LINES ? [`and ${all.length - SHOWN_LINES} lines more`] : [];
  return [`status ${ours.status}, expected ${expected.status}`, ...shown, ...more].join('\n');
}

function saveTexts(results: readonly Result[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { test, plex86, qemu, host } of results)
    for (const [name, outcome] of Object.entries({ plex86, qemu, host }))
      if (outcome) writeFileSync(join(folder, `${test}.${name}.txt`), `${outcome.text}status ${outcome.status}\n`);
}

async function selftests({ engine, sbe, test: only, save, json }: Flags): Promise<number> {
  const missing = missingTools();
  if (!existsSync('/usr/bin/make')) missing.push('make');
  if (missing.length > 0) throw new UsageError(`these Debian packages are missing: apt-get install ${missing.join(' ')}`);
  const tell = (text: string): void => warn(`selftests: ${text}`);
  const folder = mkdtempSync(join(tmpdir(), 'plex86-selftests-'));
  try {
    const files = await locateLinux('linux', { tell });
    const all = buildPrograms(await locateSources(files.version, tell), folder);
    const unknown = only.find((name) => !all.some((program) => program.name === name));
    if (unknown !== undefined) throw new UsageError(`there is no test "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}`);
    const programs = all.filter(({ name }) => only.length === 0 || only.includes(name));
    const told = ({ test, same, known, plex86, reference, lines }: Result): void => {
      if (json) return;
      const theirs = lines.qemu ? `; ${lines.qemu} lines of QEMU's differ from the host's` : '';
      console.log(
        `${same ? 'same     ' : known ? 'known    ' : 'DIFFERENT'} ${test}: status ${plex86.status}, against ${reference}${theirs}${known ? ` (${known})` : ''}`,
      );
    };
    const results = await runSelftests(files, programs, folder, { engine, sbe }, told);
    if (save !== undefined) saveTexts(results, save);
    const known = results.filter((each) => each.known !== undefined);
    const different = results.filter((each) => !each.same && each.known === undefined);
    if (json)
      await print(
        JSON.stringify({
          tests: results.length,
          known: known.length,
          differences: different.map(({ test }) => test),
          results: brief(results),
        }),
      );
    else {
      for (const { test, plex86, qemu, host } of different) await print(`\n--- ${test}: ${apart(plex86, host ?? qemu)}`);
      await print(
        `${results.length} tests, ${different.length} differ, ${known.length} where the reference is not the manual's processor or not ours`,
      );
    }
    return different.length === 0 && results.length > 0 ? EXIT.OK : EXIT.FAILED;
  } catch (error) {
    if (error instanceof GuestMissing) throw new UsageError(error.message);
    if (error instanceof ArchiveMissing) throw new UsageError(`the tests' sources could not be fetched: ${error.message}`);
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Texts only where there is something to see. */
function brief(results: readonly Result[]): object[] {
  return results.map(({ test, reference, same, known, plex86, qemu, host, lines }) => ({
    test,
    reference,
    same,
    ...(known ? { known } : {}),
    status: { plex86: plex86.status, qemu: qemu.status, ...(host ? { host: host.status } : {}) },
    lines,
    ...(same ? {} : { apart: apart(plex86, host ?? qemu) }),
  }));
}

export function addSelftests(program: Command): void {
  program
    .command('selftests')
    .description(
      "the Linux kernel's own tests of x86, and QEMU's, in Debian's Linux on plex86: what they print and how they end, against QEMU and the host",
    )
    .addOption(new Option('--engine <name>', 'run natively, or interpret everything').choices(['sbe', 'interp']).default('sbe'))
    .addOption(new Option('--sbe <mode>', 'which computed branches SBE checks').choices(['fast', 'strict']).default('fast'))
    .option('--test <name>', 'this test alone; may be given again', (value: string, before: string[]) => [...before, value], [] as string[])
    .option('--save <folder>', 'what each test printed on each machine, into files')
    .option('--json', 'one object at the end', false)
    .action(async (flags: Flags) => {
      try {
        process.exitCode = await selftests(flags);
      } catch (error) {
        process.exitCode = fail(error);
      }
    });
}
