/** The geometry that a disk shows, and what a BIOS makes of it. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { blankDisk } from '../../vm/machine/blank.ts';

export interface DiskGeometry {
  cylinders: number;
  heads: number;
  sectors: number;
  /** How the BIOS makes cylinders fit into its ten bits; the names of plugins/rtc. */
  translation: 'none' | 'lba' | 'large';
}

const SECTOR_BYTES = 512;
const MOST_CYLINDERS = 16383;
const TABLE = 446;
const ENTRY_BYTES = 16;
const ENTRIES = 4;

/**
 * A partition table gives every partition's end twice, by number and by cylinder, head and sector, and a partition of old ends with a
 * cylinder. Where both agree, that is the geometry that the image was partitioned with. Null: nothing of the kind.
 */
function partitionedWith(first: Uint8Array): { heads: number; sectors: number } | null {
  if (first[510] !== 0x55 || first[511] !== 0xaa) return null;
  const view = new DataView(first.buffer, first.byteOffset);
  for (let i = 0; i < ENTRIES; i++) {
    const at = TABLE + i * ENTRY_BYTES;
    const heads = view.getUint8(at + 5) + 1;
    const sectors = view.getUint8(at + 6) & 63;
    const cylinder = view.getUint8(at + 7) | ((view.getUint8(at + 6) & 0xc0) << 2);
    const end = view.getUint32(at + 8, true) + view.getUint32(at + 12, true);
    const used = view.getUint8(at + 4) !== 0 && view.getUint32(at + 12, true) !== 0;
    if (used && sectors > 0 && (cylinder + 1) * heads * sectors === end) return { heads, sectors };
  }
  return null;
}

/** For a disk of so many bytes whose first sector is this. */
export function geometryOf(bytes: number, first: Uint8Array): DiskGeometry {
  const total = Math.floor(bytes / SECTOR_BYTES);
  const found = partitionedWith(first);
  const fits =
    found && found.heads <= 16 && total >= found.heads * found.sectors && total / (found.heads * found.sectors) <= MOST_CYLINDERS;
  const heads = fits ? found.heads : total < 16 * 63 ? 1 : 16;
  const sectors = fits ? found.sectors : Math.min(total, 63);
  const cylinders = Math.min(Math.floor(total / (heads * sectors)), MOST_CYLINDERS);
  // More than 16 heads: a BIOS had translated when the disk was partitioned.
  const translated = found !== null && found.heads > 16;
  const large = cylinders > 1024 || translated;
  return { cylinders, heads, sectors, translation: !large ? 'none' : translated && cylinders * heads <= 131072 ? 'large' : 'lba' };
}

/** Throws where the file cannot be read or is no disk image. */
export function diskGeometry(path: string): DiskGeometry {
  const blank = blankDisk(path);
  if (blank) return geometryOf(blank.bytes, new Uint8Array(SECTOR_BYTES));
  const file = openSync(path, 'r');
  try {
    const first = new Uint8Array(SECTOR_BYTES);
    if (readSync(file, first, 0, SECTOR_BYTES, 0) < SECTOR_BYTES) throw new Error(`${path} is shorter than one sector`);
    return geometryOf(fstatSync(file).size, first);
  } finally {
    closeSync(file);
  }
}
