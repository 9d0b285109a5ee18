/**
 * Where Unicorn 2.0.1 computes something else than a processor, each recognised by the very bytes and fields in which it shows, because
 * several may meet in one case: a case is explained when each of its differences is. What Unicorn does not check at all stands in
 * conformance/compare/disagreements.ts.
 */
import type { Case, Result } from '../../case.ts';
import type { Difference } from '../../compare/compare.ts';
import type { Known } from '../../compare/known.ts';
import { instructionAt } from '../../compare/trace.ts';
import { AT, handCase } from '../hand-cases.ts';
import { byteOf, bytesAt, codeOf } from './signs.ts';

const EXPIRES = '2027-11-30';

interface Quirk {
  id: string;
  reason: string;
  evidence: string;
  /** The code, in hexadecimal, holds the instruction; wherever, since branches lead into the middle of instructions. */
  code: RegExp;
  explains(difference: Difference, one: Case, reference: Result, other: Result): boolean;
  reproducer(): Case;
}

function number(text: string): number {
  return Number.parseInt(text, 16);
}

function isRegister(field: string): boolean {
  return /^e([abcd]x|[sb]p|[sd]i)$/.test(field);
}

/** The difference lies in the first `bytes` bytes of some data segment, or as many behind its 64 KiB. */
function aroundWrap(difference: Difference, one: Case, reference: Result, bytes: number): boolean {
  const run = bytesAt(difference);
  if (run === null) return false;
  const last = run.address + run.other.length;
  const near = (base: number): boolean => run.address >= base && last <= base + bytes;
  const segments = [...one.registers.segments.slice(0, 6), ...reference.registers.segments.slice(0, 6)];
  return segments.some(({ base }) => near(base) || near(base + 0x10000));
}

const PREFIX = '(?:26|2e|36|3e|64|65|66|67|f0|f2|f3)*';
const WRAP_EVIDENCE =
  'SDM Vol. 1, 3.3.7.1: effective addresses wrap at 64 KiB with 16-bit addressing; QEMU 5, target/i386/translate.c: gen_add_A0_im and the helpers add to the linear address';

