/** Runs a bootable image on one machine and gives what it printed on the debug port, as lines. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pc, VirtualMachine } from '../../vm/index.ts';

export const MACHINES = ['sbe', 'interp', 'qemu', 'bochs'] as const;
export type MachineName = (typeof MACHINES)[number];

/** `end`: the kernel came to its end. `loops`: it started over and over. `late`: it did not end in time. `stopped`: the machine ended. */
export type Ending = 'end' | 'loops' | 'late' | 'stopped';

export interface Signature {
  lines: string[];
  ending: Ending;
  /** how the machine ended, in its own words; of `stopped` */
  words?: string;
  milliseconds: number;
}

/** A kernel that resets the machine on purpose begins at most this often. */
const MOST_BEGINNINGS = 4;
const POLL_MILLISECONDS = 5;

/** The lines of the kernel alone; how far it has come. */
export function readSignature(text: string, name: string): { lines: string[]; ending: 'end' | 'loops' | null } {
  const lines: string[] = [];
  let beginnings = 0;
  const complete = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  complete.pop();
  for (const line of complete) {
    if (line === `begin ${name}` && ++beginnings > MOST_BEGINNINGS) return { lines, ending: 'loops' };
    // What Debian's Bochs, a debugger, says when the processor is reset.
    if (beginnings === 0 || /^(Next at t=|\(0\)[ .]|bx_dbg_)/.test(line)) continue;
    lines.push(line);
    if (line === `end ${name}`) return { lines, ending: 'end' };
  }
  return { lines, ending: null };
}

