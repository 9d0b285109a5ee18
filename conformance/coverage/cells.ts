/**
 * What there is to cover: opcode form x mode x operand size x {ok, each legal fault}. The faults of a form in a mode follow from what the
 * manual's instruction page lists: its operands, its privilege, its unit.
 */
import type { Mode } from '../case.ts';
import { FORMS, type Form } from '../generators/forms.ts';

export interface Place {
  mode: Mode;
  cpl: number;
  name: string;
}

export const PLACES: readonly Place[] = [
  { mode: 'real16', cpl: 0, name: 'real16' },
  { mode: 'v86', cpl: 3, name: 'v86' },
  { mode: 'pm16', cpl: 0, name: 'pm16' },
  { mode: 'pm16', cpl: 3, name: 'pm16/3' },
  { mode: 'pm32', cpl: 0, name: 'pm32' },
  { mode: 'pm32', cpl: 3, name: 'pm32/3' },
];

/** Why an exception arises, with its vector. */
export const CAUSES = {
  lock: { vector: 6, what: '#UD: LOCK where it is not allowed' },
  operand: { vector: 6, what: '#UD: a register where only memory can be, or memory where only a register can' },
  mode: { vector: 6, what: '#UD: not recognised in this mode' },
  always: { vector: 6, what: '#UD: always' },
  'no-sse': { vector: 6, what: '#UD: CR4.OSFXSR clear or CR0.EM set' },
  model: { vector: 6, what: '#UD: the guest’s model is too old' },
  unavailable: { vector: 7, what: '#NM: CR0.TS' },
  limit: { vector: 13, what: '#GP: memory operand past the segment’s limit' },
  'stack-limit': { vector: 12, what: '#SS: memory operand past the stack segment’s limit' },
  'stack-edge': { vector: 12, what: '#SS: push or pop past the stack segment’s limit' },
  alignment: { vector: 17, what: '#AC: misaligned at CPL 3 with AM and AC' },
  'sse-alignment': { vector: 13, what: '#GP: 16-byte operand misaligned' },
  privilege: { vector: 13, what: '#GP: CPL is not 0, or above IOPL' },
  selector: { vector: 13, what: '#GP(selector)' },
  'not-present': { vector: 11, what: '#NP(selector)' },
  branch: { vector: 13, what: '#GP: target past the CS limit' },
  divide: { vector: 0, what: '#DE' },
  step: { vector: 1, what: '#DB: single step' },
  bound: { vector: 5, what: '#BR' },
  'x87-pending': { vector: 16, what: '#MF' },
  simd: { vector: 19, what: '#XM' },
  length: { vector: 13, what: '#GP: over 15 bytes' },
} as const satisfies Record<string, { vector: number; what: string }>;

export type Cause = keyof typeof CAUSES;

export interface Cell {
  form: Form;
  place: Place;
  /** 2 or 4; 0 where the operand size changes nothing */
  operandBytes: number;
  outcome: 'ok' | Cause;
}

export function cellId({ form, place, operandBytes, outcome }: Cell): string {
  return `${form.id} | ${place.name} | ${operandBytes === 0 ? '-' : operandBytes * 8} | ${outcome}`;
}

const SOFTWARE_INTERRUPTS = /^(int|int3|icebp|into)$/;
/** Checks pushed or popped operands against SS. */
const STACK = /^(push|pop|pusha|popa|pushf|popf|enter|leave|call|ret|retf|iret)$/;
const POPS = /^(pop|popa|popf|leave|ret|retf|iret)$/;
/** 16-byte operands that need no alignment. */
const UNALIGNED = /^(movups|movupd|movdqu|lddqu|maskmov.*)$/;
const SSE_ARITHMETIC = /^(add|sub|mul|div|sqrt|min|max)(ps|ss|pd|sd)$|^u?comis[sd]$|^cvt(?!dq2pd|pi2pd|si2sd)|^cmp(ps|ss|pd|sd)$/;
/** x87 instructions that do not wait for pending exceptions (SDM Vol. 1, 8.3.11). */
const NO_WAIT = /^fn/;

export function isProtected(place: Place): boolean {
  return place.mode === 'pm16' || place.mode === 'pm32';
}

export function accessesMemory(form: Form): boolean {
  const noAccess = ['lea', 'invlpg', 'clflush', 'nop', 'ltr', 'lldt'].includes(form.mnemonic) || form.mnemonic.startsWith('prefetch');
  return form.memoryBytes >= 0 && form.modrm !== 'register' && form.modrm !== 'none' && !noAccess;
}

/** UD, and what the guest's model has not: CLFLUSH has a CPUID bit of its own. */
function neverDefined(form: Form): boolean {
  return /^ud|^clflush$/.test(form.mnemonic);
}

/** Whether the form completes somewhere in this place. */
export function canComplete(form: Form, place: Place): boolean {
  if (neverDefined(form)) return false;
  if (form.protectedOnly && !isProtected(place)) return false;
  return !(form.privileged && (place.cpl > 0 || place.mode === 'v86'));
}