const QUIRKS: readonly Quirk[] = [
  {
    id: 'unicorn-pushed-flags',
    reason: 'PUSHF with a 32-bit operand pushes VM and RF as they are; a processor pushes them clear.',
    evidence: 'SDM Vol. 2B, PUSHF: the VM and RF flags are cleared in the image stored on the stack',
    code: /9c/,
    explains: (difference) => {
      const run = bytesAt(difference);
      if (run) return run.other.every((byte, i) => byte === (run.reference[i]! | (byte & 3)));
      const change = number(difference.reference) ^ number(difference.other);
      // Popped into a segment register, in V86 mode.
      if (/^[c-g]s\.selector$/.test(difference.field)) return (change & ~3) === 0;
      if (/^[c-g]s\.base$/.test(difference.field)) return (change & ~0x30) === 0;
      return isRegister(difference.field) && (change & ~0x30003) === 0 && (number(difference.other) & change) === change;
    },
    reproducer: () => handCase({ id: 'known-unicorn-pushed-flags', mode: 'v86', code: [0x66, 0x9c], regs: { eflags: 0x3002 } }),
  },
  {
    id: 'unicorn-kept-resume-flag',
    reason: 'EFLAGS.RF is not cleared by the instructions that complete, here beside another disagreement.',
    evidence: 'QEMU 5 clears RF only where it delivers; SDM Vol. 3B, 17.3.1.1',
    code: /./,
    explains: ({ field, reference, other }) => field === 'eflags' && (number(reference) ^ number(other)) === 0x10000,
    reproducer: () => handCase({ id: 'known-unicorn-kept-resume-flag', mode: 'pm32', code: [0x9c], regs: { eflags: 0x10002 } }),
  },
  {
    id: 'unicorn-shadow-besides',
    reason: 'The interrupt shadow cannot be read from the library, here beside another disagreement.',
    evidence: 'unicorn 2.0.1: hflags is not among the registers and is cleared when a run ends',
    code: /./,
    explains: ({ field, other }) => field === 'shadow' && other === 'none',
    reproducer: () => handCase({ id: 'known-unicorn-shadow-besides', mode: 'pm32', code: [0x8e, 0xd0], regs: { eax: 0x10 } }),
  },
  {
    id: 'unicorn-table-wrap',
    reason: 'SGDT, SIDT, LGDT and LIDT with an operand that wraps at 64 KiB: the base is stored and read behind the segment.',
    evidence: WRAP_EVIDENCE,
    code: /0f01[0-9ab][0-9a-f]/,
    // A register may have been loaded from where the base should, or should not, have been stored.
    explains: (difference, one, reference) =>
      /^[gi]dtr\.base$/.test(difference.field) ||
      aroundWrap(difference, one, reference, 6) ||
      (isRegister(difference.field) &&
        [reference.registers.gdtr.base, reference.registers.idtr.base].includes(number(difference.reference))),
    reproducer: () => handCase({ id: 'known-unicorn-table-wrap', mode: 'real16', code: [0x0f, 0x01, 0x06, 0xfe, 0xff] }),
  },
  {
    id: 'unicorn-masked-move-wrap',
    reason: 'MASKMOVQ and MASKMOVDQU whose bytes wrap at 64 KiB: they are stored behind the segment.',
    evidence: WRAP_EVIDENCE,
    code: /0ff7/,
    explains: (difference, one, reference) => aroundWrap(difference, one, reference, 16),
    reproducer: () => {
      const fx = new Uint8Array(512);
      const view = new DataView(fx.buffer);
      view.setUint16(0, 0x37f, true);
      view.setUint32(24, 0x1f80, true);
      fx.fill(0xaa, 160, 176);
      const one = handCase({ id: 'known-unicorn-masked-move-wrap', mode: 'real16', code: [0x66, 0x0f, 0xf7, 0xc0], regs: { edi: 0xfff8 } });
      return { ...one, fx, wantsFx: true, registers: { ...one.registers, cr4: 0x600 } };
    },
  },
  {
    id: 'unicorn-table-base-16',
    reason: 'SGDT and SIDT with a 16-bit operand store 24 bits of the base; processors store all 32, whatever the operand size.',
    evidence:
      'Bochs cpu/protect_ctrl.cc, SGDT_Ms: the base is a doubleword; later QEMU stores it whole as well; the SDM describes the 80286 (Vol. 2B, SGDT)',
    code: /0f01[0-9ab][0-9a-f]/,
    explains: (difference, _one, reference) => {
      const run = bytesAt(difference);
      const tops = [reference.registers.gdtr.base >>> 24, reference.registers.idtr.base >>> 24];
      return run?.other.length === 1 && run.other[0] === 0 && tops.includes(run.reference[0]!);
    },
    reproducer: () => {
      const one = handCase({ id: 'known-unicorn-table-base-16', mode: 'pm32', code: [0x66, 0x0f, 0x01, 0x03], regs: { ebx: AT.data } });
      return { ...one, registers: { ...one.registers, gdtr: { base: 0x12345678, limit: 0x37 } } };
    },
  },
  {
    id: 'unicorn-mandatory-prefix',
    reason: 'Of 66 beside F2 or F3, 66 chooses the SSE instruction, and F3 of F2 and F3; a processor takes the last of F2 and F3.',
    evidence:
      'SDM Vol. 2A, 2.1.2: mandatory prefixes; the silicon (engine bare) agrees; QEMU 5, target/i386/translate.c, gen_sse: PREFIX_DATA first',
    code: /(66(26|2e|36|3e|64|65|67)*f[23]|f[23](26|2e|36|3e|64|65|67)*66|f2(26|2e|36|3e|64|65|67)*f3|f3(26|2e|36|3e|64|65|67)*f2)(26|2e|36|3e|64|65|66|67|f2|f3)*0f[1-7c]/,
    // A segment register may have been popped from where the wrong result points.
    explains: ({ field }, _one, _reference, other) =>
      field.startsWith('mem') || isRegister(field) || /^[defgs]s\./.test(field) || other.exception?.vector === 6,
    reproducer: () => {
      const fx = new Uint8Array(512).fill(0x11, 160, 176);
      const view = new DataView(fx.buffer);
      view.setUint16(0, 0x37f, true);
      view.setUint32(24, 0x1f80, true);
      const one = handCase({
        id: 'known-unicorn-mandatory-prefix',
        mode: 'pm32',
        code: [0x66, 0xf2, 0x0f, 0x11, 0x03],
        regs: { ebx: AT.data },
      });
      return { ...one, fx, wantsFx: true, registers: { ...one.registers, cr4: 0x600 } };
    },
  },
  {
    id: 'unicorn-repeat-prefix',
    reason: 'Of F2 and F3 before CMPS and SCAS, F3 before F2 decides otherwise than the last one, which is what a processor takes.',
    evidence:
      'the silicon (engine sbe runs it natively) agrees with the reference; QEMU 5, target/i386/translate.c, case 0xa6: PREFIX_REPNZ first',
    code: /(f2(26|2e|36|3e|64|65|66|67)*f3|f3(26|2e|36|3e|64|65|66|67)*f2)(26|2e|36|3e|64|65|66|67|f2|f3)*a[67ef]/,
    explains: ({ field }) => /^e(cx|si|di|flags|ip)$/.test(field),
    reproducer: () =>
      handCase({
        id: 'known-unicorn-repeat-prefix',
        mode: 'pm32',
        code: [0xf2, 0xf3, 0xa6],
        regs: { ecx: 4, esi: AT.data, edi: AT.data + 16 },
      }),
  },
  {
    id: 'unicorn-bswap16-hidden',
    reason: 'BSWAP of a 16-bit register swaps all 32 bits, here where a branch leads to it; the reference clears the register.',
    evidence: 'QEMU 5, target/i386/translate.c, case 0x1c8: no 16-bit form; SDM Vol. 2A leaves the result undefined',
    code: /0fc[89a-f]/,
    explains: ({ field, reference }) => isRegister(field) && (number(reference) & 0xffff) === 0,
    reproducer: () =>
      handCase({
        id: 'known-unicorn-bswap16-hidden',
        mode: 'pm32',
        code: [0xeb, 0x01, 0xb8, 0x66, 0x0f, 0xcf],
        regs: { edi: 0x12345678 },
      }),
  },
  {
    id: 'unicorn-disabled-breakpoints',
    reason: 'DR6 after a single step also shows breakpoints that DR7 does not enable.',
    evidence: 'SDM Vol. 3B, 17.2.3: B0-B3 may or may not be set where the breakpoint is not enabled; the reference leaves them clear',
    code: /./,
    explains: ({ field, reference, other }, one) => {
      let disabled = 0;
      for (let i = 0; i < 4; i++) if (((one.registers.dr[7]! >>> (2 * i)) & 3) === 0) disabled |= 1 << i;
      return field === 'dr6' && ((number(reference) ^ number(other)) & ~disabled) === 0;
    },
    reproducer: () => {
      const one = handCase({ id: 'known-unicorn-disabled-breakpoints', mode: 'real16', code: [0xff, 0xe0], regs: { eflags: 0x102 } });
      return { ...one, stop: { ...one.stop, eip: [AT.code + 0x100] } };
    },
  },
  {
    id: 'unicorn-lock-neg',
    reason: 'The flags of LOCK NEG are those of another value.',
    evidence:
      'QEMU 5, target/i386/translate.c, case 3 of group 3: the locked form updates the flags from the value before; SDM Vol. 2B, NEG',
    code: new RegExp(`f0${PREFIX}f[67][159][89abcdef]`),
    explains: ({ field, reference, other }) => field === 'eflags' && ((number(reference) ^ number(other)) & ~0x8d5) === 0,
    reproducer: () =>
      handCase({
        id: 'known-unicorn-lock-neg',
        mode: 'pm32',
        code: [0xf0, 0xf6, 0x1b],
        regs: { ebx: AT.data },
        memory: [[AT.data, [0x34]]],
      }),
  },
  {
    id: 'unicorn-shift-carry',
    reason: 'The carry of a shift with a memory operand is that of the value before the hook ran, and RCL or RCR takes it in.',
    evidence:
      'unicorn 2.0.1: the memory hook synchronises the lazy flags between load and shift; the silicon (engine sbe) agrees with the reference',
    code: /(d[0-3]|c[01])[0-9ab][0-9a-f].*(d[0-3]|c[01])[159d][0-9a-f]/,
    explains: (difference) => {
      const run = bytesAt(difference);
      const change = run?.other.length === 1 ? run.other[0]! ^ run.reference[0]! : 0;
      return change !== 0 && (change & (change - 1)) === 0;
    },
    reproducer: () =>
      handCase({
        id: 'known-unicorn-shift-carry',
        mode: 'pm32',
        code: [0xd2, 0x3e, 0xd0, 0x16, 0x39, 0xd0],
        regs: { esi: AT.data, ecx: 29 },
        memory: [[AT.data, [0x95]]],
      }),
  },
  {
    id: 'unicorn-shift-flags-besides',
    reason: 'Flags of a shift with a memory operand are those of the value before the hook ran, here beside another disagreement.',
    evidence: 'unicorn 2.0.1: the memory hook synchronises the lazy flags between load and shift; the silicon agrees with the reference',
    code: /(d[0-3]|c[01]|0fa[45cd])[0-9ab][0-9a-f]/,
    explains: ({ field, reference, other }) => field === 'eflags' && ((number(reference) ^ number(other)) & ~0x8d5) === 0,
    reproducer: () =>
      handCase({
        id: 'known-unicorn-shift-flags-besides',
        mode: 'pm32',
        code: [0xd2, 0x3e],
        regs: { ecx: 29, esi: AT.data },
        memory: [[AT.data, [0x15]]],
      }),
  },
  {
    id: 'unicorn-x87-indefinite',
    reason: 'x87 instructions with an empty register store another value than the indefinite.',
    evidence: 'QEMU 5, target/i386/fpu_helper.c: no stack fault is raised; SDM Vol. 1, 8.5.1.1, and 4.8.3.7 for the indefinites',
    code: /d[9bdf]/,
    explains: (difference) => {
      const run = bytesAt(difference);
      // The last bytes of the integer, the packed decimal, the double, the single and the extended one.
      return run !== null && /^((00)*(80|c0(ff(ff)?)?|f8ff))+$/.test(Buffer.from(run.reference).toString('hex'));
    },
    reproducer: () => handCase({ id: 'known-unicorn-x87-indefinite', mode: 'pm32', code: [0xdf, 0x33], regs: { ebx: AT.data } }),
  },
  {
    id: 'unicorn-x87-status',
    reason:
      'The status word that FNSTSW stores after an operation on an empty register shows no stack fault; a register may have been loaded from it.',
    evidence: 'QEMU 5, target/i386/fpu_helper.c: no stack fault is raised; SDM Vol. 1, 8.5.1.1',
    code: /dd[37b][89a-f]/,
    explains: (difference) => (bytesAt(difference)?.other.length ?? 9) <= 2 || isRegister(difference.field),
    reproducer: () =>
      handCase({
        id: 'known-unicorn-x87-status',
        mode: 'pm32',
        code: [0xd8, 0x3b, 0xdd, 0x39],
        regs: { ebx: AT.data, ecx: AT.data + 16 },
      }),
  },
  {
    id: 'unicorn-x87-compare-empty',
    reason: 'FCOMI and its like with an empty register compare what is in it; a processor raises a stack fault: unordered.',
    evidence: 'QEMU 5, target/i386/fpu_helper.c, helper_fcomi_ST0_FT0: tags are not looked at; SDM Vol. 1, 8.5.1.1; Vol. 2A, FCOMI',
    code: /d[bf](e[89a-f]|f[0-7])/,
    // CF may have gone into a sum.
    explains: (difference) => {
      const run = bytesAt(difference);
      if (run) return run.other.length === 1 && Math.abs(run.other[0]! - run.reference[0]!) === 1;
      return difference.field === 'eflags' || difference.field === 'eax';
    },
    reproducer: () => handCase({ id: 'known-unicorn-x87-compare-empty', mode: 'pm32', code: [0xdb, 0xe9], regs: { eflags: 2 } }),
  },
  {
    id: 'unicorn-enter-hidden',
    reason: 'ENTER with a nesting level over 1 stores the instruction pointer instead of the display, here where a branch leads into it.',
    evidence: 'unicorn 2.0.1: the memory hook clobbers the value between load and store of helper_enter_level; SDM Vol. 2A, ENTER',
    code: /c8/,
    explains: (difference, one) => {
      const { eip } = one.registers;
      const pointers = codeOf(one).flatMap((byte, i) => (byte === 0xc8 ? [eip + i] : []));
      const stored = new Set(pointers.flatMap((pointer) => [0, 8, 16, 24].map((shift) => (pointer >>> shift) & 0xff)));
      return bytesAt(difference)?.other.every((byte) => stored.has(byte)) ?? false;
    },
    reproducer: () =>
      handCase({
        id: 'known-unicorn-enter-hidden',
        mode: 'pm32',
        code: [0xeb, 0x01, 0xb0, 0xc8, 0x20, 0x00, 0x04],
        regs: { ebp: AT.stack + 0x820 },
      }),
  },
];

