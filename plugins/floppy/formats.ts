/** Floppy disks by the size of their image: what media.c knows, and the drive that such a disk was made for. */
import { imageBytes } from '../../vm/machine/blank.ts';

export const DRIVE_TYPES = { '360K': 1, '1.2M': 2, '720K': 3, '1.44M': 4, '2.88M': 5 } as const;
export type DriveType = keyof typeof DRIVE_TYPES;

const KIB = 1024;
const DRIVE_OF_SIZE = new Map<number, DriveType>([
  [160 * KIB, '360K'],
  [180 * KIB, '360K'],
  [320 * KIB, '360K'],
  [360 * KIB, '360K'],
  [720 * KIB, '1.44M'],
  [1200 * KIB, '1.2M'],
  [1440 * KIB, '1.44M'],
  [1680 * KIB, '1.44M'],
  [1722 * KIB, '1.44M'],
  [2880 * KIB, '2.88M'],
]);

/** Throws where no floppy disk has this size. */
export function driveTypeOf(path: string): DriveType {
  const size = imageBytes(path);
  const type = DRIVE_OF_SIZE.get(size);
  if (!type) {
    const sizes = [...DRIVE_OF_SIZE.keys()].map((bytes) => `${bytes / KIB}K`).join(', ');
    throw new Error(`${path} has ${size} bytes, which no floppy disk has: ${sizes}`);
  }
  return type;
}
