/** The display adapter: a VGA with VBE modes. It brings its BIOS, and tells who asks what is on the screen (`vm.service('display')`). */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';
import { decodeScreen, type Image, QUESTION_TEXT, readImage, type Screen } from '../../vm/screen/index.ts';

export interface Display {
  /** Text, cursor and mode of this moment. In graphics modes there is no text. */
  read(): Promise<Screen>;
  /** The picture, text modes included. */
  image(): Promise<Image>;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    display: Display;
  }
}

const BIOS = '/usr/share/seabios/vgabios-isavga.bin';

export default definePlugin({
  name: 'vga',
  options: z.strictObject({
    /** path of the VGA BIOS, or null for none: the firmware then shows nothing */
    bios: z.string().nullable().default(BIOS),
  }),
  setup(builder, { bios }) {
    const device = builder.device('vga');
    if (bios !== null) {
      let rom: Uint8Array;
      try {
        rom = readFileSync(bios);
      } catch {
        throw new Error(`cannot read the VGA BIOS ${bios} (Debian: apt install seabios)`);
      }
      builder.firmwareFile('vgaroms/vgabios.bin', rom);
    }
    builder.offer('display', {
      read: async () => decodeScreen(await device.ask(QUESTION_TEXT)),
      image: () => readImage((question) => device.ask(question)),
    });
  },
});