function entryOf(quirk: Quirk): Known {
  return {
    id: quirk.id,
    engine: 'unicorn',
    reason: quirk.reason,
    evidence: quirk.evidence,
    expires: EXPIRES,
    reproducer: () => quirk.reproducer(),
    applies: (one, differences, reference, other) => {
      const code = codeOf(one);
      const text = Buffer.from(code).toString('hex');
      const explain = (difference: Difference): Quirk | undefined =>
        QUIRKS.find((each) => holds(each.code, text) && each.explains(difference, one, reference, other));
      return explain(differences[0]!)?.id === quirk.id && differences.every((difference) => explain(difference) !== undefined);
    },
  };
}

/** Whether the pattern stands in the text from a whole byte on. */
function holds(pattern: RegExp, text: string): boolean {
  for (const match of text.matchAll(new RegExp(pattern.source, 'g'))) if (match.index % 2 === 0) return true;
  for (let from = 0; from < text.length; from += 2) if (text.slice(from).search(pattern) === 0) return true;
  return false;
}

const PREFETCH_REGISTER: Known = {
  id: 'unicorn-prefetch-register',
  engine: 'unicorn',
  reason: 'PREFETCH with a register is an undefined opcode there; processors with SSE treat it as a NOP.',
  evidence: 'SDM Vol. 2D, table A-6, group 16: mod = 11B is reserved NOP; QEMU 5, target/i386/translate.c, case 0x118: "goto illegal_op"',
  expires: EXPIRES,
  applies: (one, _differences, _reference, other) => {
    if (other.exception?.vector !== 6) return false;
    const instruction = instructionAt(one, other);
    return instruction?.map === 1 && instruction.opcode === 0x18 && codeHas(one, /0f18[c-f]/);
  },
  reproducer: () => handCase({ id: 'known-unicorn-prefetch-register', mode: 'pm32', code: [0x0f, 0x18, 0xce] }),
};

