/** From what the batch kernel wrote to a result. */
import type { Case, MemoryRun, Registers, Result, Segment } from '../../case.ts';
import { constant } from './constants.ts';
import { findDescriptor, LinearView, type MemoryView, RAM_BYTES, unpack } from './memory-view.ts';
import type { Record } from './records.ts';

const MAGIC = constant('MAGIC');
const CLEAN = constant('ITEM_CLEAN');
const POLLUTED = constant('ITEM_POLLUTED');
const WANTS_FX_BYTES = 512;
const [RF, VM, AC] = [0x10000, 0x20000, 0x40000] as const;
const HLT = 0xf4;
const PG = 0x80000000;
const TS = 8;
/** Prefixes that may stand before a REP. */
const SEGMENT_AND_SIZE: ReadonlySet<number> = new Set([0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0]);
const NOTE_TIME = 'instructions are not counted: a time limit';

export interface Output {
  /** one for each case that is done */
  items: Uint8Array[];
  /** cases that may have written where nobody looked, or have met what another had written there */
  suspect: Set<number>;
}

/** Reads what stands on the disk; null: the kernel has not written anything yet. */
export function readOutput(area: Uint8Array): Output | null {
  const view = new DataView(area.buffer, area.byteOffset, area.byteLength);
  if (area.length < 512 || view.getUint32(0, true) !== MAGIC) return null;
  const end = 512 + view.getUint32(8, true);
  const items: Uint8Array[] = [];
  const suspect = new Set<number>();
  let scanned = 0;
  const mark = (): void => {
    for (let i = scanned; i < items.length; i++) suspect.add(i);
  };
  for (let at = 512; at + 8 <= end; ) {
    const bytes = view.getUint32(at, true);
    if (bytes < 8 || at + bytes > area.length) break;
    const kind = view.getUint32(at + 4, true);
    if (kind === POLLUTED) mark();
    if (kind === POLLUTED || kind === CLEAN) scanned = items.length;
    else items.push(area.subarray(at, at + bytes));
    at += bytes;
  }
  mark();
  return { items, suspect };
}

const STATS = { instructions: 0, entries: 0, scans: 0, scannedBytes: 0, invalidations: 0, evictions: 0, exits: [] as number[] };

/** A result without a run: of outcome `unsupported` or `crashed`. */
export function noResult(one: Case, engine: string, outcome: 'unsupported' | 'crashed', error: string): Result {
  return {
    id: one.id,
    engine,
    outcome,
    exception: null,
    delivered: [],
    registers: one.registers,
    fx: null,
    memory: [],
    out: [],
    stats: STATS,
    notes: [],
    error,
  };
}

