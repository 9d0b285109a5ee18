/** `plex86 kernels`: the test-kernels on several machines side by side. */
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { huntKernels, type KernelResult } from '../../conformance/kernels/hunt.ts';
import { describeKernel, findKernel, type Kernel, listKernels } from '../../conformance/kernels/image.ts';
import { MACHINES, type MachineName, missing } from '../../conformance/kernels/run.ts';
import { count } from './options.ts';
import { EXIT, print, UsageError, warn } from './output.ts';

interface Flags {
  on: MachineName[];
  timeout: number;
  jobs: number;
  json?: boolean;
  list?: boolean;
  signature?: boolean;
  known?: boolean;
}

function machineNames(text: string): MachineName[] {
  const names = text.split(',').map((part) => part.trim());
  for (const name of names)
    if (!(MACHINES as readonly string[]).includes(name))
      throw new InvalidArgumentError(`no machine "${name}"; there are ${MACHINES.join(', ')}`);
  return [...new Set(names)] as MachineName[];
}

function select(names: readonly string[]): Kernel[] {
  if (names.length === 0) return listKernels();
  try {
    return names.map(findKernel);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function asJson(result: KernelResult): string {
  return JSON.stringify({
    kernel: result.name,
    good: result.good,
    machines: Object.fromEntries(result.signatures),
    differences: result.differences.map(({ line, values, known }) => ({
      line,
      values,
      known: known.map(({ machine, why }) => ({ machine, why })),
    })),
    vanished: result.vanished.map(({ machine, lines, ending, why }) => ({ machine, lines: lines.source, ending, why })),
    early: result.early.map(({ machine, ending, why }) => ({ machine, ending, why })),
  });
}

function asText(result: KernelResult, flags: Flags): string {
  const times = [...result.signatures].map(
    ([machine, { ending, words, milliseconds }]) =>
      `${machine} ${ending === 'end' ? `${milliseconds} ms` : [ending, words].filter(Boolean).join(': ')}`,
  );
  const unexplained = result.differences.filter(({ known }) => known.length === 0);
  const explained = result.differences.length - unexplained.length;
  const lines = [...result.signatures.values()].reduce((most, signature) => Math.max(most, signature.lines.length), 0);
  const text = [
    `${result.good ? 'same  ' : 'DIFFER'}  ${result.name}  ${lines} lines${explained ? `, ${explained} known differences` : ''}  (${times.join(', ')})`,
  ];
  const width = Math.max(...flags.on.map((name) => name.length));
  for (const { line, values, known } of flags.known ? result.differences : unexplained) {
    text.push(`    ${line}`);
    for (const [machine, value] of Object.entries(values)) text.push(`        ${machine.padEnd(width)}  ${value}`);
    for (const { machine, why } of known) text.push(`        ${machine} is wrong: ${why}`);
  }
  for (const { machine, lines, ending } of result.vanished)
    text.push(`    on record for ${machine}, and not seen: ${lines}${ending ? `, ${ending}` : ''}`);
  if (flags.signature) {
    const [signature] = result.signatures.values();
    for (const line of signature?.lines ?? []) text.push(`    ${line}`);
  }
  return text.join('\n');
}

async function kernels(names: string[], flags: Flags): Promise<void> {
  const wanted = select(names);
  if (flags.list) {
    for (const { name, source } of wanted) {
      const about = describeKernel(readFileSync(source, 'utf8'));
      await print(flags.json ? JSON.stringify({ kernel: name, about }) : `${name.padEnd(24)} ${about}`);
    }
    return;
  }
  const machines = flags.on.filter((machine) => {
    const install = missing(machine);
    if (install) warn(`${machine} is left out, because it is not installed: ${install}`);
    return install === null;
  });
  if (machines.length === 0) throw new UsageError('none of these machines is installed');
  let bad = 0;
  let lines = 0;
  let unfinished = 0;
  let onRecord = 0;
  for await (const result of huntKernels(wanted, machines, { timeout: flags.timeout, jobs: flags.jobs })) {
    if (!result.good) bad++;
    onRecord += result.early.length;
    for (const signature of result.signatures.values()) {
      lines += signature.lines.length;
      if (signature.ending !== 'end') unfinished++;
    }
    await print(flags.json ? asJson(result) : asText(result, flags));
  }
  const ends = unfinished > 0 ? `, ${unfinished} runs did not come to the end (${onRecord} of them on record)` : '';
  if (!flags.json) await print(`${wanted.length} kernels on ${machines.join(', ')}: ${lines} lines, ${bad} kernels differ${ends}`);
  if (bad > 0) process.exitCode = EXIT.FAILED;
}

export function addKernels(program: Command): void {
  program
    .command('kernels')
    .description('run the test-kernels of corpus/kernels on several machines side by side and print where they differ')
    .argument('[names...]', 'kernels by name, or .asm files; all of them where none is named')
    .option('--on <machines>', `the machines, of ${MACHINES.join(', ')}`, machineNames, [...MACHINES])
    .option('--timeout <milliseconds>', 'a machine that takes longer is late', count, 60_000)
    .option('--jobs <number>', 'machines that run at the same time', count, 2)
    .option('--known', 'print the differences on record too, with the reason')
    .option('--signature', 'print what the first machine said')
    .option('--list', 'only list the kernels and what they are about')
    .option('--json', 'one line of JSON a kernel')
    .addHelpText('after', '\nExit status: 0 all agree, but for what is on record; 1 some do not; 2 the command line is wrong.')
    .action(kernels);
}
