/**
 * What a Linux kernel finds in memory when its 32-bit entry point is reached ("The Linux/x86 Boot Protocol", 32-bit Boot Protocol; offsets
 * of struct boot_params from "Zero Page", Documentation/arch/x86/zero-page.rst), and the instructions that lead there from real mode.
 */
import type { Segment } from '../multiboot/image.ts';
import type { MapEntry } from '../multiboot/layout.ts';
import { FIELD, HEADER_AT, type LinuxImage } from './image.ts';

/** The text screen as the BIOS has left it. */
export interface TextScreen {
  mode: number;
  columns: number;
  rows: number;
  /** of a character, in lines */
  height: number;
  cursor: { column: number; row: number };
}

/** Where the BIOS keeps that, in its data area at 40:0. */
export const BIOS_DATA = { address: 0x400, bytes: 0x100 };

export function readTextScreen(data: Uint8Array): TextScreen {
  return {
    mode: data[0x49]!,
    columns: data[0x4a]! | (data[0x4b]! << 8),
    rows: data[0x84]! + 1,
    height: data[0x85]! | (data[0x86]! << 8),
    cursor: { column: data[0x50]!, row: data[0x51]! },
  };
}

export interface Layout {
  segments: Segment[];
  /** segment << 16 | offset of the real-mode code that starts the kernel */
  start: number;
  initrd: { address: number; bytes: number } | null;
}

const PAGE = 4096;
const KERNEL_AT = 0x100000;
/** Below 640 KiB, out of the BIOS's way: its own data ends at 500H, the boot sector's place at 7E00H. */
const PARAMETERS_AT = 0x10000;
const TRAMPOLINE_AT = 0x11000;
const COMMAND_LINE_AT = 0x12000;
const LOW_END = 0x80000;

/** struct boot_params, beside the setup header. */
const ZERO_PAGE = {
  cursorX: 0x00,
  cursorY: 0x01,
  extendedKilobytes: 0x02,
  videoMode: 0x06,
  columns: 0x07,
  egaMemory: 0x0a,
  rows: 0x0e,
  isVga: 0x0f,
  characterHeight: 0x10,
  alternativeKilobytes: 0x1e0,
  mapEntries: 0x1e8,
  map: 0x2d0,
  mostMapEntries: 128,
} as const;
const LOADER_UNKNOWN = 0xff;
/** of vid_mode: what the screen is in */
const VIDEO_NORMAL = 0xffff;
/** INT 10H, AH=12H, BL=10H answers with it: 256 KiB of display memory. */
const EGA_256K = 3;

const hex = (value: number): string => `${value.toString(16).toUpperCase()}H`;
const up = (value: number, to: number): number => Math.ceil(value / to) * to;
const little16 = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];
const little32 = (value: number): number[] => [...little16(value), ...little16(value >>> 16)];

/** Descriptors 10H and 18H are flat code and data: the kernel's __BOOT_CS and __BOOT_DS. */
const GDT = [0, 0, 0, 0, 0x0000ffff, 0x00cf9a00, 0x0000ffff, 0x00cf9200];
const BOOT_CS = 0x10;
const BOOT_DS = 0x18;

/** CS:IP = TRAMPOLINE_AT >> 4 : 0. Interrupts off, flat segments, ESI = struct boot_params, EBP = EDI = EBX = 0. */
function trampoline(entry: number): Uint8Array {
  const [gdtr, gdt, protectedMode] = [0x60, 0x68, 24];
  const code = [
    ...[0xfa], //                                                                   cli
    ...[0x2e, 0x66, 0x0f, 0x01, 0x16, gdtr, 0x00], //                               o32 lgdt [cs:gdtr]
    ...[0x0f, 0x20, 0xc0], //                                                       mov eax, cr0
    ...[0x0c, 0x01], //                                                             or al, 1
    ...[0x0f, 0x22, 0xc0], //                                                       mov cr0, eax
    ...[0x66, 0xea, ...little32(TRAMPOLINE_AT + protectedMode), BOOT_CS, 0x00], //  jmp dword BOOT_CS:protected
    ...[0xb8, ...little32(BOOT_DS)], //                                             mov eax, BOOT_DS
    ...[0x8e, 0xd8, 0x8e, 0xc0, 0x8e, 0xd0], //                                     mov ds, ax; mov es, ax; mov ss, ax
    ...[0x8e, 0xe0, 0x8e, 0xe8], //                                                 mov fs, ax; mov gs, ax
    ...[0xbc, ...little32(TRAMPOLINE_AT + PAGE)], //                                mov esp, the trampoline's end
    ...[0xbe, ...little32(PARAMETERS_AT)], //                                       mov esi, boot_params
    ...[0x31, 0xed, 0x31, 0xff, 0x31, 0xdb], //                                     xor ebp, ebp; xor edi, edi; xor ebx, ebx
    ...[0xb8, ...little32(entry)], //                                               mov eax, entry
    ...[0xff, 0xe0], //                                                             jmp eax
  ];
  const block = new Uint8Array(gdt + 4 * GDT.length);
  block.set(code);
  block.set([...little16(4 * GDT.length - 1), ...little32(TRAMPOLINE_AT + gdt)], gdtr);
  block.set(GDT.flatMap(little32), gdt);
  return block;
}

/** Whether all of it is RAM to be used. */
function usable(map: readonly MapEntry[], first: number, bytes: number): boolean {
  return map.some((entry) => entry.type === 1 && first >= entry.base && first + bytes <= entry.base + entry.bytes);
}

