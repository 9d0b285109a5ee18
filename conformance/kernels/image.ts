/** From a test-kernel's source (corpus/kernels/NAME.asm) to a floppy disk that boots it. */
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync, truncateSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const KERNELS = fileURLToPath(new URL('../../corpus/kernels', import.meta.url));
export const FLOPPY_BYTES = 1_474_560;
/** The boot sector loads behind itself, and everything has to lie below 64 KiB. */
const MOST_BYTES = 0x10000 - 0x7c00;

const run = promisify(execFile);

export interface Kernel {
  name: string;
  source: string;
}

/** nasm is not installed. */
export class NasmMissing extends Error {
  override readonly name = 'NasmMissing';
}

export function listKernels(): Kernel[] {
  return readdirSync(KERNELS)
    .filter((file) => file.endsWith('.asm'))
    .sort()
    .map((file) => ({ name: file.slice(0, -4), source: join(KERNELS, file) }));
}

/** By name, or a source file of one's own. */
export function findKernel(wanted: string): Kernel {
  const own = join(KERNELS, `${wanted}.asm`);
  if (existsSync(own)) return { name: wanted, source: own };
  if (wanted.endsWith('.asm') && existsSync(wanted)) return { name: basename(wanted, '.asm'), source: wanted };
  throw new Error(`there is no test-kernel "${wanted}"`);
}

/** The first sentence of what the source says about itself. */
export function describeKernel(text: string): string {
  const lines = text.split('\n');
  const words = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith(';')),
  );
  return words.map((line) => line.replace(/^; ?/, '')).join(' ');
}

/** Assembles into `folder`; answers with the image's path. */
export async function buildKernel({ name, source }: Kernel, folder: string): Promise<string> {
  const image = join(folder, `${name}.img`);
  const args = ['-f', 'bin', '-w+error', `-DNAME="${name}"`, '-I', `${dirname(source)}/`, '-I', `${KERNELS}/`, '-o', image, source];
  try {
    await run('nasm', args);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new NasmMissing('nasm is missing: apt-get install nasm');
    throw new Error(`${name} does not assemble:\n${(error as { stderr?: string }).stderr ?? error}`);
  }
  const { size } = statSync(image);
  if (size > MOST_BYTES) throw new Error(`${name} has ${size} bytes, and only ${MOST_BYTES} fit`);
  truncateSync(image, FLOPPY_BYTES);
  return image;
}
