/**
 * Page tables of a case under construction (SDM Vol. 3A, 4.3: 32-bit paging, 4 KiB and 4 MiB pages): mappings go in, the runs of memory
 * that hold directory and tables come out. Only entries that were set become runs; everything else of a table is the zeros of fresh RAM.
 */
import type { MemoryRun } from '../case.ts';

export const PTE = { P: 1, W: 2, U: 4, PWT: 8, PCD: 0x10, A: 0x20, D: 0x40, PS: 0x80, G: 0x100 } as const;
export const PAGE_BYTES = 4096;

const LETTERS: Readonly<Record<string, number>> = { p: 1, w: 2, u: 4, t: 8, c: 0x10, a: 0x20, d: 0x40, s: 0x80, g: 0x100 };

/** "pwu" and the like as an entry's bits; "-" is none. null: a letter that means nothing. */
export function rightsOf(text: string): number | null {
  if (text === '-') return 0;
  let bits = 0;
  for (const letter of text) {
    const bit = LETTERS[letter];
    if (bit === undefined) return null;
    bits |= bit;
  }
  return text === '' ? null : bits;
}

/** Entries this close together share a run: a run's head costs more than the zeros between them. */
const GAP = 3;

interface Directory {
  bits: number;
  /** physical address of the table; null: a 4 MiB page */
  table: number | null;
  frame: number;
  entries: Map<number, number>;
}

export class AddressSpace {
  /** What CR3 holds. */
  readonly directory: number;
  private readonly take: () => number;
  private readonly slots = new Map<number, Directory>();

  private readonly directoryBits: number;

  /** `take` gives the physical address of a free page for each table that is needed; `bits` are those of its directory entry. */
  constructor(directory: number, take: () => number, bits: number = PTE.P | PTE.W | PTE.U) {
    this.directoryBits = bits;
    this.directory = directory;
    this.take = take;
  }

  /** Maps the page of `linear` to the one of `physical`; `bits` are the entry's, P included. */
  map(linear: number, physical: number, bits: number): void {
    const slot = this.slot(linear);
    if (slot.table === null) throw new Error(`0x${linear.toString(16)} lies in a 4 MiB page`);
    slot.entries.set((linear >>> 12) & 0x3ff, ((physical & 0xfffff000) | bits) >>> 0);
  }

  /** Maps the 4 MiB of `linear`; an entry that a table already fills is replaced. */
  mapLarge(linear: number, physical: number, bits: number): void {
    this.slots.set(linear >>> 22, { bits: bits | PTE.PS, table: null, frame: (physical & 0xffc00000) >>> 0, entries: new Map() });
  }

  isLarge(linear: number): boolean {
    return this.slots.get(linear >>> 22)?.table === null;
  }

  /** The directory entry's own bits; it must exist. */
  setDirectoryBits(linear: number, bits: number): void {
    this.slot(linear).bits = bits;
  }

  /** Uses the other space's table for the 4 MiB of `linear`. */
  share(linear: number, other: AddressSpace): void {
    this.slots.set(linear >>> 22, { ...other.slot(linear) });
  }

  /** The entry that maps `linear`: 0 where there is none. */
  entry(linear: number): number {
    const slot = this.slots.get(linear >>> 22);
    if (!slot) return 0;
    return slot.table === null ? (slot.frame | slot.bits) >>> 0 : (slot.entries.get((linear >>> 12) & 0x3ff) ?? 0);
  }

  /** Physical address and value of the entry that maps `linear`: the table's, or the directory's of a 4 MiB page. */
  entryAt(linear: number): { address: number; value: number } {
    const slot = this.slot(linear);
    if (slot.table === null) return this.directoryAt(linear);
    return { address: slot.table + 4 * ((linear >>> 12) & 0x3ff), value: this.entry(linear) };
  }

  /** The same of the directory's entry. */
  directoryAt(linear: number): { address: number; value: number } {
    const slot = this.slot(linear);
    return { address: this.directory + 4 * (linear >>> 22), value: ((slot.table ?? slot.frame) | slot.bits) >>> 0 };
  }

  /** Physical address of the table that maps the 4 MiB of `linear`. */
  table(linear: number): number {
    const { table } = this.slot(linear);
    if (table === null) throw new Error(`0x${linear.toString(16)} lies in a 4 MiB page`);
    return table;
  }

  /** Where `linear` is, whatever its entry's rights and P say; null where nothing was mapped. */
  locate(linear: number): number | null {
    const slot = this.slots.get(linear >>> 22);
    if (!slot) return null;
    if (slot.table === null) return (slot.frame | (linear & 0x3fffff)) >>> 0;
    const entry = slot.entries.get((linear >>> 12) & 0x3ff);
    return entry === undefined ? null : ((entry & 0xfffff000) | (linear & 0xfff)) >>> 0;
  }

  /** Bytes at a linear address, as runs at the physical ones. Bytes of pages that were never mapped have no place and are left out. */
  place(linear: number, bytes: Uint8Array): MemoryRun[] {
    const runs: MemoryRun[] = [];
    for (let at = 0; at < bytes.length; ) {
      const address = (linear + at) >>> 0;
      const length = Math.min(bytes.length - at, PAGE_BYTES - (address % PAGE_BYTES));
      const physical = this.locate(address);
      if (physical !== null) runs.push({ address: physical, bytes: bytes.subarray(at, at + length) });
      at += length;
    }
    return runs;
  }

  /** The runs that hold the directory and its tables. */
  runs(): MemoryRun[] {
    const runs: MemoryRun[] = [];
    const top = new Map<number, number>();
    const seen = new Set<number>();
    for (const [index, { bits, table, frame, entries }] of this.slots) {
      top.set(index, ((table ?? frame) | bits) >>> 0);
      if (table === null || seen.has(table)) continue;
      seen.add(table);
      entryRuns(table, entries, runs);
    }
    entryRuns(this.directory, top, runs);
    return runs;
  }

  private slot(linear: number): Directory {
    const index = linear >>> 22;
    let slot = this.slots.get(index);
    if (!slot) {
      slot = { bits: this.directoryBits, table: this.take(), frame: 0, entries: new Map() };
      this.slots.set(index, slot);
    }
    return slot;
  }
}

function entryRuns(table: number, entries: ReadonlyMap<number, number>, runs: MemoryRun[]): void {
  const indices = [...entries.keys()].sort((a, b) => a - b);
  for (let i = 0; i < indices.length; ) {
    const first = indices[i]!;
    let last = first;
    while (i < indices.length && indices[i]! - last <= GAP) last = indices[i++]!;
    const words = new Uint32Array(last - first + 1);
    for (let index = first; index <= last; index++) words[index - first] = entries.get(index) ?? 0;
    runs.push({ address: table + first * 4, bytes: new Uint8Array(words.buffer) });
  }
}
