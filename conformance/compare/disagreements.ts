/**
 * The known disagreements of the oracles with the reference. Unicorn is QEMU's translator without its machine: an opinion on integer and
 * memory work, none on what QEMU leaves out. Each entry says what, why and until when, and carries a case in which it occurs.
 */
import type { Case, Mode, Result } from '../case.ts';
import { BOCHS } from '../engines/known-disagreements/bochs.ts';
import { qemuKnown } from '../engines/known-disagreements/qemu.ts';
import { physicalOf } from '../engines/known-disagreements/signs.ts';
import { UNICORN_QUIRKS } from '../engines/known-disagreements/unicorn.ts';
import { TapeChoices } from '../generators/choices.ts';
import { Environment } from '../generators/environment.ts';
import { DATA, IDT } from '../generators/layout.ts';
import type { Difference } from './compare.ts';
import type { Instruction } from './instruction.ts';
import type { Known } from './known.ts';
import { instructionAt } from './trace.ts';

const EXPIRES = '2027-11-30';

/** A case of plain bytes in the simplest environment. */
function plain(mode: Mode, cpl: number, bytes: readonly number[], change?: (env: Environment) => void): Case {
  const choices = new TapeChoices([]);
  const env = new Environment(choices, { mode, cpl }, { exception: true, plainSegments: true });
  env.code.raw(...bytes);
  change?.(env);
  return env.finish(choices, `known-${mode}-${cpl}-${Buffer.from(bytes).toString('hex')}`);
}

interface Fault {
  vector: number;
  errorCode: number | null;
  eip: number;
  instruction: Instruction | undefined;
}

/** The first exception of a result, and the instruction that raised it. */
function firstFault(one: Case, result: Result): Fault | null {
  const first = result.delivered[0] ?? result.exception;
  if (!first) return null;
  const eip = result.delivered[0]?.eip ?? result.registers.eip;
  // Before delivery changed CS: the code segment of the start, or of the end where nothing was delivered.
  const { segments } = result.delivered.length > 0 ? one.registers : result.registers;
  const instruction = instructionAt(one, { registers: { ...result.registers, segments, eip }, memory: result.memory });
  return { vector: first.vector, errorCode: first.errorCode, eip, instruction };
}

function sameFault(a: Fault | null, b: Fault | null): boolean {
  return a?.vector === b?.vector && a?.errorCode === b?.errorCode && a?.eip === b?.eip;
}

/** An entry of Unicorn's about what the reference raises and Unicorn does not. */
function missed(
  id: string,
  reason: string,
  evidence: string,
  reproducer: () => Case,
  concerns: (fault: Fault, one: Case) => boolean,
): Known {
  return {
    id: `unicorn-${id}`,
    engine: 'unicorn',
    reason,
    evidence,
    expires: EXPIRES,
    reproducer,
    applies(one, _differences, reference, other) {
      const fault = firstFault(one, reference);
      return fault !== null && !sameFault(fault, firstFault(one, other)) && concerns(fault, one);
    },
  };
}

/** An entry about fields alone. */
function field(
  id: string,
  reason: string,
  evidence: string,
  reproducer: () => Case,
  concerns: (differences: readonly Difference[], one: Case, reference: Result, other: Result) => boolean,
): Known {
  return {
    id: `unicorn-${id}`,
    engine: 'unicorn',
    reason,
    evidence,
    expires: EXPIRES,
    reproducer,
    applies: (one, differences, reference, other) => concerns(differences, one, reference, other),
  };
}

const RF = 0x10000;
const PORT = /^(in|out|insb|insv|outsb|outsv)$/;

function number(text: string): number {
  return Number.parseInt(text, 16);
}

/** The instructions from CS:EIP straight on to the first stop. */
function straightOn(one: Case): Instruction[] {
  const list: Instruction[] = [];
  let { eip } = one.registers;
  const { base } = one.registers.segments[1]!;
  while (list.length < 64 && !one.stop.eip.includes((base + eip) >>> 0)) {
    const instruction = instructionAt(one, { registers: { ...one.registers, eip }, memory: [] });
    if (!instruction) break;
    list.push(instruction);
    eip += instruction.length;
  }
  return list;
}

function startsWith(one: Case, mnemonics: RegExp): boolean {
  const instruction = instructionAt(one, { registers: one.registers, memory: [] });
  return mnemonics.test(instruction?.form?.mnemonic ?? '');
}

