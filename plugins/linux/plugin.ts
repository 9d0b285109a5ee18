/**
 * Starts a Linux kernel after the BIOS has done its part: an option ROM (../multiboot/rom.ts) comes first among the devices to boot from.
 * When it runs, kernel, initial RAM disk, command line and parameters are written to memory, and the kernel is entered in protected mode.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';
import { readMap } from '../multiboot/layout.ts';
import { bootRom } from '../multiboot/rom.ts';
import { type LinuxImage, readImage } from './image.ts';
import { BIOS_DATA, layOut, readTextScreen } from './layout.ts';

const ROM_NAME = 'genroms/linux.bin';

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}

export default definePlugin({
  name: 'linux',
  options: z.strictObject({
    /** a bzImage */
    kernel: z.string(),
    /** its initial RAM disk or file system; several are put one after the other */
    initrd: z.union([z.string(), z.array(z.string())]).optional(),
    commandLine: z.string().default(''),
    /** by which the ROM and the plugin speak; four ports */
    port: z.int().min(0).max(0xfffc).default(0x5ec),
  }),
  setup(builder, { kernel: path, initrd, commandLine, port }) {
    let image: LinuxImage;
    const file = read(path);
    try {
      image = readImage(file);
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`);
    }
    const parts = initrd === undefined ? [] : [initrd].flat().map(read);
    // Each archive of several begins at a multiple of four bytes (Documentation/driver-api/early-userspace/buffer-format.rst).
    const padded = parts.flatMap((part) => [part, new Uint8Array(-part.length & 3)]);
    const disk = parts.length === 0 ? null : Buffer.concat(padded);

    let map: number[] = [];
    builder.ports({
      first: port,
      count: 4,
      widths: [1, 4],
      posted: true,
      write: (_port, value) => void map.push(value),
      read: async () => {
        const told = readMap(Uint8Array.from(map));
        map = []; // after a reset it all happens again
        const screen = readTextScreen(await builder.readMemory(BIOS_DATA.address, BIOS_DATA.bytes));
        const layout = layOut(image, disk, commandLine, told, screen);
        for (const { address, bytes } of layout.segments) builder.writeMemory(address, bytes);
        return layout.start;
      },
    });
    builder.firmwareFile(ROM_NAME, bootRom(port, 'Linux kernel'));
    builder.firmwareFile('bootorder', Buffer.from(`/rom@${ROM_NAME}\0`));
  },
});
