/** Where an oracle and the reference differ about paging: order of accesses, error codes, accesses that wrap at 4 GiB. */
import type { Case, Result } from '../../case.ts';
import { AddressSpace, PTE } from '../../cases/pages.ts';
import type { Difference } from '../../compare/compare.ts';
import type { Known } from '../../compare/known.ts';
import { LinearView } from '../batch-kernel/memory-view.ts';
import type { EngineName } from '../engine.ts';
import { AT, handCase } from '../hand-cases.ts';
import { bytesAt, codeOf } from './signs.ts';

const EXPIRES = '2027-11-30';
const PG = 0x80000000;
const [PF, SS, GP] = [14, 12, 13] as const;
const DIRECTORY = 0x200000;
const TABLE = 0x201000;

function paged(one: Case): boolean {
  return (one.registers.cr0 & PG) !== 0;
}

function raised(result: Result): { vector: number; errorCode: number | null } | null {
  return result.exception ?? result.delivered[0] ?? null;
}

/** A hand case under tables that map the first MiB page for page, all rights; `change` has the last word. */
function pagedCase(hand: Parameters<typeof handCase>[0], change: (space: AddressSpace) => void): Case {
  const one = handCase(hand);
  let table = TABLE - 0x1000;
  const space = new AddressSpace(DIRECTORY, () => (table += 0x1000));
  for (let linear = 0; linear < 0x100000; linear += 0x1000) if (linear < 0xf0000) space.map(linear, linear, PTE.P | PTE.W | PTE.U);
  change(space);
  return {
    ...one,
    memory: [...one.memory, ...space.runs()],
    registers: { ...one.registers, cr0: (one.registers.cr0 | PG) >>> 0, cr3: DIRECTORY },
  };
}

/** The pages that hold the directory and the tables of the start. */
export function structures(one: Case): Set<number> {
  const physical = new LinearView(one.memory, { cr0: 0, cr3: 0, cr4: 0 });
  const directory = (one.registers.cr3 & 0xfffff000) >>> 0;
  const pages = new Set([directory >>> 12]);
  for (const { address, bytes } of one.memory)
    for (let at = Math.max(address, directory) & ~3; at < Math.min(address + bytes.length, directory + 0x1000); at += 4) {
      const entry = physical.dword(at);
      if ((entry & PTE.P) !== 0) pages.add(entry >>> 12);
    }
  return pages;
}

/** Whether every byte that differs does so in these bits, or in those marks of an entry of a paging structure. */
function onlyBits(one: Case, differences: readonly Difference[], bits: readonly number[], marks: number = PTE.A): boolean {
  const pages = structures(one);
  return differences.every((difference) => {
    const run = bytesAt(difference);
    const explained = run?.other.every((byte, i) => {
      const change = byte ^ run.reference[i]!;
      const entry = ((run.address + i) & 3) === 0 && pages.has((run.address + i) >>> 12);
      return change === 0 || bits.includes(change) || ((change & ~marks) === 0 && entry);
    });
    return explained ?? false;
  });
}

function faulted(result: Result): boolean {
  return raised(result) !== null || result.outcome === 'shutdown';
}

/** An instruction with two operands in memory, or one over two pages, of which one faults. */
function accessedOrder(engine: EngineName, bits: readonly number[], reproducer: () => Case): Known {
  return {
    id: `${engine}-accessed-order`,
    engine,
    reason:
      'A translation, or one of several that an instruction needs, fails: whether the entries that were looked at before it count as accessed depends on the order of things, and the reference has another.',
    evidence:
      'SDM Vol. 3A, 4.8: the flag is set whenever an entry is used in a translation; no order of an instruction’s accesses is promised. Bochs cpu/string.cc, CMPSD32_XdYd: DS:ESI first; QEMU 7.2 target/i386/tcg/sysemu/excp_helper.c, mmu_translate(): marks the directory’s entry before it looks at the table’s',
    expires: EXPIRES,
    applies: (one, differences, reference) =>
      paged(one) && faulted(reference) && differences.length > 0 && onlyBits(one, differences, bits),
    reproducer,
  };
}

const missing = (space: AddressSpace): void => space.map(0x51000, 0x51000, 0);

/** In QEMU the pushed EFLAGS lack RF: see qemu-fault-rf. */
const RF_BYTE = 1;

const ACCESSED: readonly Known[] = [
  accessedOrder('bochs', [], () =>
    pagedCase({ id: 'known-bochs-accessed-order', mode: 'pm32', code: [0xa7], regs: { esi: AT.data, edi: 0x51000 } }, missing),
  ),
  accessedOrder('qemu', [RF_BYTE], () =>
    pagedCase({ id: 'known-qemu-accessed-order', mode: 'pm32', code: [0x8b, 0x03], regs: { ebx: 0x800000 } }, (space) =>
      space.map(0x800000, 0x51000, 0),
    ),
  ),
];

