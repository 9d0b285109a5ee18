/** Where QEMU 7.2 differs from the reference for a reason on record: what its translator has in common with Unicorn, and what is its own. */

import type { Result } from '../../case.ts';
import type { Known } from '../../compare/known.ts';
import { TapeChoices } from '../../generators/choices.ts';
import { Environment } from '../../generators/environment.ts';
import { AT, handCase } from '../hand-cases.ts';
import { PAGING_QEMU } from './paging.ts';
import { codeOf, onlyResumeFlag, returnToV86 } from './signs.ts';

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
  return [...shared, RESUME_FLAG, ALIGNMENT, EMMS, ICEBP, returnToV86('qemu'), RETURN_SIGNED, ...PAGING_QEMU];
}

const RETURN_SIGNED: Known = {
  id: 'qemu-return-signed',
  engine: 'qemu',
  reason: 'RET and far RET take their immediate as a signed number.',
  evidence:
    'SDM Vol. 2B, RET imm16: a count of bytes to release; QEMU 7.2 target/i386/tcg/translate.c, cases 0xc2 and 0xca: x86_ldsw_code()',
  expires: '2027-11-30',
  applies: (one, differences) =>
    codeOf(one).some((byte, i, code) => (byte === 0xc2 || byte === 0xca) && code[i + 2]! >= 0x80) &&
    differences.some(
      ({ field, reference, other }) => field === 'esp' && ((Number.parseInt(reference, 16) - Number.parseInt(other, 16)) & 0xffff) === 0,
    ),
  reproducer: () =>
    handCase({
      id: 'known-qemu-return-signed',
      mode: 'pm32',
      code: [0xc2, 0, 0x80],
      memory: [[AT.stack + 0x800, [...new Uint8Array(Uint32Array.of(AT.code + 3).buffer)]]],
    }),
};

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

function raises(reference: Result, vector: number): boolean {
  return reference.exception?.vector === vector || reference.delivered[0]?.vector === vector;
}

const ALIGNMENT: Known = {
  id: 'qemu-alignment',
  engine: 'qemu',
  reason: 'Alignment is never checked: no #AC with CR0.AM and EFLAGS.AC at CPL 3.',
  evidence: 'SDM Vol. 3A, 6.15, interrupt 17; QEMU 7.2 target/i386/tcg/translate.c makes accesses without MO_ALIGN',
  expires: '2027-11-30',
  applies: (_one, _differences, reference) => raises(reference, 17),
  reproducer: () => {
    const one = handCase({
      id: 'known-qemu-alignment',
      mode: 'pm32',
      cpl: 3,
      code: [0x8b, 0x03],
      regs: { eflags: 0x40002, ebx: AT.data + 1 },
    });
    return { ...one, registers: { ...one.registers, cr0: one.registers.cr0 | 0x40000 } };
  },
};

const EMMS: Known = {
  id: 'qemu-emms',
  engine: 'qemu',
  reason: 'EMMS is carried out with CR0.TS or CR0.EM set.',
  evidence: 'SDM Vol. 2A, EMMS: #NM if CR0.TS, #UD if CR0.EM; QEMU 7.2 target/i386/tcg/translate.c: case 0x77 comes before the check',
  expires: '2027-11-30',
  applies: (one, _differences, reference) =>
    (raises(reference, 7) || raises(reference, 6)) && codeOf(one).some((byte, i, code) => byte === 0x0f && code[i + 1] === 0x77),
  reproducer: () => {
    const one = handCase({ id: 'known-qemu-emms', mode: 'pm32', code: [0x0f, 0x77] });
    return { ...one, registers: { ...one.registers, cr0: one.registers.cr0 | 8 } };
  },
};

const ICEBP: Known = {
  id: 'qemu-icebp',
  engine: 'qemu',
  reason: 'ICEBP is delivered like INT 1: the privilege level of the gate counts.',
  evidence: 'SDM Vol. 2A, INT1: no check of the gate’s DPL; QEMU 7.2 target/i386/tcg/translate.c: case 0xf1 raises with is_int',
  expires: '2027-11-30',
  applies: (one, _differences, reference) => raises(reference, 1) && codeOf(one).includes(0xf1),
  reproducer: () => {
    const choices = new TapeChoices([]);
    const env = new Environment(choices, { mode: 'pm32', cpl: 3 }, { exception: false, plainSegments: true });
    env.code.raw(0xf1);
    return env.finish(choices, 'known-qemu-icebp');
  },
};
