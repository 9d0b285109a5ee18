/** The floppy controller with its two drives (floppy.c). */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';
import { DRIVE_TYPES, type DriveType, driveTypeOf } from './formats.ts';

export interface FloppyDrives {
  /** Another disk, one of those that the machine was made with, or null for none. The guest sees the disk change line. */
  insert(drive: 'a' | 'b', disk: string | null): void;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    floppy: FloppyDrives;
  }
}

const NO_DISK = 255;
const mode = z.enum(['read-only', 'overlay', 'write']).default('overlay');

const drive = z.strictObject({
  /** path of the image of the disk in it; null: none */
  image: z.string().nullable(),
  mode,
  /** what the image's size suggests unless given; 1.44M where there is no disk. The CMOS has to say the same (plugins/rtc) */
  type: z.enum(Object.keys(DRIVE_TYPES) as [DriveType, ...DriveType[]]).optional(),
});

export default definePlugin({
  name: 'floppy',
  options: z.strictObject({
    a: drive.optional(),
    b: drive.optional(),
    /** more disks, to be inserted while the machine runs */
    disks: z.array(z.strictObject({ image: z.string(), mode })).default([]),
  }),
  setup(builder, { a, b, disks }) {
    const drives = { a, b };
    const options: Record<string, string | number> = {};
    const diskNumbers = new Map<string, number>();
    const add = (path: string, mode: 'read-only' | 'overlay' | 'write'): number => {
      if (diskNumbers.has(path)) throw new Error(`the disk ${path} is given twice`);
      driveTypeOf(path); // or no floppy disk
      const { number } = builder.image(path, mode);
      options[`image${number}`] = mode;
      diskNumbers.set(path, number);
      return number;
    };
    for (const [i, drive] of [a, b].entries()) {
      if (!drive) continue;
      options[`drive${i}`] = drive.image === null ? 'empty' : add(drive.image, drive.mode);
      options[`type${i}`] = DRIVE_TYPES[drive.type ?? (drive.image === null ? '1.44M' : driveTypeOf(drive.image))];
    }
    for (const { image, mode } of disks) add(image, mode);
    const device = builder.device('floppy', options);
    builder.offer('floppy', {
      insert(drive, path) {
        if (!drives[drive]) throw new Error(`there is no floppy drive ${drive}`);
        const number = path === null ? NO_DISK : diskNumbers.get(path);
        if (number === undefined)
          throw new Error(`the machine was made without the disk ${path}; there are: ${[...diskNumbers.keys()].join(', ')}`);
        device.send(Uint8Array.of(drive === 'a' ? 0 : 1, number));
      },
    });
  },
});
