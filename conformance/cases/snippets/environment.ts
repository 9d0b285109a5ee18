/** The standard start state of corpus/README.md: one memory map for every mode, tables and handlers in it. */
import type { MemoryRun, Model, Registers, Segment } from '../../case.ts';
import { descriptor, NULL_SEGMENT, realSegment } from '../segments.ts';

/** A mode of a snippet: a mode of the processor, and ring 3 in the protected ones. */
export const SNIPPET_MODES = ['real16', 'v86', 'pm16', 'pm32', 'pm16/3', 'pm32/3'] as const;
export type SnippetMode = (typeof SNIPPET_MODES)[number];

export const GDT = 0x800;
export const LDT = 0xa00;
export const TSS = 0xc00;
export const TSS2 = 0xd00;
export const DATA = 0x2000;
export const HANDLERS = 0x3000;
export const IDT = 0x3800;
export const STACK0 = 0x7000;
export const STACK = 0x8000;

/** Where the code of any mode may stand. */
export const CODE_PAGES: readonly number[] = [0x1000, 0x20000, 0x21000];

/** Where the code stands; EIP at the start. */
export function codeOrigin(mode: SnippetMode): number {
  return mode.startsWith('pm32') ? 0x20000 : 0x1000;
}

export function bitsOf(mode: SnippetMode): 16 | 32 {
  return mode.startsWith('pm32') ? 32 : 16;
}

const FLAT = 0xffffffff;
const ring3 = (name: string): boolean => name.endsWith('_3');

type Entry =
  | { name: string; selector: number; segment: Omit<Segment, 'selector'> }
  | { name: string; selector: number; words: [number, number] };

const entry = (name: string, selector: number, base: number, limit: number, attributes: number): Entry => ({
  name,
  selector,
  segment: { base, limit, attributes },
});
/** SDM Vol. 3A, figure 5-8 and 6-2: a gate's selector, offset and access byte. */
const gate = (selector: number, offset: number, access: number): [number, number] => [
  ((selector << 16) | (offset & 0xffff)) >>> 0,
  ((offset & 0xffff0000) | (access << 8)) >>> 0,
];

const TSS_BYTES = 0x68 + 33; // 32 bytes of I/O map and the byte of ones behind it

const GDT_ENTRIES: Entry[] = [
  entry('CODE32', 0x08, 0, FLAT, 0xc09b),
  entry('DATA32', 0x10, 0, FLAT, 0xc093),
  entry('CODE16', 0x18, 0, 0xffff, 0x009b),
  entry('DATA16', 0x20, 0, 0xffff, 0x0093),
  entry('CODE32_3', 0x2b, 0, FLAT, 0xc0fb),
  entry('DATA32_3', 0x33, 0, FLAT, 0xc0f3),
  entry('CODE16_3', 0x3b, 0, 0xffff, 0x00fb),
  entry('DATA16_3', 0x43, 0, 0xffff, 0x00f3),
  entry('TSS_SELECTOR', 0x48, TSS, TSS_BYTES - 1, 0x008b),
  entry('LDT_SELECTOR', 0x50, LDT, 0xf, 0x0082),
  entry('NOT_PRESENT', 0x5b, 0, FLAT, 0xc073),
  entry('READ_ONLY', 0x63, 0, FLAT, 0xc0f1),
  entry('EXECUTE_ONLY', 0x6b, 0, FLAT, 0xc0f9),
  entry('CONFORMING', 0x73, 0, FLAT, 0xc09f),
  entry('EXPAND_DOWN', 0x7b, 0, 0x2fff, 0x40f7),
  entry('SMALL', 0x83, DATA, 0xf, 0x40f3),
  { name: 'CALL_GATE', selector: 0x8b, words: gate(0x08, HANDLERS + 0xfe, 0xec) },
  entry('TSS2_SELECTOR', 0x90, TSS2, 0x67, 0x0089),
  { name: 'TASK_GATE', selector: 0x9b, words: gate(0x90, 0, 0xe5) },
  entry('CODE_NOT_PRESENT', 0xa3, 0, FLAT, 0xc07b),
  entry('STACK_NOT_PRESENT', 0xab, 0, FLAT, 0xc073),
  entry('BIG16', 0xb3, 0, FLAT, 0x80f3),
];
const LDT_ENTRIES: Entry[] = [entry('LDT_DATA', 0x07, 0, FLAT, 0xc0f3), entry('LDT_CODE', 0x0f, 0, FLAT, 0xc0fb)];
const GDT_LIMIT = 0xb7;

function tableBytes(entries: readonly Entry[], bytes: number): Uint8Array {
  const table = new Uint8Array(bytes);
  const view = new DataView(table.buffer);
  for (const each of entries) {
    const [low, high] = 'words' in each ? each.words : descriptor(each.segment);
    view.setUint32(each.selector & 0xfff8, low, true);
    view.setUint32((each.selector & 0xfff8) + 4, high, true);
  }
  return table;
}

/** SDM Vol. 3A, 7.2.1. */
function tss(): Uint8Array {
  const bytes = new Uint8Array(TSS_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, STACK0, true);
  view.setUint16(8, 0x10, true);
  view.setUint16(0x66, 0x68, true);
  bytes.fill(0xff, 0x68);
  bytes[0x68 + 0x80 / 8] = 0;
  return bytes;
}

