/** Host bridge, ISA bridge and the BIOS's ROM. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

const BIOS = '/usr/share/seabios/bios-256k.bin';
const PAGE_BYTES = 4096;
const MOST_BYTES = 1 << 20;

export default definePlugin({
  name: 'chipset',
  options: z.strictObject({
    /** path of the BIOS image: it ends at 4 GiB, and its last 128 KiB are seen below 1 MiB too */
    bios: z.string().default(BIOS),
  }),
  setup(builder, { bios }) {
    let image: Uint8Array;
    try {
      image = readFileSync(bios);
    } catch {
      throw new Error(`cannot read the BIOS ${bios}${bios === BIOS ? ' (Debian: apt install seabios)' : ''}`);
    }
    if (image.length === 0 || image.length % PAGE_BYTES !== 0 || image.length > MOST_BYTES)
      throw new Error(`the BIOS ${bios} has ${image.length} bytes: it has to be pages of 4 KiB, at most 1 MiB`);
    builder.device('chipset').send(image);
  },
});
