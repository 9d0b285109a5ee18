/** The device by which the firmware learns about the machine. Its files come from all plugins: `builder.firmwareFile()`. */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

/** Keys of QEMU's fw_cfg that are no files. */
const KEY_CPUS = 0x05;
const KEY_BOOT_MENU = 0x0e;
const KEY_MOST_CPUS = 0x0f;

function item(key: number, value: number): Uint8Array {
  const bytes = Buffer.alloc(5);
  bytes.write('k', 0, 'latin1');
  bytes.writeUInt16LE(key, 1);
  bytes.writeUInt16LE(value, 3);
  return bytes;
}

export default definePlugin({
  name: 'fwcfg',
  options: z.strictObject({
    /** whether the BIOS asks for a key to choose from what to boot, and waits for it */
    bootMenu: z.boolean().default(false),
  }),
  setup(builder, { bootMenu }) {
    const device = builder.device('fwcfg');
    device.send(item(KEY_CPUS, 1));
    device.send(item(KEY_MOST_CPUS, 1));
    device.send(item(KEY_BOOT_MENU, bootMenu ? 1 : 0));
  },
});
