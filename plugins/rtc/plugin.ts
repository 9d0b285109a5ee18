/** The MC146818 clock with its CMOS RAM (rtc.c), and what a BIOS reads there about the machine (cmos.c). */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

/** The drive types of CMOS byte 10h. */
const FLOPPY_TYPES = { none: 0, '360K': 1, '1.2M': 2, '720K': 3, '1.44M': 4, '2.88M': 5 } as const;
/** How SeaBIOS translates a disk's geometry: CMOS bytes 39h and 3Ah. */
const TRANSLATIONS = { none: 0, lba: 1, large: 2, rechs: 3 } as const;
/** As in QEMU's -boot: a and b floppy, c hard disk, d CD-ROM, n network. */
const BOOT_DEVICES: Record<string, number> = { a: 1, b: 1, c: 2, d: 3, n: 4 };

const floppyType = z.enum(Object.keys(FLOPPY_TYPES) as [keyof typeof FLOPPY_TYPES, ...(keyof typeof FLOPPY_TYPES)[]]);
const translation = z.enum(Object.keys(TRANSLATIONS) as [keyof typeof TRANSLATIONS, ...(keyof typeof TRANSLATIONS)[]]);

const options = z.strictObject({
  /** the date at power-on: seconds since 1970, or the host's now as universal or local time */
  date: z.union([z.number().int().nonnegative(), z.enum(['utc', 'local'])]).default('utc'),
  /** drives A and B */
  floppies: z.array(floppyType).max(2).default([]),
  /** which devices to boot from, in this order: up to three of a, b, c, d, n */
  boot: z
    .string()
    .regex(/^[abcdn]{0,3}$/, 'up to three of a, b, c, d, n')
    .default('acd'),
  /** floppies without a boot signature (55h AAh) are not booted */
  floppySignature: z.boolean().default(true),
  /** by place on the IDE channels: primary master, primary slave, secondary master, secondary slave */
  disks: z
    .array(
      z
        .strictObject({
          cylinders: z.number().int().positive().max(0xffff),
          heads: z.number().int().positive().max(255),
          sectors: z.number().int().positive().max(255),
          translation: translation.default('none'),
        })
        .nullable(),
    )
    .max(4)
    .default([]),
});

/** Milliseconds since 1970 at power-on. The clock shows whole seconds, but its next one comes when the host's does. */
function epoch(date: z.output<typeof options>['date']): number {
  if (typeof date === 'number') return 1000 * date;
  const now = new Date();
  return now.getTime() - (date === 'local' ? 60_000 * now.getTimezoneOffset() : 0);
}

export default definePlugin({
  name: 'rtc',
  options,
  setup(builder, { date, floppies, boot, floppySignature, disks }) {
    const now = epoch(date);
    const settings: Record<string, number> = {
      epoch: Math.floor(now / 1000),
      epoch_ms: now % 1000,
      memory: builder.memory,
      floppy_a: FLOPPY_TYPES[floppies[0] ?? 'none'],
      floppy_b: FLOPPY_TYPES[floppies[1] ?? 'none'],
      boot: [...boot].reduce((order, device, i) => order | (BOOT_DEVICES[device]! << (4 * i)), 0),
      floppy_check: floppySignature ? 1 : 0,
    };
    for (const [i, disk] of disks.entries()) {
      if (!disk) continue;
      settings[`disk${i}_cylinders`] = disk.cylinders;
      settings[`disk${i}_heads`] = disk.heads;
      settings[`disk${i}_sectors`] = disk.sectors;
      settings[`disk${i}_translation`] = TRANSLATIONS[disk.translation];
    }
    builder.device('rtc', settings);
  },
});