function tss2(): Uint8Array {
  const view = new DataView(new ArrayBuffer(0x68));
  view.setUint32(4, STACK0, true);
  view.setUint16(8, 0x10, true);
  view.setUint32(0x20, HANDLERS + 0xff, true);
  view.setUint32(0x24, 2, true);
  view.setUint32(0x38, STACK0, true);
  for (const [at, selector] of [
    [0x48, 0x10],
    [0x4c, 0x08],
    [0x50, 0x10],
    [0x54, 0x10],
    [0x58, 0x10],
    [0x5c, 0x10],
  ] as const) {
    view.setUint16(at, selector, true);
  }
  view.setUint16(0x66, 0x68, true);
  return new Uint8Array(view.buffer);
}

function idt(): Uint8Array {
  const view = new DataView(new ArrayBuffer(256 * 8));
  for (let vector = 0; vector < 256; vector++) {
    const open = vector === 3 || vector === 4 || vector === 0x80;
    const [low, high] = gate(0x08, HANDLERS + vector, open ? 0xee : 0x8e);
    view.setUint32(vector * 8, low, true);
    view.setUint32(vector * 8 + 4, high, true);
  }
  return new Uint8Array(view.buffer);
}

function ivt(): Uint8Array {
  const view = new DataView(new ArrayBuffer(1024));
  for (let vector = 0; vector < 256; vector++) view.setUint32(vector * 4, HANDLERS + vector, true);
  return new Uint8Array(view.buffer);
}

const handlers: MemoryRun = { address: HANDLERS, bytes: new Uint8Array(256).fill(0xf4) };
const REAL_MEMORY: MemoryRun[] = [{ address: 0, bytes: ivt() }, handlers];
const PROTECTED_MEMORY: MemoryRun[] = [
  { address: GDT, bytes: tableBytes(GDT_ENTRIES, GDT_LIMIT + 1) },
  { address: LDT, bytes: tableBytes(LDT_ENTRIES, 16) },
  { address: TSS, bytes: tss() },
  { address: TSS2, bytes: tss2() },
  handlers,
  { address: IDT, bytes: idt() },
];

export function environmentMemory(mode: SnippetMode): MemoryRun[] {
  return mode === 'real16' ? REAL_MEMORY : PROTECTED_MEMORY;
}

/** The names a snippet may use, as nasm values. */
export function environmentNames(mode: SnippetMode): Map<string, string> {
  const names = new Map<string, string>();
  const give = (name: string, value: number): unknown => names.set(name, `0x${value.toString(16)}`);
  for (const each of [...GDT_ENTRIES, ...LDT_ENTRIES]) give(each.name, each.selector);
  give('GDT_LIMIT', GDT_LIMIT);
  for (const [name, value] of Object.entries({ GDT, LDT, TSS, TSS2, DATA, HANDLERS, IDT, STACK0, STACK })) give(name, value);
  give('CODE', codeOrigin(mode));
  return names;
}

function segmentOf(name: string): Segment {
  const found = GDT_ENTRIES.find((each) => each.name === name);
  if (!found || !('segment' in found)) throw new Error(`no segment ${name}`);
  return { selector: found.selector, ...found.segment };
}

/** A 386 has no CR0.NE; only the default model has CR4.OSFXSR and OSXMMEXCPT. */
export function environmentRegisters(mode: SnippetMode, model: Model = 'default'): Registers {
  let code: Segment;
  let data: Segment;
  if (mode === 'real16' || mode === 'v86') {
    code = realSegment(0, mode);
    data = realSegment(0, mode);
  } else {
    const suffix = `${bitsOf(mode)}${mode.endsWith('/3') ? '_3' : ''}`;
    code = segmentOf(`CODE${suffix}`);
    data = segmentOf(`DATA${suffix}`);
    if (ring3(`CODE${suffix}`) !== mode.endsWith('/3')) throw new Error(`no ring 3 segment for ${mode}`);
  }
  const real = mode === 'real16';
  return {
    gpr: [0, 0, 0, 0, STACK, 0, 0, 0],
    eip: codeOrigin(mode),
    eflags: mode === 'v86' ? 0x20002 : 2,
    segments: [
      { ...data },
      { ...code },
      { ...data },
      { ...data },
      { ...data },
      { ...data },
      real ? { ...NULL_SEGMENT } : segmentOf('LDT_SELECTOR'),
      real ? { ...NULL_SEGMENT } : segmentOf('TSS_SELECTOR'),
    ],
    gdtr: real ? { base: 0, limit: 0 } : { base: GDT, limit: GDT_LIMIT },
    idtr: real ? { base: 0, limit: 0x3ff } : { base: IDT, limit: 0x7ff },
    cr0: (real ? 0x10 : 0x11) | (model === '386' ? 0 : 0x20),
    cr2: 0,
    cr3: 0,
    cr4: model === 'default' ? 0x600 : 0,
    dr: [0, 0, 0, 0, 0, 0, 0xffff0ff0, 0x400],
    tsc: 0n,
    cpl: mode === 'v86' || mode.endsWith('/3') ? 3 : 0,
    shadow: 'none',
  };
}
