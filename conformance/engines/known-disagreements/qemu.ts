/** Where QEMU 7.2 differs from the reference for a reason on record: what its translator has in common with Unicorn, and what is its own. */
import type { Known } from '../../compare/known.ts';
import { AT, handCase } from '../hand-cases.ts';
import { onlyResumeFlag } from './signs.ts';

/** Entries of Unicorn's that hold for QEMU too. The others, about privilege and delivery, are QEMU's machine's business, and right there. */
const SHARED: ReadonlySet<string> = new Set([
  'unicorn-sse-exceptions',
  'unicorn-lock',
  'unicorn-far-transfers',
  'unicorn-segment-checks',
  'unicorn-test-alias',
  'unicorn-bswap16',
  'unicorn-x87-results',
  'unicorn-self-modifying',
  'unicorn-shift-flags',
]);

export function qemuKnown(unicorn: readonly Known[]): Known[] {
  const shared = unicorn
    .filter(({ id }) => SHARED.has(id))
    .map((known): Known => ({ ...known, id: known.id.replace('unicorn', 'qemu'), engine: 'qemu' }));
  return [...shared, RESUME_FLAG];
}

const RESUME_FLAG: Known = {
  id: 'qemu-fault-rf',
  engine: 'qemu',
  reason: 'Faults push EFLAGS with RF as it was; a processor pushes it set.',
  evidence: 'SDM Vol. 3B, 17.3.1.1; QEMU target/i386/tcg/seg_helper.c, do_interrupt_protected: pushes cpu_compute_eflags() unchanged',
  expires: '2027-11-30',
  applies: (_one, differences, reference) => reference.delivered.length > 0 && onlyResumeFlag(differences, 'clear'),
  reproducer: () =>
    handCase({
      id: 'known-qemu-fault-rf',
      mode: 'pm32',
      code: [0x0f, 0x0b],
      exception: false,
      memory: [
        [AT.idt + 6 * 8, [AT.handlers & 0xff, AT.handlers >>> 8, 8, 0, 0, 0x8e, 0, 0]],
        [AT.handlers, [0xf4]],
      ],
    }),
};
