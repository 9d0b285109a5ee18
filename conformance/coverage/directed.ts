/** A case aimed at one cell: the form, and around it what makes it complete, or raise just that fault. */
import type { Case } from '../case.ts';
import { type Choices, pick } from '../generators/choices.ts';
import { encode, type Places } from '../generators/code.ts';
import { Environment, limited } from '../generators/environment.ts';
import { fxImage } from '../generators/fx.ts';
import { CODE, DATA, DATA16, DATA32, GDT, STACK } from '../generators/layout.ts';
import { type Cell, cellId, isProtected, POP_FORMS } from './cells.ts';

const CS = 1;
const SS = 2;
const DS = 3;

/** null: this cell cannot be aimed at. */
export function directedCase(choices: Choices, cell: Cell, attempt: number): Case {
  const { form, place, outcome } = cell;
  const software = /^(int|int3|icebp|into)$/.test(form.mnemonic) && outcome === 'ok';
  const env = new Environment(choices, place, {
    exception: !software,
    quiet: true,
    plainSegments: true,
    model: outcome === 'model' ? (form.since === 4 ? '386' : form.since === 5 ? '486' : 'pentium') : 'default',
    placement: 0x200 + choices.below(0x100),
    idtVariant: 0,
    instructions: 20,
  });
  calm(env);
  aimRegisters(choices, env, cell, attempt);
  const prefixes = prefixesOf(cell);
  for (const prefix of prefixes) env.code.byte(prefix);
  const options = {
    plain: true,
    memory: wantsMemory(choices, cell),
    ...(cell.operandBytes === 0 ? {} : { operandBytes: cell.operandBytes }),
    ...(needsWideAddress(cell) ? { addressBytes: 4 } : {}),
  };
  encode(
    choices,
    env.code,
    outcome === 'operand' || (outcome === 'lock' && form.lockable && form.modrm === 'memory') ? flipped(cell) : form,
    aimedPlaces(choices, env, cell),
    options,
  );
  fixEncoding(choices, env, cell);
  aimState(choices, env, cell);
  return env.finish(choices, `${cellId(cell)} #${attempt}`);
}

/** Nothing in the way: no pending exceptions, every unit on, ports open, a quiet EFLAGS. */
function calm(env: Environment): void {
  env.eflags = (env.mode === 'v86' ? 0x23002 : 0x3202) | (env.eflags & 0x8d5);
  env.cr0 = (env.mode === 'real16' ? 0 : 1) | 0x30;
  env.cr4 = env.model === 'default' ? 0x600 : 0;
  if (env.model === '386') env.cr0 &= ~0x20;
}

function wantsMemory(choices: Choices, { form, outcome }: Cell): boolean {
  if (outcome === 'lock') return !form.lockable && choices.below(2) === 0;
  if (['limit', 'stack-limit', 'alignment', 'sse-alignment'].includes(outcome)) return true;
  return choices.below(2) === 0;
}

function flipped({ form }: Cell): Cell['form'] {
  return { ...form, modrm: form.modrm === 'memory' ? 'register' : 'memory', fixedModrm: -1 };
}

/** Prefixes that the cause needs. */
function prefixesOf({ outcome }: Cell): number[] {
  if (outcome === 'lock') return [0xf0];
  if (outcome === 'length') return new Array(15).fill(0x3e);
  return outcome === 'stack-limit' ? [0x36] : [];
}

/** V86 mode has no smaller limits than 64 KiB, and real mode none by nature: 32-bit addresses go past them. */
function needsWideAddress({ outcome, place }: Cell): boolean {
  return (outcome === 'limit' || outcome === 'stack-limit') && (place.mode === 'v86' || place.mode === 'real16');
}

/** Where memory operands point: by the cause. */
function target(choices: Choices, env: Environment, { outcome, form, place }: Cell): number {
  const base = env.segments[DS]!.base === 0 ? DATA : 0;
  const end = place.mode === 'pm32' ? 0x38000 : place.mode === 'pm16' ? 0x8000 : 0x10000;
  switch (outcome) {
    case 'limit':
    case 'stack-limit':
      if (form.memoryBytes >= 16) return end + 0x10;
      return form.memoryBytes === 1 || form.string || form.mnemonic === 'xlat' || form.immediates.includes('moffs')
        ? end + choices.below(4)
        : end - 1;
    case 'alignment':
      return base + 1;
    case 'sse-alignment':
      return base + 8;
    default:
      return base + 0x20;
  }
}

