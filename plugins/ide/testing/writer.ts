/**
 * Machines in which testing/writer.asm runs. As a program, `writer.ts ROM LOG IMAGE...` is a user program with a machine for every image:
 * it adds "pid NUMBER" for each machine's process to the file LOG, and "IMAGE NUMBER" for every number that the guest has told.
 */
import { openSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type DiskMode, definePlugin, VirtualMachine } from '../../../vm/index.ts';

/** A machine that writes to the image until somebody ends it. `told` hears every number that the guest reports as written. */
export function startWriter(rom: string, image: string, mode: DiskMode, told: (number: number) => void): Promise<VirtualMachine> {
  const listener = definePlugin({
    name: 'listener',
    options: z.strictObject({}),
    setup: (builder) => builder.ports({ first: 0xe9, widths: [4], posted: true, write: (_port, value) => told(value >>> 0) }),
  });
  return VirtualMachine.create({
    memory: 1 << 20,
    plugins: [
      'pci',
      { plugin: 'chipset', options: { bios: rom } },
      { plugin: 'ide', options: { hda: { disk: image, mode } } },
      { plugin: listener },
    ],
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [rom, path, ...images] = process.argv.slice(2) as [string, string, ...string[]];
  const log = openSync(path, 'a');
  const start = async (image: string, i: number) => {
    const vm = await startWriter(rom, image, 'write', (number) => writeSync(log, `${i} ${number}\n`));
    writeSync(log, `pid ${vm.pid}\n`);
  };
  await Promise.all(images.map(start));
}
