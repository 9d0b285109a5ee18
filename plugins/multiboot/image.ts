/**
 * A kernel as the Multiboot Specification 0.6.96 describes it: the header within the first 8 KiB, and where the image's parts go. Either
 * the header says so itself (flag 16, section 3.1.3) or the ELF program headers do.
 */

/** Bytes of the image, and zeros after them, at a physical address. */
export interface Segment {
  address: number;
  bytes: Uint8Array;
  /** in memory; what is beyond `bytes` is zeros */
  size: number;
}

export interface KernelImage {
  segments: Segment[];
  entry: number;
  /** the header asks to be told of the video mode (flag 2) */
  wantsVideo: boolean;
}

const SEARCH_BYTES = 8192;
const MAGIC = 0x1badb002;
const FLAG_VIDEO = 1 << 2;
const FLAG_ADDRESSES = 1 << 16;
/** Flags 0 to 15 are demands: page-aligned modules, memory information, video information are met; of others we know nothing. */
const UNKNOWN_DEMANDS = 0xfff8;

function headerOffset(view: DataView): number {
  const last = Math.min(view.byteLength, SEARCH_BYTES) - 12;
  for (let at = 0; at <= last; at += 4) {
    if (view.getUint32(at, true) !== MAGIC) continue;
    if (((MAGIC + view.getUint32(at + 4, true) + view.getUint32(at + 8, true)) & 0xffffffff) === 0) return at;
  }
  throw new Error('no Multiboot header in the first 8 KiB');
}

function fromHeader(file: Uint8Array, view: DataView, at: number): Omit<KernelImage, 'wantsVideo'> {
  if (view.byteLength < at + 32) throw new Error('the file ends within its Multiboot header');
  const [header, load, loadEnd, bssEnd, entry] = [12, 16, 20, 24, 28].map((offset) => view.getUint32(at + offset, true)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const from = at - (header - load);
  if (load > header || from < 0) throw new Error('its Multiboot header says that the image begins before the file does');
  const bytes = file.subarray(from, loadEnd === 0 ? file.length : from + loadEnd - load);
  if (loadEnd !== 0 && (loadEnd < load || bytes.length < loadEnd - load))
    throw new Error('its Multiboot header wants more than the file holds');
  return { segments: [{ address: load, bytes, size: Math.max(bytes.length, bssEnd === 0 ? 0 : bssEnd - load) }], entry };
}

const ELF_MAGIC = 0x464c457f;
const ELFCLASS32 = 1;
const EM_386 = 3;
const PT_LOAD = 1;

function fromElf(file: Uint8Array, view: DataView): Omit<KernelImage, 'wantsVideo'> {
  if (view.byteLength < 52 || view.getUint32(0, true) !== ELF_MAGIC)
    throw new Error('neither its Multiboot header nor an ELF header says where it is to be loaded');
  if (file[4] !== ELFCLASS32 || view.getUint16(18, true) !== EM_386) throw new Error('it is no ELF image for a 32-bit x86');
  const [offset, size, count] = [view.getUint32(28, true), view.getUint16(42, true), view.getUint16(44, true)];
  if (count === 0 || size < 32 || offset + count * size > view.byteLength) throw new Error('its ELF program headers are outside the file');
  const segments: Segment[] = [];
  let entry = view.getUint32(24, true);
  let found = false;
  for (let i = 0; i < count; i++) {
    const at = offset + i * size;
    const [type, from, virtual, address, bytes, memory] = [0, 4, 8, 12, 16, 20].map((field) => view.getUint32(at + field, true)) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (type !== PT_LOAD || memory === 0) continue;
    if (bytes > memory || from + bytes > file.length) throw new Error('an ELF segment is outside the file');
    segments.push({ address, bytes: file.subarray(from, from + bytes), size: memory });
    // e_entry is a virtual address; paging is off.
    if (!found && entry >= virtual && entry - virtual < memory) {
      entry = entry - virtual + address;
      found = true;
    }
  }
  if (segments.length === 0) throw new Error('its ELF headers load nothing');
  return { segments, entry };
}

/** Throws what is wrong with the file. */
export function readKernel(file: Uint8Array): KernelImage {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const at = headerOffset(view);
  const flags = view.getUint32(at + 4, true);
  if (flags & UNKNOWN_DEMANDS) throw new Error(`its Multiboot header demands what is not known here (flags ${flags.toString(16)}H)`);
  const image = flags & FLAG_ADDRESSES ? fromHeader(file, view, at) : fromElf(file, view);
  for (const { address, size } of image.segments) if (address + size > 2 ** 32) throw new Error('a segment ends beyond 4 GiB');
  return { ...image, wantsVideo: (flags & FLAG_VIDEO) !== 0 };
}
