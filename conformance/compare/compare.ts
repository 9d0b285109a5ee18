/** Two results of one case, field by field, with names a person understands. */
import type { Case, MemoryRun, Registers, Result, Segment, Unobserved } from '../case.ts';
import { GPR_NAMES, SEGMENT_NAMES } from '../case.ts';
import { initialFx } from '../cases/expect.ts';
import type { Undefined } from './undefined.ts';

export interface Difference {
  /** `eax`, `eflags`, `ds.limit`, `mem[0x30000]`, `delivered[0].errorCode`, `outcome` … */
  field: string;
  reference: string;
  other: string;
}

export interface Mask {
  /** EFLAGS bits that do not count */
  flags: number;
  /** by general register: bits that do not count */
  gpr: readonly number[];
  /** memory does not count (an undefined result was stored) */
  memory: boolean;
  /** the FX image does not count: the engine has no say in it */
  fx: boolean;
}

export const COMPARE_ALL: Mask = Object.freeze({ flags: 0, gpr: [0, 0, 0, 0, 0, 0, 0, 0], memory: false, fx: false });

export function maskOf(undefinedParts: Undefined, fx = false): Mask {
  const gpr = [0, 0, 0, 0, 0, 0, 0, 0];
  if (undefinedParts.register >= 0) gpr[undefinedParts.register] = undefinedParts.registerMask;
  return { flags: undefinedParts.flags, gpr, memory: undefinedParts.memory, fx };
}

export function hexadecimal(value: number): string {
  return `0x${(value >>> 0).toString(16)}`;
}

export function compareResults(one: Case, reference: Result, other: Result, mask: Mask = COMPARE_ALL): Difference[] {
  const differences: Difference[] = [];
  const text = (field: string, a: string, b: string): void => {
    if (a !== b) differences.push({ field, reference: a, other: b });
  };
  text('outcome', reference.outcome, other.outcome);
  // CASES.md: of a case that ends by `limit` only the outcome is compared
  if (reference.outcome === 'limit' || other.outcome === 'limit') return differences;
  const unobserved = { ...reference.unobserved, ...other.unobserved };
  if (unobserved.state) return differences;
  text('exception', exceptionText(reference), exceptionText(other));
  if (!unobserved.deliveries) compareDelivered(reference, other, text);
  compareRegisters(reference.registers, other.registers, mask, text, unobserved);
  if (!mask.fx) compareFx(one, reference, other, text);
  if (!mask.memory) compareMemory(one, reference, other, text, unobserved.memory);
  const outs = Math.max(reference.out.length, other.out.length);
  for (let i = 0; i < outs; i++) text(`out[${i}]`, portText(reference, i), portText(other, i));
  return differences;
}

type Report = (field: string, a: string, b: string) => void;

function exceptionText({ exception }: Result): string {
  if (exception === null) return 'none';
  return exception.errorCode === null
    ? `vector ${exception.vector}`
    : `vector ${exception.vector}, error ${hexadecimal(exception.errorCode)}`;
}

function portText(result: Result, index: number): string {
  const one = result.out[index];
  return one ? `port ${hexadecimal(one.port)}, ${one.width} bytes, ${hexadecimal(one.value)}` : 'none';
}

function compareDelivered(reference: Result, other: Result, text: Report): void {
  const count = Math.max(reference.delivered.length, other.delivered.length);
  for (let i = 0; i < count; i++) {
    const a = reference.delivered[i];
    const b = other.delivered[i];
    if (!a || !b) {
      text(`delivered[${i}]`, a ? `vector ${a.vector}` : 'none', b ? `vector ${b.vector}` : 'none');
      continue;
    }
    text(`delivered[${i}].vector`, `${a.vector}`, `${b.vector}`);
    text(
      `delivered[${i}].errorCode`,
      a.errorCode === null ? 'none' : hexadecimal(a.errorCode),
      b.errorCode === null ? 'none' : hexadecimal(b.errorCode),
    );
    text(`delivered[${i}].cr2`, hexadecimal(a.cr2), hexadecimal(b.cr2));
    text(`delivered[${i}].eip`, hexadecimal(a.eip), hexadecimal(b.eip));
  }
}

