/**
 * The option ROM by which a kernel is started: the BIOS finds it as a device to boot from (Plug and Play BIOS Specification 1.0A, 3.2:
 * an expansion header with a bootstrap entry vector). When it is that device's turn, the ROM asks the BIOS for its map of memory
 * (INT 15H, E820H), opens the A20 gate, sends the map to the plugin's port byte by byte, and goes where the plugin's answer says.
 */

const ROM_BYTES = 512;
const PNP_HEADER = 0x20;
const ENTRY = 0x50;
const NAME = 0xa0;

/** segment in which the map is collected, before anything else is there */
const MAP_SEGMENT = 0x7000;

function code(port: number): number[] {
  return [
    ...[0xfc], //                                      cld
    ...[0xb8, MAP_SEGMENT & 0xff, MAP_SEGMENT >> 8], // mov ax, MAP_SEGMENT
    ...[0x8e, 0xc0], //                                mov es, ax
    ...[0x31, 0xff], //                                xor di, di
    ...[0x66, 0x31, 0xdb], //                          xor ebx, ebx
    ...[0x66, 0xb8, 0x20, 0xe8, 0x00, 0x00], //  next: mov eax, 0xe820
    ...[0x66, 0xba, 0x50, 0x41, 0x4d, 0x53], //        mov edx, 'SMAP'
    ...[0x66, 0xb9, 0x14, 0x00, 0x00, 0x00], //        mov ecx, 20
    ...[0xcd, 0x15], //                                int 0x15
    ...[0x72, 0x10], //                                jc done
    ...[0x66, 0x3d, 0x50, 0x41, 0x4d, 0x53], //        cmp eax, 'SMAP'
    ...[0x75, 0x08], //                                jne done
    ...[0x83, 0xc7, 0x14], //                          add di, 20
    ...[0x66, 0x85, 0xdb], //                          test ebx, ebx
    ...[0x75, 0xda], //                                jnz next
    ...[0xb8, 0x01, 0x24], //                    done: mov ax, 0x2401
    ...[0xcd, 0x15], //                                int 0x15
    ...[0x06], //                                      push es
    ...[0x1f], //                                      pop ds
    ...[0x31, 0xf6], //                                xor si, si
    ...[0x89, 0xf9], //                                mov cx, di
    ...[0xba, port & 0xff, port >> 8], //              mov dx, port
    ...[0xf3, 0x6e], //                                rep outsb
    ...[0x66, 0xed], //                                in eax, dx
    ...[0x66, 0x50], //                                push eax
    ...[0xcb], //                                      retf
  ];
}

function put16(rom: Uint8Array, at: number, value: number): void {
  rom[at] = value & 0xff;
  rom[at + 1] = value >> 8;
}

/** Makes `bytes` of `rom` from `first` on add up to 0 by the one at `at`. */
function checksum(rom: Uint8Array, first: number, bytes: number, at: number): void {
  rom[at] = 0;
  let sum = 0;
  for (let i = first; i < first + bytes; i++) sum += rom[i]!;
  rom[at] = -sum & 0xff;
}

/** A read of 4 bytes from `port` has to give segment << 16 | offset of what goes on. */
export function bootRom(port: number, name: string): Uint8Array {
  const rom = new Uint8Array(ROM_BYTES);
  rom.set([0x55, 0xaa, ROM_BYTES / 512, 0xcb], 0); // its initialisation: retf
  put16(rom, 0x1a, PNP_HEADER);
  rom.set([...Buffer.from('$PnP'), 1, 2], PNP_HEADER);
  put16(rom, PNP_HEADER + 0x10, NAME);
  put16(rom, PNP_HEADER + 0x1a, ENTRY);
  rom.set(code(port), ENTRY);
  rom.set(Buffer.from(name.slice(0, 60), 'latin1'), NAME);
  checksum(rom, PNP_HEADER, 0x20, PNP_HEADER + 9);
  checksum(rom, 0, ROM_BYTES, ROM_BYTES - 1);
  return rom;
}
