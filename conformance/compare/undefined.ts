/**
 * What the manual leaves undefined: flags and results, by value-dependent rules, each with its place in the manual (SDM Vol. 2, by
 * instruction page). Nothing is masked that is not said there.
 */
import type { Registers } from '../case.ts';
import type { Instruction } from './instruction.ts';

export const CF = 0x001;
export const PF = 0x004;
export const AF = 0x010;
export const ZF = 0x040;
export const SF = 0x080;
export const OF = 0x800;
export const ARITHMETIC = CF | PF | AF | ZF | SF | OF;

export interface Undefined {
  /** EFLAGS bits */
  flags: number;
  /** index of a general register whose bits `registerMask` are undefined, or -1 */
  register: number;
  registerMask: number;
  /** the memory destination is undefined */
  memory: boolean;
}

const NOTHING: Undefined = Object.freeze({ flags: 0, register: -1, registerMask: 0, memory: false });

export interface Rule {
  id: string;
  mnemonics: readonly string[];
  /** where the manual says so */
  source: string;
  /** `zeroResult`: ZF after the instruction (only BSF and BSR look at it). */
  undefined(instruction: Instruction, before: Registers, zeroResult: boolean): Undefined;
}

function flags(mask: number): Undefined {
  return { ...NOTHING, flags: mask };
}

/** Bits of the r/m operand. */
function width({ opcode, map, operandBytes }: Instruction): number {
  if (map === 0 && (opcode & 1) === 0) return 8;
  return operandBytes * 8;
}

/** The count of a shift or rotate, masked to 5 bits (SDM Vol. 2B, SAL/SAR/SHL/SHR). */
function count({ opcode, map, immediate }: Instruction, before: Registers): number {
  const byCl = map === 0 ? opcode === 0xd2 || opcode === 0xd3 : opcode === 0xa5 || opcode === 0xad;
  const byOne = map === 0 && (opcode === 0xd0 || opcode === 0xd1);
  return (byCl ? before.gpr[1]! : byOne ? 1 : immediate) & 0x1f;
}

/** The register or memory that ModRM.rm (or reg, for BSF) names as destination, all of it undefined. */
function destination(register: number, modrm: number, bits: number, isRm: boolean): Undefined {
  if (isRm && modrm < 0xc0) return { ...NOTHING, memory: true };
  return { ...NOTHING, register, registerMask: bits === 32 ? 0xffffffff : 0xffff };
}