/** FF /3 and /5 with a memory operand. */
const FAR_INDIRECT = /ff[1259a6][89abcdef]/;

const RETURN_WRAP: Known = {
  id: 'unicorn-far-return-wrap',
  engine: 'unicorn',
  reason: 'RETF with a frame, and far CALL and JMP with a pointer, that wrap at 64 KiB read CS behind the segment.',
  evidence: WRAP_EVIDENCE,
  expires: EXPIRES,
  applies: (one, differences, reference) => {
    if (one.mode !== 'real16' && one.mode !== 'v86') return false;
    if (!differences.some(({ field }) => field === 'cs.selector' || field === 'outcome')) return false;
    const near = (offset: number): boolean => (offset & 0xffff) <= 8 || (offset & 0xffff) >= 0xfff6;
    // The frame may stand at a far routine's end, which is not in this code.
    const returns = codeHas(one, /c[ab]|9a/) && (near(one.registers.gpr[4]!) || near(reference.registers.gpr[4]!));
    return returns || (codeHas(one, FAR_INDIRECT) && one.registers.gpr.some(near));
  },
  reproducer: () =>
    handCase({
      id: 'known-unicorn-far-return-wrap',
      mode: 'real16',
      code: [0xcb],
      regs: { esp: 0xfffe },
      memory: [
        [AT.stack + 0xfffe, [0x00, 0x01]],
        [AT.stack, [0x00, 0x15]],
        [0x15100, [0xf4]],
        [0x100, [0xf4]],
      ],
    }),
};