function compareRegisters(a: Registers, b: Registers, mask: Mask, text: Report, unobserved: Unobserved): void {
  const number = (field: string, x: number, y: number): void => {
    if (x >>> 0 !== y >>> 0) text(field, hexadecimal(x), hexadecimal(y));
  };
  GPR_NAMES.forEach((name, i) => {
    if (((a.gpr[i]! ^ b.gpr[i]!) & ~mask.gpr[i]!) !== 0) number(name, a.gpr[i]!, b.gpr[i]!);
  });
  if (((a.eip ^ b.eip) & ~(unobserved.eip ?? 0)) !== 0) number('eip', a.eip, b.eip);
  const flags = ~mask.flags & ~(unobserved.eflags ?? 0);
  // What does not count is shown as the reference has it, so that only real differences meet the eye.
  if (((a.eflags ^ b.eflags) & flags) !== 0) text('eflags', flagText(a.eflags), flagText((b.eflags & flags) | (a.eflags & ~flags)));
  SEGMENT_NAMES.forEach((name, i) => {
    compareSegment(name, a.segments[i]!, b.segments[i]!, number, unobserved.hidden === true);
  });
  number('gdtr.base', a.gdtr.base, b.gdtr.base);
  number('gdtr.limit', a.gdtr.limit, b.gdtr.limit);
  number('idtr.base', a.idtr.base, b.idtr.base);
  number('idtr.limit', a.idtr.limit, b.idtr.limit);
  if (((a.cr0 ^ b.cr0) & ~(unobserved.cr0 ?? 0)) !== 0) number('cr0', a.cr0, b.cr0);
  for (const name of ['cr2', 'cr3', 'cr4', 'cpl'] as const) number(name, a[name], b[name]);
  for (let i = 0; i < 7; i++) number(`dr${i}`, a.dr[i]!, b.dr[i]!);
  if (((a.dr[7]! ^ b.dr[7]!) & ~(unobserved.dr7 ?? 0)) !== 0) number('dr7', a.dr[7]!, b.dr[7]!);
  text('tsc', `${a.tsc}`, `${b.tsc}`);
  if (!unobserved.shadow) text('shadow', a.shadow, b.shadow);
}

function compareSegment(
  name: string,
  a: Segment,
  b: Segment,
  number: (field: string, x: number, y: number) => void,
  selectorOnly: boolean,
): void {
  number(`${name}.selector`, a.selector, b.selector);
  if (selectorOnly) return;
  number(`${name}.base`, a.base, b.base);
  number(`${name}.limit`, a.limit, b.limit);
  number(`${name}.attributes`, a.attributes, b.attributes);
}

const FLAG_NAMES: readonly (readonly [number, string])[] = [
  [0x800, 'OF'],
  [0x80, 'SF'],
  [0x40, 'ZF'],
  [0x10, 'AF'],
  [4, 'PF'],
  [1, 'CF'],
  [0x400, 'DF'],
  [0x200, 'IF'],
  [0x100, 'TF'],
  [0x4000, 'NT'],
  [0x10000, 'RF'],
  [0x20000, 'VM'],
  [0x40000, 'AC'],
  [0x200000, 'ID'],
];

export function flagText(eflags: number): string {
  const set = FLAG_NAMES.filter(([bit]) => (eflags & bit) !== 0).map(([, name]) => name);
  return `${hexadecimal(eflags)} (${set.join(' ')}${eflags & 0x3000 ? ` IOPL${(eflags >> 12) & 3}` : ''})`;
}

/** Bytes of the FXSAVE image that mean nothing (SDM Vol. 1, table 10-2): reserved, MXCSR_MASK, what is left over beside and after the registers. */
function fxReserved(offset: number): boolean {
  if (offset === 5 || offset === 14 || offset === 15 || offset === 22 || offset === 23 || (offset >= 28 && offset < 32)) return true;
  if (offset >= 32 && offset < 160) return (offset & 15) >= 10;
  return offset >= 288;
}

