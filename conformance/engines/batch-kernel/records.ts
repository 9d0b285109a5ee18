/** From a case to the record that the batch kernel takes: every check a processor would make while the kernel loads the state is made here. */
import type { Case, MemoryRun, Segment } from '../../case.ts';
import { constant } from './constants.ts';
import { look } from './instructions.ts';
import { type Descriptor, findDescriptor, LinearView, MemoryView, pack, RAM_BYTES, unpack } from './memory-view.ts';

const [ES, CS, SS, DS, FS, GS, LDTR, TR] = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const DATA_SEGMENTS = [ES, DS, FS, GS] as const;
export const KERNEL_ROM = 0xf0000;
export const KERNEL_ROM_END = 0x100000;
const PG = 0x80000000;
const PRESENT = 1;
/** The page directory that the kernel puts into CR3 while an unpaged case runs: a task switch loads CR3 from the TSS. */
const PAGE_DIRECTORY = 0x2031000;
const CR4_KNOWN = 0x79f;
const CR4_DE = 8;
const [TF, RF, VM, VIF_VIP] = [0x100, 0x10000, 0x20000, 0x180000] as const;

export interface Record {
  bytes: Uint8Array;
  /** The start memory as the kernel has it: with page directories patched into TSSs. */
  memory: MemoryView;
  /** Ranges of RAM in which the kernel's own work shows, besides `own`. */
  unseen: { address: number; length: number }[];
  /** Bytes that the kernel itself puts into the case's RAM, and that therefore say nothing when they differ. */
  own: MemoryRun[];
  /** The case has no task register that the kernel can use: it lends one. */
  lent: boolean;
  /** stops, or some of them, are breakpoints */
  breakpoints: boolean;
}

/** Thrown with the reason why this case is not for the batch kernel. */
export class Unsupported extends Error {
  override readonly name = 'Unsupported';
}

function refuse(reason: string): never {
  throw new Unsupported(reason);
}

const present = (segment: Segment): boolean => (segment.attributes & 0x80) !== 0;
const dplOf = (segment: Segment): number => (segment.attributes >>> 5) & 3;
const isCode = (segment: Segment): boolean => (segment.attributes & 0x18) === 0x18;
const nullSelector = (selector: number): boolean => (selector & 0xfffc) === 0;

function packed(segment: Segment, name: string): Descriptor {
  return pack(segment) ?? refuse(`no descriptor can say ${name}’s hidden part`);
}

/** CS and SS are loaded from the table while the case starts, so the table must hold what the case says they are. */
function sameAsTable(one: Case, memory: MemoryView, segment: Segment, name: string): void {
  const found = findDescriptor(one, memory, segment.selector) ?? refuse(`${name}’s selector is outside its table`);
  const table = unpack(found);
  const accessed = 1;
  if (table.base !== segment.base || table.limit !== segment.limit || (table.attributes | accessed) !== (segment.attributes | accessed))
    refuse(`${name}’s hidden part is not what its table holds`);
}

function checkProtected(one: Case, memory: MemoryView): void {
  const { segments, cpl, eip } = one.registers;
  const cs = segments[CS]!;
  const ss = segments[SS]!;
  sameAsTable(one, memory, cs, 'cs');
  sameAsTable(one, memory, ss, 'ss');
  const conforming = (cs.attributes & 4) !== 0;
  if (!isCode(cs) || !present(cs) || (cs.selector & 3) !== cpl || (conforming ? dplOf(cs) > cpl : dplOf(cs) !== cpl))
    refuse('cs does not fit the CPL');
  if (eip > cs.limit) refuse('EIP is beyond the limit of cs');
  if (!present(ss) || (ss.attributes & 0x1a) !== 0x12 || (ss.selector & 3) !== cpl || dplOf(ss) !== cpl) refuse('ss does not fit the CPL');
  for (const i of DATA_SEGMENTS) {
    const segment = segments[i]!;
    if (!present(segment)) {
      if (!nullSelector(segment.selector)) refuse('a data segment that is neither null nor present');
      continue;
    }
    if (nullSelector(segment.selector)) refuse('a null selector with a segment behind it');
    if ((segment.attributes & 0x10) === 0 || (segment.attributes & 0x0a) === 0x08) refuse('a data segment that cannot be read');
    const free = isCode(segment) && (segment.attributes & 4) !== 0;
    if (!free && dplOf(segment) < Math.max(cpl, segment.selector & 3)) refuse('a data segment above the CPL');
    if ((segment.selector & 0xfff8) >= 0xf000 && !(segment.selector & 4)) refuse('a selector of the kernel’s own');
  }
}

