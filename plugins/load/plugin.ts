/** Bytes of a file in memory at power-on: in RAM, or as read-only memory where no RAM is or the PC keeps its ROMs. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

const ROMS = { first: 0xc0000, last: 0xfffff };

export default definePlugin({
  name: 'load',
  options: z.strictObject({
    file: z.string(),
    /** physical */
    address: z.number().int().min(0).max(0xffffffff),
    /** whether the guest may not write there; unless given, the address decides */
    rom: z.boolean().optional(),
  }),
  setup(builder, { file, address, rom }) {
    const bytes = readFileSync(file);
    const isRom = rom ?? ((address >= ROMS.first && address <= ROMS.last) || address >= builder.memory);
    if (!isRom && address + bytes.length > builder.memory)
      throw new Error(`${file} does not fit into memory: it would end at 0x${(address + bytes.length).toString(16)}`);
    if (isRom) builder.rom(address, bytes);
    else builder.load(address, bytes);
  },
});