function aimedPlaces(choices: Choices, env: Environment, cell: Cell): Places {
  return {
    pointer: () => target(choices, env, cell),
    farTarget: () => ({ selector: farSelector(choices, cell, env), offset: (env.eip + 0x10) >>> 0 }),
  };
}

function farSelector(choices: Choices, { form, outcome }: Cell, env: Environment): number {
  if (outcome === 'selector') return pick(choices, [0xfff8, 0, 0x110, 0x130]);
  if (outcome === 'not-present') return /^(jmp|call)$/.test(form.mnemonic) ? 0xe0 | env.cpl : 0x12b;
  return env.segments[CS]!.selector;
}

/** A selector to load, by what shall come of it. */
function loadSelector(choices: Choices, { form, outcome }: Cell, env: Environment): number {
  const stack = /SS/.test(form.operands) || form.mnemonic === 'lss';
  if (outcome === 'selector') return pick(choices, [0xfff8, stack ? 0 : 0x118, 0x130]);
  if (outcome === 'not-present') return form.mnemonic === 'lldt' ? 0x90 : form.mnemonic === 'ltr' ? 0xb0 : 0x123;
  if (form.mnemonic === 'lldt') return 0x90;
  if (form.mnemonic === 'ltr') return pick(choices, [0x98, 0xa0]);
  if (!isProtected({ mode: env.mode, cpl: env.cpl, name: '' })) return DATA >> 4;
  return (env.mode === 'pm32' ? DATA32 : DATA16)[env.cpl]!;
}

function aimRegisters(choices: Choices, env: Environment, cell: Cell, attempt: number): void {
  const { form, outcome } = cell;
  const at = target(choices, env, cell);
  for (const i of [0, 3, 5, 6, 7]) env.gpr[i] = at;
  env.gpr[1] = form.string ? 2 : 0;
  env.gpr[2] = 0;
  const flat = env.segments[SS]!.base === 0;
  env.gpr[4] = (flat ? STACK : 0) + 0x800;
  if (['limit', 'stack-limit'].includes(outcome)) {
    for (const i of [0, DS, 4, 5])
      if (env.mode !== 'v86' && env.mode !== 'real16') env.segments[i] = limited(env.segments[i]!, env.mode === 'pm32' ? 0x37fff : 0x7fff);
    if (outcome === 'stack-limit' && isProtected(cell.place))
      env.segments[SS] = limited(env.segments[SS]!, env.mode === 'pm32' ? 0x37fff : 0x7fff);
    env.gpr[4] = (flat ? DATA : 0) + 0x100;
    if (outcome === 'stack-limit' && /^cmps/.test(form.mnemonic)) env.gpr[7] = at - 0x100;
    if (attempt % 2 === 1 && form.memoryBytes < 16) for (const i of [0, 3, 5, 6, 7]) env.gpr[i] = at - 1;
  }
  if (outcome === 'stack-edge') stackEdge(choices, env, cell);
  if (/^(div|idiv|aam)$/.test(form.mnemonic)) {
    env.gpr[0] = outcome === 'divide' ? 0 : pick(choices, [1, at]);
    if (outcome === 'divide') for (const i of [0, 1, 3, 5, 6, 7, 2]) env.gpr[i] = i === 2 ? 0xffff : 0;
    else env.gpr[1] = 7;
  }
  if (form.unit === 'integer' && /^(rdmsr|wrmsr)$/.test(form.mnemonic)) env.gpr[1] = 0x10;
  if (/^rdpmc$/.test(form.mnemonic)) env.gpr[1] = 0;
  if (/^(in|out|insb|insv|outsb|outsv)$/.test(form.mnemonic)) {
    env.gpr[2] = outcome === 'privilege' ? 0x300 : 0x18;
    if (outcome === 'privilege') env.eflags &= ~0x3000;
  }
  if (/^(cli|sti|pushf|popf|iret|int)$/.test(form.mnemonic) && outcome === 'privilege') env.eflags &= ~0x3000;
  if (form.mnemonic === 'into' && outcome === 'ok') env.eflags &= ~0x800;
  const loads = (form.segments && !form.branch) || form.protectedOnly;
  if (loads && !accessesOnlyMemory(cell)) {
    const selector = loadSelector(choices, cell, env);
    for (const i of [0, 1, 2, 3, 5, 6, 7]) if (choices.below(3) !== 0) env.gpr[i] = selector;
  }
}

