/** Two IDE channels with hard disks and CD-ROM drives (ide.c, disk.c, atapi.c). */
import { z } from 'zod';
import { type DiskMode, definePlugin, type MachineBuilder } from '../../vm/plugin.ts';
import { diskGeometry } from './geometry.ts';

/** Primary master, primary slave, secondary master, secondary slave. */
const PLACES = ['hda', 'hdb', 'hdc', 'hdd'] as const;
export type Place = (typeof PLACES)[number];

export interface CdromDrives {
  /** Another disc, one of those that the machine was made with, or null for none. The guest is told that the medium has changed. */
  insert(place: Place, disc: string | null): void;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    cdrom: CdromDrives;
  }
}

const NO_DISC = 255;
const SECTOR_BYTES = 512;

function openImage(builder: MachineBuilder, path: string, mode: DiskMode): number {
  const { number, bytes } = builder.image(path, mode);
  if (bytes % SECTOR_BYTES !== 0)
    throw new Error(`${path} has ${bytes} bytes: a disk image is a number of whole sectors of ${SECTOR_BYTES} bytes`);
  return number;
}

const drive = z.union([
  z.strictObject({
    /** path of the image of a hard disk */
    disk: z.string(),
    mode: z.enum(['read-only', 'overlay', 'write']).default('overlay'),
  }),
  z.strictObject({
    /** path of the image of a disc; null: the tray is empty */
    cdrom: z.string().nullable(),
  }),
]);

export default definePlugin({
  name: 'ide',
  options: z.strictObject({
    hda: drive.optional(),
    hdb: drive.optional(),
    hdc: drive.optional(),
    hdd: drive.optional(),
    /** paths of more discs, to be inserted while the machine runs */
    discs: z.array(z.string()).default([]),
  }),
  setup(builder, { discs, ...drives }) {
    const options: Record<string, string | number> = {};
    const discNumbers = new Map<string, number>();
    const disc = (path: string): number => {
      let number = discNumbers.get(path);
      if (number === undefined) {
        number = openImage(builder, path, 'read-only');
        options[`image${number}`] = 'read-only';
        discNumbers.set(path, number);
      }
      return number;
    };
    for (const [place, name] of PLACES.entries()) {
      const drive = drives[name];
      if (!drive) continue;
      if ('cdrom' in drive) {
        options[`cdrom${place}`] = drive.cdrom === null ? 'empty' : disc(drive.cdrom);
        continue;
      }
      const number = openImage(builder, drive.disk, drive.mode);
      const { heads, sectors } = diskGeometry(drive.disk);
      options[`image${number}`] = drive.mode;
      options[`disk${place}`] = number;
      options[`heads${place}`] = heads;
      options[`sectors${place}`] = sectors;
    }
    for (const path of discs) disc(path);
    const device = builder.device('ide', options);
    builder.offer('cdrom', {
      insert(place, path) {
        const drive = drives[place];
        if (!drive || !('cdrom' in drive)) throw new Error(`there is no CD-ROM drive ${place}`);
        const number = path === null ? NO_DISC : discNumbers.get(path);
        if (number === undefined)
          throw new Error(`the machine was made without the disc ${path}; there are: ${[...discNumbers.keys()].join(', ')}`);
        device.send(Uint8Array.of(PLACES.indexOf(place), number));
      },
    });
  },
});