function checkReal(one: Case, v86: boolean): void {
  const { segments, eip } = one.registers;
  if (eip > 0xffff) refuse('EIP is beyond 64 KiB');
  for (let i = ES; i <= GS; i++) {
    const segment = segments[i]!;
    if (segment.base !== segment.selector * 16) refuse('a base that is not 16 times the selector');
    if (v86 && (segment.limit !== 0xffff || (segment.attributes & 0xf0fe) !== 0xf2)) refuse('a V86 segment with another limit or type');
  }
  const cs = segments[CS]!;
  if (!v86 && (cs.limit !== 0xffff || (cs.attributes & 0xc080) !== 0x80)) refuse('a real mode cs with another limit or type');
}

/** Where the twelve bytes below the stack pointer lie, when they can hold a frame. */
function frameBelow(one: Case): { linear: number; esp: number } {
  const ss = one.registers.segments[SS]!;
  const esp = one.registers.gpr[4]!;
  const big = (ss.attributes & 0x4000) !== 0;
  const pointer = big ? esp : esp & 0xffff;
  const offset = pointer - 12;
  const down = (ss.attributes & 0x0c) === 0x04;
  const fits = down ? offset > ss.limit && pointer <= (big ? 0xffffffff : 0xffff) : pointer - 1 <= ss.limit;
  const linear = ss.base + offset;
  if (offset < 0 || !fits || linear + 12 > RAM_BYTES || linear < 0)
    refuse('no room below the stack pointer for the frame that sets TF or RF');
  return { linear, esp: big ? offset : ((esp & 0xffff0000) | offset) >>> 0 };
}

/** TSSs that a task switch could reach: their CR3 fields must lead to the kernel's page directory. */
function taskPatches(one: Case, memory: MemoryView): MemoryRun[] {
  const patches = new Map<number, MemoryRun>();
  const { gdtr } = one.registers;
  const bytes = Uint8Array.of(PAGE_DIRECTORY & 0xff, (PAGE_DIRECTORY >>> 8) & 0xff, (PAGE_DIRECTORY >>> 16) & 0xff, PAGE_DIRECTORY >>> 24);
  for (let offset = 8; offset + 7 <= Math.min(gdtr.limit, 0xffff); offset += 8) {
    const descriptor = { low: memory.dword(gdtr.base + offset), high: memory.dword(gdtr.base + offset + 4) };
    const { base, attributes } = unpack(descriptor);
    if ((attributes & 0x1d) === 0x09 && base + 0x68 <= RAM_BYTES) patches.set(base + 0x1c, { address: base + 0x1c, bytes });
  }
  return [...patches.values()];
}

class Writer {
  private readonly chunks: Uint8Array[] = [];
  private readonly head = new DataView(new ArrayBuffer(constant('RECORD_WORDS') * 4));
  private total = this.head.byteLength;

  constructor() {
    this.chunks.push(new Uint8Array(this.head.buffer));
  }

  set(name: string, value: number, extra = 0): void {
    this.head.setUint32(constant(name) + extra, value >>> 0, true);
  }

  descriptor(name: string, { low, high }: Descriptor, index = 0): void {
    this.set(name, low, index * 8);
    this.set(name, high, index * 8 + 4);
  }

  words(values: readonly number[]): void {
    this.append(new Uint8Array(Uint32Array.from(values).buffer));
  }

  append(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.total += bytes.length;
    if (bytes.length & 3) {
      const rest = 4 - (bytes.length & 3);
      this.chunks.push(new Uint8Array(rest));
      this.total += rest;
    }
  }

