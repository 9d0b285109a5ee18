/**
 * Batches for an emulator that boots the batch kernel: the disk with the cases, the emulator's process, the results. A case that brings the
 * emulator down or hangs it is found by running the rest of its batch in careful mode, where every result reaches the disk before the next
 * case starts.
 */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Case, MemoryRun, Registers, Result } from '../../case.ts';
import { ROOT } from '../../wire/layout.ts';
import { type Engine, EngineMissing, type EngineName, type EngineOptions } from '../engine.ts';
import { openInterp } from '../interp.ts';
import { constant, KERNEL_INCLUDE, KERNEL_SOURCE } from './constants.ts';
import { refusedOnTheWay } from './executed.ts';
import { LinearView, MemoryView } from './memory-view.ts';
import { encodeRecord, type Record, Unsupported } from './records.ts';
import { decodeOutput, noResult, type Output, readOutput } from './results.ts';

const SECTOR = 512;
const BATCH_CASES = 2000;
const BATCH_BYTES = 14 << 20;
/** Results of a batch; the kernel's buffer has 15 MiB. */
const OUTPUT_BYTES = 14 << 20;
/** What a case may write at the most, for the buffer: a page and a head. */
const OUTPUT_OF_CASE = 6 << 10;
const CAREFUL_CASES = 64;
const START_MS = 5_000;
const CASE_MS = 10;

/** An emulator, as the command that boots `rom` with `disk` as its first IDE disk and ends by itself. */
export interface Machine {
  name: EngineName;
  command: string;
  install: string;
  /** whether stops may be breakpoints in the debug registers */
  breakpoints: boolean;
  arguments(folder: string, rom: string, disk: string, cylinders: number): string[];
}

interface Job {
  index: number;
  one: Case;
  record: Record;
  /** every page a real mode case can reach is looked at */
  thorough: boolean;
}

interface Hint {
  /** null: all, because a case that does not end goes on here until the watchdog comes */
  pages: number[] | null;
  ports: boolean;
  /** The case writes to its descriptor or vector table: the kernel runs it with copies, taken before. */
  tables: boolean;
  /** What of paging the case has at its end that the kernel would not get out of; null: nothing. */
  paging: string | null;
}

function isReal(one: Case): boolean {
  return (one.registers.cr0 & 1) === 0;
}

function isPaged(one: Case): boolean {
  return (one.registers.cr0 & 0x80000000) !== 0;
}

/** The kernel is entered through the tables that are current at the end, and CR3 is not saved by the task switch. */
function wayOut(one: Case, registers: Registers, memory: readonly MemoryRun[]): string | null {
  if (!isPaged(one)) return null;
  if ((registers.cr0 & 0x80000000) === 0) return 'the case ends with paging off';
  if (((registers.cr3 ^ one.registers.cr3) & 0xfffff000) !== 0) return 'the case ends with another CR3, which the way out does not save';
  const entry = ((registers.cr3 & 0xfffff000) >>> 0) + 4 * constant('CORE_ENTRY');
  if (memory.some(({ address, bytes }) => address < entry + 4 && address + bytes.length > entry))
    return 'the case writes to the kernel’s directory entry';
  return null;
}

/** Whether more of the GDT or IDT changed than the accessed and busy bits of descriptors, which the kernel writes back. */
function writesTables(one: Case, memory: readonly MemoryRun[]): boolean {
  const start = new MemoryView(one.memory);
  const view = new LinearView(one.memory, one.registers);
  const gdtr = { base: view.locate(one.registers.gdtr.base) ?? 0, limit: one.registers.gdtr.limit };
  const idtr = { base: view.locate(one.registers.idtr.base) ?? 0, limit: one.registers.idtr.limit };
  return memory.some(({ address, bytes }) =>
    bytes.some((byte, i) => {
      const at = address + i;
      if (at >= idtr.base && at <= idtr.base + idtr.limit) return true;
      if (at < gdtr.base || at > gdtr.base + gdtr.limit) return false;
      const marks = ((at - gdtr.base) & 7) === 5 ? 3 : 0;
      return ((byte ^ start.byte(at)) & ~marks) !== 0;
    }),
  );
}

