/** Selectors and descriptors at the edge of the harness: what a number in a case file means as a loaded segment register. */
import type { MemoryRun, Mode, Segment } from '../case.ts';

/** Guest-physical memory as a case gives it: zeros where nothing is said. */
export class StartMemory {
  private readonly runs: readonly MemoryRun[];
  constructor(runs: readonly MemoryRun[]) {
    this.runs = runs;
  }
  byte(address: number): number {
    for (let i = this.runs.length - 1; i >= 0; i--) {
      const run = this.runs[i]!;
      const offset = address - run.address;
      if (offset >= 0 && offset < run.bytes.length) return run.bytes[offset]!;
    }
    return 0;
  }
  word(address: number): number {
    let word = 0;
    for (let i = 3; i >= 0; i--) word = (word << 8) | this.byte((address + i) >>> 0);
    return word >>> 0;
  }
}

/** SDM Vol. 3A, 4.3: 32-bit paging, 4 KiB and 4 MiB pages. null: not present. */
export function translate(memory: Pick<StartMemory, 'word'>, cr3: number, cr4: number, linear: number): number | null {
  const directory = memory.word((cr3 & 0xfffff000) + 4 * (linear >>> 22));
  if ((directory & 1) === 0) return null;
  if ((directory & 0x80) !== 0 && (cr4 & 0x10) !== 0) return ((directory & 0xffc00000) | (linear & 0x3fffff)) >>> 0;
  const table = memory.word(((directory & 0xfffff000) >>> 0) + 4 * ((linear >>> 12) & 0x3ff));
  return (table & 1) === 0 ? null : ((table & 0xfffff000) | (linear & 0xfff)) >>> 0;
}

/** SDM Vol. 3A, 3.4.5. The limit comes out in bytes. */
export function segmentFromDescriptor(selector: number, low: number, high: number): Segment {
  const attributes = (high >>> 8) & 0xf0ff;
  const raw = (low & 0xffff) | (high & 0xf0000);
  return {
    selector,
    base: ((low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000)) >>> 0,
    limit: (attributes & 0x8000 ? (raw << 12) | 0xfff : raw) >>> 0,
    attributes,
  };
}

/** The eight bytes of a descriptor, as two words, low first. `limit` in bytes; with G its low 12 bits must be ones. */
export function descriptor(segment: Omit<Segment, 'selector'>): [number, number] {
  const raw = segment.attributes & 0x8000 ? segment.limit >>> 12 : segment.limit;
  const low = ((segment.base << 16) | (raw & 0xffff)) >>> 0;
  const high =
    ((segment.base & 0xff000000) | ((segment.base >>> 16) & 0xff) | (raw & 0xf0000) | ((segment.attributes & 0xf0ff) << 8)) >>> 0;
  return [low, high];
}

/** Real and V86 mode: the base is 16 times the selector, the limit 64 KiB. */
export function realSegment(selector: number, mode: Mode): Segment {
  return { selector, base: selector * 16, limit: 0xffff, attributes: mode === 'v86' ? 0xf3 : 0x93 };
}

export const NULL_SEGMENT: Segment = { selector: 0, base: 0, limit: 0, attributes: 0 };

export interface Tables {
  memory: StartMemory;
  gdtr: { base: number; limit: number };
  /** The LDT as loaded, or null: selectors with TI cannot be resolved. */
  ldt: Segment | null;
  paging: { cr3: number; cr4: number } | null;
}

/** A reason why a selector cannot be in a register. */
export class SelectorError extends Error {
  override readonly name = 'SelectorError';
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}

/** The hidden part that loading `selector` gives; throws SelectorError where the processor would not load it. */
export function lookUp(selector: number, register: string, tables: Tables): Segment {
  if ((selector & 0xfffc) === 0) {
    if (register === 'cs' || register === 'ss') throw new SelectorError('a null selector');
    return { ...NULL_SEGMENT, selector };
  }
  const local = (selector & 4) !== 0;
  if (local && (register === 'ldtr' || register === 'tr')) throw new SelectorError(`${hex(selector)} names the local table`);
  const table = local ? tables.ldt : tables.gdtr;
  if (table === null || (local && tables.ldt!.attributes === 0))
    throw new SelectorError(`${hex(selector)} names the local table, but there is none`);
  const offset = selector & 0xfff8;
  if (offset + 7 > table.limit)
    throw new SelectorError(`${hex(selector)} is outside the ${local ? 'LDT' : 'GDT'}, whose limit is ${hex(table.limit)}`);
  const linear = (table.base + offset) >>> 0;
  const at = tables.paging ? translate(tables.memory, tables.paging.cr3, tables.paging.cr4, linear) : linear;
  if (at === null) throw new SelectorError(`the descriptor of ${hex(selector)} is on a page that is not present`);
  const segment = segmentFromDescriptor(selector, tables.memory.word(at), tables.memory.word(at + 4));
  const { attributes } = segment;
  const type = attributes & 0x1f;
  if ((attributes & 0x80) === 0) throw new SelectorError(`the descriptor of ${hex(selector)} is not present`);
  if (register === 'ldtr') {
    if (type !== 2) throw new SelectorError(`the descriptor of ${hex(selector)} is not an LDT`);
    return segment;
  }
  if (register === 'tr') {
    if (type !== 1 && type !== 3 && type !== 9 && type !== 11) throw new SelectorError(`the descriptor of ${hex(selector)} is not a TSS`);
    return { ...segment, attributes: attributes | 2 }; // LTR marks it busy
  }
  const code = (attributes & 8) !== 0;
  if ((attributes & 0x10) === 0) throw new SelectorError(`the descriptor of ${hex(selector)} is a system descriptor`);
  if (register === 'cs' && !code) throw new SelectorError(`the descriptor of ${hex(selector)} is not a code segment`);
  if (register === 'ss' && (code || (attributes & 2) === 0))
    throw new SelectorError(`the descriptor of ${hex(selector)} is not a writable data segment`);
  if (register !== 'cs' && code && (attributes & 2) === 0) throw new SelectorError(`the descriptor of ${hex(selector)} is execute-only`);
  return { ...segment, attributes: attributes | 1 }; // a load sets the accessed bit
}