function accessesOnlyMemory({ form, outcome }: Cell): boolean {
  return form.modrm === 'memory' || ['limit', 'stack-limit', 'alignment'].includes(outcome);
}

function stackEdge(choices: Choices, env: Environment, { form, place }: Cell): void {
  const pops = POP_FORMS.test(form.mnemonic);
  const wide = (env.segments[SS]!.attributes & 0x4000) !== 0;
  if (place.mode === 'pm32') {
    env.segments[SS] = limited(env.segments[SS]!, pops ? 0x7ffff : 0x7fffe);
    env.segments[SS] = limited(env.segments[SS]!, 0xfff);
    env.gpr[4] = pops ? 0xfff + choices.below(2) : 0x1000 + 0x40 * choices.below(2) + choices.below(3) + 1;
  } else {
    env.gpr[4] = pops ? 0xffff : 1;
    if (wide) env.gpr[4] = 0x10000;
    if (form.mnemonic === 'pusha') env.gpr[4] = pick(choices, [7, 9, 11]);
    if (form.mnemonic === 'popa') env.gpr[4] = 0xfff5;
    if (form.mnemonic === 'leave') env.gpr[5] = 0xffff;
  }
  if (form.mnemonic === 'leave' && place.mode === 'pm32') env.gpr[5] = 0xfff;
}

/** Bytes that the encoder chose at random and that the cell wants otherwise. */
function fixEncoding(choices: Choices, env: Environment, cell: Cell): void {
  const { form, outcome } = cell;
  const { code } = env;
  // MOV CR and DR: registers that exist.
  if (form.map === 1 && form.opcode >= 0x20 && form.opcode <= 0x23) {
    const reg = form.opcode & 1 ? pick(choices, [0, 1, 2, 3, 6, 7]) : pick(choices, [0, 2, 3, 4]);
    code.bytes[code.length - 1] = 0xc0 | (reg << 3) | 1;
    const now = form.opcode & 1 ? (reg === 6 ? 0xffff0ff0 : reg === 7 ? 0x400 : 0) : reg === 0 ? env.cr0 : reg === 4 ? env.cr4 : 0;
    env.gpr[1] = now;
  }
  if (form.mnemonic === 'aam') code.bytes[code.length - 1] = outcome === 'divide' ? 0 : 10;
  if (form.mnemonic === 'int' && outcome !== 'lock')
    code.bytes[code.length - 1] = isProtected({ mode: env.mode, cpl: env.cpl, name: '' }) || env.mode === 'v86' ? 0x2c : 0x20;
  if (/^(in|out)$/.test(form.mnemonic) && form.immediates.length > 0) code.bytes[code.length - 1] = outcome === 'privilege' ? 0x09 : 0x18;
  if (form.mnemonic === 'enter') {
    const at = code.length - 3;
    code.bytes[at] = 8;
    code.bytes[at + 1] = 0;
    code.bytes[at + 2] = choices.below(2);
  }
  if (form.immediates.includes('rel8')) code.bytes[code.length - 1] = outcome === 'branch' ? 0x7f : 0;
  if (form.immediates.includes('relz') && outcome === 'ok') code.bytes.fill(0, code.length - cell.operandBytes, code.length);
  if (form.immediates.includes('far') && outcome === 'ok') {
    const at = code.length - 2 - cell.operandBytes;
    for (let i = 0; i < cell.operandBytes; i++) code.bytes[at + i] = ((env.eip + code.length) >>> (8 * i)) & 0xff;
  }
}

/** Flags, control registers, memory: what the cause needs besides. */
function aimState(choices: Choices, env: Environment, cell: Cell): void {
  const { form, outcome } = cell;
  if (outcome === 'step') env.eflags |= 0x100;
  if (outcome === 'alignment') {
    env.eflags |= 0x40000;
    env.cr0 |= 0x40000;
  }
  if (outcome === 'unavailable') env.cr0 |= form.mnemonic === 'fwait' ? 0xa : 8;
  if (outcome === 'no-sse') {
    if (choices.below(2) === 0) env.cr4 &= ~0x200;
    else env.cr0 |= 4;
  }
  if (outcome === 'x87-pending' || outcome === 'simd') env.fx = faultingFx(choices, outcome === 'simd');
  else if (form.unit !== 'integer') env.fx = quietFx(choices);
  if (outcome === 'branch') branchAway(choices, env, cell);
  else if (form.branch && form.modrm !== 'none' && !form.segments)
    for (const i of [0, 1, 2, 3, 5, 6, 7]) env.gpr[i] = env.eip + env.code.length;
  if (/^j(cxz)$|^loop/.test(form.mnemonic)) env.gpr[1] = form.mnemonic === 'jcxz' ? 0 : 2;
  if (form.mnemonic === 'lldt' && outcome === 'not-present') env.put(GDT + 0x90 + 5, Uint8Array.of(0x02));
  putData(choices, env, cell);
  putFrames(choices, env, cell);
}

