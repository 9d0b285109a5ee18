/** Where Bochs 2.7 differs from the reference for a reason on record. */
import type { Case, Registers } from '../../case.ts';
import type { Difference } from '../../compare/compare.ts';
import type { Known } from '../../compare/known.ts';
import { TapeChoices } from '../../generators/choices.ts';
import { Environment } from '../../generators/environment.ts';
import { DATA } from '../../generators/layout.ts';
import { AT, handCase } from '../hand-cases.ts';
import { PAGING_BOCHS, structures } from './paging.ts';
import { byteOf, bytesAt, codeOf, onlyEflagsBit, onlyResumeFlag, physicalOf, returnToV86 } from './signs.ts';

const EXPIRES = '2027-11-30';
const SEGMENT_PUSHES: ReadonlySet<number> = new Set([0x06, 0x0e, 0x16, 0x1e]);

/** An opcode that pushes a segment register with a 32-bit operand stands somewhere in the code: also jumps into an instruction count. */
function pushesSegment(one: Case): boolean {
  const code = codeOf(one);
  const big = (one.registers.segments[1]!.attributes & 0x4000) !== 0;
  if (!big && !code.includes(0x66)) return false;
  return code.some((byte, i) => SEGMENT_PUSHES.has(byte) || (byte === 0x0f && (code[i + 1] === 0xa0 || code[i + 1] === 0xa8)));
}

/** The reference has zeros in some memory where Bochs has something else. */
function upperHalfKept(differences: readonly Difference[]): boolean {
  return differences.some((difference) => bytesAt(difference)?.reference.every((byte) => byte === 0) ?? false);
}

/** The upper half would have lain in another page, which is now neither accessed nor dirty. */
function onlyEntries(one: Case, differences: readonly Difference[]): boolean {
  const pages = structures(one);
  return differences.every((difference) => {
    const run = bytesAt(difference);
    return run !== null && pages.has(run.address >>> 12) && run.other.every((byte, i) => ((byte ^ run.reference[i]!) & ~0x60) === 0);
  });
}

function popsSegment(one: Case): boolean {
  return codeOf(one).some((byte, i, code) => [0x07, 0x17, 0x1f].includes(byte) || (byte === 0x0f && [0xa1, 0xa9].includes(code[i + 1]!)));
}

/** A case that starts with this x87 and SSE state: all registers valid, but for what `change` does to the FXSAVE image. */
function withUnit(id: string, code: number[], change: (view: DataView) => void, memory: [number, number[]][] = []): Case {
  const fx = new Uint8Array(512);
  const view = new DataView(fx.buffer);
  view.setUint16(0, 0x37f, true);
  view.setUint8(4, 0xff);
  view.setUint32(24, 0x1f80, true);
  change(view);
  const one = handCase({ id: `known-bochs-${id}`, mode: 'pm32', code, memory });
  return { ...one, fx, wantsFx: true, registers: { ...one.registers, cr4: 0x600 } };
}

/** Bytes from the stack pointer to where it wraps. */
function belowWrap({ gpr, segments }: Registers): number {
  const big = (segments[2]!.attributes & 0x4000) !== 0;
  return big ? 0x100000000 - gpr[4]! : 0x10000 - (gpr[4]! & 0xffff);
}

/** The stack pointer wraps within a few words: popping, or pushing where it starts low. */
function nearWrap(registers: Registers): boolean {
  const below = belowWrap(registers);
  return below < 64 || stackPointer(registers) < 64;
}

function stackPointer({ gpr, segments }: Registers): number {
  return (segments[2]!.attributes & 0x4000) !== 0 ? gpr[4]! : gpr[4]! & 0xffff;
}

