/**
 * `node v86.mjs FLOPPY`: boots the image on v86 and says on its standard output what the guest says at port E9H; before
 * that, `own N`: the milliseconds from the process's start to the machine's. Ends when it is killed.
 */
import { readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { V86 } from 'v86';

const STANDARD_OUTPUT = 1;
const build = dirname(createRequire(import.meta.url).resolve('v86'));
const image = (path) => {
  const bytes = readFileSync(path);
  return { buffer: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) };
};

writeSync(STANDARD_OUTPUT, `own ${Math.round(performance.now())}\n`);
const emulator = new V86({
  wasm_path: join(build, 'v86.wasm'),
  bios: image('/usr/share/seabios/bios.bin'),
  vga_bios: image('/usr/share/seabios/vgabios-stdvga.bin'),
  fda: image(process.argv[2]),
  memory_size: 16 << 20,
  vga_memory_size: 8 << 20,
  disable_speaker: true,
  autostart: true,
});
emulator.add_listener('emulator-loaded', () => {
  const { cpu } = emulator.v86;
  cpu.io.register_write(0xe9, cpu, (value) => writeSync(STANDARD_OUTPUT, String.fromCharCode(value)));
});
