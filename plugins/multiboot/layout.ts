/**
 * What a Multiboot kernel finds in memory when it starts (Multiboot Specification 0.6.96, sections 3.2 and 3.3), and the few
 * instructions that bring the processor into the state demanded there.
 */
import type { KernelImage, Segment } from './image.ts';

export interface Module {
  bytes: Uint8Array;
  text: string;
}

/** As INT 15H, E820H tells it. */
export interface MapEntry {
  base: number;
  bytes: number;
  /** 1: RAM to be used */
  type: number;
}

export const MAP_ENTRY_BYTES = 20;

export function readMap(bytes: Uint8Array): MapEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.length / MAP_ENTRY_BYTES) }, (_, i) => {
    const at = i * MAP_ENTRY_BYTES;
    return {
      base: Number(view.getBigUint64(at, true)),
      bytes: Number(view.getBigUint64(at + 8, true)),
      type: view.getUint32(at + 16, true),
    };
  });
}

const PAGE = 4096;
const pageUp = (address: number): number => Math.ceil(address / PAGE) * PAGE;

/** Whether all of it is RAM to be used. */
function usable(map: readonly MapEntry[], first: number, bytes: number): boolean {
  return map.some((entry) => entry.type === 1 && first >= entry.base && first + bytes <= entry.base + entry.bytes);
}

function free(used: readonly Segment[], first: number, bytes: number): boolean {
  return used.every(({ address, size }) => first + bytes <= address || first >= address + size);
}

/** The lowest page from `from` on where there is room. */
function place(map: readonly MapEntry[], used: readonly Segment[], from: number, bytes: number, what: string): number {
  const candidates = [from, ...used.map(({ address, size }) => pageUp(address + size)), ...map.map(({ base }) => pageUp(base))];
  const found = candidates.filter((at) => at >= from && usable(map, at, bytes) && free(used, at, bytes)).sort((a, b) => a - b)[0];
  if (found === undefined) throw new Error(`no room in memory for ${what}`);
  return found;
}

const INFORMATION_BYTES = 116;
const FLAGS = { memory: 1 << 0, commandLine: 1 << 2, modules: 1 << 3, map: 1 << 6, loader: 1 << 9, framebuffer: 1 << 12 };
const LOADER_MAGIC = 0x2badb002;

/** Bytes that are laid one after the other, and know at which address. */
class Block {
  readonly address: number;
  private readonly bytes: number[] = [];

  constructor(address: number) {
    this.address = address;
  }
  get here(): number {
    return this.address + this.bytes.length;
  }
  add(bytes: Iterable<number>): number {
    const at = this.here;
    this.bytes.push(...bytes);
    return at;
  }
  words(...values: number[]): number {
    return this.add(values.flatMap((value) => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24]));
  }
  text(text: string): number {
    return this.add([...Buffer.from(text, 'utf8'), 0]);
  }
  align(bytes: number): void {
    while (this.here % bytes) this.bytes.push(0);
  }
  finish(): Uint8Array {
    return Uint8Array.from(this.bytes);
  }
}

/** Null, flat code, flat data. */
const GDT = [0, 0, 0x0000ffff, 0x00cf9a00, 0x0000ffff, 0x00cf9200];
const CODE = 0x08;
const DATA = 0x10;

const little32 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

/** Section 3.2: protected mode, flat segments, interrupts off, EAX the magic number, EBX the information. In real mode, CS:IP = segment:0. */
function trampoline(block: Block, gdt: number, information: number, entry: number): number {
  block.align(16);
  const segment = block.here;
  const gdtr = segment + 0x40;
  const protectedMode = segment + 24;
  block.add([
    ...[0xfa], //                                                         cli
    ...[0x2e, 0x66, 0x0f, 0x01, 0x16, 0x40, 0x00], //                     o32 lgdt [cs:0x40]
    ...[0x0f, 0x20, 0xc0], //                                             mov eax, cr0
    ...[0x0c, 0x01], //                                                   or al, 1
    ...[0x0f, 0x22, 0xc0], //                                             mov cr0, eax
    ...[0x66, 0xea, ...little32(protectedMode), CODE, 0x00], //           jmp dword CODE:protected
  ]);
  block.add([
    ...[0xb8, ...little32(DATA)], //         mov eax, DATA
    ...[0x8e, 0xd8, 0x8e, 0xc0], //          mov ds, ax; mov es, ax
    ...[0x8e, 0xd0, 0x8e, 0xe0, 0x8e, 0xe8], // mov ss, ax; mov fs, ax; mov gs, ax
    ...[0xb8, ...little32(LOADER_MAGIC)], // mov eax, magic
    ...[0xbb, ...little32(information)], //  mov ebx, information
    ...[0xb9, ...little32(entry)], //        mov ecx, entry
    ...[0xff, 0xe1], //                      jmp ecx
  ]);
  while (block.here < gdtr) block.add([0]);
  block.add([GDT.length * 4 - 1, 0, ...little32(gdt)]);
  return segment;
}