export const BOCHS: readonly Known[] = [
  {
    id: 'bochs-push-segment',
    engine: 'bochs',
    reason:
      'A 32-bit push of a segment register writes 16 bits and leaves the upper half of the stack’s doubleword; the reference writes zeros.',
    evidence: 'SDM Vol. 2B, PUSH: either is allowed, recent processors do the 16-bit write; Bochs cpu/stack32.cc, PUSH32_Sw',
    expires: EXPIRES,
    applies: (one, differences) =>
      pushesSegment(one) &&
      (upperHalfKept(differences) || differences.every(({ field }) => !field.startsWith('mem')) || onlyEntries(one, differences)),
    reproducer: () =>
      handCase({
        id: 'known-bochs-push-segment',
        mode: 'pm32',
        code: [0x0f, 0xa8],
        memory: [[AT.stack + 0x7fc, [0xff, 0xff, 0xff, 0xff]]],
      }),
  },
  {
    id: 'bochs-double-fault-rf',
    engine: 'bochs',
    reason:
      'A double fault pushes EFLAGS with RF set, left over from the first fault. It is an abort: the pushed RF is the flag’s own value.',
    evidence:
      'SDM Vol. 3B, 17.3.1.1: RF is pushed set for faults only, else as it is; Bochs cpu/exception.cc: assert_RF() before the second fault',
    expires: EXPIRES,
    applies: (_one, differences, reference) => reference.delivered.some(({ vector }) => vector === 8) && onlyResumeFlag(differences, 'set'),
    reproducer: () => {
      // #UD whose gate is not present gives #NP, and that one's is missing as well: #DF, whose handler halts.
      const gate = [AT.handlers & 0xff, AT.handlers >>> 8, 8, 0, 0, 0x8e, 0, 0];
      return handCase({
        id: 'known-bochs-double-fault-rf',
        mode: 'pm32',
        code: [0x0f, 0x0b],
        exception: false,
        memory: [
          [AT.idt + 8 * 8, gate],
          [AT.handlers, [0xf4]],
        ],
      });
    },
  },
  {
    id: 'bochs-string-trap-rf',
    engine: 'bochs',
    reason: 'A single step between two iterations of a repeated string instruction pushes EFLAGS with RF clear.',
    evidence:
      'SDM Vol. 3B, 17.3.1.1: pushed set for a trap after any iteration but the last; Bochs cpu/exception.cc sets RF for faults only',
    expires: EXPIRES,
    applies: (_one, differences, reference) =>
      (reference.exception?.vector === 1 && onlyEflagsBit(differences, 0x10000)) ||
      (reference.delivered.some(({ vector }) => vector === 1) && onlyResumeFlag(differences, 'clear')),
    reproducer: () => {
      const choices = new TapeChoices([]);
      const env = new Environment(choices, { mode: 'pm32', cpl: 3 }, { exception: false, plainSegments: true });
      env.code.raw(0xf3, 0xaa);
      env.eflags |= 0x100;
      env.gpr[1] = 4;
      env.gpr[7] = DATA;
      return env.finish(choices, 'known-bochs-string-trap-rf');
    },
  },
  {
    id: 'bochs-string-overwrites-itself',
    engine: 'bochs',
    reason: 'A repeated string instruction that overwrites itself is fetched anew after that iteration; a processor finishes it.',
    evidence:
      'Bochs cpu/icache: a store to a page of decoded code ends the trace, and REP loops check for that; silicon (engine bare) completes the loop',
    expires: EXPIRES,
    applies: (one, _differences, reference) => {
      const code = codeOf(one);
      const { base } = one.registers.segments[1]!;
      const start = physicalOf(one, (base + one.registers.eip) >>> 0);
      const repeats = code.some(
        (byte, i) =>
          (byte === 0xf2 || byte === 0xf3) &&
          code.slice(i + 1, i + 6).some((next) => (next >= 0xa4 && next <= 0xa5) || (next >= 0xaa && next <= 0xab)),
      );
      return repeats && reference.memory.some(({ address, bytes }) => address < start + code.length && address + bytes.length > start);
    },
    reproducer: () =>
      handCase({
        id: 'known-bochs-string-overwrites-itself',
        mode: 'pm32',
        // Ends by HLT: a breakpoint behind such an instruction is one that Bochs misses.
        code: [0xf3, 0xaa, 0x90, 0x90, 0xf4],
        regs: { eax: 0x90, ecx: 2, edi: AT.code },
      }),
  },
  {
    id: 'bochs-call-partial-push',
    engine: 'bochs',
    reason:
      'A far call whose second push faults, or whose target is beyond the limit of the new segment, leaves what it has pushed in memory.',
    evidence:
      'SDM Vol. 3A, 6.5: a fault restores the state before the instruction; Bochs cpu/ctrl_xfer32.cc, CALL32_Ep: two push_32() without a check of both; cpu/call_far.cc, call_protected(): pushes come before branch_far()',
    expires: EXPIRES,
    applies: (one, differences, reference) =>
      [12, 13].includes(reference.exception?.vector ?? reference.delivered[0]?.vector ?? 0) &&
      codeOf(one).some((byte) => byte === 0x9a || byte === 0xff) &&
      differences.every(({ field }) => field.startsWith('mem')),
    reproducer: () =>
      handCase({ id: 'known-bochs-call-partial-push', mode: 'v86', code: [0x66, 0x9a, 0, 0, 0, 0, 0, 0], regs: { esp: 6 } }),
  },
  {
    id: 'bochs-call-gate-sp',
    engine: 'bochs',
    reason:
      'A 32-bit call gate to an inner level pushes SP, zero-extended, where the old stack segment is a 16-bit one; the reference pushes ESP.',
    evidence:
      'SDM Vol. 2A, CALL, MORE-PRIVILEGE: Push(oldSS:oldESP) whatever B says; QEMU helper_lcall_protected() does so, and Bochs itself for interrupts; Bochs cpu/call_far.cc, call_gate(): return_ESP = SP if !d_b',
    expires: EXPIRES,
    applies: (one, differences, reference, other) =>
      one.registers.cpl > 0 &&
      differences.every((difference) => {
        const run = bytesAt(difference);
        return run !== null && run.reference.length <= 2 && run.other.every((byte) => byte === 0) && (run.address & 3) === 2;
      }) &&
      reference.registers.gpr[4]! >>> 16 === other.registers.gpr[4]! >>> 16,
    reproducer: () => {
      // 0x1b: the case's ring 3 code; a gate in its LDT would do as well, the GDT's own is enough.
      const choices = new TapeChoices([]);
      const env = new Environment(choices, { mode: 'pm16', cpl: 3 }, { exception: true, plainSegments: true });
      env.code.raw(0x9a, 0, 0, 0xc3, 0);
      env.gpr[4] = (0x80000 + (env.gpr[4]! & 0xffff)) >>> 0;
      return env.finish(choices, 'known-bochs-call-gate-sp');
    },
  },
  {
    id: 'bochs-return-wrap',
    engine: 'bochs',
    reason:
      'Far RET and IRET in protected mode raise #SS(0) where their frame goes on at the bottom of the stack segment, past FFFF of a 16-bit stack or past 4 GiB; the reference wraps the stack pointer for each word.',
    evidence:
      'SDM Vol. 1, 6.2.3: SP or ESP is the stack pointer as SS.B says, so it wraps at 16 or 32 bits; silicon (AMD EPYC, RETF and IRET to the same level with SP = FFFE and FFFC) wraps; Bochs cpu/ret_far.cc and cpu/iret.cc add to temp_RSP in more bits',
    expires: EXPIRES,
    applies: (one, differences, reference, other) => {
      const returns = (byte: number | null): boolean => byte === 0xca || byte === 0xcb || byte === 0xcf;
      if (other.exception) {
        const at = (other.registers.segments[1]!.base + other.registers.eip) >>> 0;
        const opcode = [0, 1, 2].map((i) => byteOf(one, at + i)).find((byte) => byte !== 0x66 && byte !== 0x67);
        return (
          returns(opcode ?? null) && other.exception.vector === 12 && other.exception.errorCode === 0 && belowWrap(other.registers) < 40
        );
      }
      // Delivered: the vectors’ handlers stand side by side.
      const eip = differences.find(({ field }) => field === 'eip');
      return (
        reference.delivered[0]?.vector === 13 &&
        eip !== undefined &&
        Number.parseInt(eip.reference, 16) - Number.parseInt(eip.other, 16) === 1 &&
        nearWrap(one.registers)
      );
    },
    reproducer: () => {
      const choices = new TapeChoices([]);
      const env = new Environment(choices, { mode: 'pm16', cpl: 3 }, { exception: true, plainSegments: true });
      env.code.raw(0xca, 8, 0);
      env.gpr[4] = 0xfffe;
      return env.finish(choices, 'known-bochs-return-wrap');
    },
  },
  {
    id: 'bochs-popa-partial',
    engine: 'bochs',
    reason: 'POPA that faults halfway keeps the registers popped so far.',
    evidence:
      'SDM Vol. 3A, 6.5: a fault restores the state before the instruction; Bochs cpu/stack32.cc, POPAD32: registers are written one by one',
    expires: EXPIRES,
    applies: (one, differences, reference) =>
      (reference.exception?.vector ?? reference.delivered[0]?.vector) === 12 &&
      codeOf(one).includes(0x61) &&
      differences.every(({ field }) => /^e(di|si|bp|bx)$/.test(field)),
    reproducer: () =>
      handCase({
        id: 'known-bochs-popa-partial',
        mode: 'pm32',
        code: [0x61],
        regs: { edi: 0x1234 },
        segments: { ss: { limit: AT.stack + 0x803, attributes: 0x4093 } },
      }),
  },
  {
    id: 'bochs-reciprocal-estimates',
    engine: 'bochs',
    reason:
      'RCPPS, RCPSS, RSQRTPS and RSQRTSS are estimates: other low bits within the same error bound. The reference asks the host’s unit.',
    evidence: 'SDM Vol. 2B, RCPPS, RSQRTPS: relative error at most 1.5 * 2^-12, the rest is the implementation’s',
    expires: EXPIRES,
    applies: (one, differences) =>
      codeOf(one).some((byte, i, code) => byte === 0x0f && (code[i + 1] === 0x52 || code[i + 1] === 0x53)) &&
      differences.every(({ field }) => field.startsWith('fx.xmm')),
    reproducer: () => {
      const fx = new Uint8Array(512);
      const view = new DataView(fx.buffer);
      view.setUint16(0, 0x37f, true);
      view.setUint32(24, 0x1f80, true);
      for (let i = 0; i < 4; i++) view.setUint32(160 + 4 * i, 0x3f812345 + 0x100000 * i, true);
      const one = handCase({ id: 'known-bochs-reciprocal-estimates', mode: 'pm32', code: [0x0f, 0x52, 0xc0] });
      return { ...one, fx, wantsFx: true, registers: { ...one.registers, cr4: 0x600 } };
    },
  },
  {
    id: 'bochs-pop-segment',
    engine: 'bochs',
    reason: 'A 32-bit pop of a segment register reads 16 bits: no #AC where only those are aligned. The reference reads the whole operand.',
    evidence: 'SDM Vol. 2B, POP: the operand is 32 bits, of which 16 are used; Bochs cpu/stack32.cc, POP32_Sw: stack_read_word()',
    expires: EXPIRES,
    applies: (one, _differences, reference, other) =>
      reference.exception?.vector === 17 && other.exception?.vector !== 17 && (reference.registers.gpr[4]! & 3) === 2 && popsSegment(one),
    reproducer: () => {
      const one = handCase({
        id: 'known-bochs-pop-segment',
        mode: 'pm32',
        cpl: 3,
        code: [0x0f, 0xa1],
        regs: { esp: AT.stack + 0x7fe, eflags: 0x40002 },
      });
      return { ...one, registers: { ...one.registers, cr0: one.registers.cr0 | 0x40000 } };
    },
  },
  {
    id: 'bochs-x87-c1',
    engine: 'bochs',
    reason:
      'C1 alone: FCOMI and its kin clear it in Bochs and leave it on AMD’s processors; after a transcendental it says how an approximation was rounded. The reference is what the host’s unit computes.',
    evidence: 'SDM Vol. 1, 8.1.3.3, and Vol. 2A, FCOMI (C1 set to 0) against silicon (AMD EPYC: unchanged); SDM Vol. 1, 8.3.10: accuracy',
    expires: EXPIRES,
    applies: (_one, differences) =>
      differences.every(
        ({ field, reference, other }) => field === 'fx.fsw' && (Number.parseInt(reference, 16) ^ Number.parseInt(other, 16)) === 0x200,
      ),
    reproducer: () => withUnit('x87-c1', [0xdb, 0xf1], (view) => view.setUint16(2, 0x200, true)),
  },
  {
    id: 'bochs-fprem-underflow',
    engine: 'bochs',
    reason: 'FPREM and FPREM1 never raise an unmasked underflow: a tiny remainder is stored as it is.',
    evidence: 'SDM Vol. 2A, FPREM, floating-point exceptions: #U; Vol. 1, 8.5.5: the result is scaled by 2^24576',
    expires: EXPIRES,
    applies: (one, differences, reference) =>
      codeOf(one).some((byte, i, code) => byte === 0xd9 && (code[i + 1] === 0xf8 || code[i + 1] === 0xf5)) &&
      ((reference.fx?.[2] ?? 0) & 0x90) === 0x90 &&
      differences.every(({ field }) => field === 'fx.fsw' || field === 'fx.st0'),
    reproducer: () =>
      withUnit('fprem-underflow', [0xd9, 0xf8], (view) => {
        view.setUint16(0, 0x36f, true);
        view.setUint32(36, 1, true); // a denormal, and minus one
        view.setUint32(52, 0x80000000, true);
        view.setUint16(56, 0xbfff, true);
      }),
  },
  {
    id: 'bochs-fxrstor-partial',
    engine: 'bochs',
    reason: 'FXRSTOR of an image with reserved MXCSR bits raises #GP(0) after it has loaded the x87 state.',
    evidence: 'SDM Vol. 3A, 6.5: a fault restores the state before the instruction; Bochs cpu/sse_move.cc, FXRSTOR: MXCSR is checked late',
    expires: EXPIRES,
    applies: (one, differences, reference) =>
      (reference.exception?.vector ?? reference.delivered[0]?.vector) === 13 &&
      codeOf(one).some((byte, i, code) => byte === 0x0f && code[i + 1] === 0xae) &&
      differences.every(({ field }) => field.startsWith('fx.')),
    reproducer: () => ({
      ...withUnit('fxrstor-partial', [0x0f, 0xae, 0x0d, AT.data & 0xff, (AT.data >>> 8) & 0xff, AT.data >>> 16, 0], () => {}, [
        [AT.data, [0x7f, 2]],
        [AT.data + 24, [0xff, 0xff, 0xff, 0xff]],
      ]),
    }),
  },
  {
    id: 'bochs-vex-prefix',
    engine: 'bochs',
    reason:
      'C4, C5 and 62 with a register operand at the end of a segment: Bochs takes them for VEX and EVEX prefixes, also on a processor without, and fetches on into #GP(0). They are LES, LDS and BOUND with a wrong operand: #UD.',
    evidence: 'SDM Vol. 2A, LDS, BOUND: #UD if the source is not memory; Bochs cpu/decoder/fetchdecode32.cc, decoder_vex32()',
    expires: EXPIRES,
    applies: (one, _differences, reference, other) => {
      if (reference.exception?.vector !== 6 || other.exception?.vector !== 13) return false;
      const at = (reference.registers.segments[1]!.base + reference.registers.eip) >>> 0;
      return [0xc4, 0xc5, 0x62].includes(byteOf(one, at) ?? 0) && (byteOf(one, at + 1) ?? 0) >= 0xc0;
    },
    reproducer: () =>
      handCase({
        id: 'known-bochs-vex-prefix',
        mode: 'pm32',
        code: [0xc5, 0xc0],
        segments: { cs: { limit: AT.code + 1, attributes: 0x409b } },
      }),
  },
  {
    id: 'bochs-written-port-input',
    engine: 'bochs',
    reason: 'A case that writes an INS into its own code reads a port of the engine’s devices; the reference’s open bus gives ones.',
    evidence: 'docs/oracles.md: ports are refused where the code shows them; what is written later is not seen beforehand',
    expires: EXPIRES,
    applies: (one, differences, reference) => {
      const start = (one.registers.segments[1]!.base + one.registers.eip) >>> 0;
      const end = start + codeOf(one).length;
      const inserted = reference.memory.some(({ address, bytes }) =>
        bytes.some((byte, i) => address + i >= start && address + i < end && (byte === 0x6c || byte === 0x6d)),
      );
      return inserted && differences.every((difference) => bytesAt(difference)?.reference.every((byte) => byte === 0xff) ?? false);
    },
    reproducer: () =>
      // mov byte [at the NOP], 6C
      handCase({
        id: 'known-bochs-written-port-input',
        mode: 'pm32',
        code: [0xc6, 0x05, (AT.code + 7) & 0xff, (AT.code >>> 8) & 0xff, (AT.code >>> 16) & 0xff, AT.code >>> 24, 0x6c, 0x90],
        regs: { edi: AT.data, edx: 0x61 },
      }),
  },
  returnToV86('bochs'),
  ...PAGING_BOCHS,
];
