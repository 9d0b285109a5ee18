/** Small cases written by hand, with what the manual says of them: every oracle has to get these right before it is asked anything else. */
import type { Case, Mode, Registers, Segment } from '../case.ts';

/** Attributes of the hidden parts, as in a descriptor's bits 40-55. */
export const CODE16 = 0x009b;
export const CODE32 = 0xc09b;
export const DATA16 = 0x0093;
export const DATA32 = 0xc093;

const NULL_SEGMENT: Segment = { selector: 0, base: 0, limit: 0, attributes: 0 };
const TASK: Segment = { selector: 0, base: 0, limit: 0xffff, attributes: 0x8b };

/** Where hand-written cases put things. */
export const AT = { gdt: 0x1000, idt: 0x1800, tss: 0x2000, handlers: 0x3000, code: 0x10000, data: 0x20000, stack: 0x30000 } as const;

export interface HandCase {
  id: string;
  mode: Mode;
  cpl?: number;
  code: number[];
  regs?: Partial<Record<'eax' | 'ecx' | 'edx' | 'ebx' | 'esp' | 'ebp' | 'esi' | 'edi' | 'eflags', number>>;
  memory?: [number, number[]][];
  segments?: Partial<Record<'es' | 'cs' | 'ss' | 'ds' | 'fs' | 'gs', Partial<Segment>>>;
  ports?: [number, number, number][];
  exception?: boolean;
  instructions?: number;
}

function descriptor(segment: Segment): number[] {
  const granular = (segment.attributes & 0x8000) !== 0;
  const limit = granular ? segment.limit >>> 12 : segment.limit;
  return [
    limit & 0xff,
    (limit >>> 8) & 0xff,
    segment.base & 0xff,
    (segment.base >>> 8) & 0xff,
    (segment.base >>> 16) & 0xff,
    segment.attributes & 0xff,
    ((segment.attributes >>> 8) & 0xf0) | ((limit >>> 16) & 0xf),
    (segment.base >>> 24) & 0xff,
  ];
}

/** Selectors 8 n + cpl; slot 1 code, 2 stack, 3 data, 4 fs, 5 gs, 6 es, 7 task. */
export function handCase(hand: HandCase): Case {
  const { mode } = hand;
  const protectedMode = mode === 'pm16' || mode === 'pm32';
  const cpl = mode === 'v86' ? 3 : (hand.cpl ?? 0);
  const big = mode === 'pm32';
  const dpl = cpl << 5;
  const names = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'] as const;
  const slots = { es: 6, cs: 1, ss: 2, ds: 3, fs: 4, gs: 5 } as const;
  const segments: Segment[] = names.map((name) => {
    const given = hand.segments?.[name] ?? {};
    if (!protectedMode) {
      const base = name === 'cs' ? AT.code : name === 'ss' ? AT.stack : AT.data;
      const selector = given.selector ?? base >>> 4;
      const attributes = mode === 'v86' ? 0xf3 : name === 'cs' ? 0x9b : 0x93;
      return { selector, base: selector * 16, limit: 0xffff, attributes, ...given };
    }
    const attributes = name === 'cs' ? (big ? CODE32 : CODE16) : big ? DATA32 : DATA16;
    const base = name === 'cs' ? AT.code : name === 'ss' ? AT.stack : AT.data;
    return {
      selector: slots[name] * 8 + cpl,
      base: big ? 0 : base,
      limit: big ? 0xffffffff : 0xffff,
      attributes: attributes | dpl,
      ...given,
    };
  });
  const table = new Uint8Array(8 * 8);
  if (protectedMode)
    for (const [i, name] of names.entries())
      table.set(descriptor(segments[i]!), (segments[i]!.selector & ~7) === slots[name] * 8 ? slots[name] * 8 : 0);
  table.fill(0, 0, 8);
  const flat = big;
  const regs = hand.regs ?? {};
  const registers: Registers = {
    gpr: [
      regs.eax ?? 0,
      regs.ecx ?? 0,
      regs.edx ?? 0,
      regs.ebx ?? 0,
      regs.esp ?? (flat ? AT.stack : 0) + 0x800,
      regs.ebp ?? 0,
      regs.esi ?? 0,
      regs.edi ?? 0,
    ],
    eip: flat ? AT.code : 0,
    eflags: (regs.eflags ?? 2) | (mode === 'v86' ? 0x20000 : 0),
    segments: [...segments, NULL_SEGMENT, protectedMode || mode === 'v86' ? { ...TASK, selector: 0x38, base: AT.tss } : NULL_SEGMENT],
    gdtr: { base: AT.gdt, limit: table.length - 1 },
    idtr: mode === 'real16' ? { base: 0, limit: 0x3ff } : { base: AT.idt, limit: 0x7ff },
    cr0: mode === 'real16' ? 0x10 : 0x11,
    cr2: 0,
    cr3: 0,
    cr4: 0,
    dr: [0, 0, 0, 0, 0, 0, 0xffff0ff0, 0x400],
    tsc: 0n,
    cpl,
    shadow: 'none',
  };
  return {
    id: hand.id,
    mode,
    model: 'default',
    ramBytes: 16 << 20,
    addressMask: 0xffffffff,
    registers,
    fx: null,
    wantsFx: false,
    memory: [
      { address: AT.gdt, bytes: table },
      { address: AT.code, bytes: Uint8Array.from(hand.code) },
      ...(hand.memory ?? []).map(([address, bytes]) => ({ address, bytes: Uint8Array.from(bytes) })),
    ],
    ports: (hand.ports ?? []).map(([port, width, value]) => ({ port, width, value })),
    events: [],
    stop: { eip: [AT.code + hand.code.length], instructions: hand.instructions ?? 1000, exception: hand.exception ?? true },
  };
}
