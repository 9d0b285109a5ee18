/**
 * iced-x86 knows every instruction that x86 ever had. This is the table that cuts it down to the guest's CPU models: the features a model has, the few
 * forms that a feature name alone does not decide, and where iced's spelling is not the manual's.
 */
import { Code, CodeExt, CpuidFeature, DecoderOptions, EncodingKind, Instruction, Mnemonic, OpCodeOperandKind, OpKind } from 'iced-x86';
import type { Model } from './decoder.ts';

// F3 0F BC, BD and 09 as a P6 reads them: the prefix means nothing; DB E0, E1 and E4 as a 387 does.
const COMMON = DecoderOptions.NoMPFX_0FBC | DecoderOptions.NoMPFX_0FBD | DecoderOptions.NoWbnoinvd | DecoderOptions.OldFpu;
export function optionsOf(model: Model): number {
  return model === '386' || model === '486' ? COMMON | DecoderOptions.MovTr : COMMON;
}

const F = CpuidFeature;
const FEATURES_386 = [F.INTEL8086, F.INTEL186, F.INTEL286, F.INTEL386, F.FPU, F.FPU287, F.FPU387, F.PAUSE];
const FEATURES_486 = [...FEATURES_386, F.INTEL486, F.CPUID];
const FEATURES_PENTIUM = [...FEATURES_486, F.CX8, F.TSC, F.MSR];
const FEATURES_P6 = [...FEATURES_PENTIUM, F.CMOV, F.RDPMC, F.MULTIBYTENOP, F.MMX, F.FXSR, F.SSE, F.SSE2];
const features: Record<Model, Set<CpuidFeature>> = {
  '386': new Set([...FEATURES_386, F.MOV_TR]),
  '486': new Set([...FEATURES_486, F.MOV_TR]),
  pentium: new Set(FEATURES_PENTIUM),
  default: new Set(FEATURES_P6),
};

export interface Rule {
  /** iced's code names it applies to */
  codes: RegExp;
  models?: Model[];
  defined: boolean;
  reason: string;
}

/** What a feature name does not decide. Each must be needed: conformance/decoder/decoder.test.ts asserts that it changes an answer. */
export const RULES: Rule[] = [
  {
    codes: /^(Ud0|Ud1|Ud2)/,
    defined: false,
    reason: 'undefined by definition: the monitor calls them DECODE_UNDEFINED, iced an instruction',
  },
  {
    codes: /^Endbr(32|64)$|^Rdsspd_r32$/,
    models: ['default'],
    defined: true,
    reason: 'CET took F3 0F 1E from the no-operations of the P6 (SDM Vol. 2B, NOP: 0F 19-1F)',
  },
  {
    codes: /^Cldemote_m8$|^Prefetchit[01]_m8$/,
    models: ['default'],
    defined: true,
    reason: 'later hints among the no-operations of the P6: 0F 1C /0, 0F 18 /6 and /7',
  },
  {
    codes: /^Reservednop_\w+_0F0D$/,
    defined: false,
    reason: 'a no-operation on the first 64-bit processors only (SDM Vol. 2D, table A-3); #UD on a P6',
  },
];

export interface Form {
  name: string;
  mnemonic: string;
  /** by feature, encoding and rules, for each model */
  defined: Record<Model, boolean>;
  /** its length is that of the legacy encoding */
  legacy: boolean;
  /** 2, 4, or 0 where the form says nothing of it */
  operandBytes: number;
  addressBytes: number;
  opKinds: OpCodeOperandKind[];
}

const forms = new Map<Code, Form>();
const usedRules = new Set<Rule>();
const spare = new Instruction();

function isDefined(name: string, model: Model, list: CpuidFeature[]): boolean {
  const byFeature = list.every((feature) => features[model].has(feature));
  for (const rule of RULES) {
    if (!rule.codes.test(name) || (rule.models && !rule.models.includes(model))) continue;
    if (rule.defined !== byFeature) usedRules.add(rule);
    return rule.defined;
  }
  return byFeature;
}

export function formOf(code: Code): Form {
  let form = forms.get(code);
  if (form) return form;
  spare.code = code;
  const info = CodeExt.opCode(code);
  const name = Code[code]!;
  const list = [...spare.cpuidFeatures()] as CpuidFeature[];
  const legacy = info.encoding === EncodingKind.Legacy;
  const of = (model: Model): boolean => code !== Code.INVALID && legacy && isDefined(name, model, list);
  form = {
    name,
    mnemonic: spelling(name, Mnemonic[spare.mnemonic]!.toLowerCase()),
    defined: { default: of('default'), '386': of('386'), '486': of('486'), pentium: of('pentium') },
    legacy,
    operandBytes: info.operandSize / 8,
    addressBytes: info.addressSize / 8,
    opKinds: Array.from({ length: info.opCount }, (_, i) => info.opKind(i)),
  };
  info.free();
  forms.set(code, form);
  return form;
}

/** The features of a form that no model of ours has: what silicon would do with it is not for us. */
export function foreignFeatures(code: Code): string[] {
  spare.code = code;
  return [...spare.cpuidFeatures()].filter((feature) => !features.default.has(feature)).map((feature) => CpuidFeature[feature]!);
}

/** Rules that have changed no answer so far. */
export function idleRules(): Rule[] {
  return RULES.filter((rule) => !usedRules.has(rule));
}

// iced's mnemonic -> the manual's, as monitor/sbe/opcodes.c has it.
const SPELLINGS: Record<string, string> = {
  xlatb: 'xlat',
  int1: 'icebp',
  sal: 'shl',
  reservednop: 'nop',
  pause: 'nop',
  endbr32: 'nop',
  endbr64: 'nop',
  rdsspd: 'nop',
  prefetchit0: 'nop',
  prefetchit1: 'nop',
  cldemote: 'nop',
  feni: 'fneni',
  fdisi: 'fndisi',
  fsetpm: 'fnsetpm',
};

function spelling(code: string, mnemonic: string): string {
  if (/^(Call|Jmp)_(ptr|m16)/.test(code)) return `${mnemonic}f`;
  return SPELLINGS[mnemonic] ?? mnemonic;
}

export const OPKIND_IMPLIED_ONE = OpCodeOperandKind.imm8_const_1;
export { OpKind };
