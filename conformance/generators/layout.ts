/**
 * Where things are in a generated case: one page of tables and stubs, code, data windows, a stack for each ring. Everything is below
 * 1 MiB + 64 KiB (V86 code must reach it); nothing is above 8 MiB and no GDT selector from 0x180 on is used, so an oracle that needs a
 * kernel of its own has room for it.
 */
import type { Segment } from '../case.ts';

export const RAM_BYTES = 16 << 20;

/** Real mode's vectors 0-63; above them the table reads zeros and leads to 0000:0000, a stop. */
export const IVT = 0x0;
export const IVT_BYTES = 0x100;

/** The page of tables and stubs. */
export const TABLES = 0x1000;
export const GDT = TABLES;
export const GDT_LIMIT = 0x17f;
export const LDT = 0x1200;
export const LDT_LIMIT = 0x7f;
export const IDT = 0x1280;
export const IDT_LIMIT = 0x1ff;
export const TSS = 0x1480;
/** 104 bytes, then the permission map of ports 0-255, then a byte of ones. */
export const TSS_LIMIT = 104 + 32;
export const TSS_TASK32 = 0x1520;
export const TSS_TASK16 = 0x15a0;
export const TSS_BUSY = 0x15d0;
/** Handlers: one HLT for each vector, so that EIP tells them apart. At CPL 3 the HLT raises #GP, whose handler is at CPL 0. */
export const HANDLERS = 0x1640;
/** Call-gate targets and handlers that return. */
export const STUBS = 0x1680;
export const STUB_IRET = STUBS;
export const STUB_IRET_OTHER_SIZE = STUBS + 4;
export const STUB_RETF = STUBS + 8;
export const STUB_RETF_OTHER_SIZE = STUBS + 12;
export const STUB_RETF_8 = STUBS + 16;
export const STUB_RETF_4 = STUBS + 20;
export const STUB_HLT = STUBS + 24;
export const TABLES_END = STUBS + 32;

export const CODE = 0x20000;
export const DATA = 0x30000;
export const DATA_ES = 0x40000;
export const DATA_FS = 0x50000;
export const DATA_GS = 0x60000;
export const STACK = 0x70000;
/** Ring stacks named by the TSS: their tops. */
export const STACK_RING: readonly number[] = [0x81000, 0x83000, 0x85000];

const S = 0x10;
const PRESENT = 0x80;
const BIG = 0x4000;
const GRANULAR = 0x8000;
export const DATA_RW = 0x03;
export const DATA_RO = 0x01;
export const DATA_DOWN = 0x07;
export const CODE_RX = 0x0b;
export const CODE_X = 0x09;
export const CODE_CONFORMING = 0x0f;

/** What a table entry is, for generators that want one of a kind. */
export type EntryKind = 'null' | 'data' | 'code' | 'conforming' | 'tss' | 'ldt' | 'taskgate' | 'callgate' | 'other';

export interface Entry {
  name: string;
  kind: EntryKind;
  low: number;
  high: number;
  dpl: number;
}

/** A segment or system descriptor; `limit` in bytes. `type` holds S too where it is a code or data segment. */
function segment(name: string, kind: EntryKind, base: number, limit: number, type: number, dpl: number, flags = PRESENT): Entry {
  const granular = (flags & GRANULAR) !== 0;
  const field = granular ? limit >>> 12 : limit;
  const attributes =
    type | (kind === 'tss' || kind === 'ldt' || kind === 'other' ? 0 : S) | (dpl << 5) | (flags & (PRESENT | BIG | GRANULAR));
  const low = ((base & 0xffff) * 0x10000 + (field & 0xffff)) >>> 0;
  const high = ((base & 0xff000000) | ((base >>> 16) & 0xff) | (attributes << 8) | (field & 0xf0000)) >>> 0;
  return { name, kind, low, high, dpl };
}

