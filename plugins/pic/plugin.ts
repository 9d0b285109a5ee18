/** Two 8259A interrupt controllers (pic.c). */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

export default definePlugin({
  name: 'pic',
  options: z.strictObject({}),
  setup(builder) {
    builder.device('pic');
  },
});