export function fxField(offset: number): string {
  if (offset < 2) return 'fcw';
  if (offset < 4) return 'fsw';
  if (offset < 6) return 'ftw';
  if (offset < 8) return 'fop';
  if (offset < 12) return 'fip';
  if (offset < 14) return 'fcs';
  if (offset < 20) return 'fdp';
  if (offset < 24) return 'fds';
  if (offset < 32) return 'mxcsr';
  if (offset < 160) return `st${(offset - 32) >> 4}`;
  return `xmm${(offset - 160) >> 4}`;
}

/**
 * The x87 instruction and data pointers of native execution are the processor's own affair: AMD's FXSAVE and XSAVE store them only while an
 * unmasked exception is pending (AMD64 APM Vol. 2, 11.4.4), Intel's no longer store the selectors (SDM Vol. 1, 8.1.8).
 */
const FX_POINTERS: ReadonlySet<string> = new Set(['fop', 'fip', 'fcs', 'fdp', 'fds']);

const INITIAL_FX = initialFx();

function compareFx(one: Case, reference: Result, other: Result, text: Report): void {
  if (reference.fx === null && other.fx === null) return;
  const a = reference.fx ?? one.fx ?? INITIAL_FX;
  const b = other.fx ?? one.fx ?? INITIAL_FX;
  let last = '';
  for (let i = 0; i < 288; i++) {
    if (a[i] === b[i] || fxReserved(i)) continue;
    const field = fxField(i);
    if (field === last || FX_POINTERS.has(field)) continue;
    last = field;
    const [from, length] = field.startsWith('st') ? [i & ~15, 10] : field.startsWith('xmm') ? [i & ~15, 16] : [i & ~1, 4];
    const show = (bytes: Uint8Array): string =>
      Buffer.from(bytes.subarray(from, from + length))
        .reverse()
        .toString('hex');
    text(`fx.${field}`, show(a), show(b));
  }
}

/** The byte a case starts with at a physical address. */
export function initialByte(one: Case, address: number): number {
  for (let i = one.memory.length - 1; i >= 0; i--) {
    const run = one.memory[i]!;
    if (address >= run.address && address < run.address + run.bytes.length) return run.bytes[address - run.address]!;
  }
  return address < one.ramBytes ? 0 : 0xff;
}

function compareMemory(one: Case, reference: Result, other: Result, text: Report, unobserved: Unobserved['memory'] = []): void {
  if (sameRuns(reference.memory, other.memory)) return;
  const a = bytesOf(reference.memory);
  const b = bytesOf(other.memory);
  const addresses = [...new Set([...a.keys(), ...b.keys()])].sort((x, y) => x - y);
  let start = -1;
  let end = -1;
  let left = '';
  let right = '';
  const flush = (): void => {
    if (start >= 0) text(`mem[${hexadecimal(start)}]`, left, right);
    start = -1;
    left = '';
    right = '';
  };
  for (const address of addresses) {
    if (unobserved.some((range) => address >= range.address && address < range.address + range.length)) continue;
    const x = a.get(address) ?? initialByte(one, address);
    const y = b.get(address) ?? initialByte(one, address);
    if (x === y) continue;
    if (start >= 0 && (address !== end || left.length >= 64)) flush();
    if (start < 0) start = address;
    end = address + 1;
    left += x.toString(16).padStart(2, '0');
    right += y.toString(16).padStart(2, '0');
  }
  flush();
}

function sameRuns(a: readonly MemoryRun[], b: readonly MemoryRun[]): boolean {
  if (a.length !== b.length) return false;
  return a.every((run, i) => run.address === b[i]!.address && Buffer.compare(run.bytes, b[i]!.bytes) === 0);
}

function bytesOf(runs: readonly MemoryRun[]): Map<number, number> {
  const map = new Map<number, number>();
  for (const run of runs) for (let i = 0; i < run.bytes.length; i++) map.set(run.address + i, run.bytes[i]!);
  return map;
}