/** Memory forms of computed branches need their registers for the address. */
function putData(choices: Choices, env: Environment, cell: Cell): void {
  const { form, outcome } = cell;
  const bytes = new Uint8Array(64);
  const view = new DataView(bytes.buffer);
  const at = target(choices, env, cell);
  const linear = ((env.segments[DS]!.base + at) & 0xffffffff) >>> 0;
  if (form.branch && form.modrm !== 'none') {
    const low = cell.operandBytes === 4;
    const eip = outcome === 'branch' ? pastLimit(env) : env.eip + env.code.length;
    if (form.modrm === 'any' && isMemoryEncoded(env)) for (const i of [0, 3, 5, 6, 7]) env.gpr[i] = at;
    for (let i = 0; i < 48; i += low ? 8 : 4) {
      if (low) view.setUint32(i, eip, true);
      else view.setUint16(i, eip, true);
      view.setUint16(i + (low ? 4 : 2), form.segments ? farSelector(choices, cell, env) : low ? eip >>> 16 : eip, true);
    }
    if (!form.segments && low) for (let i = 0; i < 48; i += 4) view.setUint32(i, eip, true);
    if (!form.segments && !low) for (let i = 0; i < 48; i += 2) view.setUint16(i, eip, true);
  } else if (/^l[defgs]s$/.test(form.mnemonic)) {
    for (let i = 0; i < 48; i += cell.operandBytes === 4 ? 8 : 4)
      view.setUint16(i + cell.operandBytes, loadSelector(choices, cell, env), true);
  } else if ((form.segments && !form.branch) || form.protectedOnly) {
    const value = loadSelector(choices, cell, env);
    for (let i = 0; i < 48; i += 2) view.setUint16(i, value, true);
  } else if (form.mnemonic === 'bound') {
    const outside = outcome === 'bound';
    const step = cell.operandBytes;
    for (let i = 0; i < 48; i += step * 2) {
      const [low, high] = outside ? [0x7000, 0x7001] : [0x80000000, 0x7fffffff];
      if (step === 4) {
        view.setUint32(i, low, true);
        view.setUint32(i + 4, high, true);
      } else {
        view.setUint16(i, outside ? 0x7000 : 0x8000, true);
        view.setUint16(i + 2, outside ? 0x7001 : 0x7fff, true);
      }
    }
  } else if (/^(div|idiv)$/.test(form.mnemonic)) {
    if (outcome !== 'divide') bytes.fill(0x11);
  } else if (outcome === 'simd') {
    for (let i = 0; i < 64; i += 4) view.setUint32(i, choices.below(2) === 0 ? 0x7fa00001 : 0x7ff40000, true);
  } else if (!/^(ldmxcsr|fxrstor|fldcw|fldenv|frstor|lidt|lgdt|lmsw|popf)$/.test(form.mnemonic)) {
    for (let i = 0; i < 64; i += 4) view.setUint32(i, choices.u32(), true);
  }
  if (form.mnemonic === 'lmsw') for (let i = 0; i < 64; i += 2) view.setUint16(i, env.cr0 & 0xf, true);
  if (form.mnemonic === 'lmsw') for (const i of [0, 1, 2, 3, 5, 6, 7]) if (!isMemoryEncoded(env)) env.gpr[i] = env.cr0;
  if (linear + 64 <= 0x800000) env.put(linear & ~0xf, bytes);
}

function isMemoryEncoded(env: Environment): boolean {
  const { code } = env;
  const form = code.forms[0]!;
  if (form.modrm === 'none') return false;
  let at = 0;
  while ([0x66, 0x67, 0xf0, 0xf2, 0xf3, 0x2e, 0x36, 0x3e, 0x26, 0x64, 0x65].includes(code.bytes[at]!)) at++;
  at += form.map + 1;
  return code.bytes[at]! < 0xc0;
}