const READ_FIRST: Known = {
  id: 'qemu-read-modify-write',
  engine: 'qemu',
  reason:
    'An instruction that reads, changes and writes its operand faults as a read where the page is missing or closed to it; the reference faults as a write.',
  evidence:
    'SDM Vol. 3A, 4.7: W/R says what the access was that faulted, and both are made; Bochs and the reference translate for writing first, as read_RMW_virtual does; QEMU 7.2 target/i386/tcg/translate.c loads by gen_op_ld_v and stores later',
  expires: EXPIRES,
  applies: (one, differences, reference, other) => {
    if (!paged(one)) return false;
    if (reference.exception)
      return (
        reference.exception.vector === PF &&
        other.exception?.vector === PF &&
        (reference.exception.errorCode! ^ other.exception.errorCode!) === 2
      );
    return reference.delivered.some(({ vector }) => vector === PF) && onlyBits(one, differences, [RF_BYTE, 2], PTE.A | PTE.D);
  },
  reproducer: () => pagedCase({ id: 'known-qemu-read-modify-write', mode: 'pm32', code: [0xff, 0x03], regs: { ebx: 0x51000 } }, missing),
};

/** Both operands of CMPS fault: CR2 tells which was read first. */
function compareOrder(engine: EngineName, bits: readonly number[], reproducer: () => Case): Known {
  return {
    id: `${engine}-cmps-order`,
    engine,
    reason: 'The operands of CMPS are read in another order: CR2 and the error code are the other one’s where both pages are missing.',
    evidence:
      'SDM Vol. 2A, CMPS: no order is given; the reference does what silicon does (AMD EPYC: ES:EDI first, but for REPE CMPSB); Bochs cpu/string.cc reads DS:ESI first, QEMU 7.2 gen_cmps ES:EDI first',
    expires: EXPIRES,
    applies: (one, differences, reference) =>
      paged(one) &&
      (reference.exception ?? reference.delivered.at(-1))?.vector === PF &&
      codeOf(one).some((byte) => byte === 0xa6 || byte === 0xa7) &&
      differences.every(
        (difference) => difference.field === 'cr2' || difference.field === 'exception' || onlyBits(one, [difference], [...bits, 1, 3]),
      ),
    reproducer,
  };
}

const COMPARE: readonly Known[] = [
  compareOrder('bochs', [], () =>
    pagedCase({ id: 'known-bochs-cmps-order', mode: 'pm32', code: [0xa7], regs: { esi: 0x51000, edi: 0x51100 } }, missing),
  ),
  compareOrder('qemu', [RF_BYTE], () =>
    pagedCase({ id: 'known-qemu-cmps-order', mode: 'pm32', code: [0xf3, 0xa6], regs: { esi: 0x51000, edi: 0x51100, ecx: 2 } }, missing),
  ),
];

const RESERVED: Known = {
  id: 'qemu-reserved-without-p',
  engine: 'qemu',
  reason: 'A reserved bit in an entry gives an error code without P, though the entry is present.',
  evidence:
    'SDM Vol. 3A, 4.7: RSVD is set only where P is; QEMU 7.2 target/i386/tcg/sysemu/excp_helper.c, do_fault_rsvd: PG_ERROR_RSVD_MASK alone',
  expires: EXPIRES,
  applies: (one, differences, reference, other) => {
    if (!paged(one)) return false;
    if (reference.exception)
      return (
        reference.exception.vector === PF && (reference.exception.errorCode! & 8) !== 0 && ((other.exception?.errorCode ?? 0) & 9) === 8
      );
    return (
      reference.delivered.some(({ vector, errorCode }) => vector === PF && (errorCode! & 8) !== 0) &&
      onlyBits(one, differences, [RF_BYTE, 1, 2, 3], PTE.A | PTE.D)
    );
  },
  reproducer: () => {
    const one = pagedCase({ id: 'known-qemu-reserved-without-p', mode: 'pm32', code: [0x8b, 0x03], regs: { ebx: 0x800000 } }, (space) =>
      space.mapLarge(0x800000, 0x800000, PTE.P | PTE.W | 0x200000),
    );
    return { ...one, registers: { ...one.registers, cr4: one.registers.cr4 | 0x10 } };
  },
};

