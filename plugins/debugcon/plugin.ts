/**
 * The debug console: what the guest writes to a port comes out, character by character. Bochs and QEMU have it at E9H, where programs
 * look for it by reading E9H back; SeaBIOS writes its log to 402H in the same way. The service `debugcon` waits in what was written.
 */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';
import { openBackend } from '../serial/backend.ts';
import { Transcript } from '../serial/transcript.ts';

export interface DebugConsole {
  /** what the guest has written, and nobody has matched yet */
  readonly transcript: Transcript;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    debugcon: DebugConsole;
  }
}

/** What a read gives: somebody is listening. */
const PRESENT = 0xe9;

const port = z.int().min(0).max(0xffff);

export default definePlugin({
  name: 'debugcon',
  options: z.strictObject({
    /** all of them write to one console */
    ports: z.array(port).min(1).default([0xe9, 0x402]),
    /** null, stdio, file:PATH, pty or tcp:HOST:PORT (loopback only) */
    to: z.string().default('null'),
  }),
  async setup(builder, { ports, to }) {
    const transcript = new Transcript();
    let failure: Error | null = null;
    const backend = await openBackend(
      to,
      () => {}, // nothing can be said to the guest here
      (error) => {
        failure ??= error;
      },
    );
    // Characters come one a message, many messages at once: they are passed on together.
    let written: number[] = [];
    const passOn = (): void => {
      if (written.length === 0) return;
      const bytes = Uint8Array.from(written);
      written = [];
      transcript.add(bytes);
      backend.write(bytes);
    };
    for (const first of ports) {
      builder.ports({
        first,
        posted: true,
        read: () => PRESENT,
        write: (_port, value) => {
          if (failure) throw failure;
          if (written.push(value) === 1) queueMicrotask(passOn);
        },
      });
    }
    builder.onClose(async () => {
      passOn();
      transcript.end(new Error('the machine has ended'));
      await backend.close();
    });
    builder.offer('debugcon', { transcript });
  },
});
