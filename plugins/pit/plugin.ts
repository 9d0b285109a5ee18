/** The 8254 interval timer, and port 61h with the speaker's gate (pit.c). */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

export interface Speaker {
  /** the tone's frequency in Hz: 0 where counter 2 makes none, or the speaker is off */
  tone(): Promise<number>;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    speaker: Speaker;
  }
}

const CLOCK_HZ = 1193182;
const QUESTION_SPEAKER = 0;

export default definePlugin({
  name: 'pit',
  options: z.strictObject({}),
  setup(builder) {
    const device = builder.device('pit');
    builder.offer('speaker', {
      async tone() {
        const answer = await device.ask(QUESTION_SPEAKER);
        const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
        const [on, period] = [view.getUint32(0, true), view.getUint32(4, true)];
        return on && period ? CLOCK_HZ / period : 0;
      },
    });
  },
});