/** The highest page where the RAM disk fits: kernels unpack themselves upwards and want it out of the way. */
function placeInitrd(image: LinuxImage, kernelEnd: number, bytes: number, map: readonly MapEntry[]): number {
  const end = image.highestInitrd + 1;
  const places = map
    .filter(({ type }) => type === 1)
    .map((entry) => ({ base: Math.max(entry.base, kernelEnd), top: Math.min(entry.base + entry.bytes, end) }))
    .map(({ base, top }) => ({ base, at: Math.floor((top - bytes) / PAGE) * PAGE }))
    .filter(({ base, at }) => at >= base)
    .map(({ at }) => at);
  if (places.length === 0)
    throw new Error(
      `no room for the initial RAM disk: ${bytes} bytes are wanted above ${hex(kernelEnd)} and below ${hex(end)}; give the machine more memory`,
    );
  return Math.max(...places);
}

function parameters(image: LinuxImage, map: readonly MapEntry[], screen: TextScreen, initrd: Layout['initrd']): Uint8Array {
  const page = new Uint8Array(PAGE);
  const view = new DataView(page.buffer);
  page.set(image.header, HEADER_AT);
  page[FIELD.loader] = LOADER_UNKNOWN;
  view.setUint16(FIELD.videoMode, VIDEO_NORMAL, true);
  view.setUint32(FIELD.code32Start, KERNEL_AT, true);
  view.setUint32(FIELD.commandLine, COMMAND_LINE_AT, true);
  view.setUint32(FIELD.initrdAddress, initrd?.address ?? 0, true);
  view.setUint32(FIELD.initrdBytes, initrd?.bytes ?? 0, true);

  const high = map.find(({ base, bytes, type }) => type === 1 && base <= KERNEL_AT && base + bytes > KERNEL_AT);
  const kilobytes = high ? Math.floor((high.base + high.bytes - KERNEL_AT) / 1024) : 0;
  view.setUint16(ZERO_PAGE.extendedKilobytes, Math.min(kilobytes, 0xffff), true);
  view.setUint32(ZERO_PAGE.alternativeKilobytes, kilobytes, true);
  const told = map.slice(0, ZERO_PAGE.mostMapEntries);
  page[ZERO_PAGE.mapEntries] = told.length;
  for (const [i, { base, bytes, type }] of told.entries()) {
    view.setBigUint64(ZERO_PAGE.map + 20 * i, BigInt(base), true);
    view.setBigUint64(ZERO_PAGE.map + 20 * i + 8, BigInt(bytes), true);
    view.setUint32(ZERO_PAGE.map + 20 * i + 16, type, true);
  }

  page[ZERO_PAGE.cursorX] = screen.cursor.column;
  page[ZERO_PAGE.cursorY] = screen.cursor.row;
  page[ZERO_PAGE.videoMode] = screen.mode;
  page[ZERO_PAGE.columns] = screen.columns;
  page[ZERO_PAGE.rows] = screen.rows;
  page[ZERO_PAGE.isVga] = 1;
  view.setUint16(ZERO_PAGE.egaMemory, EGA_256K, true);
  view.setUint16(ZERO_PAGE.characterHeight, screen.height, true);
  return page;
}

/** Places kernel, RAM disk, command line and parameters. Throws where there is no room. */
export function layOut(
  image: LinuxImage,
  initrd: Uint8Array | null,
  commandLine: string,
  map: readonly MapEntry[],
  screen: TextScreen,
): Layout {
  const line = Buffer.from(`${commandLine}\0`, 'utf8');
  if (line.length - 1 > image.longestCommandLine)
    throw new Error(`the command line has ${line.length - 1} bytes; this kernel takes ${image.longestCommandLine}`);
  if (COMMAND_LINE_AT + line.length > LOW_END || !usable(map, PARAMETERS_AT, LOW_END - PARAMETERS_AT))
    throw new Error('no room below 512 KiB for what the kernel is told');
  // A relocatable kernel runs where it was loaded, if that is not below the address it prefers (head_32.S of its unpacker).
  const runs = image.relocatable
    ? Math.max(up(KERNEL_AT, image.alignment), up(image.preferredAddress, image.alignment))
    : image.preferredAddress;
  const kernelEnd = up(Math.max(KERNEL_AT + image.code.length, runs + image.initBytes), PAGE);
  if (!usable(map, KERNEL_AT, image.code.length) || !usable(map, runs, image.initBytes))
    throw new Error(
      `the kernel wants memory up to ${hex(kernelEnd - 1)} (${Math.ceil(kernelEnd / (1 << 20))} MiB) for unpacking itself, and not all of that is RAM; give the machine more memory`,
    );
  const disk = initrd === null ? null : { address: placeInitrd(image, kernelEnd, initrd.length, map), bytes: initrd.length };
  const segment = (address: number, bytes: Uint8Array): Segment => ({ address, bytes, size: bytes.length });
  return {
    segments: [
      segment(KERNEL_AT, image.code),
      ...(disk && initrd ? [segment(disk.address, initrd)] : []),
      segment(PARAMETERS_AT, parameters(image, map, screen, disk)),
      segment(TRAMPOLINE_AT, trampoline(KERNEL_AT)),
      segment(COMMAND_LINE_AT, line),
    ],
    start: (TRAMPOLINE_AT >> 4) * 0x10000,
    initrd: disk,
  };
}