/** The legal faults of a form in a place. */
export function causesOf(form: Form, place: Place): Cause[] {
  const causes: Cause[] = ['step', 'lock', 'length'];
  const memory = accessesMemory(form);
  const moffsOrString = form.immediates.includes('moffs') || form.string || form.mnemonic === 'xlat';
  if (neverDefined(form)) return ['always', 'lock', 'length'];
  if (form.protectedOnly && !isProtected(place)) return ['mode', 'lock', 'length'];
  if (form.unit !== 'integer') causes.push('unavailable');
  if (form.unit === 'sse' || form.unit === 'sse2') {
    if (!/fence|prefetch|clflush|movnti$/.test(form.mnemonic) && form.mnemonic !== 'fxsave' && form.mnemonic !== 'fxrstor')
      causes.push('no-sse');
  }
  if (/fence|prefetch|clflush|movnti$/.test(form.mnemonic)) causes.splice(causes.indexOf('unavailable'), 1);
  if (form.since > 3) causes.push('model');
  // The register form of a memory-only x87 or vector instruction is mostly another instruction: those have forms of their own.
  const only = form.modrm === 'memory' || (form.modrm === 'register' && form.map === 1);
  if (only && form.unit === 'integer' && !/^mov$/.test(form.mnemonic) && !(form.map === 1 && form.opcode === 0x01)) causes.push('operand');
  if (form.privileged && (place.cpl > 0 || place.mode === 'v86')) return [...causes.filter((cause) => cause !== 'step'), 'privilege'];
  if (memory || moffsOrString) {
    const destination = /^(stos|scas|ins)[bv]$/.test(form.mnemonic);
    causes.push('limit');
    if (!destination) causes.push('stack-limit');
    const bytes = form.string
      ? form.mnemonic.endsWith('b')
        ? 1
        : 2
      : form.mnemonic === 'xlat' || /(AL,Ob|Ob,AL)/.test(form.operands)
        ? 1
        : form.memoryBytes;
    if (place.cpl === 3 && bytes !== 1 && bytes !== 16 && bytes !== 512 && !/^maskmov|^movups|^movupd|^movdqu/.test(form.mnemonic)) {
      causes.push('alignment');
    }
    if (form.memoryBytes === 16 && !UNALIGNED.test(form.mnemonic)) causes.push('sse-alignment');
    if (form.memoryBytes === 512) causes.push('sse-alignment');
  }
  if (STACK.test(form.mnemonic)) causes.push('stack-edge');
  const v86 = place.mode === 'v86';
  if (/^(cli|sti)$/.test(form.mnemonic) && (v86 || place.cpl === 3)) causes.push('privilege');
  if (/^(pushf|popf|iret|int)$/.test(form.mnemonic) && v86) causes.push('privilege');
  if (/^(in|out|insb|insv|outsb|outsv)$/.test(form.mnemonic) && (v86 || place.cpl === 3)) causes.push('privilege');
  const loads = /^(mov (DS|ES|FS|GS),|pop (DS|ES|FS|GS)$)/.test(`${form.mnemonic} ${form.operands}`) || /^l[defg]s$/.test(form.mnemonic);
  const system = /^(lldt|ltr)$/.test(form.mnemonic);
  const stackLoad = /^(mov SS,|pop SS$)/.test(`${form.mnemonic} ${form.operands}`) || form.mnemonic === 'lss';
  const far = form.segments && form.branch && /^(jmp|call|retf|iret)$/.test(form.mnemonic);
  if (isProtected(place)) {
    if (loads || system || stackLoad || far) causes.push('selector');
    if (loads || system || far) causes.push('not-present');
  }
  if (form.branch && !form.segments) causes.push('branch');
  if (/^(div|idiv|aam)$/.test(form.mnemonic)) causes.push('divide');
  if (form.mnemonic === 'bound') causes.push('bound');
  if ((form.unit === 'x87' || form.unit === 'mmx') && !NO_WAIT.test(form.mnemonic) && !/^fx(save|rstor)$/.test(form.mnemonic))
    causes.push('x87-pending');
  if (SSE_ARITHMETIC.test(form.mnemonic)) causes.push('simd');
  // TF is not looked at after an instruction that enters a handler, or halts; MOV SS holds the trap back; POPF and IRET load TF.
  if (SOFTWARE_INTERRUPTS.test(form.mnemonic) || form.ends || stackLoad) causes.splice(causes.indexOf('step'), 1);
  return causes;
}

export const POP_FORMS = POPS;

export function allCells(forms: readonly Form[] = FORMS, places: readonly Place[] = PLACES): Cell[] {
  const cells: Cell[] = [];
  for (const form of forms) {
    for (const place of places) {
      for (const operandBytes of form.sized ? [2, 4] : [0]) {
        if (canComplete(form, place)) cells.push({ form, place, operandBytes, outcome: 'ok' });
        for (const outcome of causesOf(form, place)) cells.push({ form, place, operandBytes, outcome });
      }
    }
  }
  return cells;
}