/** A gate (SDM Vol. 3A, 5.8.3, 6.11): type 4 and C call, 5 task, 6, 7, E, F interrupt and trap. */
export function gate(name: string, type: number, selector: number, offset: number, dpl: number, parameters = 0, present = true): Entry {
  const low = ((selector << 16) | (offset & 0xffff)) >>> 0;
  const high = ((offset & 0xffff0000) | ((present ? 0x8000 : 0) | (dpl << 13) | (type << 8) | parameters)) >>> 0;
  const kind: EntryKind = type === 5 ? 'taskgate' : type === 4 || type === 0xc ? 'callgate' : 'other';
  return { name, kind, low, high, dpl };
}

const FLAT = PRESENT | BIG | GRANULAR;
const BIG_BYTES = PRESENT | BIG;
const nullEntry: Entry = { name: 'null', kind: 'null', low: 0, high: 0, dpl: 0 };

export const GDT_ENTRIES: readonly Entry[] = [
  nullEntry,
  segment('code32 ring 0 flat', 'code', 0, 0xffffffff, CODE_RX, 0, FLAT), // 08
  segment('data32 ring 0 flat', 'data', 0, 0xffffffff, DATA_RW, 0, FLAT), // 10
  segment('code32 ring 3 flat', 'code', 0, 0xffffffff, CODE_RX, 3, FLAT), // 18
  segment('data32 ring 3 flat', 'data', 0, 0xffffffff, DATA_RW, 3, FLAT), // 20
  segment('data32 ring 1 flat', 'data', 0, 0xffffffff, DATA_RW, 1, FLAT), // 28
  segment('code32 ring 1 flat', 'code', 0, 0xffffffff, CODE_RX, 1, FLAT), // 30
  segment('code32 ring 2 flat', 'code', 0, 0xffffffff, CODE_RX, 2, FLAT), // 38
  segment('data32 ring 2 flat', 'data', 0, 0xffffffff, DATA_RW, 2, FLAT), // 40
  segment('code16 ring 0', 'code', CODE, 0xffff, CODE_RX, 0), // 48
  segment('data16 ring 0', 'data', DATA, 0xffff, DATA_RW, 0), // 50
  segment('code16 ring 3', 'code', CODE, 0xffff, CODE_RX, 3), // 58
  segment('data16 ring 3', 'data', DATA, 0xffff, DATA_RW, 3), // 60
  segment('code16 ring 1', 'code', CODE, 0xffff, CODE_RX, 1), // 68
  segment('data16 ring 1', 'data', DATA, 0xffff, DATA_RW, 1), // 70
  segment('code16 ring 2', 'code', CODE, 0xffff, CODE_RX, 2), // 78
  segment('data16 ring 2', 'data', DATA, 0xffff, DATA_RW, 2), // 80
  segment('current task', 'tss', TSS, TSS_LIMIT, 0x0b, 0), // 88
  segment('local table', 'ldt', LDT, LDT_LIMIT, 0x02, 0), // 90
  segment('task, 32-bit', 'tss', TSS_TASK32, 103, 0x09, 0), // 98
  segment('task, 16-bit', 'tss', TSS_TASK16, 43, 0x01, 3), // A0
  segment('task, busy', 'tss', TSS_BUSY, 103, 0x0b, 3), // A8
  segment('task, not present', 'tss', TSS_TASK32, 103, 0x09, 3, 0), // B0
  gate('task gate', 5, 0x98, 0, 3), // B8
  gate('call gate 32 to ring 0', 0xc, 0x08, STUB_RETF, 3), // C0
  gate('call gate 32 to ring 0, 2 parameters', 0xc, 0x08, STUB_RETF_8, 3, 2), // C8
  gate('call gate 16 to ring 0, 2 parameters', 4, 0x160, STUB_RETF_4 - TABLES, 3, 2), // D0
  gate('call gate 32, ring 0 only', 0xc, 0x08, STUB_HLT, 0), // D8
  gate('call gate 32, not present', 0xc, 0x08, STUB_RETF, 3, 0, false), // E0
  gate('call gate to a data segment', 0xc, 0x10, STUB_RETF, 3), // E8
  segment('conforming code32 ring 0', 'conforming', 0, 0xffffffff, CODE_CONFORMING, 0, FLAT), // F0
  segment('conforming code16 ring 2', 'conforming', CODE, 0xffff, CODE_CONFORMING, 2), // F8
  segment('data32 ring 3 expand-down', 'data', 0, DATA - 1, DATA_DOWN, 3, BIG_BYTES), // 100
  segment('data16 ring 3 expand-down', 'data', DATA, 0x7ff, DATA_DOWN, 3), // 108
  segment('data32 ring 3 read-only', 'data', 0, 0xffffffff, DATA_RO, 3, FLAT), // 110
  segment('code32 ring 3 execute-only', 'code', 0, 0xffffffff, CODE_X, 3, FLAT), // 118
  segment('data32 ring 3 not present', 'data', 0, 0xffffffff, DATA_RW, 3, FLAT & ~PRESENT), // 120
  segment('code32 ring 3 not present', 'code', 0, 0xffffffff, CODE_RX, 3, FLAT & ~PRESENT), // 128
  segment('reserved system type', 'other', DATA, 0xffff, 0x08, 3), // 130
  segment('data32 ring 3, 256 bytes', 'data', DATA, 0xff, DATA_RW, 3, BIG_BYTES), // 138
  segment('data32 ring 3 above RAM', 'data', 0xfff00000, 0xfffff, DATA_RW, 3, BIG_BYTES), // 140
  segment('data32 ring 3 around 4 GiB', 'data', 0xfffff000, 0xffffffff, DATA_RW, 3, FLAT), // 148
  segment('data32 ring 3, odd base', 'data', DATA + 1, 0xfffff, DATA_RW, 3, BIG_BYTES), // 150
  gate('call gate 32 to conforming code', 0xc, 0xf0, STUB_RETF, 3), // 158
  segment('code16 ring 0 over the stubs', 'code', TABLES, 0xffff, CODE_RX, 0), // 160
  segment('code32 ring 0, base', 'code', CODE, 0xfff, CODE_RX, 0, BIG_BYTES), // 168
  segment('data32 ring 3 not accessed', 'data', 0, 0xffffffff, DATA_RW & ~1, 3, FLAT), // 170
  segment('code32 ring 3, base', 'code', CODE, 0x1fff, CODE_RX, 3, BIG_BYTES), // 178
];

