/** Builds the system kernel around a plan, and runs it: as one long case on an engine of this project, or as a machine's firmware. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case, Result } from '../case.ts';
import type { Engine } from '../engines/index.ts';
import { Bytes } from './bytes.ts';
import { DUMP_BYTES, REGIONS } from './dump.ts';
import { template } from './layout.ts';
import { planSystemTests, type SystemTest } from './plan.ts';

const KERNEL = fileURLToPath(new URL('kernel.asm', import.meta.url));
const ROM_BASE = 0xf0000;
const DUMP = 0x200000;
/** what the kernel itself and the template leave of 64 KiB */
const ROOM = 0xfff0 - 0x3000 - 0xe80;
const BEGIN = Buffer.from('<<system begin>>');
const END = Buffer.from('<<system  end >>');

export interface SystemRun {
  tests: SystemTest[];
  /** for machines whose memory can be read afterwards, and for those that print */
  quiet: Uint8Array;
  printing: Uint8Array;
}

/** Needs nasm. */
export function buildSystemRun(seed: number, paging: boolean): SystemRun {
  const folder = mkdtempSync(join(tmpdir(), 'plex86-system-'));
  try {
    const tests = planSystemTests(seed, paging, ROOM);
    const records = new Bytes().u32(tests.length);
    for (const test of tests) records.append(test.record);
    writeFileSync(join(folder, 'template.bin'), template());
    writeFileSync(join(folder, 'records.bin'), records.finish());
    writeFileSync(join(folder, 'regions.inc'), REGIONS.map(([, address, bytes]) => `dd ${address}, ${bytes}\n`).join(''));
    const assemble = (name: string, ...flags: string[]): Uint8Array => {
      execFileSync('nasm', ['-f', 'bin', ...flags, '-o', name, KERNEL], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
      return readFileSync(join(folder, name));
    };
    return { tests, quiet: assemble('quiet.rom'), printing: assemble('printing.rom', '-DPRINT') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The processor as it leaves reset, at the kernel's first instruction. */
export function systemCase(run: SystemRun, id: string): Case {
  const segment = (selector: number, base: number) => ({ selector, base, limit: 0xffff, attributes: 0x93 });
  const none = { selector: 0, base: 0, limit: 0, attributes: 0 };
  return {
    id,
    mode: 'real16',
    model: 'default',
    ramBytes: 16 << 20,
    addressMask: 0xffffffff,
    registers: {
      gpr: [0, 0, 0, 0, 0, 0, 0, 0],
      eip: 0xfff0,
      eflags: 2,
      segments: [segment(0, 0), segment(0xf000, ROM_BASE), segment(0, 0), segment(0, 0), segment(0, 0), segment(0, 0), none, none],
      gdtr: { base: 0, limit: 0xffff },
      idtr: { base: 0, limit: 0x3ff },
      cr0: 0x10,
      cr2: 0,
      cr3: 0,
      cr4: 0,
      dr: [0, 0, 0, 0, 0, 0, 0xffff0ff0, 0x400],
      tsc: 0n,
      cpl: 0,
      shadow: 'none',
    },
    fx: null,
    wantsFx: false,
    memory: [
      { address: 0xa0000, bytes: new Uint8Array(ROM_BASE - 0xa0000).fill(0xff) },
      { address: ROM_BASE, bytes: run.quiet },
    ],
    ports: [],
    events: [],
    stop: { eip: [], instructions: 0, exception: false },
  };
}

function dumpOf(run: SystemRun, result: Result): Uint8Array {
  const dump = new Uint8Array(run.tests.length * DUMP_BYTES);
  for (const { address, bytes } of result.memory) {
    const from = address - DUMP;
    for (let i = Math.max(0, -from); i < bytes.length && from + i < dump.length; i++) dump[from + i] = bytes[i]!;
  }
  return dump;
}

/** The dump; throws where the kernel did not reach its end. */
export async function runOnEngine(run: SystemRun, engine: Engine): Promise<Uint8Array> {
  const [result] = await engine.run([systemCase(run, 'system')]);
  if (result?.outcome !== 'halted') throw new Error(`the system kernel ended by ${result?.outcome ?? 'nothing'} on ${engine.name}`);
  return dumpOf(run, result);
}

const BOCHS_CONFIGURATION = (folder: string): string => `megs: 32
cpu: model=p4_willamette, count=1, ips=20000000, reset_on_triple_fault=0, ignore_bad_msrs=1, cpuid_limit_winnt=0
clock: sync=none
romimage: file=${folder}/rom
pci: enabled=1, chipset=i440fx
display_library: rfb, options="timeout=0"
log: ${folder}/log
port_e9_hack: enabled=1
error: action=ignore
info: action=ignore
debug: action=ignore
panic: action=fatal
sound: waveoutdrv=dummy, waveindrv=dummy, midioutdrv=dummy
speaker: enabled=0
plugin_ctrl: speaker=0, gameport=0, parallel=0, serial=0
`;

/** The dump as Bochs prints it; null where the kernel did not come to its end (Bochs shuts down on a triple fault). */
export async function runOnBochs(run: SystemRun, timeoutMilliseconds = 60_000): Promise<Uint8Array | null> {
  const folder = mkdtempSync(join(tmpdir(), 'plex86-system-'));
  writeFileSync(join(folder, 'rom'), run.printing);
  writeFileSync(join(folder, 'bochsrc'), BOCHS_CONFIGURATION(folder));
  // Debian's Bochs is a debugger build: it stops before the first instruction until it is told to go on.
  writeFileSync(join(folder, 'debugger'), 'c\n');
  const child = spawn('bochs', ['-q', '-f', join(folder, 'bochsrc'), '-rc', join(folder, 'debugger')], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    return await new Promise((resolve, reject) => {
      const parts: Buffer[] = [];
      let tail = Buffer.alloc(0);
      const timer = setTimeout(() => resolve(null), timeoutMilliseconds);
      const finish = (): void => {
        clearTimeout(timer);
        const all = Buffer.concat(parts);
        const begin = all.indexOf(BEGIN);
        const end = all.lastIndexOf(END);
        resolve(begin >= 0 && end > begin ? all.subarray(begin + BEGIN.length, end) : null);
      };
      child.on('error', reject);
      child.on('close', finish);
      child.stdout.on('data', (part: Buffer) => {
        parts.push(part);
        // Bochs writes byte by byte: the mark may come in any number of pieces.
        tail = Buffer.concat([tail.subarray(-END.length), part]);
        if (tail.includes(END)) finish();
      });
    });
  } finally {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
