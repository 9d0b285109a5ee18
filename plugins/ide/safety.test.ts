/**
 * A sector that the guest was told is on disk is there, whatever becomes of the processes: a guest writes numbered blocks and tells every
 * number that the drive has acknowledged; the machine's process, or the user program, is killed at a random moment.
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../../conformance/wire/layout.ts';
import { startWriter } from './testing/writer.ts';

const BLOCKS = 512;
const BLOCK_BYTES = 8 * 512;
const MACHINES_A_PROGRAM = 2;
/** The guest's words for a drive that reports an error, and for one from which it reads something else than it wrote. */
const REFUSED = 0xffffffff;
const READ_WRONG = 0xfffffffe;
const WRITER = fileURLToPath(new URL('./testing/writer.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plex86-safety-'));
const rom = join(folder, 'writer.rom');
afterAll(() => rmSync(folder, { recursive: true }));

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function emptyImage(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(BLOCKS * BLOCK_BYTES));
  return path;
}

/** The numbers that are not in the image as they were told: their block is not full of them, nor of later ones. */
function missing(image: string, told: readonly number[]): number[] {
  const bytes = readFileSync(image);
  return told.filter((number) => {
    const block = new Uint32Array(bytes.buffer, bytes.byteOffset + (number % BLOCKS) * BLOCK_BYTES, BLOCK_BYTES / 4);
    return !block.every((found) => found >= number && found % BLOCKS === number % BLOCKS);
  });
}

const complaints = (told: readonly number[]) => told.filter((number) => number === REFUSED || number === READ_WRONG);

/** Resolves once at least one number was told, and a random moment later. */
async function someMoment(told: readonly number[]): Promise<void> {
  while (told.length === 0) await pause(1);
  await pause(Math.random() * 30);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Kills a user program with its machines at work; what they had told, by machine. */
async function killProgram(images: readonly string[]): Promise<number[][]> {
  const log = `${images[0]}.log`;
  writeFileSync(log, '');
  const program = spawn(process.execPath, ['--import', 'tsx', WRITER, rom, log, ...images], { stdio: ['ignore', 'inherit', 'inherit'] });
  const exit = new Promise<NodeJS.Signals | null>((resolve) => program.on('exit', (_status, signal) => resolve(signal)));
  const numbersOf = (what: unknown) => {
    const lines = readFileSync(log, 'utf8').split('\n').slice(0, -1);
    return lines.filter((line) => line.startsWith(`${what} `)).map((line) => Number(line.split(' ')[1]));
  };
  const allWrite = () => numbersOf('pid').length === images.length && images.every((_, i) => numbersOf(i).length > 0);
  while (!allWrite() && program.exitCode === null) await pause(5);
  await pause(Math.random() * 30);
  program.kill('SIGKILL');
  expect(await exit).toBe('SIGKILL');
  const pids = numbersOf('pid');
  expect(pids).toHaveLength(images.length);
  // The machines notice, and end by themselves.
  while (pids.some(isAlive)) await pause(1);
  return images.map((_, i) => numbersOf(i));
}

describe('disk safety', () => {
  beforeAll(() => {
    execFileSync('make', ['--silent', 'machine'], { cwd: ROOT });
    execFileSync('nasm', ['-f', 'bin', '-o', rom, fileURLToPath(new URL('./testing/writer.asm', import.meta.url))]);
  });

  it('kill -9 of the machine, eighty times', async () => {
    for (let i = 0; i < 80; i++) {
      const image = emptyImage(`machine-${i}`);
      const told: number[] = [];
      const vm = await startWriter(rom, image, 'write', (number) => told.push(number));
      await someMoment(told);
      process.kill(vm.pid!, 'SIGKILL');
      expect((await vm.ended).reason).toBe('failed');
      expect(complaints(told)).toEqual([]);
      expect(missing(image, told)).toEqual([]);
    }
  });

  it(`kill -9 of the user program, ten times with ${MACHINES_A_PROGRAM} machines at work`, async () => {
    for (let i = 0; i < 10; i++) {
      const images = Array.from({ length: MACHINES_A_PROGRAM }, (_, k) => emptyImage(`program-${i}-${k}`));
      const told = await killProgram(images);
      for (const [k, numbers] of told.entries()) {
        expect(numbers.length).toBeGreaterThan(0);
        expect(complaints(numbers)).toEqual([]);
        expect(missing(images[k]!, numbers)).toEqual([]);
      }
    }
  });

  it('in an overlay the guest is told the same, and the file stays as it was', async () => {
    const image = emptyImage('overlay');
    const told: number[] = [];
    const vm = await startWriter(rom, image, 'overlay', (number) => told.push(number));
    while (told.length < BLOCKS + 2) await pause(1);
    await vm.quit();
    expect(complaints(told)).toEqual([]);
    expect(missing(image, told)).toEqual(told);
    expect(readFileSync(image).every((byte) => byte === 0)).toBe(true);
  });

  it('a read-only disk refuses writes', async () => {
    const image = emptyImage('read-only');
    const told: number[] = [];
    const vm = await startWriter(rom, image, 'read-only', (number) => told.push(number));
    await someMoment(told);
    await vm.quit();
    expect(told).toEqual([REFUSED]);
  });
});