const PUSHA: Known = {
  id: 'qemu-pusha-order',
  engine: 'qemu',
  reason: 'PUSHA stores the registers from the lowest address up: CR2 and what is in memory after a page fault are different.',
  evidence: 'SDM Vol. 2B, PUSHA pushes EAX first; QEMU 7.2 target/i386/tcg/translate.c, gen_pusha: from EDI on, upwards',
  expires: EXPIRES,
  applies: (one, differences, reference) =>
    paged(one) &&
    (reference.exception ?? reference.delivered.at(-1))?.vector === PF &&
    codeOf(one).includes(0x60) &&
    differences.some(({ field }) => field === 'cr2') &&
    differences.every(({ field }) => field === 'cr2' || field.startsWith('mem')),
  reproducer: () => pagedCase({ id: 'known-qemu-pusha-order', mode: 'pm32', code: [0x60], regs: { esp: 0x51800 } }, missing),
};

const RETURN_ORDER: Known = {
  id: 'bochs-return-order',
  engine: 'bochs',
  reason: 'IRET and far RET read their frame from its end: CR2 is that of EFLAGS or CS where all of it is missing.',
  evidence: 'SDM Vol. 2A, IRET pops EIP first; Bochs cpu/iret.cc, protected mode: stack_read_dword(temp_ESP + 8) first',
  expires: EXPIRES,
  applies: (one, differences, reference) =>
    paged(one) &&
    (reference.exception ?? reference.delivered.at(-1))?.vector === PF &&
    codeOf(one).some((byte) => byte === 0xcf || byte === 0xcb || byte === 0xca) &&
    differences.every((difference) => difference.field === 'cr2' || onlyBits(one, [difference], [])),
  reproducer: () => pagedCase({ id: 'known-bochs-return-order', mode: 'pm32', code: [0xcf], regs: { esp: 0x51800 } }, missing),
};

const FAR_POINTER: Known = {
  id: 'bochs-far-pointer-order',
  engine: 'bochs',
  reason: 'The selector of a far pointer in memory is read before the offset: CR2 is its address where both are missing.',
  evidence: 'SDM Vol. 2A, LDS and JMP: no order is given; Bochs cpu/segment_ctrl.cc, LDS_GdMp reads at eaddr + 4 first',
  expires: EXPIRES,
  applies: (one, differences, reference, other) =>
    paged(one) &&
    (reference.exception ?? reference.delivered.at(-1))?.vector === PF &&
    (other.exception === null || other.exception.vector === PF) &&
    differences.some(({ field }) => field === 'cr2') &&
    differences.every(
      ({ field, reference: a, other: b }) =>
        field !== 'cr2' ||
        [2, 4].includes((Number.parseInt(b, 16) - Number.parseInt(a, 16)) >>> 0) ||
        Number.parseInt(b, 16) % 0x1000 === 0,
    ) &&
    codeOf(one).some((byte, i, code) => [0xc4, 0xc5, 0xff].includes(byte) || (byte === 0x0f && [0xb2, 0xb4, 0xb5].includes(code[i + 1]!))),
  reproducer: () =>
    pagedCase({ id: 'known-bochs-far-pointer-order', mode: 'pm32', code: [0xc5, 0x03], regs: { ebx: 0x51010 } }, (space) =>
      space.map(0x51000, 0x51000, 0),
    ),
};

const FLAT_WRAP: readonly Known[] = (['bochs', 'qemu'] as const).map((engine) => ({
  id: `${engine}-flat-wrap`,
  engine,
  reason:
    'An operand that goes over the end of a segment of 4 GiB wraps to its start without a limit check, and faults, if at all, by its page.',
  evidence:
    'SDM Vol. 3A, 5.3: an access that reaches beyond the limit raises #GP or #SS; silicon (AMD EPYC) raises #SS for POP at FFFFFFFE; Bochs cpu/access.cc: SegAccessROK4G and SegAccessWOK4G skip the check; QEMU checks no limits at all',
  expires: EXPIRES,
  applies: (one, _differences, reference, other) => {
    const fault = raised(reference);
    return (
      paged(one) &&
      (fault?.vector === SS || fault?.vector === GP) &&
      fault.errorCode === 0 &&
      other.registers.cr2 >= 0xfffffff0 &&
      reference.registers.cr2 !== other.registers.cr2
    );
  },
  reproducer: () => pagedCase({ id: `known-${engine}-flat-wrap`, mode: 'pm32', code: [0x58], regs: { esp: 0xfffffffe } }, () => {}),
}));

export const PAGING_BOCHS: readonly Known[] = [ACCESSED[0]!, COMPARE[0]!, FAR_POINTER, FLAT_WRAP[0]!, RETURN_ORDER];
export const PAGING_QEMU: readonly Known[] = [ACCESSED[1]!, READ_FIRST, COMPARE[1]!, RESERVED, PUSHA, FLAT_WRAP[1]!];
