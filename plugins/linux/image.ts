/**
 * A Linux kernel as the kernel's own documentation describes it ("The Linux/x86 Boot Protocol", Documentation/arch/x86/boot.rst): sectors
 * of real-mode setup code with a header in them, and behind them the part that runs in protected mode.
 */

export interface LinuxImage {
  /** version of the protocol, as the header has it: 20FH is 2.15 */
  protocol: number;
  /** the header, from 1F1H of the file on; it stands at the same offset of struct boot_params */
  header: Uint8Array;
  /** the part for protected mode */
  code: Uint8Array;
  relocatable: boolean;
  /** where a relocatable kernel would run if it may choose */
  preferredAddress: number;
  /** a power of two */
  alignment: number;
  /** bytes that the kernel needs from where it runs, before it knows of any memory map */
  initBytes: number;
  /** the highest address that a byte of the initial RAM disk may have */
  highestInitrd: number;
  /** characters, without the zero */
  longestCommandLine: number;
}

export const HEADER_AT = 0x1f1;
/** Offsets in the file, and so in struct boot_params. */
export const FIELD = {
  setupSectors: 0x1f1,
  videoMode: 0x1fa,
  bootFlag: 0x1fe,
  jump: 0x200,
  magic: 0x202,
  version: 0x206,
  loader: 0x210,
  loadFlags: 0x211,
  code32Start: 0x214,
  initrdAddress: 0x218,
  initrdBytes: 0x21c,
  commandLine: 0x228,
  highestInitrd: 0x22c,
  alignment: 0x230,
  relocatable: 0x234,
  extendedFlags: 0x236,
  commandLineSize: 0x238,
  preferredAddress: 0x258,
  initBytes: 0x260,
} as const;

const BOOT_FLAG = 0xaa55;
const MAGIC = 0x53726448; // "HdrS"
const LOADED_HIGH = 1 << 0;
const KERNEL_64 = 1 << 0;
const SECTOR = 512;
/** setup_sects of 0 stands for this. */
const OLD_SETUP_SECTORS = 4;
/** What protocols before 2.03 leave unsaid. */
const OLD_HIGHEST_INITRD = 0x37ffffff;
const OLD_COMMAND_LINE = 255;
/** A kernel that does not say how much it needs unpacks itself upwards of its image. */
const OLD_INIT_FACTOR = 4;

/** Throws what is wrong with the file. */
export function readImage(file: Uint8Array): LinuxImage {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < 0x264 || view.getUint16(FIELD.bootFlag, true) !== BOOT_FLAG || view.getUint32(FIELD.magic, true) !== MAGIC)
    throw new Error('it is no Linux kernel for x86: its setup header is missing (a bzImage is wanted, as in /boot/vmlinuz-...)');
  const protocol = view.getUint16(FIELD.version, true);
  const version = `${protocol >> 8}.${String(protocol & 0xff).padStart(2, '0')}`;
  if (protocol < 0x202) throw new Error(`its boot protocol is ${version}; 2.02 (Linux 2.4.0) is the oldest that is known here`);
  if (!(file[FIELD.loadFlags]! & LOADED_HIGH)) throw new Error('it is a zImage, to be loaded below 1 MiB; a bzImage is wanted');
  if (protocol >= 0x20c && view.getUint16(FIELD.extendedFlags, true) & KERNEL_64)
    throw new Error('it is a kernel for 64-bit processors; this machine has a 32-bit one');
  const codeAt = ((file[FIELD.setupSectors]! || OLD_SETUP_SECTORS) + 1) * SECTOR;
  if (codeAt >= file.length) throw new Error('the file ends within its setup code');
  const headerEnd = FIELD.magic + file[FIELD.jump + 1]!;
  if (headerEnd < 0x22c || headerEnd > codeAt) throw new Error('its setup header does not say where it ends');
  const code = file.subarray(codeAt);
  const alignment = protocol >= 0x205 ? view.getUint32(FIELD.alignment, true) : 0;
  const preferredAddress = protocol >= 0x20a ? Number(view.getBigUint64(FIELD.preferredAddress, true)) : 0x100000;
  if (preferredAddress >= 2 ** 32) throw new Error('it wants to run above 4 GiB');
  return {
    protocol,
    header: file.subarray(HEADER_AT, headerEnd),
    code,
    relocatable: protocol >= 0x205 && file[FIELD.relocatable] !== 0,
    preferredAddress,
    alignment: Math.max(1, alignment),
    initBytes: protocol >= 0x20a ? view.getUint32(FIELD.initBytes, true) : code.length * OLD_INIT_FACTOR,
    highestInitrd: protocol >= 0x203 ? view.getUint32(FIELD.highestInitrd, true) : OLD_HIGHEST_INITRD,
    longestCommandLine: protocol >= 0x206 ? view.getUint32(FIELD.commandLineSize, true) : OLD_COMMAND_LINE,
  };
}