export function decodeOutput(one: Case, record: Record, item: Uint8Array, engine: string): Result {
  const view = new DataView(item.buffer, item.byteOffset, item.byteLength);
  const u32 = (word: number): number => view.getUint32(word * 4, true);
  const vector = u32(1);
  const start = one.registers;
  const real = (start.cr0 & 1) === 0;
  const paged = (start.cr0 & PG) !== 0;
  if (vector === constant('EXIT_SHUTDOWN')) {
    if (real)
      return noResult(one, engine, 'unsupported', 'a shutdown in real mode may be the kernel’s own: it is entered through the stack');
    // Nothing is mapped beyond RAM, so a frame that goes there faults and faults again.
    if (!paged && start.segments[2]!.base + start.gpr[4]! > RAM_BYTES)
      return noResult(one, engine, 'unsupported', 'a shutdown by a stack outside RAM');
    return { ...noResult(one, engine, 'crashed', ''), outcome: 'shutdown', error: null, notes: [], unobserved: { state: true } };
  }
  if (vector & constant('EXIT_KERNEL'))
    return noResult(one, engine, 'crashed', `vector ${vector & 0xff} while the kernel loaded the case’s state`);
  const errorCode = u32(3) ? u32(2) : null;
  const gpr = [11, 10, 9, 8, 7, 6, 5, 4].map(u32);
  let eip = u32(12);
  let eflags = u32(13);
  const selectors = [14, 15, 16, 17, 18, 19].map((word) => u32(word) & 0xffff);
  const task = u32(21) & 0xffff;
  const [cr0, dr6, dr7, cr2, cr4] = [22, 23, 24, 25, 26].map(u32) as [number, number, number, number, number];
  const dr = [27, 28, 29, 30].map(u32);
  let at = 31 * 4;
  let fx: Uint8Array | null = null;
  if (one.wantsFx) {
    fx = item.slice(at, at + WANTS_FX_BYTES);
    at += WANTS_FX_BYTES;
  }
  const memory = differences(one, record, item, at);
  const now = new LinearView([...one.memory, ...memory], start);

  const segments: Segment[] = start.segments.map((segment, i) => (i < 6 ? { ...segment, selector: selectors[i]! } : segment));
  const v86 = !real && (eflags & VM) !== 0;
  const cpl = real ? 0 : v86 ? 3 : selectors[1]! & 3;
  const registers: Registers = {
    gpr,
    eip,
    eflags,
    segments,
    gdtr: start.gdtr,
    idtr: start.idtr,
    cr0: real ? cr0 : paged ? ((cr0 & ~TS) | (start.cr0 & TS)) >>> 0 : ((cr0 & 0x7ffeffff) | (start.cr0 & 0x10000)) >>> 0,
    cr2,
    cr3: start.cr3,
    cr4,
    // A task switch clears the local enable bits (SDM Vol. 3B, 17.2.4).
    dr: [...dr, 0, 0, dr6, real ? dr7 : ((dr7 & ~0x55) | (start.dr[7]! & 0x55)) >>> 0],
    tsc: start.tsc,
    cpl,
    shadow: 'none',
  };
  if (!real && !record.lent && task !== start.segments[7]!.selector) {
    const found = findDescriptor(one, now, task);
    if (!found || (unpack(found).attributes & 0x1d) !== 0x09)
      return noResult(one, engine, 'unsupported', 'the case ended in a 16-bit task');
    segments[7] = { selector: task, ...unpack(found) };
    if (paged && (segments[7].base ^ start.segments[7]!.base) & 0xfffff000)
      return noResult(one, engine, 'unsupported', 'the case ended in a task of another page');
    const local = now.word(segments[7].base + 0x60);
    const table = findDescriptor(one, now, local & 0xfffb);
    segments[6] = table && local & 0xfff8 ? { selector: local, ...unpack(table) } : { selector: local, base: 0, limit: 0, attributes: 0 };
  }
  reconstruct({ ...one, registers: { ...start, segments } }, start, now, segments, real, v86);

  if (record.breakpoints) {
    // The debug registers are the kernel's own; a single step or ICEBP of the case leaves its sign in DR6.
    const status = (start.dr[6]! & ~0x1e00f) | (vector === 1 && !stoppedByBreakpoint(dr6) ? dr6 & 0x1e000 : start.dr[6]! & 0x1e00f);
    registers.dr = [...start.dr.slice(0, 6), status >>> 0, start.dr[7]!];
  }
  if (real && [...start.segments.slice(0, 6), ...segments.slice(0, 6)].some(overKernel))
    return noResult(one, engine, 'unsupported', 'a segment over the kernel’s memory');
  const base = segments[1]!.base;
  const result: Result = {
    id: one.id,
    engine,
    outcome: 'exception',
    exception: null,
    delivered: [],
    registers,
    fx,
    memory,
    out: [],
    stats: STATS,
    notes: [NOTE_TIME],
    error: null,
    unobserved: {
      deliveries: true,
      hidden: true,
      shadow: true,
      cr0: real ? 0 : 8,
      dr7: real ? 0 : 0x55,
      eip: real ? 0xffff0000 : 0,
      eflags: real ? AC : 0,
      memory: real
        ? [...record.own.map(rangeOf), ...belowStack(segments[2]!, gpr[4]!)]
        : [...record.own.map(rangeOf), ...record.unseen, ...savedState(segments[7]!, record, now)],
    },
  };
  if (vector === 2) {
    const halted = cpl === 0 && now.byte((base + eip - 1) >>> 0) === HLT;
    if (halted && repeats(now, (base + eip) >>> 0))
      return noResult(one, engine, 'unsupported', 'the watchdog came after a HLT or into a repeated instruction behind one');
    result.outcome = halted ? 'halted' : 'limit';
    eflags &= ~RF;
  } else if (vector === 1 && record.breakpoints && (!one.stop.exception || stoppedByBreakpoint(dr6))) {
    if (!stoppedByBreakpoint(dr6) || !one.stop.eip.includes((base + eip) >>> 0))
      return noResult(one, engine, 'unsupported', 'vector 1 is the kernel’s stop');
    // The NMI that ends a HLT meets the breakpoint first.
    if (cpl === 0 && now.byte((base + eip - 1) >>> 0) === HLT)
      return noResult(one, engine, 'unsupported', 'a HLT that the case has written before its stop');
    result.outcome = 'stopped';
    eflags &= ~RF;
  } else if (vector === 3) {
    eip = real ? (eip - 1) & 0xffff : (eip - 1) >>> 0;
    if (!one.stop.eip.includes((base + eip) >>> 0)) return noResult(one, engine, 'unsupported', 'vector 3 is the kernel’s stop');
    result.outcome = 'stopped';
    eflags &= ~RF;
  } else if (vector === 14 && !real && !paged) {
    return noResult(one, engine, 'unsupported', 'an access outside RAM');
  } else if (vector === 13 && eip > segments[1]!.limit && one.stop.eip.includes((base + eip) >>> 0)) {
    // The stop lies beyond the limit of CS: the INT3 there could not be fetched, but the stop came first.
    result.outcome = 'stopped';
    eflags &= ~RF;
  } else if (real && vector === 13 && eip === 0 && one.stop.eip.includes(base + 0x10000)) {
    result.outcome = 'stopped'; // likewise, and the frame holds 16 bits
    eip = 0x10000;
  } else {
    result.exception = { vector, errorCode };
    // An IRET of the case may have set RF for the instruction that faulted: what was pushed does not tell.
    if (eip !== start.eip) result.unobserved!.eflags = (result.unobserved!.eflags ?? 0) | RF;
    // Faults push RF set; what the case sees of it is what it had.
    eflags = eip === start.eip ? (eflags & ~RF) | (start.eflags & RF) : eflags & ~RF;
  }
  registers.eip = eip;
  registers.eflags = (eflags | 2) >>> 0;
  return result;
}