const POINTER_WRAP: Known = {
  id: 'unicorn-far-pointer-wrap-fault',
  engine: 'unicorn',
  reason: 'LDS and its like with a pointer that wraps at 64 KiB read another selector, and so the fault has another error code.',
  evidence: WRAP_EVIDENCE,
  expires: EXPIRES,
  applies: (one, differences, reference, other) => {
    if (reference.exception === null || other.exception === null || !differences.every(({ field }) => field === 'exception')) return false;
    const instruction = instructionAt(one, reference);
    return instruction?.addressBytes === 2 && /^l[defgs]s$/.test(instruction.form?.mnemonic ?? '');
  },
  reproducer: () =>
    handCase({
      id: 'known-unicorn-far-pointer-wrap-fault',
      mode: 'pm16',
      code: [0x0f, 0xb2, 0x06, 0xfe, 0xff],
      memory: [
        [AT.data, [0x70, 0x00]],
        [AT.data + 0xfffe, [0, 0]],
      ],
    }),
};

/** The offset of the operand of the case's first instruction, where that is a far pointer or a table register's image and one register or a displacement says so. */
function pointerOffset(one: Case): number | null {
  const { gpr, segments, eip } = one.registers;
  const [first, second, third, fourth, fifth] = [0, 1, 2, 3, 4].map((i) => byteOf(one, segments[1]!.base + eip + i) ?? 0);
  const far = first === 0xff && [3, 5].includes((second! >> 3) & 7);
  const table = first === 0x0f && second === 0x01 && ((third! >> 3) & 7) < 4;
  if ((!far && !table) || (segments[1]!.attributes & 0x4000) !== 0) return null;
  const modrm = far ? second! : third!;
  const displacement = far ? third! | (fourth! << 8) : fourth! | (fifth! << 8);
  const byRm = new Map([
    [4, gpr[6]! & 0xffff],
    [5, gpr[7]! & 0xffff],
    [6, displacement],
    [7, gpr[3]! & 0xffff],
  ]);
  return modrm >> 6 === 0 ? (byRm.get(modrm & 7) ?? null) : null;
}

