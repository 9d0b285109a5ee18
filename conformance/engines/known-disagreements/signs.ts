/** What entries look for in a case and in the differences it gave. */
import type { Case } from '../../case.ts';
import type { Difference } from '../../compare/compare.ts';

/** The bytes from CS:EIP to the last stop in the same run of memory. */
export function codeOf(one: Case): number[] {
  const { base } = one.registers.segments[1]!;
  const linear = (base + one.registers.eip) >>> 0;
  for (let i = one.memory.length - 1; i >= 0; i--) {
    const { address, bytes } = one.memory[i]!;
    if (linear < address || linear >= address + bytes.length) continue;
    const stops = one.stop.eip.filter((stop) => stop > linear && stop <= address + bytes.length);
    return [...bytes.subarray(linear - address, (stops.length > 0 ? Math.max(...stops) : address + bytes.length) - address)];
  }
  return [];
}

/** The bytes of a difference in memory; null: it is in something else. */
export function bytesAt({ field, reference, other }: Difference): { address: number; reference: number[]; other: number[] } | null {
  const match = /^mem\[0x([0-9a-f]+)\]$/.exec(field);
  if (!match) return null;
  return { address: Number.parseInt(match[1]!, 16), reference: [...Buffer.from(reference, 'hex')], other: [...Buffer.from(other, 'hex')] };
}

/** All that differs is bit 16 of doublewords in memory, which the engine has `set` or `clear`. */
export function onlyResumeFlag(differences: readonly Difference[], engineHasIt: 'set' | 'clear'): boolean {
  return differences.every((difference) => {
    const run = bytesAt(difference);
    if (run === null) return false;
    return run.other.every((byte, i) => {
      const change = byte ^ run.reference[i]!;
      return change === 0 || (change === 1 && (byte & 1) === (engineHasIt === 'set' ? 1 : 0));
    });
  });
}
