/**
 * A port by which the guest ends the machine. The exit status is that of QEMU's isa-debug-exit, so that a program and the script around
 * it need not know where they run: the value shifted left by one, with bit 0 set. A status of 0 cannot be asked for.
 */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

export default definePlugin({
  name: 'debug-exit',
  options: z.strictObject({
    port: z.int().min(0).max(0xffff).default(0xf4),
    /** how many ports there are, and so the widest access that is one */
    count: z.int().min(1).max(4).default(4),
  }),
  setup(builder, { port, count }) {
    builder.ports({
      first: port,
      count,
      widths: count >= 4 ? [1, 2, 4] : count >= 2 ? [1, 2] : [1],
      read: () => 0,
      // The guest waits for the answer, so that it executes nothing more.
      posted: false,
      write: (_port, value) => builder.end(((value << 1) | 1) & 0xff),
    });
  },
});
