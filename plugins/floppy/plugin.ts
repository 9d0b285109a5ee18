/** The floppy controller with its two drives (floppy.c). */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';
import { DRIVE_TYPES, type DriveType, driveTypeOf } from './formats.ts';

export interface FloppyDrives {
  /** Another disk, one of those that the machine was made with, or null for none; drive 0 is A. The guest sees the disk change line. */
  insert(drive: number, disk: string | null): void;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    floppy: FloppyDrives;
  }
}

const NO_DISK = 255;
const mode = z.enum(['read-only', 'overlay', 'write']).default('overlay');

export default definePlugin({
  name: 'floppy',
  options: z.strictObject({
    /** A and B */
    drives: z
      .array(
        z
          .strictObject({
            /** path of the image of the disk in it; null: none */
            disk: z.string().nullable(),
            mode,
            /** what the image's size suggests unless given; 1.44M where there is no disk. The CMOS has to say the same (plugins/rtc) */
            type: z.enum(Object.keys(DRIVE_TYPES) as [DriveType, ...DriveType[]]).optional(),
          })
          .nullable(),
      )
      .max(2)
      .default([]),
    /** more disks, to be inserted while the machine runs */
    disks: z.array(z.strictObject({ disk: z.string(), mode })).default([]),
  }),
  setup(builder, { drives, disks }) {
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
    for (const [i, drive] of drives.entries()) {
      if (!drive) continue;
      options[`drive${i}`] = drive.disk === null ? 'empty' : add(drive.disk, drive.mode);
      options[`type${i}`] = DRIVE_TYPES[drive.type ?? (drive.disk === null ? '1.44M' : driveTypeOf(drive.disk))];
    }
    for (const { disk, mode } of disks) add(disk, mode);
    const device = builder.device('floppy', options);
    builder.offer('floppy', {
      insert(drive, path) {
        if (!drives[drive]) throw new Error(`there is no floppy drive ${drive}`);
        const number = path === null ? NO_DISK : diskNumbers.get(path);
        if (number === undefined)
          throw new Error(`the machine was made without the disk ${path}; there are: ${[...diskNumbers.keys()].join(', ')}`);
        device.send(Uint8Array.of(drive, number));
      },
    });
  },
});
