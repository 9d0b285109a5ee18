/** Where the kernel's template keeps what, and how a test's descriptors, gates and task state segments are encoded (SDM Vol. 3A, 3.4.5, 5.8.3, 7.2). */
import { Bytes } from './bytes.ts';

export const GDT = 0x1000;
export const LDT = 0x1800;
export const IDT = 0x2000;
export const TSS = { current: 0x3000, other: 0x3200, small: 0x3400, doubleFault: 0x3600, last: 0x3800 } as const;
export const PAGE_DIRECTORY = 0x4000;
export const PAGE_TABLE = 0x5000;
/** the kernel's handler of vector v */
export const handler = (vector: number): number => 0xf0800 + 16 * vector;
export const CODE = 0x6100;
export const CODE_STACK = [0x8f80, 0x9f80, 0xaf80, 0xbf80] as const;
/** flat segments of each ring */
export const CODE_SELECTOR = [0x08, 0x19, 0x2a, 0x3b] as const;
export const DATA_SELECTOR = [0x10, 0x21, 0x32, 0x43] as const;
export const SELECTOR = { spareCode: 0x48, current: 0x50, other: 0x58, small: 0x60, doubleFault: 0x68, ldt: 0x70, last: 0x78 } as const;

export function descriptor(base: number, limit: number, access: number, flags: number): Uint8Array {
  return new Bytes()
    .u16(limit, base)
    .u8(base >>> 16, access, ((limit >>> 16) & 15) | (flags << 4), base >>> 24)
    .finish();
}

export function gate(selector: number, offset: number, access: number, parameters = 0): Uint8Array {
  return new Bytes()
    .u16(offset, selector)
    .u8(parameters, access)
    .u16(offset >>> 16)
    .finish();
}

export interface Task {
  eip: number;
  eflags: number;
  esp: number;
  /** es cs ss ds fs gs */
  selectors: readonly number[];
  ldt?: number;
  link?: number;
  ss1?: number;
  ss2?: number;
  trap?: number;
}

export function tss32(task: Task): Uint8Array {
  const bytes = new Bytes();
  bytes.u32(task.link ?? 0, 0x8f00, 0x10, 0x9f80, task.ss1 ?? 0x21, 0xaf80, task.ss2 ?? 0x32, PAGE_DIRECTORY, task.eip, task.eflags);
  for (let r = 0; r < 8; r++) bytes.u32(r === 4 ? task.esp : 0x11111111 * (r + 1));
  return bytes.u32(...task.selectors, task.ldt ?? 0, (task.trap ?? 0) | (0x68 << 16)).finish();
}

export function tss16(task: Task): Uint8Array {
  const bytes = new Bytes();
  bytes.u16(task.link ?? 0, 0x8f00, 0x10, 0x9f80, 0x21, 0xaf80, 0x32, task.eip, task.eflags);
  bytes.u16(0x1111, 0x2222, 0x3333, 0x4444, task.esp, 0x6666, 0x7777, 0x8888);
  return bytes.u16(...task.selectors.slice(0, 4), task.ldt ?? 0).finish();
}

/** GDT, LDT, IDT and task state segments as every test finds them before its own changes. */
export function template(): Uint8Array {
  const memory = new Uint8Array(0x3000);
  const put = (address: number, bytes: Uint8Array): void => memory.set(bytes, address - GDT);
  put(GDT + 0x08, descriptor(0, 0xfffff, 0x9b, 0xc));
  put(GDT + 0x10, descriptor(0, 0xfffff, 0x93, 0xc));
  for (const ring of [1, 2, 3]) {
    put(GDT + (CODE_SELECTOR[ring]! & ~7), descriptor(0, 0xfffff, 0x9a | (ring << 5), 0xc));
    put(GDT + (DATA_SELECTOR[ring]! & ~7), descriptor(0, 0xfffff, 0x92 | (ring << 5), 0xc));
  }
  put(GDT + SELECTOR.spareCode, descriptor(0, 0xfffff, 0x9a, 0xc));
  put(GDT + SELECTOR.current, descriptor(TSS.current, 0xff, 0x89, 0));
  put(GDT + SELECTOR.other, descriptor(TSS.other, 0x67, 0xe9, 0));
  put(GDT + SELECTOR.small, descriptor(TSS.small, 0x2b, 0xe1, 0));
  put(GDT + SELECTOR.doubleFault, descriptor(TSS.doubleFault, 0x67, 0x89, 0));
  put(GDT + SELECTOR.ldt, descriptor(LDT, 0x7f, 0x82, 0));
  put(GDT + SELECTOR.last, descriptor(TSS.last, 0x67, 0xe9, 0));
  for (let vector = 0; vector < 256; vector++) {
    put(IDT + vector * 8, gate(8, handler(vector < 64 ? vector : 0), vector === 3 || vector === 4 ? 0xee : 0x8e));
  }
  put(IDT + 8 * 8, gate(SELECTOR.doubleFault, 0, 0x85));
  put(TSS.current, tss32({ eip: 0, eflags: 0, esp: 0, selectors: [0, 0, 0, 0, 0, 0] }));
  put(TSS.doubleFault, tss32({ eip: handler(8), eflags: 2, esp: 0xd800, selectors: [0x10, 8, 0x10, 0x10, 0, 0] }));
  return memory;
}