export function buildKernel(): string {
  const rom = `${ROOT}build/batch-kernel.rom`;
  const newest = Math.max(statSync(KERNEL_SOURCE).mtimeMs, statSync(KERNEL_INCLUDE).mtimeMs);
  if (existsSync(rom) && statSync(rom).mtimeMs > newest) return rom;
  mkdirSync(`${ROOT}build`, { recursive: true });
  const source = fileURLToPath(KERNEL_SOURCE);
  try {
    execFileSync('nasm', ['-f', 'bin', '-I', fileURLToPath(new URL('.', KERNEL_SOURCE)), '-o', rom, source], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new EngineMissing('the batch kernel needs nasm. Install it: apt-get install nasm');
    throw error;
  }
  return rom;
}

function findCommand(command: string): boolean {
  return (process.env.PATH ?? '').split(':').some((folder) => folder !== '' && existsSync(`${folder}/${command}`));
}

export class BatchEngine implements Engine {
  readonly name: EngineName;
  readonly incidents: string[] = [];
  private readonly machine: Machine;
  private readonly rom: string;
  private readonly folder: string;
  private interpreter: Engine | null = null;
  private closed = false;
  private tail: Promise<unknown> = Promise.resolve();

  constructor(machine: Machine, _options: EngineOptions) {
    this.machine = machine;
    this.name = machine.name;
    if (!findCommand(machine.command))
      throw new EngineMissing(`engine ${machine.name}: ${machine.command} is not there. Install it: ${machine.install}`);
    this.rom = buildKernel();
    this.folder = mkdtempSync(`${existsSync('/dev/shm') ? '/dev/shm' : tmpdir()}/plex86-${machine.name}-`);
  }

  async refusedOnTheWay(one: Case, reference: Result): Promise<string | null> {
    this.interpreter ??= await openInterp();
    return refusedOnTheWay(one, reference, this.interpreter);
  }

  /** One boot after the other, whoever asks. */
  run(cases: readonly Case[]): Promise<Result[]> {
    const done = this.tail.then(() => this.runAll(cases));
    this.tail = done.catch(() => {});
    return done;
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.tail;
    await this.interpreter?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async runAll(cases: readonly Case[]): Promise<Result[]> {
    if (this.closed) throw new Error(`engine ${this.name}: it was closed`);
    const results: Result[] = new Array(cases.length);
    let jobs: Job[] = [];
    const hints = await this.hints(cases);
    cases.forEach((one, index) => {
      try {
        if (hints.get(index)?.ports) throw new Unsupported('ports lead to the engine’s devices');
        const hint = hints.get(index);
        if (hint?.tables) throw new Unsupported('the case writes to a table that the kernel has copied');
        if (hint?.paging) throw new Unsupported(hint.paging);
        const pages = hint ? hint.pages : [];
        const record = encodeRecord(one, { breakpoints: this.machine.breakpoints, hints: pages });
        jobs.push({ index, one, record, thorough: pages === null });
      } catch (error) {
        if (!(error instanceof Unsupported)) throw error;
        results[index] = noResult(one, this.name, 'unsupported', error.message);
      }
    });
    let careful = 0;
    let again: Job[] = [];
    while (jobs.length > 0) {
      const batch = this.batchFrom(jobs, careful > 0 ? careful : BATCH_CASES);
      const { items, suspect, how } = await this.boot(batch, careful > 0);
      items.forEach((item, i) => {
        const { index, one, record, thorough } = batch[i]!;
        if (suspect.has(i) && !thorough && (isReal(one) || isPaged(one)))
          again.push({ index, one, record: encodeRecord(one, { breakpoints: this.machine.breakpoints, hints: null }), thorough: true });
        else results[index] = decodeOutput(one, record, item, this.name);
      });
      let done = items.length;
      if (done === batch.length) careful = 0;
      else if (careful === 0) careful = CAREFUL_CASES;
      else {
        const { index, one } = batch[done]!;
        // Nothing but the kernel's own code ends the emulator in order.
        const jumped = how.startsWith('exit status 1');
        results[index] = jumped
          ? noResult(one, this.name, 'unsupported', 'the case ran into the kernel’s code')
          : noResult(one, this.name, 'crashed', how);
        if (!jumped) this.incidents.push(`${one.id}: ${how}`);
        done++;
      }
      jobs = jobs.slice(done);
      if (jobs.length === 0) [jobs, again] = [again, []];
    }
    return results;
  }

  /**
   * What the interpreter does in each case: where it writes (pages for the kernel to look at in real mode; what the engine writes elsewhere
   * is found by the kernel's scans), and whether it writes to ports, which code that modifies itself does not show beforehand.
   */
  private async hints(cases: readonly Case[]): Promise<Map<number, Hint>> {
    const hints = new Map<number, Hint>();
    try {
      this.interpreter ??= openInterp();
    } catch (error) {
      if (error instanceof EngineMissing) return hints;
      throw error;
    }
    const results = await this.interpreter.run(cases);
    results.forEach(({ memory, out, outcome, registers }, index) => {
      const one = cases[index]!;
      const pages = new Set<number>();
      for (const { address, bytes } of memory)
        for (let page = address >>> 12; page <= (address + bytes.length - 1) >>> 12; page++) pages.add(page);
      hints.set(index, {
        pages: outcome === 'limit' ? null : [...pages],
        ports: out.length > 0,
        tables: !isReal(one) && writesTables(one, memory),
        paging: wayOut(one, registers, memory),
      });
    });
    return hints;
  }

  private batchFrom(jobs: readonly Job[], most: number): Job[] {
    const batch: Job[] = [];
    let bytes = 0;
    for (let i = 0; i < jobs.length && batch.length < most; i++) {
      bytes += jobs[i]!.record.bytes.length;
      if (bytes > BATCH_BYTES || (batch.length + 1) * OUTPUT_OF_CASE > OUTPUT_BYTES) break;
      batch.push(jobs[i]!);
    }
    return batch;
  }

  /** Runs a batch in one boot. `how`: how the emulator ended, for a batch that is not complete. */
  private async boot(batch: readonly Job[], careful: boolean): Promise<Output & { how: string }> {
    const input = batch.reduce((sum, job) => sum + job.record.bytes.length, 0);
    const inputSectors = Math.ceil(input / SECTOR);
    const outputSector = 1 + inputSectors;
    const cylinderBytes = 16 * 63 * SECTOR;
    const cylinders = Math.ceil((outputSector * SECTOR + OUTPUT_BYTES) / cylinderBytes);
    const head = Buffer.alloc(SECTOR);
    head.writeUInt32LE(constant('MAGIC'), 0);
    head.writeUInt32LE(inputSectors, constant('HEAD_SECTORS'));
    head.writeUInt32LE(batch.length, constant('HEAD_COUNT'));
    head.writeUInt32LE(outputSector, constant('HEAD_OUT_LBA'));
    head.writeUInt32LE(careful ? 1 : 0, constant('HEAD_CAREFUL'));
    const disk = `${this.folder}/disk`;
    const image = Buffer.alloc(cylinders * cylinderBytes);
    head.copy(image);
    let at = SECTOR;
    for (const { record } of batch) {
      image.set(record.bytes, at);
      at += record.bytes.length;
    }
    writeFileSync(disk, image);
    const how = await this.process(disk, cylinders, START_MS + batch.length * (careful ? CASE_MS * 2 : CASE_MS));
    if (process.env.PLEX86_BATCH_LOG) console.error(this.name, batch.length, careful, how);
    const area = readFileSync(disk).subarray(outputSector * SECTOR);
    return { ...(readOutput(area) ?? { items: [], suspect: new Set() }), how };
  }

  private process(disk: string, cylinders: number, milliseconds: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const child = spawn(this.machine.command, this.machine.arguments(this.folder, this.rom, disk, cylinders), {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: this.folder,
      });
      let said = '';
      const listen = (chunk: Buffer): void => {
        said = (said + chunk.toString('latin1')).slice(-600);
      };
      child.stdout.on('data', listen);
      child.stderr.on('data', listen);
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        child.kill('SIGKILL');
      }, milliseconds);
      child.on('error', (error) => {
        clearTimeout(timer);
        reject(new EngineMissing(`engine ${this.name}: ${error.message}`));
      });
      child.on('close', (code, signal) => {
        clearTimeout(timer);
        const last = said.trim().split('\n').slice(-3).join(' | ');
        resolve(late ? `no end after ${milliseconds} ms` : `${signal === null ? `exit status ${code}` : `ended by ${signal}`}: ${last}`);
      });
    });
  }
}