export const LDT_ENTRIES: readonly Entry[] = [
  segment('ldt data32 ring 3', 'data', 0, 0xffffffff, DATA_RW, 3, FLAT), // 04
  segment('ldt code32 ring 3', 'code', 0, 0xffffffff, CODE_RX, 3, FLAT), // 0C
  segment('ldt data16 ring 0', 'data', DATA_ES, 0xffff, DATA_RW, 0), // 14
  segment('ldt code16 ring 0', 'code', CODE, 0xffff, CODE_RX, 0), // 1C
  segment('ldt data16 ring 3', 'data', DATA_ES, 0xffff, DATA_RW, 3), // 24
  segment('ldt code16 ring 3', 'code', CODE, 0xffff, CODE_RX, 3), // 2C
  segment('ldt over the code', 'data', CODE, 0x1fff, DATA_RW, 3, BIG_BYTES), // 34
  segment('ldt stack16 ring 3', 'data', STACK, 0xffff, DATA_RW, 3), // 3C
  segment('ldt stack16 ring 0', 'data', STACK, 0xffff, DATA_RW, 0), // 44
  segment('ldt conforming code32 ring 3', 'conforming', 0, 0xffffffff, CODE_CONFORMING, 3, FLAT), // 4C
  gate('ldt call gate 32', 0xc, 0x08, STUB_RETF, 3), // 54
  gate('ldt task gate', 5, 0xa0, 0, 3), // 5C
  segment('ldt data not present', 'data', DATA, 0xffff, DATA_RW, 3, 0), // 64
  segment('ldt stack32 expand-down ring 0', 'data', 0, STACK - 1, DATA_DOWN, 0, BIG_BYTES), // 6C
  segment('ldt data16 ring 3, odd base', 'data', DATA + 3, 0x1234, DATA_RW, 3), // 74
  gate('ldt interrupt gate', 0xe, 0x08, STUB_HLT, 3), // 7C
];