export const RULES: readonly Rule[] = [
  {
    id: 'logic-af',
    mnemonics: ['and', 'or', 'xor', 'test'],
    source: 'SDM Vol. 2, AND, OR, XOR, TEST: "The state of the AF flag is undefined"',
    undefined: () => flags(AF),
  },
  {
    id: 'ascii-adjust',
    mnemonics: ['aaa', 'aas'],
    source: 'SDM Vol. 2A, AAA, AAS: OF, SF, ZF and PF undefined',
    undefined: () => flags(OF | SF | ZF | PF),
  },
  { id: 'decimal-adjust', mnemonics: ['daa', 'das'], source: 'SDM Vol. 2A, DAA, DAS: OF undefined', undefined: () => flags(OF) },
  {
    id: 'ascii-multiply-divide',
    mnemonics: ['aam', 'aad'],
    source: 'SDM Vol. 2A, AAM, AAD: OF, AF and CF undefined',
    undefined: () => flags(OF | AF | CF),
  },
  {
    id: 'multiply',
    mnemonics: ['mul', 'imul'],
    source: 'SDM Vol. 2A/B, MUL, IMUL: SF, ZF, AF and PF undefined',
    undefined: () => flags(SF | ZF | AF | PF),
  },
  {
    id: 'divide',
    mnemonics: ['div', 'idiv'],
    source: 'SDM Vol. 2A, DIV, IDIV: CF, OF, SF, ZF, AF and PF undefined',
    undefined: () => flags(ARITHMETIC),
  },
  {
    id: 'shift',
    mnemonics: ['shl', 'shr', 'sar'],
    source:
      'SDM Vol. 2B, SAL/SAR/SHL/SHR: count 0 affects nothing; AF undefined; OF undefined unless the masked count is 1; CF undefined for SHL and SHR where the count is not below the operand size',
    undefined(instruction, before) {
      const n = count(instruction, before);
      if (n === 0) return NOTHING;
      const bits = width(instruction);
      return flags(AF | (n === 1 ? 0 : OF) | (instruction.form?.mnemonic !== 'sar' && n >= bits ? CF : 0));
    },
  },
  {
    id: 'rotate',
    mnemonics: ['rol', 'ror', 'rcl', 'rcr'],
    source: 'SDM Vol. 2B, RCL/RCR/ROL/ROR: OF is defined for 1-bit rotates only; a masked count of 0 affects nothing',
    undefined(instruction, before) {
      const n = count(instruction, before);
      return n === 0 || n === 1 ? NOTHING : flags(OF);
    },
  },
  {
    id: 'double-shift',
    mnemonics: ['shld', 'shrd'],
    source:
      'SDM Vol. 2B, SHLD, SHRD: count 0 affects nothing; AF undefined; OF undefined unless the count is 1; where the count exceeds the operand size, result and all flags are undefined',
    undefined(instruction, before) {
      const n = count(instruction, before);
      if (n === 0) return NOTHING;
      const bits = instruction.operandBytes * 8;
      if (n > bits) return { ...destination(instruction.modrm & 7, instruction.modrm, bits, true), flags: ARITHMETIC };
      return flags(AF | (n === 1 ? 0 : OF));
    },
  },
  {
    id: 'bit-scan',
    mnemonics: ['bsf', 'bsr'],
    source: 'SDM Vol. 2A, BSF, BSR: CF, OF, SF, AF and PF undefined; the destination is undefined where the source is 0',
    undefined(instruction, _before, zeroResult) {
      const mask = CF | OF | SF | AF | PF;
      if (!zeroResult) return flags(mask);
      return { ...destination((instruction.modrm >> 3) & 7, 0xc0, instruction.operandBytes * 8, false), flags: mask };
    },
  },
  {
    id: 'bit-test',
    mnemonics: ['bt', 'bts', 'btr', 'btc'],
    source: 'SDM Vol. 2A, BT, BTC, BTR, BTS: OF, SF, AF and PF undefined',
    undefined: () => flags(OF | SF | AF | PF),
  },
  {
    id: 'move-control',
    mnemonics: ['mov'],
    source: 'SDM Vol. 2B, MOV to and from control and debug registers: OF, SF, ZF, AF, PF and CF undefined',
    undefined: ({ map, opcode }) => (map === 1 && opcode >= 0x20 && opcode <= 0x23 ? flags(ARITHMETIC) : NOTHING),
  },
  {
    id: 'machine-status-word',
    mnemonics: ['smsw'],
    source: 'SDM Vol. 2B, SMSW: into a 32-bit register "the upper 16 bits of the register are undefined"',
    undefined: ({ operandBytes, modrm }) =>
      operandBytes === 4 && modrm >= 0xc0 ? { ...NOTHING, register: modrm & 7, registerMask: 0xffff0000 } : NOTHING,
  },
  {
    id: 'access-rights',
    mnemonics: ['lar'],
    source:
      'SDM Vol. 2A, LAR: with a 32-bit operand the second doubleword is masked by 00FxFF00H, where x (the limit bits 19:16) is undefined',
    undefined: ({ operandBytes, modrm }, _before, zeroResult) =>
      operandBytes === 4 && zeroResult ? { ...NOTHING, register: (modrm >> 3) & 7, registerMask: 0x000f0000 } : NOTHING,
  },
  {
    id: 'byte-swap-16',
    mnemonics: ['bswap'],
    source: 'SDM Vol. 2A, BSWAP: "When the BSWAP instruction references a 16-bit register, the result is undefined"',
    undefined: ({ operandBytes, opcode }) => (operandBytes === 2 ? destination(opcode & 7, 0xc0, 16, false) : NOTHING),
  },
];

const BY_MNEMONIC = new Map<string, Rule>();
for (const rule of RULES) for (const mnemonic of rule.mnemonics) BY_MNEMONIC.set(mnemonic, rule);

/** What `instruction` leaves undefined when it completes, from the state before it. */
export function undefinedAfter(instruction: Instruction, before: Registers, zeroResult: boolean): Undefined {
  const mnemonic = instruction.form?.mnemonic;
  const rule = mnemonic === undefined ? undefined : BY_MNEMONIC.get(mnemonic);
  return rule ? rule.undefined(instruction, before, zeroResult) : NOTHING;
}