  finish(): Uint8Array {
    this.set('R_SIZE', this.total);
    const bytes = new Uint8Array(this.total);
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

export interface RecordOptions {
  /** whether stops may be breakpoints in the debug registers */
  breakpoints: boolean;
  /** pages that a real mode case may write to; null: all of them are looked at, which takes its time */
  hints: readonly number[] | null;
}

/** Throws Unsupported. */
export function encodeRecord(one: Case, options: RecordOptions): Record {
  const { hints } = options;
  const { registers } = one;
  const { segments, cpl, eflags } = registers;
  const real = (registers.cr0 & 1) === 0;
  const v86 = !real && (eflags & VM) !== 0;
  if (one.model !== 'default') refuse('the engine cannot be this CPU model');
  if (one.ramBytes !== RAM_BYTES) refuse('the kernel gives every case 16 MiB of RAM');
  if ((one.addressMask & (RAM_BYTES - 1)) !== RAM_BYTES - 1) refuse('missing address lines');
  if (one.events.length > 0) refuse('the engine cannot inject interrupts');
  if (registers.shadow !== 'none') refuse('the kernel cannot start inside an interrupt shadow');
  const paged = (registers.cr0 & PG) !== 0;
  if (registers.cr0 & 0x20000000 && !(registers.cr0 & 0x40000000)) refuse('CR0.NW without CR0.CD cannot be loaded');
  if (registers.cr4 & ~CR4_KNOWN) refuse('CR4 bits that the kernel does not load');
  if (registers.dr[7]! & 0x2000) refuse('DR7.GD would trap the kernel');
  for (const run of one.memory) {
    if (run.address + run.bytes.length > RAM_BYTES) refuse('memory outside RAM');
    if (run.address < KERNEL_ROM_END && run.address + run.bytes.length > KERNEL_ROM) refuse('F0000-FFFFF is the kernel’s');
  }
  const given = new LinearView(one.memory, registers);
  const seen = look(one, given);
  if (seen.refused) refuse(seen.refused);
  if (real || v86) checkReal(one, v86);
  else checkProtected(one, given);

  const writer = new Writer();
  const flags = (one.stop.exception ? constant('FLAG_ALL_VECTORS') : 0) | (one.wantsFx ? constant('FLAG_WANTS_FX') : 0);
  const runs: MemoryRun[] = [...one.memory];
  const own: MemoryRun[] = [];
  const unseen: { address: number; length: number }[] = [];
  if (paged) {
    const entry = ownEntry(one, given);
    runs.push(entry);
    own.push(entry);
    unseen.push({ address: entry.address, length: 4 });
    if (!v86 && cpl === 0 && (eflags & (TF | RF | VIF_VIP)) !== 0) refuse('the frame that sets TF or RF would go through the case’s pages');
  }
  /** The physical address of a table that the kernel copies, or that the way out writes: present, writable, in one piece. */
  const located = (linear: number, bytes: number, what: string): number => {
    if (!paged) return linear;
    const first = given.locate(linear) ?? refuse(`${what} is not mapped`);
    for (let at = linear; bytes > 0 && at < linear + bytes; at += 0x1000 - (at & 0xfff)) {
      const page = given.page(at >>> 0);
      if (!page?.present || !page.writable || given.locate(at >>> 0) !== first + (at - linear))
        refuse(`${what} is not present, writable and in one piece: the kernel’s copy would not fault`);
      for (const address of page.entries) unseen.push({ address, length: 1 }); // accessed and dirty
    }
    return first;
  };
  let lent = false;
  // Stops: breakpoints, unless the case has some of its own or would not let them be seen; then INT3.
  const reachable = (at: number | null): boolean => at !== null && at < RAM_BYTES && (at < KERNEL_ROM || at >= KERNEL_ROM_END);
  const stops = one.stop.eip.filter((at) => reachable(given.locate(at)));
  const ownDebug = (registers.dr[7]! & 0xff) !== 0 || (!one.stop.exception && (eflags & TF) !== 0) || (eflags & RF) !== 0 || seen.ownTraps;
  const afterHalt = stops.some((at) => given.byte(at - 1) === 0xf4); // a HLT before it would look like the stop
  const breakpoints =
    options.breakpoints && !afterHalt && stops.length <= 4 && !ownDebug && !seen.breakpointsFail && (registers.cr4 & CR4_DE) === 0;
  // A stop at address 0 lies on the first vector of real mode, which is read as data: a breakpoint there whenever that is possible.
  const watched = breakpoints ? stops : options.breakpoints && real && !ownDebug ? stops.filter((at) => at === 0) : [];
  if (!breakpoints && seen.stopInside) refuse('a stop inside an instruction');
  writer.set(
    'R_FLAGS',
    flags |
      (watched.length > 0 ? constant('FLAG_BREAKPOINTS') : 0) |
      (real ? 0 : constant('FLAG_PAGED')) |
      (paged ? constant('FLAG_OWN_PAGING') : 0) |
      (one.fx ? constant('FLAG_HAS_FX') : 0),
  );

  // The vector table: what is copied of it, and the limit.
  const { base: idtBase, limit: idtLimit } = registers.idtr;
  const entry = real ? 4 : 8;
  const needed = (one.stop.exception ? 32 : real ? 4 : 15) * entry - 1;
  if (!one.stop.exception && idtLimit < needed) refuse('the vector table has no room for the kernel’s stop');
  const idtBytes = Math.min((idtLimit + 1) & ~7, real ? 0x400 : 0x800);
  const idtAt = located(idtBase, idtBytes, 'the vector table');
  if (idtAt + Math.max(idtBytes, real ? 0x400 : 0) > RAM_BYTES) refuse('the vector table is outside RAM');
  writer.set('R_IDT_BASE', idtAt);
  writer.set('R_IDT_BYTES', idtBytes);
  writer.set('R_IDT_LIMIT', Math.max(idtLimit, needed) & 0xffff);

  if (!real) {
    const gdtBytes = (registers.gdtr.limit + 1) & ~7;
    const gdtAt = located(registers.gdtr.base, gdtBytes, 'the GDT');
    if (gdtBytes > 0xf000 || gdtAt + gdtBytes > RAM_BYTES) refuse('the GDT is too long or outside RAM');
    writer.set('R_GDT_BASE', gdtAt);
    writer.set('R_GDT_BYTES', gdtBytes);
    const tr = segments[TR]!;
    const usable = present(tr) && (tr.attributes & 0x1d) === 0x09 && !nullSelector(tr.selector) && !(tr.selector & 4) && tr.limit >= 0x67;
    lent = !usable || (!paged && tr.base + tr.limit >= RAM_BYTES);
    if (lent && !one.stop.exception && cpl > 0) refuse('no task register that could name the handlers’ stacks');
    if (!lent) {
      writer.set('R_TR', tr.selector);
      writer.descriptor('R_TR_DESCRIPTOR', packed({ ...tr, attributes: tr.attributes & ~2 }, 'tr'));
      const taskAt = located(tr.base, 0x68, 'the TSS');
      writer.set('R_TR_BASE', taskAt);
      writer.set('R_TASK_DELTA', (taskAt - tr.base) >>> 0);
    }
    const ldtr = segments[LDTR]!;
    if (present(ldtr) && !nullSelector(ldtr.selector)) {
      if ((ldtr.attributes & 0x1f) !== 2 || ldtr.selector & 4) refuse('ldtr is no local table');
      writer.set('R_LDTR', ldtr.selector);
      writer.descriptor('R_LDTR_DESCRIPTOR', packed(ldtr, 'ldtr'));
    } else if (!nullSelector(ldtr.selector)) refuse('ldtr is neither null nor present');
    for (const patch of paged ? [] : taskPatches(one, given)) {
      runs.push(patch);
      own.push(patch);
    }
  }

  // The stack of the start, and the way in.
  let esp = registers.gpr[4]!;
  const framed = (real || (!v86 && cpl === 0)) && (eflags & (TF | RF | VIF_VIP)) !== 0;
  if (framed) {
    const frame = frameBelow(one);
    esp = frame.esp;
    writer.set('R_FRAME_LINEAR', frame.linear);
    own.push({ address: frame.linear, bytes: new Uint8Array(Uint32Array.of(registers.eip, segments[CS]!.selector, eflags).buffer) });
  }
  const kind = real
    ? framed
      ? 'KIND_REAL_FRAME'
      : 'KIND_REAL'
    : v86
      ? 'KIND_V86'
      : cpl > 0
        ? 'KIND_OUTER'
        : framed
          ? 'KIND_RING0_FRAME'
          : 'KIND_RING0';
  writer.set('R_KIND', constant(kind));

  const { gpr } = registers;
  [7, 6, 5, 4, 3, 2, 1, 0].forEach((from, to) => {
    writer.set('R_GPR', gpr[from]!, to * 4);
  });
  const frame = [registers.eip, segments[CS]!.selector, eflags, esp, segments[SS]!.selector];
  if (v86) frame.push(segments[ES]!.selector, segments[DS]!.selector, segments[FS]!.selector, segments[GS]!.selector);
  frame.forEach((value, i) => {
    writer.set('R_FRAME', value, i * 4);
  });
  if (!v86) {
    DATA_SEGMENTS.forEach((index, i) => {
      writer.set('R_SELECTORS', segments[index]!.selector, i * 4);
      if (present(segments[index]!)) writer.descriptor('R_DESCRIPTORS', packed(segments[index]!, 'a data segment'), i);
      else if (real) refuse('a real mode segment that is not present');
    });
    if (real) {
      for (const index of [...DATA_SEGMENTS, SS])
        if ((segments[index]!.attributes & 0x1a) !== 0x12 || dplOf(segments[index]!) !== 0) refuse('a real mode segment of another type');
      writer.descriptor('R_DESCRIPTORS', packed(segments[SS]!, 'ss'), 4);
    }
  }
  // WP keeps ring 0 from writing to the kernel's code; without paging it means nothing to the case.
  writer.set('R_CR0', real || paged ? registers.cr0 : (registers.cr0 | 0x80010000) >>> 0);
  writer.set('R_CR3', registers.cr3);
  writer.set('R_CR2', registers.cr2);
  writer.set('R_CR4', registers.cr4);
  const enabled = watched.reduce((bits, _, i) => bits | (2 << (2 * i)), 0x400);
  const debug =
    watched.length > 0
      ? [0, 1, 2, 3].map((i) => watched[i] ?? 0).concat(registers.dr[6]!, enabled)
      : [0, 1, 2, 3, 6, 7].map((i) => registers.dr[i]!);
  debug.forEach((value, i) => {
    writer.set('R_DR', value, i * 4);
  });

  // Beyond the limit of CS the fault may come before the stop; where exceptions end the case that is told apart afterwards.
  if (!one.stop.exception && one.stop.eip.some((at) => at > segments[CS]!.base + segments[CS]!.limit && at - segments[CS]!.base < 0x20000))
    refuse('a stop beyond the limit of cs');
  const plants = [...new Set(stops.filter((at) => !watched.includes(at)).map((at) => given.locate(at)!))];
  // An INT3 is fetched where a stop is not: the page's entries show it.
  if (paged) for (const stop of stops) for (const address of given.page(stop)?.entries ?? []) unseen.push({ address, length: 1 });
  writer.set('R_PLANTS', plants.length);
  writer.words(plants);
  const windows = real ? realWindows(one, runs, own, hints) : paged ? pagedWindows(one, runs, hints) : [];
  if (windows.length > MOST_WINDOWS) refuse('more pages are mapped than the kernel looks at');
  writer.set('R_WINDOWS', windows.length);
  writer.words(windows);
  writer.set('R_RUNS', runs.length);
  for (const run of runs) {
    writer.words([run.address, run.bytes.length]);
    writer.append(run.bytes);
  }
  if (one.fx) writer.append(one.fx);
  return { bytes: writer.finish(), memory: new MemoryView(runs), unseen, own, lent, breakpoints: watched.length > 0 };
}

/** The directory entry by which a case with page tables of its own has the kernel's. */
function ownEntry(one: Case, given: LinearView): MemoryRun {
  const { cr3 } = one.registers;
  const directory = (cr3 & 0xfffff000) >>> 0;
  if (directory + 0x1000 > RAM_BYTES) refuse('the page directory is outside RAM');
  for (const [index, entry] of entriesOf(one.memory, directory)) {
    if (index === constant('CORE_ENTRY')) refuse('the kernel’s directory entry is taken');
    const large = given.page((index << 22) >>> 0)?.entries.length === 1;
    if (large ? (entry & 0xffc00000) >>> 0 > RAM_BYTES - 0x400000 : outsideRam(entry)) refuse(OUTSIDE);
    if (!large) for (const [, page] of entriesOf(one.memory, (entry & 0xfffff000) >>> 0)) if (outsideRam(page)) refuse(OUTSIDE);
  }
  const bytes = new Uint8Array(Uint32Array.of(constant('CORE_TABLE')).buffer);
  return { address: directory + constant('CORE_ENTRY') * 4, bytes };
}

const OUTSIDE = 'a page outside RAM: the engine has devices or RAM of its own there';

function outsideRam(entry: number): boolean {
  const frame = (entry & 0xfffff000) >>> 0;
  return frame >= RAM_BYTES || (frame >= KERNEL_ROM && frame < KERNEL_ROM_END);
}

/** The entries of the table at a physical address that are not zero. */
function entriesOf(memory: readonly MemoryRun[], table: number): Map<number, number> {
  const words = new Uint32Array(1024);
  const bytes = new Uint8Array(words.buffer);
  for (const run of memory) {
    const from = Math.max(run.address, table);
    const end = Math.min(run.address + run.bytes.length, table + 0x1000);
    if (from < end) bytes.set(run.bytes.subarray(from - run.address, end - run.address), from - table);
  }
  const entries = new Map<number, number>();
  words.forEach((word, index) => {
    if (word !== 0) entries.set(index, word);
  });
  return entries;
}

/**
 * Pages in which a case with page tables of its own is looked at: all that its tables map, those of its start memory, and the hints; null:
 * all that generated cases have.
 */
function pagedWindows(one: Case, runs: readonly MemoryRun[], hints: readonly number[] | null): number[] {
  const pages = new Set(hints ?? THOROUGH_PAGES);
  const directory = (one.registers.cr3 & 0xfffff000) >>> 0;
  for (const [, entry] of entriesOf(one.memory, directory))
    for (const [, page] of entriesOf(one.memory, (entry & 0xfffff000) >>> 0)) if (page & PRESENT) pages.add(page >>> 12);
  for (const run of runs)
    for (let page = run.address >>> 12; run.bytes.length > 0 && page <= (run.address + run.bytes.length - 1) >>> 12; page++)
      pages.add(page);
  return [...pages].filter((page) => page < RAM_BYTES >>> 12).sort((a, b) => a - b);
}
/** The kernel's list has 600, some of which are the GDT's. */
const MOST_WINDOWS = 580;
const THOROUGH_PAGES = Array.from({ length: 0x220 }, (_, page) => page).filter((page) => page < 0xa0 || page >= 0x100);

/** Real mode reaches 1,088 KiB; the last 64 KiB below 1 MiB are the kernel's, A0000-BFFFF may be a window to a display. */
const REAL_PAGES = Array.from({ length: 0x110 }, (_, page) => page).filter(
  (page) => (page < 0xa0 || page >= 0xc0) && (page < 0xf0 || page >= 0x100),
);

/** Pages in which a real mode case is looked at: those of its start memory, of its stack, the ends of each segment, and the hints. */
function realWindows(one: Case, runs: readonly MemoryRun[], own: readonly MemoryRun[], hints: readonly number[] | null): number[] {
  if (hints === null) return REAL_PAGES;
  const pages = new Set(hints);
  const add = (from: number, bytes: number): void => {
    for (let page = from >>> 12; page <= (from + bytes - 1) >>> 12; page++) pages.add(page);
  };
  for (const run of [...runs, ...own]) if (run.bytes.length > 0) add(run.address, run.bytes.length);
  const { segments, gpr } = one.registers;
  const top = segments[SS]!.base + (gpr[4]! & 0xffff);
  add(Math.max(0, top - 64), 128);
  return REAL_PAGES.filter((page) => pages.has(page));
}