function onPath(command: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const BOCHS_BIOS = '/usr/share/bochs/BIOS-bochs-latest';
const BOCHS_VGA = '/usr/share/bochs/VGABIOS-lgpl-latest';

/** What has to be installed before this machine can run, or null. */
export function missing(machine: MachineName): string | null {
  if (machine === 'qemu') return onPath('qemu-system-i386') ? null : 'apt-get install qemu-system-x86';
  if (machine === 'bochs') return onPath('bochs') && existsSync(BOCHS_BIOS) ? null : 'apt-get install bochs bochsbios vgabios';
  return existsSync('/usr/share/seabios/bios.bin') ? null : 'apt-get install seabios';
}

/** Kernels of this name get a network card, all of them the same one (corpus/kernels/network.inc). */
const isOfNetwork = (name: string): boolean => name.startsWith('network-');
const CARD = { base: 0x300, irq: 10, address: '52:54:00:12:34:56' } as const;

function qemuArguments(image: string, name: string): string[] {
  const base = `0x${CARD.base.toString(16)}`;
  return [
    ...[
      '-machine',
      'pc,accel=tcg,hpet=off',
      '-cpu',
      'pentium3,+sse2,-sep',
      '-m',
      '32',
      '-nodefaults',
      '-no-user-config',
      '-display',
      'none',
    ],
    ...['-drive', `file=${image},format=raw,if=floppy,snapshot=on`, '-boot', 'a', '-debugcon', 'stdio'],
    ...['-device', 'isa-debug-exit,iobase=0xf4,iosize=4'],
    ...(isOfNetwork(name)
      ? ['-netdev', 'user,id=net', '-device', `ne2k_isa,netdev=net,iobase=${base},irq=${CARD.irq},mac=${CARD.address}`]
      : []),
  ];
}

function bochsArguments(image: string, name: string, folder: string): string[] {
  writeFileSync(
    join(folder, 'bochsrc'),
    `megs: 32
cpu: model=p3_katmai, count=1, ips=20000000, reset_on_triple_fault=1, ignore_bad_msrs=1, cpuid_limit_winnt=0
clock: sync=none
romimage: file=${BOCHS_BIOS}
vgaromimage: file=${BOCHS_VGA}
floppya: 1_44=${image}, status=inserted, write_protected=1
boot: floppy
pci: enabled=1, chipset=i440fx
display_library: rfb, options="timeout=0"
log: ${join(folder, 'log')}
port_e9_hack: enabled=1
error: action=ignore
info: action=ignore
debug: action=ignore
panic: action=fatal
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
speaker: enabled=0
plugin_ctrl: speaker=0, gameport=0, parallel=0, serial=0
${isOfNetwork(name) ? `ne2k: ioaddr=0x${CARD.base.toString(16)}, irq=${CARD.irq}, mac=${CARD.address}, ethmod=null` : ''}
`,
  );
  // It stops before the first instruction, and after each reset, until it is told to go on.
  writeFileSync(join(folder, 'debugger'), 'c\n'.repeat(50));
  return ['-q', '-f', join(folder, 'bochsrc'), '-rc', join(folder, 'debugger')];
}

async function runProcess(
  command: string,
  args: string[],
  name: string,
  timeout: number,
  folder?: string,
): Promise<Omit<Signature, 'milliseconds'>> {
  const child: ChildProcess = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
  try {
    return await new Promise((resolve, reject) => {
      let text = '';
      let errors = '';
      const timer = setTimeout(() => resolve({ lines: readSignature(text, name).lines, ending: 'late' }), timeout);
      child.on('error', reject);
      child.stderr!.on('data', (part: Buffer) => {
        errors = (errors + part.toString('latin1')).slice(-500);
      });
      child.stdout!.on('data', (part: Buffer) => {
        // Bochs writes byte by byte: the end may come in any number of pieces.
        text += part.toString('latin1');
        if (!part.includes(10)) return;
        const { lines, ending } = readSignature(text, name);
        if (ending === null) return;
        clearTimeout(timer);
        resolve({ lines, ending });
      });
      child.on('close', (status, signal) => {
        clearTimeout(timer);
        const { lines, ending } = readSignature(text, name);
        resolve(ending ? { lines, ending } : { lines, ending: 'stopped', words: `${signal ?? status} ${errors.trim()}`.trim() });
      });
    });
  } finally {
    child.kill('SIGKILL');
  }
}

/** What a machine that takes too long is doing. */
async function whereIs(vm: VirtualMachine): Promise<string> {
  const silent = new Promise<null>((resolve) => setTimeout(() => resolve(null), 2000));
  const state = await Promise.race([vm.state().catch(() => null), silent]);
  if (state === null) return 'and it does not answer';
  const { counters, registers } = state;
  const selectors = registers.selector as number[];
  const at = `${selectors[1]!.toString(16)}:${(registers.eip as number).toString(16)}`;
  return `at ${at}${registers.halted ? ', halted' : ''} after ${counters.instructions} instructions and ${counters.interrupts} interrupts`;
}

async function runOurs(engine: 'sbe' | 'interp', image: string, name: string, timeout: number): Promise<Omit<Signature, 'milliseconds'>> {
  const vm = await VirtualMachine.create(
    pc({ engine, fda: image, memory: 32 << 20, debugExit: 0xf4, ...(isOfNetwork(name) ? { network: { card: 'isa', ...CARD } } : {}) }),
  );
  const { debugcon } = vm;
  let over = false;
  const ended = vm.ended.then((how) => {
    over = true;
    return how;
  });
  const until = performance.now() + timeout;
  let came = readSignature('', name);
  while (!over && came.ending === null && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
    came = readSignature(debugcon.text, name);
  }
  const late = !over && came.ending === null;
  const where = late ? await whereIs(vm) : '';
  if (!over) void vm.quit();
  const how = await ended;
  const { lines, ending } = readSignature(debugcon.text, name);
  if (ending) return { lines, ending };
  if (late) return { lines, ending: 'late', words: where };
  return { lines, ending: 'stopped', words: how.error?.message ?? `${how.reason} ${how.status ?? ''}`.trim() };
}

export async function runImage(machine: MachineName, image: string, name: string, timeout = 60_000): Promise<Signature> {
  const began = performance.now();
  const done = (signature: Omit<Signature, 'milliseconds'>): Signature => ({
    ...signature,
    milliseconds: Math.round(performance.now() - began),
  });
  if (machine === 'sbe' || machine === 'interp') return done(await runOurs(machine, image, name, timeout));
  if (machine === 'qemu') return done(await runProcess('qemu-system-i386', qemuArguments(image, name), name, timeout));
  const folder = mkdtempSync(join(tmpdir(), 'plex86-bochs-'));
  try {
    return done(await runProcess('bochs', bochsArguments(image, name, folder), name, timeout, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