/** Whether carrying out `instruction` reads any of the flags in `mask`. */
export function readsFlags(instruction: Instruction, mask: number): boolean {
  const { form, opcode, map } = instruction;
  if (!form) return true; // not known: assume the worst
  switch (form.mnemonic) {
    case 'adc':
    case 'sbb':
    case 'rcl':
    case 'rcr':
    case 'cmc':
    case 'salc':
      return (mask & CF) !== 0;
    case 'daa':
    case 'das':
      return (mask & (AF | CF)) !== 0;
    case 'aaa':
    case 'aas':
      return (mask & AF) !== 0;
    case 'lahf':
      return (mask & (SF | ZF | AF | PF | CF)) !== 0;
    case 'into':
      return (mask & OF) !== 0;
    case 'loope':
    case 'loopne':
      return (mask & ZF) !== 0;
    case 'pushf':
    case 'int':
    case 'int3':
    case 'icebp':
      return mask !== 0;
    default:
  }
  if (form.unit === 'x87' && form.mnemonic.startsWith('fcmov')) return (mask & (CF | ZF | PF)) !== 0;
  const conditional =
    (map === 0 && opcode >= 0x70 && opcode < 0x80) || (map === 1 && ((opcode & 0xf0) === 0x40 || (opcode & 0xe0) === 0x80));
  if (conditional) return (mask & CONDITION_FLAGS[(opcode & 0xf) >> 1]!) !== 0;
  // Far transfers through task gates save EFLAGS.
  return form.branch && form.segments && mask !== 0;
}

/** Flags that the conditions O, B, Z, BE, S, P, L, LE look at (SDM Vol. 1, table 7-4). */
const CONDITION_FLAGS: readonly number[] = [OF, CF, ZF, CF | ZF, SF, PF, SF | OF, SF | OF | ZF];

/** Flags that `instruction` defines whenever it completes, whatever they were before. */
export function definesFlags(instruction: Instruction, before: Registers): number {
  const { form } = instruction;
  if (!form) return 0;
  switch (form.mnemonic) {
    case 'add':
    case 'adc':
    case 'sub':
    case 'sbb':
    case 'cmp':
    case 'neg':
    case 'xadd':
    case 'cmpxchg':
    case 'popf':
    case 'iret':
      return ARITHMETIC;
    case 'inc':
    case 'dec':
      return ARITHMETIC & ~CF;
    case 'and':
    case 'or':
    case 'xor':
    case 'test':
      return ARITHMETIC & ~AF;
    case 'clc':
    case 'stc':
    case 'cmc':
      return CF;
    case 'sahf':
    case 'daa':
    case 'das':
      return SF | ZF | AF | PF | CF;
    case 'aaa':
    case 'aas':
      return AF | CF;
    case 'aam':
    case 'aad':
      return SF | ZF | PF;
    case 'mul':
    case 'imul':
      return CF | OF;
    case 'bsf':
    case 'bsr':
      return ZF;
    case 'bt':
    case 'bts':
    case 'btr':
    case 'btc':
      return CF;
    case 'scasb':
    case 'scasv':
    case 'cmpsb':
    case 'cmpsv':
      return instruction.rep === 0 ? ARITHMETIC : 0;
    case 'shl':
    case 'shr':
    case 'sar':
    case 'shld':
    case 'shrd':
      return count(instruction, before) === 0 ? 0 : SF | ZF | PF | CF;
    case 'rol':
    case 'ror':
    case 'rcl':
    case 'rcr':
      return count(instruction, before) === 0 ? 0 : CF | (count(instruction, before) === 1 ? OF : 0);
    case 'lar':
    case 'lsl':
    case 'verr':
    case 'verw':
    case 'arpl':
    case 'cmpxchg8b':
      return ZF;
    case 'comiss':
    case 'comisd':
    case 'ucomiss':
    case 'ucomisd':
      return ARITHMETIC;
    case 'fcomi':
    case 'fcomip':
    case 'fucomi':
    case 'fucomip':
      return CF | PF | ZF;
    default:
      return 0;
  }
}