const UNICORN: readonly Known[] = [
  missed(
    'port-permission',
    'Ports are callbacks: neither IOPL nor the permission map of the TSS is looked at.',
    'unicorn 2.0.1, qemu/target/i386/misc_helper.c: helper_inb and its like call the hooks at once; SDM Vol. 1, 19.5',
    () => plain('pm32', 3, [0xec], (env) => (env.gpr[2] = 8)),
    ({ vector, instruction }) => (vector === 13 || vector === 8) && PORT.test(instruction?.form?.mnemonic ?? ''),
  ),
  missed(
    'sse-exceptions',
    'SIMD floating-point exceptions are never raised: MXCSR collects no flags.',
    'QEMU 5, target/i386/ops_sse.h: results come from softfloat, MXCSR is not updated; SDM Vol. 1, 11.5',
    () =>
      plain('pm32', 0, [0x0f, 0x5e, 0xc1], (env) => {
        env.fx = new Uint8Array(512);
        const view = new DataView(env.fx.buffer);
        view.setUint16(0, 0x37f, true);
        view.setUint32(24, 0x1d80, true); // division by zero unmasked
        view.setUint32(160, 0x3f800000, true);
      }),
    ({ vector }) => vector === 19,
  ),
  missed(
    'lock',
    'LOCK before an instruction that cannot be locked is ignored in many forms.',
    'QEMU 5, target/i386/translate.c: only some forms check PREFIX_LOCK; SDM Vol. 2A, LOCK',
    () => plain('pm32', 0, [0xf0, 0x8b, 0xc0]),
    ({ vector, instruction }) => vector === 6 && instruction?.lock === true,
  ),
  missed(
    'far-transfers',
    'Far transfers between rings, tasks and modes, and IRET: checks of limits, present bits and types are partly missing, or end in its own loop.',
    'QEMU 5, target/i386/seg_helper.c: no check of EIP against the limit of the new CS; SDM Vol. 3A, 5.8',
    () => plain('v86', 3, [0x66, 0xea, 0, 0, 1, 0, 0, 0x10]),
    ({ instruction }) => instruction?.form?.branch === true && instruction.form.segments,
  ),
  missed(
    'segment-checks',
    'Segments are bases only: limits, expand-down, null selectors, read-only and execute-only types are not checked on an access or a branch, nor 16-byte alignment of SSE operands.',
    'QEMU 5, target/i386/translate.c adds the base and nothing else (gen_lea_v_seg); SDM Vol. 3A, 5.3',
    () =>
      plain('pm32', 3, [0x8b, 0x05, 0xf0, 0, 3, 0], (env) => {
        env.segments[3] = { ...env.segments[3]!, limit: 0x2ffff, attributes: env.segments[3]!.attributes & 0x7fff };
      }),
    ({ vector, errorCode, instruction }) =>
      (vector === 8 || vector === 12 || vector === 13) &&
      !errorCode &&
      (instruction?.form?.privileged !== true || instruction.modrm < 0xc0),
  ),
  missed(
    'undefined-opcodes',
    'What the guest’s processor has not is partly accepted: later instructions, register forms of memory operands, and it gives #NM before #UD.',
    'QEMU 5, target/i386/translate.c: unused prefixes and mod = 3 forms pass in several places; SDM Vol. 3A, 6.15 (#UD)',
    () =>
      plain('pm32', 0, [0x66, 0x0f, 0xfc, 0xc1], (env) => {
        env.cr4 = 0;
        env.cr0 |= 8;
      }),
    ({ vector }) => vector === 6,
  ),
  field(
    'test-alias',
    'F6 /1 and F7 /1, which processors carry out as TEST, are undefined opcodes there.',
    'QEMU 5, target/i386/translate.c, case 0xf6: "default: goto unknown_op" for /1; AMD64 APM Vol. 3, table A-6 (group 3)',
    () => plain('pm32', 0, [0xf6, 0xc8, 0x81]),
    (_differences, one, _reference, other) => {
      const fault = firstFault(one, other);
      return fault?.vector === 6 && (fault.instruction?.opcode === 0xf6 || fault.instruction?.opcode === 0xf7);
    },
  ),
  field(
    'resume-flag',
    'EFLAGS.RF is not cleared by the instructions that complete.',
    'QEMU 5 clears RF only where it delivers; SDM Vol. 3B, 17.3.1.1',
    () => plain('pm32', 0, [0x90], (env) => (env.eflags |= RF)),
    (differences) =>
      differences.length === 1 &&
      differences[0]!.field === 'eflags' &&
      (number(differences[0]!.reference) ^ number(differences[0]!.other)) === RF,
  ),
  field(
    'shadow',
    'The interrupt shadow after MOV SS, POP SS and STI cannot be read from the library.',
    'unicorn 2.0.1: hflags is not among the registers and is cleared when a run ends',
    () => plain('pm32', 0, [0x8e, 0xd0], (env) => (env.gpr[0] = 0x10)),
    (differences) => differences.every((one) => one.field === 'shadow'),
  ),
  field(
    'bswap16',
    'BSWAP of a 16-bit register swaps all 32 bits.',
    'QEMU 5, target/i386/translate.c, case 0x1c8: no 16-bit form; SDM Vol. 2A leaves the result undefined',
    () => plain('pm32', 0, [0x66, 0x0f, 0xc8], (env) => (env.gpr[0] = 0x12345678)),
    (_differences, one) => startsWith(one, /^bswap$/),
  ),
  field(
    'x87-results',
    'x87 is carried out by softfloat: what is stored of NaNs, unsupported encodings and the environment differs.',
    'QEMU 5, target/i386/fpu_helper.c; SDM Vol. 1, 8.2.2, 8.1.10',
    () =>
      plain('pm32', 0, [0xdf, 0x38], (env) => {
        env.gpr[0] = DATA;
        env.fx = new Uint8Array(512);
        new DataView(env.fx.buffer).setUint16(0, 0x37f, true);
        new DataView(env.fx.buffer).setUint32(24, 0x1f80, true);
      }),
    (_differences, one) => straightOn(one).some((instruction) => instruction.form?.unit === 'x87'),
  ),
  field(
    'self-modifying',
    'A store into the translation block that is running takes effect only when the block is left.',
    'unicorn 2.0.1: no TARGET_HAS_PRECISE_SMC in its build of QEMU; on the processor, at once (SDM Vol. 3A, 11.6)',
    () =>
      plain('pm32', 0, [0xf3, 0xaa, 0x4a, 0x90], (env) => {
        env.gpr[0] = 0x40404040;
        env.gpr[1] = 3;
        env.gpr[7] = env.linear;
      }),
    (_differences, one, reference) => {
      const code = one.memory.find((run) => contains(run, physicalOf(one, one.registers.segments[1]!.base + one.registers.eip)));
      return reference.memory.some(
        (run) => code !== undefined && run.address < code.address + code.bytes.length && run.address + run.bytes.length > code.address,
      );
    },
  ),
  field(
    'enter-display',
    'ENTER with a nesting level over 1 stores the instruction pointer instead of the display.',
    'unicorn 2.0.1: the memory hook clobbers the value between load and store of helper_enter_level; SDM Vol. 2A, ENTER',
    () => plain('pm32', 0, [0xc8, 0x20, 0x00, 0x04], (env) => (env.gpr[5] = env.gpr[4]! + 0x20)),
    (_differences, one) => straightOn(one).some((instruction) => instruction.form?.mnemonic === 'enter'),
  ),
  field(
    'shift-flags',
    'Flags of a shift with a memory operand are those of the value before the hook ran.',
    'unicorn 2.0.1: the memory hook synchronises the lazy flags between load and shift; the silicon agrees with the reference',
    () =>
      plain('pm32', 0, [0xd2, 0x3e], (env) => {
        env.gpr[1] = 29;
        env.gpr[6] = DATA + 0x80;
        env.put(DATA + 0x80, Uint8Array.of(0x15));
      }),
    (differences, one) =>
      differences.every((each) => each.field === 'eflags') &&
      straightOn(one).some(
        ({ modrm, map, opcode }) => modrm < 0xc0 && (map === 0 ? opcode >= 0xd0 && opcode <= 0xd3 : (opcode & 0xf6) === 0xa4),
      ),
  ),
  field(
    'far-pointer-wrap',
    'LDS, LES, LSS, LFS and LGS with 16-bit addresses: the selector of a pointer at offset FFFE is read behind the 64 KiB, not at offset 0.',
    'QEMU 5, target/i386/translate.c, "les and its kin": gen_add_A0_im on the linear address; Bochs masks the offset with the address size (cpu/segment_ctrl.cc)',
    () =>
      plain('real16', 0, [0xc5, 0x06, 0xfe, 0xff], (env) => {
        env.put((env.segments[3]!.base + 0x10000) >>> 0, Uint8Array.of(0x34, 0x12));
      }),
    (differences, one) =>
      differences.some((each) => /^(es|ss|ds|fs|gs)\.selector$/.test(each.field)) &&
      straightOn(one).some(({ addressBytes, form }) => addressBytes === 2 && /^l[defgs]s$/.test(form?.mnemonic ?? '')),
  ),
  field(
    'null-ldt',
    'LLDT of a null selector leaves the hidden attributes of the table before.',
    'QEMU 5, target/i386/seg_helper.c (helper_lldt): base and limit alone become 0; SDM Vol. 2A, LLDT: LDTR is marked invalid',
    () => plain('pm32', 0, [0x0f, 0x00, 0xd0]),
    (differences, _one, reference) =>
      (reference.registers.segments[6]!.selector & ~3) === 0 &&
      differences.some((each) => each.field === 'ldtr.attributes') &&
      differences.every(
        ({ field, reference, other }) =>
          field === 'ldtr.attributes' || field === 'shadow' || (field === 'eflags' && (number(reference) ^ number(other)) === RF),
      ),
  ),
  field(
    'task-register',
    'LTR of a null selector completes and leaves TR null; of another, TR holds a task state segment that is not busy.',
    'QEMU 5, target/i386/seg_helper.c (helper_ltr): "NULL selector case: invalid TR", and the type is cached before the busy bit is set; SDM Vol. 2A, LTR',
    () => plain('pm32', 0, [0x0f, 0x00, 0xd8]),
    (differences) => differences.some((each) => /^tr\./.test(each.field)),
  ),
  field(
    'endless',
    'After a far transfer or an access that should have faulted it goes on through empty memory.',
    'follows from unicorn-far-transfers and unicorn-segment-checks, where nothing is left of the faulting instruction; SDM Vol. 3A, 5.8',
    () =>
      plain('pm32', 0, [0xe9, 0x00, 0x00, 0x02, 0x00], (env) => {
        env.segments[1] = { ...env.segments[1]!, limit: 0x2ffff, attributes: env.segments[1]!.attributes & 0x7fff };
      }),
    (_differences, one, reference, other) =>
      reference.outcome === 'shutdown' ||
      (other.outcome === 'limit' &&
        straightOn(one).some(({ form }) => form?.branch === true || form?.string === true || form?.memoryBytes !== -1)),
  ),
  missed(
    'nested',
    'What cannot be delivered in the guest began with an exception that it does not raise.',
    'follows from unicorn-segment-checks, unicorn-lock and unicorn-port-permission; SDM Vol. 3A, 6.13: error codes with IDT or EXT set',
    () =>
      plain('pm32', 0, [0xf0, 0x8b, 0xc0], (env) => {
        env.exception = false;
        env.put(IDT + 6 * 8 + 5, Uint8Array.of(0x0e)); // #UD's gate: not present
      }),
    ({ errorCode }) => errorCode !== null && (errorCode & 3) !== 0,
  ),
  missed(
    'pending-before-mmx',
    'MMX instructions do not raise an x87 exception that is pending.',
    'QEMU 5, target/i386/translate.c (gen_sse) calls no fwait; SDM Vol. 1, 9.6.4: #MF',
    () =>
      plain('pm32', 0, [0x0f, 0x7e, 0xee], (env) => {
        env.fx = new Uint8Array(512);
        const view = new DataView(env.fx.buffer);
        view.setUint16(0, 0x340, true);
        view.setUint16(2, 0x8081, true);
        view.setUint8(4, 0xff);
        view.setUint32(24, 0x1f80, true);
      }),
    ({ vector }) => vector === 16,
  ),
  field(
    'return-release',
    'RET and RETF sign-extend the number of bytes to release.',
    'QEMU 5, target/i386/translate.c, case 0xc2: x86_ldsw_code; SDM Vol. 2B, RET: an unsigned 16-bit number',
    () => plain('pm32', 0, [0xc2, 0x00, 0x90]),
    (_differences, one, reference, other) =>
      reference.registers.gpr[4] !== other.registers.gpr[4] &&
      ((reference.registers.gpr[4]! - other.registers.gpr[4]!) & 0xffff) === 0 &&
      one.memory.some((run) => run.bytes.includes(0xc2)),
  ),
  field(
    'trailing-zeros',
    'F3 0F BC and F3 0F BD are TZCNT and LZCNT there; a processor without them ignores the prefix.',
    'QEMU 5, target/i386/translate.c, case 0x1bc; SDM Vol. 2B, TZCNT: BSF on processors that do not support it',
    () => plain('pm32', 0, [0xf3, 0x0f, 0xbc, 0xc1], (env) => (env.gpr[1] = 0)),
    (_differences, one) => straightOn(one).some(({ rep, form }) => rep === 0xf3 && /^bs[fr]$/.test(form?.mnemonic ?? '')),
  ),
  field(
    'compare-predicate',
    'CMPPS and its like with a predicate above 7 are undefined there; processors without AVX use three bits.',
    'QEMU 5, target/i386/translate.c: "if (val >= 8) goto unknown_op"; SDM Vol. 2A, CMPPS, for the legacy encoding',
    () => plain('pm32', 0, [0x0f, 0xc2, 0xc1, 0x2a]),
    (_differences, one, _reference, other) => /^cmp(ps|ss|pd|sd)$/.test(firstFault(one, other)?.instruction?.form?.mnemonic ?? ''),
  ),
];

function contains(run: { address: number; bytes: Uint8Array }, address: number): boolean {
  return address >= run.address && address < run.address + run.bytes.length;
}

export const KNOWN: readonly Known[] = [...UNICORN, ...UNICORN_QUIRKS, ...qemuKnown(UNICORN), ...BOCHS];
