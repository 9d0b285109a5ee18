/** FreeDOS from power-on to its prompt, natively: it works, and it costs no more exits than it used to. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { locateGuest } from '../corpus/guests/guests.ts';
import { pc, VirtualMachine } from './index.ts';

const golden = JSON.parse(readFileSync(new URL('boot-golden.json', import.meta.url), 'utf8')) as Record<string, number>;
const image = await locateGuest('freedos', { download: false }).catch((error: Error) => {
  console.warn(`skipped: FreeDOS to its prompt: ${error.message}`);
  return null;
});

describe.skipIf(image === null)('FreeDOS', () => {
  for (const options of [{ engine: 'sbe' }, { engine: 'sbe', sbe: 'strict' }, { engine: 'interp' }] as const) {
    it(`boots and answers (${Object.values(options).join(', ')})`, { timeout: 60_000 }, async () => {
      const vm = await VirtualMachine.create(pc({ fda: image!, ...options }));
      try {
        await vm.screen.waitFor(/A:\\>\s*$/);
        const { counters, exits } = await vm.state();
        await vm.type('ver\n');
        await vm.screen.waitFor(/ver\s+FreeCom version 0\.82[\s\S]*A:\\>\s*$/);
        expect(counters.unexplained_faults).toBe(0);
        if (options.engine !== 'sbe' || 'sbe' in options) return;
        const { tick: _, ...counted } = exits; // a matter of time
        const counts: Record<string, number> = {
          exits: Object.values(counted).reduce((sum, count) => sum + count, 0),
          scans: counters.scans!,
          'scanned bytes': counters.scanned_bytes!,
        };
        // How long the BIOS waits for a device is a matter of time too: a tenth more is allowed.
        for (const [name, most] of Object.entries(golden)) expect(counts[name], name).toBeLessThanOrEqual(1.1 * most);
      } finally {
        await vm.quit();
      }
    });
  }
});
