/** The keyboard controller with keyboard and mouse (ps2.c): the services `keyboard` and `mouse`. */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

// ps2.c: first byte of an input and of an output; a question
const KEYS = 0;
const MOVEMENT = 1;
const LAMPS = 0;
const KEYS_READ = 1;
const KEYS_LOST = 2;
const QUESTION_WAITING = 0;

export default definePlugin({
  name: 'ps2',
  options: z.strictObject({}),
  setup(builder) {
    const device = builder.device('ps2');
    const lampListeners: ((lamps: number) => void)[] = [];
    let readers: (() => void)[] = [];

    device.onOutput((bytes) => {
      for (let i = 0; i + 1 < bytes.length; i += 2) {
        const [what, value] = [bytes[i]!, bytes[i + 1]!];
        if (what === LAMPS) {
          for (const listener of lampListeners) listener(value);
        } else if (what === KEYS_READ) {
          const waiting = readers;
          readers = [];
          for (const resolve of waiting) resolve();
        } else if (what === KEYS_LOST) {
          throw new Error('the guest has not read its keyboard for so long that keys were lost (4 KiB of scan codes are kept)');
        }
      }
    });

    /** How many bytes of keys the guest has not read. */
    async function waiting(): Promise<number> {
      const answer = await device.ask(QUESTION_WAITING);
      return new DataView(answer.buffer, answer.byteOffset, answer.byteLength).getUint32(0, true);
    }

    builder.offer('keyboard', {
      send: (codes) => device.send(Uint8Array.of(KEYS, ...codes)),
      async idle() {
        const told = new Promise<void>((resolve) => readers.push(resolve));
        if ((await waiting()) > 0) await told;
      },
      onLamps: (listener) => void lampListeners.push(listener),
    });
    builder.offer('mouse', {
      move: (dx, dy, dz, buttons) => device.send(Uint8Array.of(MOVEMENT, dx & 0xff, dy & 0xff, dz & 0xff, buttons)),
    });
  },
});