const POINTER_WRAP_BEYOND: Known = {
  id: 'unicorn-pointer-wrap-beyond',
  engine: 'unicorn',
  reason:
    'A far pointer or a table register’s image that wraps at 64 KiB goes on behind the 64 KiB, and the case goes another way from there.',
  evidence: WRAP_EVIDENCE,
  expires: EXPIRES,
  applies: (one) => {
    const offset = pointerOffset(one);
    return offset !== null && offset > 0xfffa && offset < 0xffff;
  },
  reproducer: () =>
    handCase({ id: 'known-unicorn-pointer-wrap-beyond', mode: 'pm16', code: [0x0f, 0x01, 0x0f, 0x8b, 0x06, 0, 0], regs: { ebx: 0xfffe } }),
};

const CODE_LIMIT: Known = {
  id: 'unicorn-code-limit',
  engine: 'unicorn',
  reason:
    'A privileged instruction that crosses the limit of CS is carried out, or raises its own fault; a processor raises #GP(0) at the fetch.',
  evidence: 'SDM Vol. 3A, 5.3; QEMU 5, target/i386/translate.c fetches by linear address',
  expires: EXPIRES,
  applies: (one, _differences, reference) => {
    const first = reference.delivered[0];
    if ((first?.vector ?? reference.exception?.vector) !== 13 || first?.errorCode || reference.exception?.errorCode) return false;
    const eip = first?.eip ?? reference.registers.eip;
    const { segments } = first ? one.registers : reference.registers;
    const instruction = instructionAt(one, { registers: { ...reference.registers, segments, eip }, memory: reference.memory });
    return instruction !== undefined && eip + instruction.length - 1 > segments[1]!.limit;
  },
  reproducer: () =>
    handCase({
      id: 'known-unicorn-code-limit',
      mode: 'pm32',
      code: [0x0f, 0x01, 0xf3],
      segments: { cs: { limit: AT.code + 1, attributes: 0x409b } },
    }),
};

