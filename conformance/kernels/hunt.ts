/** Kernels through machines: assembled once, run side by side, compared. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Comparison, compareSignatures } from './compare.ts';
import { buildKernel, type Kernel } from './image.ts';
import { KNOWN, type Known } from './known.ts';
import { type MachineName, runImage, type Signature } from './run.ts';

/** A machine that is on record as not coming to the end is not waited for any longer than this. */
const EARLY_MILLISECONDS = 10_000;

export interface KernelResult extends Comparison {
  name: string;
  signatures: Map<MachineName, Signature>;
}

/** Results come in the order of the kernels, each as soon as it and those before it are there. */
export async function* huntKernels(
  kernels: readonly Kernel[],
  machines: readonly MachineName[],
  { timeout = 60_000, jobs = 2, known = KNOWN }: { timeout?: number; jobs?: number; known?: readonly Known[] } = {},
): AsyncGenerator<KernelResult> {
  const folder = mkdtempSync(join(tmpdir(), 'plex86-kernels-'));
  let free = jobs;
  const waiting: (() => void)[] = [];
  const slot = async <T>(work: () => Promise<T>): Promise<T> => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free--;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
  try {
    const results = kernels.map(async (kernel): Promise<KernelResult> => {
      const image = await slot(() => buildKernel(kernel, folder));
      const signatures = new Map<MachineName, Signature>();
      const limit = (machine: MachineName): number =>
        known.some((entry) => entry.kernel === kernel.name && entry.machine === machine && entry.ending)
          ? Math.min(timeout, EARLY_MILLISECONDS)
          : timeout;
      const runs = machines.map((machine) => slot(() => runImage(machine, image, kernel.name, limit(machine))));
      for (const [i, signature] of (await Promise.all(runs)).entries()) signatures.set(machines[i]!, signature);
      return { name: kernel.name, signatures, ...compareSignatures(kernel.name, signatures, known) };
    });
    for (const result of results) result.catch(() => {}); // thrown where it is awaited
    for (const result of results) yield await result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