/** The main segments of a ring, as selectors with the RPL set. */
export const CODE32: readonly number[] = [0x08, 0x31, 0x3a, 0x1b];
export const DATA32: readonly number[] = [0x10, 0x29, 0x42, 0x23];
export const CODE16: readonly number[] = [0x48, 0x69, 0x7a, 0x5b];
export const DATA16: readonly number[] = [0x50, 0x71, 0x82, 0x63];

export function entryOf(selector: number): Entry | undefined {
  const index = (selector & 0xffff) >>> 3;
  return selector & 4 ? LDT_ENTRIES[index] : GDT_ENTRIES[index];
}

export const NULL_SEGMENT: Segment = Object.freeze({ selector: 0, base: 0, limit: 0, attributes: 0 });

/** The hidden part that loading `selector` gives (SDM Vol. 3A, 3.4.3, 3.4.5). */
export function loaded(selector: number): Segment {
  const entry = entryOf(selector);
  if (!entry || (selector & 0xfffc) === 0) return { selector: selector & 3, base: 0, limit: 0, attributes: 0 };
  const { low, high } = entry;
  const field = (low & 0xffff) | (high & 0xf0000);
  return {
    selector,
    base: ((low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000)) >>> 0,
    limit: (high & 0x800000 ? (field << 12) | 0xfff : field) >>> 0,
    attributes: ((high >>> 8) & 0xf0ff) | ((high & 0x1000) !== 0 ? 1 : 0), // the processor sets the accessed bit as it loads
  };
}

/** Segment registers of real mode and of virtual-8086 mode (SDM Vol. 3B, 20.1.1, 20.2). */
export function realSegment(selector: number, v86: boolean): Segment {
  return { selector, base: selector << 4, limit: 0xffff, attributes: v86 ? 0xf3 : 0x93 };
}

/** How the IDT answers: variants of the table image. */
export const IDT_VARIANTS = ['interrupt gates', 'trap gates and rings', '16-bit gates', 'task gates', 'broken gates'] as const;

function idtEntry(variant: number, vector: number): Entry {
  const handler = HANDLERS + vector;
  switch (vector) {
    case 0x20:
      return gate('trap gate', 0xf, 0x08, STUB_IRET, 3);
    case 0x21:
      return gate('16-bit interrupt gate', 6, 0x160, STUB_IRET - TABLES, 3);
    case 0x22:
      return gate('conforming handler', 0xe, 0xf0, STUB_IRET, 3);
    case 0x23:
      return gate('task gate', 5, 0x98, 0, 3);
    case 0x24:
      return gate('task gate, 16-bit task', 5, 0xa0, 0, 3);
    case 0x25:
      return gate('not present', 0xe, 0x08, handler, 3, 0, false);
    case 0x26:
      return gate('a call gate', 0xc, 0x08, handler, 3);
    case 0x27:
      return gate('null selector', 0xe, 0, handler, 3);
    case 0x28:
      return gate('to a data segment', 0xe, 0x10, handler, 3);
    case 0x29:
      return gate('to code not present', 0xe, 0x128, handler, 3);
    case 0x2a:
      return gate('to ring 3', 0xe, 0x18, handler, 3);
    case 0x2b:
      return gate('ring 0 only', 0xe, 0x08, handler, 0);
    case 0x2c:
      return gate('interrupt gate that returns', 0xe, 0x08, STUB_IRET, 3);
    case 0x2d:
      return gate('16-bit trap gate', 7, 0x160, STUB_IRET - TABLES, 3);
    case 0x2e:
      return gate('to ring 1', 0xf, 0x30, STUB_IRET, 3);
    case 0x2f:
      return gate('to ring 2', 0xe, 0x38, STUB_IRET, 3);
    case 0x30:
      return gate('task gate to a busy task', 5, 0xa8, 0, 3);
    case 0x31:
      return gate('task gate to a task not present', 5, 0xb0, 0, 3);
    case 0x32:
      return gate('outside the table', 0xe, 0xfff8, handler, 3);
    case 0x33:
      return { ...nullEntry, name: 'zero' };
    default:
  }
  const software = vector === 3 || vector === 4 || vector === 5 ? 3 : vector >= 32 ? 3 : 0;
  switch (variant) {
    case 1:
      return gate('trap gate', 0xf, vector === 13 ? 0x08 : vector % 5 === 1 ? 0x30 : vector % 5 === 2 ? 0xf0 : 0x08, handler, software);
    case 2:
      return gate('16-bit gate', vector & 1 ? 7 : 6, 0x160, handler - TABLES, software);
    case 3:
      if (vector === 1 || vector === 6 || vector === 8 || vector === 10 || vector === 13) return gate('task gate', 5, 0x98, 0, software);
      break;
    case 4:
      if (vector % 3 === 0) return gate('not present', 0xe, 0x08, handler, software, 0, false);
      if (vector % 3 === 1) return gate('null selector', 0xe, 0, handler, software);
      break;
    default:
  }
  return gate('interrupt gate', 0xe, 0x08, handler, software);
}