/** An offset past the limit that `branchAway` gives CS. */
function pastLimit(env: Environment): number {
  return env.mode === 'pm32' ? CODE + 0x8000 : 0xffff;
}

/** Return frames and popped selectors. */
function putFrames(choices: Choices, env: Environment, cell: Cell): void {
  const { form, outcome, operandBytes } = cell;
  const bytes = new Uint8Array(48);
  const view = new DataView(bytes.buffer);
  const put = (index: number, value: number): void => {
    if (operandBytes === 4) view.setUint32(index * 4, value, true);
    else view.setUint16(index * 2, value, true);
  };
  const end = outcome === 'branch' ? pastLimit(env) : env.eip + env.code.length;
  if (form.mnemonic === 'ret') put(0, end);
  else if (form.mnemonic === 'retf' || form.mnemonic === 'iret') {
    put(0, end);
    put(1, farSelector(choices, cell, env));
    put(2, env.eflags & ~0x100);
    if (outcome === 'step' && form.mnemonic === 'iret') put(2, env.eflags);
  } else if (form.mnemonic === 'pop' && form.segments) for (let i = 0; i < 4; i++) put(i, loadSelector(choices, cell, env));
  else if (form.mnemonic === 'popf') put(0, env.eflags);
  else return;
  const ss = env.segments[SS]!;
  const sp = ss.attributes & 0x4000 ? env.gpr[4]! : env.gpr[4]! & 0xffff;
  if (ss.base + sp + 48 < 0x800000) env.put(ss.base + sp, bytes);
}

function branchAway(choices: Choices, env: Environment, { form, operandBytes }: Cell): void {
  const cs = env.segments[CS]!;
  const end = env.eip + env.code.length;
  if (env.mode === 'v86') {
    // IP cannot pass 64 KiB with 16-bit branches; 32-bit ones can.
    if (operandBytes === 4) for (let i = 0; i < 8; i++) if (i !== 4) env.gpr[i] = 0x10000 + choices.below(0x1000);
  } else env.segments[CS] = limited(cs, form.immediates.includes('rel8') ? end + 8 : end + 1);
  if (form.immediates.includes('relz')) {
    const bytes = operandBytes === 4 ? 4 : 2;
    for (let i = 0; i < bytes; i++)
      env.code.bytes[env.code.length - bytes + i] = i === bytes - 2 && bytes === 4 ? 1 : i === 0 && bytes === 2 ? 0x40 : 0;
  }
  if (form.modrm !== 'none' && !(env.mode === 'v86' || env.mode === 'real16'))
    for (const i of [0, 1, 2, 3, 5, 6, 7]) env.gpr[i] = env.mode === 'pm32' ? CODE + 0x8000 : 0xfff0;
  flagsFor(env, form.mnemonic);
}

/** EFLAGS under which a conditional branch is taken. */
function flagsFor(env: Environment, mnemonic: string): void {
  const taken: Record<string, number> = { jo: 0x800, jb: 1, je: 0x40, jbe: 1, js: 0x80, jp: 4, jl: 0x80, jle: 0x40 };
  if (!/^j(?!mp|cxz)/.test(mnemonic)) return;
  env.eflags = (env.eflags & ~0x8d5) | (taken[mnemonic] ?? 0);
}

function quietFx(choices: Choices): Uint8Array {
  const image = fxImage(choices);
  const view = new DataView(image.buffer, image.byteOffset, image.length);
  view.setUint16(0, 0x37f, true);
  view.setUint16(2, view.getUint16(2, true) & 0x3800, true);
  view.setUint32(24, 0x1f80, true);
  return image;
}

function faultingFx(choices: Choices, simd: boolean): Uint8Array {
  const image = quietFx(choices);
  const view = new DataView(image.buffer, image.byteOffset, image.length);
  if (simd) {
    view.setUint32(24, 0, true);
    for (let i = 0; i < 8; i++) {
      // signalling NaNs in singles and in doubles
      for (let k = 0; k < 16; k += 4) view.setUint32(160 + i * 16 + k, i % 2 === 0 ? 0x7fa00001 : 0x7ff40000, true);
    }
  } else {
    view.setUint16(0, 0x340, true);
    view.setUint16(2, view.getUint16(2, true) | 0x8081, true);
  }
  return image;
}