const ALIGNMENT: Known = {
  id: 'unicorn-alignment',
  engine: 'unicorn',
  reason: 'Alignment is never checked: no #AC once the case has set EFLAGS.AC itself. Cases that begin with it set are not asked.',
  evidence: 'SDM Vol. 3A, 6.15, interrupt 17; QEMU 5 target/i386/translate.c makes accesses without MO_ALIGN',
  expires: EXPIRES,
  applies: (_one, _differences, reference) => (reference.delivered[0]?.vector ?? reference.exception?.vector) === 17,
  reproducer: () => {
    const code = [0x68, 0x02, 0x00, 0x04, 0x00, 0x9d, 0x8b, 0x03];
    const one = handCase({ id: 'known-unicorn-alignment', mode: 'pm32', cpl: 3, code, regs: { ebx: AT.data + 1 } });
    return { ...one, registers: { ...one.registers, cr0: one.registers.cr0 | 0x40000 } };
  },
};

/** The reference's single-step trap comes after a PAUSE; the library's comes later, or not at all. */
const PAUSE_TRAP: Known = {
  id: 'unicorn-pause-trap',
  engine: 'unicorn',
  reason: 'With EFLAGS.TF set PAUSE completes without the single-step trap; the trap comes after the instruction behind it.',
  evidence:
    'SDM Vol. 3B, 17.3.1.4: a trap after each instruction, and Vol. 2B: PAUSE is NOP with a hint; QEMU 5 helper_pause leaves the loop instead',
  expires: EXPIRES,
  applies: (one, _differences, reference) => {
    if ((reference.delivered[0]?.vector ?? reference.exception?.vector) !== 1) return false;
    const eip = reference.delivered[0]?.eip ?? reference.registers.eip;
    const at = one.registers.segments[1]!.base + eip;
    const before = Buffer.from(Array.from({ length: 5 }, (_, i) => byteOf(one, at - 5 + i) ?? 0)).toString('hex');
    return /f3(?:26|2e|36|3e|64|65|66|67|f3)*90$/.test(before);
  },
  reproducer: () => handCase({ id: 'known-unicorn-pause-trap', mode: 'pm32', code: [0xf3, 0x90, 0x40], regs: { eflags: 0x102 } }),
};

function codeHas(one: Case, pattern: RegExp): boolean {
  return holds(pattern, Buffer.from(codeOf(one)).toString('hex'));
}

export const UNICORN_QUIRKS: readonly Known[] = [
  ...QUIRKS.map(entryOf),
  PREFETCH_REGISTER,
  RETURN_WRAP,
  POINTER_WRAP,
  CODE_LIMIT,
  ALIGNMENT,
  PAUSE_TRAP,
  POINTER_WRAP_BEYOND,
];
