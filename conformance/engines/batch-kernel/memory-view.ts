/** The bytes of a case's RAM at its start, from its runs: later runs lie over earlier ones, everything else is zero. */
import type { Case, MemoryRun } from '../../case.ts';

export const RAM_BYTES = 16 << 20;

export class MemoryView {
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
    return this.byte(address) | (this.byte(address + 1) << 8);
  }

  dword(address: number): number {
    return (this.word(address) | (this.word(address + 2) << 16)) >>> 0;
  }

  bytes(address: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = this.byte(address + i);
    return bytes;
  }
}

const [PRESENT, WRITABLE, LARGE, PSE, PG] = [1, 2, 0x80, 0x10, 0x80000000] as const;

/** What a page's two entries say together (SDM Vol. 3A, 4.3). */
export interface Page {
  /** physical address of its first byte, whether it is present or not */
  frame: number;
  present: boolean;
  writable: boolean;
  /** where its entries are: the directory's, and the table's unless the page is one of 4 MiB */
  entries: number[];
}

/** The same memory by linear address, through the page tables of the start; physical where paging is off. */
export class LinearView extends MemoryView {
  private readonly physical: MemoryView;
  private readonly registers: { cr0: number; cr3: number; cr4: number };
  private readonly pages = new Map<number, Page | null>();

  constructor(runs: readonly MemoryRun[], registers: { cr0: number; cr3: number; cr4: number }) {
    super(runs);
    this.physical = new MemoryView(runs);
    this.registers = registers;
  }

  /** null: neither a table nor an entry is there. Entries that are not present are followed as well. */
  page(linear: number): Page | null {
    const number = linear >>> 12;
    let page = this.pages.get(number);
    if (page === undefined) {
      page = this.walk(linear);
      this.pages.set(number, page);
    }
    return page;
  }

  locate(linear: number): number | null {
    const page = this.page(linear);
    return page === null ? null : (page.frame | (linear & 0xfff)) >>> 0;
  }

  override byte(linear: number): number {
    const at = this.locate(linear >>> 0);
    return at === null ? 0 : this.physical.byte(at);
  }

  private walk(linear: number): Page | null {
    const { cr0, cr3, cr4 } = this.registers;
    if ((cr0 & PG) === 0) return { frame: (linear & 0xfffff000) >>> 0, present: true, writable: true, entries: [] };
    const top = ((cr3 & 0xfffff000) + 4 * (linear >>> 22)) >>> 0;
    const directory = this.physical.dword(top);
    if (directory === 0) return null;
    const own = { present: (directory & PRESENT) !== 0, writable: (directory & WRITABLE) !== 0 };
    if ((directory & LARGE) !== 0 && (cr4 & PSE) !== 0)
      return { ...own, frame: ((directory & 0xffc00000) | (linear & 0x3ff000)) >>> 0, entries: [top] };
    const at = ((directory & 0xfffff000) + 4 * ((linear >>> 12) & 0x3ff)) >>> 0;
    const entry = this.physical.dword(at);
    if (entry === 0) return null;
    return {
      frame: (entry & 0xfffff000) >>> 0,
      present: own.present && (entry & PRESENT) !== 0,
      writable: own.writable && (entry & WRITABLE) !== 0,
      entries: [top, at],
    };
  }
}

export interface Descriptor {
  low: number;
  high: number;
}

/** The descriptor that `selector` names in the tables as they stand in memory at the start; null outside of them. */
export function findDescriptor(one: Case, memory: MemoryView, selector: number): Descriptor | null {
  const { gdtr, segments } = one.registers;
  const offset = selector & 0xfff8;
  const table = selector & 4 ? { base: segments[6]!.base, limit: segments[6]!.attributes & 0x80 ? segments[6]!.limit : -1 } : gdtr;
  if (offset + 7 > table.limit) return null;
  const at = (table.base + offset) >>> 0;
  return { low: memory.dword(at), high: memory.dword(at + 4) };
}

/** Base, limit in bytes and attributes of a descriptor (SDM Vol. 3A, 3.4.5). */
export function unpack({ low, high }: Descriptor): { base: number; limit: number; attributes: number } {
  const field = (low & 0xffff) | (high & 0xf0000);
  return {
    base: ((low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000)) >>> 0,
    limit: high & 0x800000 ? ((field << 12) | 0xfff) >>> 0 : field,
    attributes: (high >>> 8) & 0xf0ff,
  };
}

/** The descriptor for a hidden part; null where no descriptor can say it. */
export function pack(segment: { base: number; limit: number; attributes: number }): Descriptor | null {
  const { base, limit, attributes } = segment;
  let field = limit;
  if (attributes & 0x8000) {
    if ((limit & 0xfff) !== 0xfff) return null;
    field = limit >>> 12;
  } else if (limit > 0xfffff) return null;
  return {
    low: (((base & 0xffff) << 16) | (field & 0xffff)) >>> 0,
    high: ((base & 0xff000000) | ((base >>> 16) & 0xff) | ((attributes & 0xf0ff) << 8) | (field & 0xf0000)) >>> 0,
  };
}
