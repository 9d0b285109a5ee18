/** records.inc: the numbers that the kernel and this side share, from the one place where they are written. */
import { readFileSync } from 'node:fs';

export const KERNEL_SOURCE = new URL('kernel.asm', import.meta.url);
export const KERNEL_INCLUDE = new URL('records.inc', import.meta.url);

const numbers = new Map<string, number>();
for (const line of readFileSync(KERNEL_INCLUDE, 'latin1').split('\n')) {
  const match = /^(\w+) equ (\w+)$/.exec(line);
  if (match) numbers.set(match[1]!, Number(match[2]));
}

export function constant(name: string): number {
  const value = numbers.get(name);
  if (value === undefined || Number.isNaN(value)) throw new Error(`records.inc has no ${name}`);
  return value;
}