function putEntries(to: DataView, at: number, entries: readonly Entry[]): void {
  entries.forEach((entry, index) => {
    to.setUint32(at + index * 8, entry.low, true);
    to.setUint32(at + index * 8 + 4, entry.high, true);
  });
}

/** The entry for a page of tables that is `delta` higher: bases of system segments, targets of gates into flat code. */
function moved(entry: Entry, delta: number): Entry {
  if (delta === 0) return entry;
  const { low, high } = entry;
  if (entry.kind === 'tss' || entry.kind === 'ldt' || entry.name === 'code16 ring 0 over the stubs') {
    const base = (((low >>> 16) | ((high & 0xff) << 16) | (high & 0xff000000)) + delta) >>> 0;
    return {
      ...entry,
      low: ((base << 16) | (low & 0xffff)) >>> 0,
      high: ((base & 0xff000000) | ((base >>> 16) & 0xff) | (high & 0x00ffff00)) >>> 0,
    };
  }
  const type = (high >>> 8) & 0x1f;
  if (type !== 0xc && type !== 0xe && type !== 0xf) return entry;
  const offset = (((high & 0xffff0000) | (low & 0xffff)) + delta) >>> 0;
  return { ...entry, low: ((low & 0xffff0000) | (offset & 0xffff)) >>> 0, high: ((offset & 0xffff0000) | (high & 0xffff)) >>> 0 };
}

/** A 32-bit TSS (SDM Vol. 3A, 7.2.1) whose task starts at the HLT stub in ring 0. */
function putTss32(to: DataView, at: number, delta: number): void {
  for (let ring = 0; ring < 3; ring++) {
    to.setUint32(at + 4 + ring * 8, STACK_RING[ring]! + delta, true);
    to.setUint32(at + 8 + ring * 8, DATA32[ring]!, true);
  }
  to.setUint32(at + 0x20, STUB_HLT + delta, true);
  to.setUint32(at + 0x24, 2, true);
  for (let i = 0; i < 8; i++) to.setUint32(at + 0x28 + i * 4, 0x01010101 * (i + 1), true);
  to.setUint32(at + 0x38, 0x87000 + delta, true); // ESP
  to.setUint32(at + 0x48, 0x10, true);
  to.setUint32(at + 0x4c, 0x08, true);
  to.setUint32(at + 0x50, 0x10, true);
  to.setUint32(at + 0x54, 0x23, true);
  to.setUint32(at + 0x58, 0, true);
  to.setUint32(at + 0x5c, 0x50, true);
  to.setUint32(at + 0x60, 0x90, true);
  to.setUint16(at + 0x66, 104, true);
}

