/** What entries look for in a case and in the differences it gave. */
import type { Case, Result } from '../../case.ts';
import type { Difference } from '../../compare/compare.ts';
import type { Known } from '../../compare/known.ts';
import { LinearView } from '../batch-kernel/memory-view.ts';
import type { EngineName } from '../engine.ts';
import { AT, handCase } from '../hand-cases.ts';

const PG = 0x80000000;
/** Bytes of code that are looked at where paging leaves no run of memory to go by. */
const PAGED_CODE = 0x400;

/** The bytes from CS:EIP to the last stop in the same run of memory, or, with paging, close behind it. */
export function codeOf(one: Case): number[] {
  const { base } = one.registers.segments[1]!;
  const linear = (base + one.registers.eip) >>> 0;
  if ((one.registers.cr0 & PG) !== 0) {
    const stops = one.stop.eip.filter((stop) => stop > linear && stop - linear <= PAGED_CODE);
    return [...new LinearView(one.memory, one.registers).bytes(linear, stops.length > 0 ? Math.max(...stops) - linear : 16)];
  }
  for (let i = one.memory.length - 1; i >= 0; i--) {
    const { address, bytes } = one.memory[i]!;
    if (linear < address || linear >= address + bytes.length) continue;
    const stops = one.stop.eip.filter((stop) => stop > linear && stop <= address + bytes.length);
    return [...bytes.subarray(linear - address, (stops.length > 0 ? Math.max(...stops) : address + bytes.length) - address)];
  }
  return [];
}

/** Where a linear address is in RAM at the start; itself without paging or where nothing maps it. */
export function physicalOf(one: Case, linear: number): number {
  if ((one.registers.cr0 & PG) === 0) return linear;
  return new LinearView(one.memory, one.registers).locate(linear) ?? linear;
}

/** The byte that the case starts with at a linear address; null: it says nothing about it. */
export function byteOf(one: Case, linear: number): number | null {
  const at = physicalOf(one, linear);
  for (let i = one.memory.length - 1; i >= 0; i--) {
    const { address, bytes } = one.memory[i]!;
    if (at >= address && at < address + bytes.length) return bytes[at - address]!;
  }
  return null;
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

/** All that differs is this bit of EFLAGS. */
export function onlyEflagsBit(differences: readonly Difference[], bit: number): boolean {
  return differences.every(
    ({ field, reference, other }) => field === 'eflags' && (Number.parseInt(reference, 16) ^ Number.parseInt(other, 16)) === bit,
  );
}

/** IRET from ring 0 to virtual-8086 mode with more than 16 bits of EIP in the frame: the reference raises #GP(0), QEMU and Bochs cut EIP. */
export function returnToV86(engine: EngineName): Known {
  const frame = [0x10000 + 0x100, 0x1000, 0x20002, 0x800, 0x3000, 0x2000, 0x2000, 0x2000, 0x2000];
  return {
    id: `${engine}-iret-v86-eip`,
    engine,
    reason: 'IRET to virtual-8086 mode takes the lower half of an EIP that does not fit; the reference raises #GP(0).',
    evidence:
      'SDM Vol. 2A, IRET, RETURN-TO-VIRTUAL-8086-MODE: #GP(0) if EIP is not within the limit of CS; Bochs cpu/iret.cc, stack_return_to_v86()',
    expires: '2027-11-30',
    applies: (one, _differences, reference, other) => {
      if (reference.delivered.length === 0)
        return (
          one.registers.cpl === 0 &&
          reference.exception?.vector === 13 &&
          (other.registers.eflags & 0x20000) !== 0 &&
          (reference.registers.eflags & 0x20000) === 0
        );
      // Delivered: the engine's next fault came from virtual-8086 mode, which leaves null data segments (SDM Vol. 3A, 20.3.1.1).
      const nullData = (result: Result): boolean => [0, 3, 4, 5].every((i) => result.registers.segments[i]!.selector === 0);
      return (
        reference.delivered.some(({ vector, errorCode }) => vector === 13 && errorCode === 0) && nullData(other) && !nullData(reference)
      );
    },
    reproducer: () =>
      handCase({
        id: `known-${engine}-iret-v86-eip`,
        mode: 'pm32',
        code: [0xcf],
        memory: [
          [AT.stack + 0x800, [...new Uint8Array(Uint32Array.from(frame).buffer)]],
          [0x10100, [0x0f, 0x0b]],
        ],
      }),
  };
}
