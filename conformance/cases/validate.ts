/** Start states that no processor can be in. Every engine would have its own idea of them, so none is asked. */
import type { Case } from '../case.ts';

const PE = 1;
const PG = 0x80000000;
const VM = 1 << 17;
const RESERVED_EFLAGS = 0xffc08028; // bits 3, 5, 15, 22-31
const CS = 1;
const SS = 2;

/** null: possible. Else what is wrong, with the field's path. */
export function impossible(one: Case): string | null {
  const { registers } = one;
  const cs = registers.segments[CS]!;
  const ss = registers.segments[SS]!;
  const protectedMode = one.mode === 'pm16' || one.mode === 'pm32';
  if (one.ramBytes === 0 || one.ramBytes % 4096 !== 0 || one.ramBytes > 0x80000000) return 'ramBytes: a multiple of 4096, at most 2 GiB';
  if ((one.addressMask & 0xfff) !== 0xfff) return 'addressMask: address lines 0-11 always exist';
  if (one.fx && (one.fx[26]! | one.fx[27]!) !== 0) return 'regs.fpu: MXCSR has bits 16-31 set, which do not exist';
  if (one.mode === 'real16' && registers.cr0 & PE) return 'regs.cr0: real16 with PE set';
  if (one.mode !== 'real16' && !(registers.cr0 & PE)) return `regs.cr0: ${one.mode} with PE clear`;
  if ((registers.cr0 & PG) !== 0 && !(registers.cr0 & PE)) return 'regs.cr0: PG set with PE clear';
  if ((registers.cr0 & 0x60000000) === 0x20000000) return 'regs.cr0: NW set with CD clear';
  if (one.mode === 'v86' && !(registers.eflags & VM)) return 'regs.eflags: v86 with VM clear';
  if (one.mode !== 'v86' && registers.eflags & VM) return `regs.eflags: ${one.mode} with VM set`;
  if (registers.eflags & RESERVED_EFLAGS) return 'regs.eflags: bits 3, 5, 15 and 22-31 are always 0';
  if (one.mode === 'real16' && registers.cpl !== 0) return 'cpl: real16 is 0';
  if (one.mode === 'v86' && registers.cpl !== 3) return 'cpl: v86 is 3';
  for (const [index, name] of ['es', 'cs', 'ss', 'ds', 'fs', 'gs'].entries()) {
    const segment = registers.segments[index]!;
    if (segment.attributes & 0x0f00) return `regs.${name}.attributes: bits 8-11 belong to the limit`;
    if (one.mode === 'v86' && (segment.base !== segment.selector * 16 || segment.limit !== 0xffff)) {
      return `regs.${name}: in v86 the base is 16 times the selector and the limit 0xFFFF`;
    }
    if (segment.attributes !== 0 && (segment.attributes & 0x90) !== 0x90) return `regs.${name}: not a present code or data segment`;
    if (segment.attributes & 0x8000 && (segment.limit & 0xfff) !== 0xfff) return `regs.${name}.limit: with G its low 12 bits are ones`;
    if (!(segment.attributes & 0x8000) && segment.limit > 0xfffff) return `regs.${name}.limit: over 1 MiB without G`;
  }
  if (cs.attributes === 0) return 'regs.cs: a null selector';
  if (ss.attributes === 0) return 'regs.ss: a null selector';
  if (protectedMode) {
    if ((cs.attributes & 8) === 0) return 'regs.cs: not a code segment';
    if ((ss.attributes & 8) !== 0 || (ss.attributes & 2) === 0) return 'regs.ss: not a writable data segment';
    const big = (cs.attributes & 0x4000) !== 0;
    if (big !== (one.mode === 'pm32')) return `regs.cs: ${one.mode} with a ${big ? 32 : 16}-bit code segment`;
    if ((cs.selector & 3) !== registers.cpl) return `cpl: ${registers.cpl}, but the RPL of cs is ${cs.selector & 3}`;
    const dpl = (cs.attributes >>> 5) & 3;
    if (cs.attributes & 4 ? dpl > registers.cpl : dpl !== registers.cpl) return `cpl: ${registers.cpl}, but the DPL of cs is ${dpl}`;
    if (((ss.attributes >>> 5) & 3) !== registers.cpl) return `cpl: ${registers.cpl}, but the DPL of ss is ${(ss.attributes >>> 5) & 3}`;
    if ((ss.selector & 3) !== registers.cpl) return `cpl: ${registers.cpl}, but the RPL of ss is ${ss.selector & 3}`;
  }
  const wrong = impossibleForModel(one) ?? impossibleSystemSegment(one);
  if (wrong) return wrong;
  for (const [index, run] of one.memory.entries()) {
    if (run.address + run.bytes.length > one.ramBytes) return `mem[${index}]: outside RAM, which ends at 0x${one.ramBytes.toString(16)}`;
  }
  return null;
}

const CR0_BITS = { default: 0xe005003f, '386': 0x8000001f, '486': 0xe005003f, pentium: 0xe005003f } as const;
const CR4_BITS = { default: 0x79c, '386': 0, '486': 0, pentium: 0x1c } as const;
const VIF_VIP = 0x180000;
const AC_ID = 0x240000;

/** Bits that the model's registers do not have. */
function impossibleForModel(one: Case): string | null {
  const { registers, model } = one;
  if ((registers.cr0 & ~CR0_BITS[model]) !== 0) return `regs.cr0: has bits that the ${model} model has not`;
  if ((registers.cr4 & ~CR4_BITS[model]) !== 0) return `regs.cr4: has bits that the ${model} model has not`;
  if (registers.eflags & VIF_VIP) return 'regs.eflags: VIF and VIP belong to CR4.VME and PVI, which no model has';
  if (model === '386' && registers.eflags & AC_ID) return 'regs.eflags: a 386 has neither AC nor ID';
  return null;
}

/** LDTR and TR, and data segments that CPL could not have loaded. */
function impossibleSystemSegment(one: Case): string | null {
  const { registers } = one;
  if (one.mode === 'real16') return null;
  const ldtr = registers.segments[6]!.attributes;
  const tr = registers.segments[7]!.attributes;
  if (ldtr !== 0 && (ldtr & 0x9f) !== 0x82) return 'regs.ldtr: not a present LDT';
  if (tr !== 0 && (tr & 0x97) !== 0x83) return 'regs.tr: not a present, busy TSS';
  if (one.mode === 'v86') return null;
  for (const [index, name] of [
    [0, 'es'],
    [3, 'ds'],
    [4, 'fs'],
    [5, 'gs'],
  ] as const) {
    const { attributes } = registers.segments[index]!;
    if (attributes === 0) continue;
    if ((attributes & 0xa) === 8) return `regs.${name}: a code segment that cannot be read`;
    const conforming = (attributes & 0xc) === 0xc;
    if (!conforming && ((attributes >>> 5) & 3) < registers.cpl) return `regs.${name}: its DPL is below the CPL`;
  }
  return null;
}