/** A 16-bit TSS (7.6) whose task starts at the IRET stub in ring 0. */
function putTss16(to: DataView, at: number): void {
  to.setUint16(at + 2, 0xf000, true);
  to.setUint16(at + 4, 0x50, true);
  to.setUint16(at + 0x0e, STUB_IRET, true);
  to.setUint16(at + 0x10, 2, true);
  for (let i = 0; i < 8; i++) to.setUint16(at + 0x12 + i * 2, 0x1111 * (i + 1), true);
  to.setUint16(at + 0x1a, 0xe000, true); // SP
  to.setUint16(at + 0x22, 0x50, true);
  to.setUint16(at + 0x24, 0x08, true);
  to.setUint16(at + 0x26, 0x50, true);
  to.setUint16(at + 0x28, 0x50, true);
  to.setUint16(at + 0x2a, 0x90, true);
}

const STUB_BYTES: readonly [number, readonly number[]][] = [
  [STUB_IRET, [0xcf]],
  [STUB_IRET_OTHER_SIZE, [0x66, 0xcf]],
  [STUB_RETF, [0xcb]],
  [STUB_RETF_OTHER_SIZE, [0x66, 0xcb]],
  [STUB_RETF_8, [0xca, 8, 0]],
  [STUB_RETF_4, [0xca, 4, 0]],
];

function tablesImage(variant: number, delta = 0): Uint8Array {
  const bytes = new Uint8Array(TABLES_END - TABLES);
  const view = new DataView(bytes.buffer);
  const move = (entry: Entry): Entry => moved(entry, delta);
  putEntries(view, GDT - TABLES, GDT_ENTRIES.map(move));
  putEntries(view, LDT - TABLES, LDT_ENTRIES.map(move));
  putEntries(
    view,
    IDT - TABLES,
    Array.from({ length: 64 }, (_, vector) => move(idtEntry(variant, vector))),
  );
  putTss32(view, TSS - TABLES, delta);
  for (let i = 0; i < 32; i++) bytes[TSS - TABLES + 104 + i] = i % 3 === 0 ? 0 : i % 3 === 1 ? 0xff : 0x5a;
  bytes[TSS - TABLES + TSS_LIMIT] = 0xff;
  putTss32(view, TSS_TASK32 - TABLES, delta);
  putTss16(view, TSS_TASK16 - TABLES);
  putTss32(view, TSS_BUSY - TABLES, delta);
  bytes.fill(0xf4, HANDLERS - TABLES);
  for (const [at, code] of STUB_BYTES) bytes.set(code, at - TABLES);
  return bytes;
}

/** The page of tables, by IDT variant. Shared between cases: never written to. */
export const TABLES_IMAGES: readonly Uint8Array[] = IDT_VARIANTS.map((_, variant) => tablesImage(variant));

const TABLES_BY_DELTA = new Map<number, readonly Uint8Array[]>([[0, TABLES_IMAGES]]);

/** The same for tables whose linear addresses are `delta` higher. */
export function tablesAt(delta: number): readonly Uint8Array[] {
  let images = TABLES_BY_DELTA.get(delta);
  if (!images) {
    images = IDT_VARIANTS.map((_, variant) => tablesImage(variant, delta));
    TABLES_BY_DELTA.set(delta, images);
  }
  return images;
}

/** Real mode's vector table: HLT stubs by vector; 0x20, 0x2C-0x2F return. Shared between cases. */
export const IVT_IMAGE: Uint8Array = (() => {
  const bytes = new Uint8Array(IVT_BYTES);
  const view = new DataView(bytes.buffer);
  for (let vector = 0; vector < 64; vector++) {
    const returns = vector === 0x20 || (vector >= 0x2c && vector < 0x30);
    view.setUint16(vector * 4, (returns ? STUB_IRET : HANDLERS + vector) - TABLES, true);
    view.setUint16(vector * 4 + 2, TABLES >> 4, true);
  }
  return bytes;
})();
