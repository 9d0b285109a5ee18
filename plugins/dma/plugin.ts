/** Two 8237A DMA controllers with the page registers (dma.c). */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

export default definePlugin({
  name: 'dma',
  options: z.strictObject({}),
  setup(builder) {
    builder.device('dma');
  },
});
