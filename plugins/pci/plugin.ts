/** PCI bus 0: its configuration space. */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';

export default definePlugin({
  name: 'pci',
  options: z.strictObject({}),
  setup(builder) {
    builder.device('pci');
  },
});