export interface Layout {
  /** what to write where, zeros included */
  segments: Segment[];
  /** physical address of the real-mode code that starts the kernel */
  start: number;
  information: number;
}

/** Places kernel, modules and information in memory. Throws where there is no room. */
export function layOut(kernel: KernelImage, modules: readonly Module[], commandLine: string, map: readonly MapEntry[]): Layout {
  for (const { address, size } of kernel.segments)
    if (!usable(map, address, size))
      throw new Error(
        `the kernel wants memory from ${address.toString(16)}H to ${(address + size - 1).toString(16)}H, and not all of that is RAM`,
      );
  const used: Segment[] = [...kernel.segments];
  const end = Math.max(...used.map(({ address, size }) => address + size));
  const placed = modules.map(({ bytes, text }) => {
    const address = place(map, used, pageUp(Math.max(end, 1 << 20)), Math.max(bytes.length, 1), `the module ${text}`);
    used.push({ address, bytes, size: Math.max(bytes.length, 1) });
    return { first: address, last: address + bytes.length, text };
  });

  const texts = commandLine.length + placed.reduce((sum, { text }) => sum + text.length + 1, 0);
  const room = pageUp(1024 + 4 * texts + 16 * placed.length + 24 * map.length);
  const block = new Block(place(map, used, 0x8000, room, 'the information'));
  if (block.address + room > 0xa0000) throw new Error('no room below 640 KiB for what the kernel is told');

  const information = block.add(new Uint8Array(INFORMATION_BYTES));
  const gdt = block.words(...GDT);
  const start = trampoline(block, gdt, information, kernel.entry);
  const loaderName = block.text('plex86');
  const commandText = block.text(commandLine);
  const moduleTexts = placed.map(({ text }) => block.text(text));
  block.align(4);
  const moduleList = block.here;
  for (const [i, { first, last }] of placed.entries()) block.words(first, last, moduleTexts[i]!, 0);
  const mapAt = block.here;
  for (const { base, bytes, type } of map) {
    const [high, low] = [Math.floor(base / 2 ** 32), base >>> 0];
    block.words(MAP_ENTRY_BYTES, low, high, bytes >>> 0, Math.floor(bytes / 2 ** 32), type);
  }
  const mapBytes = block.here - mapAt;

  const lower = map.find(({ base, type }) => base === 0 && type === 1)?.bytes ?? 0;
  const upper = map.find(({ base, bytes, type }) => type === 1 && base <= 1 << 20 && base + bytes > 1 << 20);
  const content = block.finish();
  const view = new DataView(content.buffer);
  const put = (offset: number, ...values: number[]): void => {
    for (const [i, value] of values.entries()) view.setUint32(offset + 4 * i, value, true);
  };
  put(
    0,
    FLAGS.memory | FLAGS.commandLine | FLAGS.modules | FLAGS.map | FLAGS.loader | (kernel.wantsVideo ? FLAGS.framebuffer : 0),
    Math.min(640, Math.floor(lower / 1024)),
    upper ? Math.floor((upper.base + upper.bytes - (1 << 20)) / 1024) : 0,
  );
  put(16, commandText, placed.length, moduleList);
  put(44, mapBytes, mapAt);
  put(64, loaderName);
  // The BIOS has left the display in its text mode: 80 by 25 characters of two bytes.
  if (kernel.wantsVideo) {
    put(88, 0xb8000, 0, 160, 80, 25);
    content[108] = 16;
    content[109] = 2;
  }
  return { segments: [...used, { address: block.address, bytes: content, size: content.length }], start, information };
}