/** Whether a repeated string instruction stands there: it may be under way. */
function repeats(memory: MemoryView, at: number): boolean {
  for (let i = 0; i < 14; i++) {
    const byte = memory.byte(at + i);
    if (byte === 0xf2 || byte === 0xf3) return true;
    if (!SEGMENT_AND_SIZE.has(byte)) return false;
  }
  return false;
}

/** The six bytes below SS:SP: the frame by which the kernel was entered has replaced what stood there. */
function belowStack(ss: Segment, esp: number): { address: number; length: number }[] {
  const pointer = esp & 0xffff;
  const part = (offset: number): { address: number; length: number } => ({ address: (ss.base + (offset & 0xffff)) >>> 0, length: 2 });
  return [part(pointer - 2), part(pointer - 4), part(pointer - 6)];
}

/** In real mode nothing keeps a case from reading F0000-FFFFF, where the kernel is. */
function overKernel({ base }: Segment): boolean {
  return base > 0xe0000 && base < 0x100000;
}

function rangeOf({ address, bytes }: MemoryRun): { address: number; length: number } {
  return { address, length: bytes.length };
}

/** The fields of the current TSS into which the way out has saved the case's state. */
function savedState(tr: Segment, record: Record, now: LinearView): { address: number; length: number }[] {
  return record.lent ? [] : [{ address: now.locate(tr.base + 0x20) ?? 0, length: 0x40 }];
}

const stoppedByBreakpoint = (dr6: number): boolean => (dr6 & 0xf) !== 0 && (dr6 & 0x4000) === 0;

/** Hidden parts cannot be read out of a processor: a selector that is still the start's keeps its own, another gets its table's. */
function reconstruct(one: Case, start: Registers, now: MemoryView, segments: Segment[], real: boolean, v86: boolean): void {
  for (let i = 0; i < 6; i++) {
    const before = start.segments[i]!;
    const segment = segments[i]!;
    const sameKind = ((start.eflags & VM) !== 0) === v86;
    if (segment.selector === before.selector && sameKind) continue;
    if (real || v86) {
      segments[i] = {
        selector: segment.selector,
        base: segment.selector * 16,
        limit: real ? before.limit : 0xffff,
        attributes: real ? before.attributes : 0xf3,
      };
      continue;
    }
    const found = (segment.selector & 0xfffc) === 0 ? null : findDescriptor(one, now, segment.selector);
    if (!found) segments[i] = { selector: segment.selector, base: 0, limit: 0, attributes: 0 };
    else {
      const { base, limit, attributes } = unpack(found);
      segments[i] = { selector: segment.selector, base, limit, attributes: attributes | 1 };
    }
  }
}

/** Stretches of doublewords to runs of bytes that differ from the case's start. */
function differences(one: Case, record: Record, item: Uint8Array, from: number): MemoryRun[] {
  const view = new DataView(item.buffer, item.byteOffset, item.byteLength);
  const changed = new Map<number, number>();
  for (let at = from; at + 8 <= item.length; ) {
    const address = view.getUint32(at, true);
    if (address === 0xffffffff) break;
    const length = view.getUint32(at + 4, true);
    at += 8;
    for (let i = 0; i < length; i++) {
      const value = item[at + i]!;
      if (value !== record.memory.byte(address + i)) changed.set(address + i, value);
    }
    at += length;
  }
  for (const { address, bytes } of record.own) {
    for (let i = 0; i < bytes.length; i++) if (changed.get(address + i) === bytes[i]) changed.delete(address + i);
  }
  const linear = new LinearView(one.memory, one.registers);
  // The accessed bits of the first CS and SS are set by the kernel's own loads.
  if (one.registers.cr0 & 1) {
    for (const index of [1, 2]) {
      const { selector } = one.registers.segments[index]!;
      const table = selector & 4 ? one.registers.segments[6]!.base : one.registers.gdtr.base;
      const access = linear.locate((table + (selector & 0xfff8) + 5) >>> 0) ?? -1;
      if (changed.get(access) === (record.memory.byte(access) | 1)) changed.delete(access);
    }
  }
  const addresses = [...changed.keys()].sort((a, b) => a - b);
  const runs: MemoryRun[] = [];
  for (let i = 0; i < addresses.length; ) {
    let end = i + 1;
    while (end < addresses.length && addresses[end] === addresses[end - 1]! + 1) end++;
    runs.push({ address: addresses[i]!, bytes: Uint8Array.from(addresses.slice(i, end), (address) => changed.get(address)!) });
    i = end;
  }
  return runs;
}
