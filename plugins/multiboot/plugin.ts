/**
 * Starts a Multiboot kernel after the BIOS has done its part: an option ROM (rom.ts) comes first among the devices to boot from. When it
 * runs, kernel, modules and information are written to memory, and the kernel gets the processor as the specification says.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';
import { type KernelImage, readKernel } from './image.ts';
import { layOut, type Module, readMap } from './layout.ts';
import { bootRom } from './rom.ts';

const ROM_NAME = 'genroms/multiboot.bin';

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new Error(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}

/** "FILE" or "FILE ARGUMENTS". */
function readModule(text: string): Module {
  const space = text.indexOf(' ');
  const path = existsSync(text) || space < 0 ? text : text.slice(0, space);
  return { bytes: read(path), text };
}

export default definePlugin({
  name: 'multiboot',
  options: z.strictObject({
    kernel: z.string(),
    /** files, each with its arguments after a space */
    modules: z.array(z.string()).default([]),
    /** the kernel is told its file name, then this */
    commandLine: z.string().default(''),
    /** by which the ROM and the plugin speak; four ports */
    port: z.int().min(0).max(0xfffc).default(0x5e8),
  }),
  setup(builder, { kernel: path, modules: moduleTexts, commandLine, port }) {
    let kernel: KernelImage;
    try {
      kernel = readKernel(read(path));
    } catch (error) {
      throw new Error(`${path}: ${(error as Error).message}`);
    }
    const modules = moduleTexts.map(readModule);
    const command = commandLine === '' ? path : `${path} ${commandLine}`;

    let map: number[] = [];
    builder.ports({
      first: port,
      count: 4,
      widths: [1, 4],
      posted: true,
      write: (_port, value) => void map.push(value),
      read: () => {
        const layout = layOut(kernel, modules, command, readMap(Uint8Array.from(map)));
        map = []; // after a reset it all happens again
        for (const { address, bytes, size } of layout.segments) {
          builder.writeMemory(address, bytes);
          if (size > bytes.length) builder.writeMemory(address + bytes.length, new Uint8Array(size - bytes.length));
        }
        return ((layout.start >> 4) << 16) | (layout.start & 15);
      },
    });
    builder.firmwareFile(ROM_NAME, bootRom(port, 'Multiboot kernel'));
    builder.firmwareFile('bootorder', Buffer.from(`/rom@${ROM_NAME}\0`));
  },
});
