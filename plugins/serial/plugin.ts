/** A serial port with something at the other end of its line. What passes can be waited for: `vm.service('serial0')` is COM1. */
import { z } from 'zod';
import { definePlugin } from '../../vm/plugin.ts';
import { openBackend } from './backend.ts';
import { Transcript } from './transcript.ts';

export interface SerialLine {
  /** where the other end is: "/dev/pts/3", "tcp 127.0.0.1:4000" */
  readonly description: string;
  /** what the guest has transmitted so far (the last million characters at least), each byte one character */
  readonly text: string;
  /** To the guest; a string is sent as UTF-8. */
  write(data: string | Uint8Array): void;
  /** What the guest transmits, as it comes. */
  onOutput(listener: (bytes: Uint8Array) => void): void;
  /** The first match in what the guest transmits and nobody has matched yet. Rejects when the machine ends or `signal` aborts first. */
  waitFor(pattern: RegExp, signal?: AbortSignal): Promise<RegExpExecArray>;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    serial0: SerialLine;
    serial1: SerialLine;
    serial2: SerialLine;
    serial3: SerialLine;
  }
}

/** COM1 to COM4, as the PC has them. */
const PORTS = [
  { base: 0x3f8, irq: 4, service: 'serial0' },
  { base: 0x2f8, irq: 3, service: 'serial1' },
  { base: 0x3e8, irq: 4, service: 'serial2' },
  { base: 0x2e8, irq: 3, service: 'serial3' },
] as const;

export default definePlugin({
  name: 'serial',
  options: z.strictObject({
    /** which one: 0 is COM1 */
    number: z.int().min(0).max(3).default(0),
    /** null, stdio, file:PATH, pty or tcp:HOST:PORT (loopback only) */
    to: z.string().default('null'),
  }),
  async setup(builder, { number, to }) {
    const { base, irq, service } = PORTS[number]!;
    const device = builder.device('serial', { base, irq });
    const transcript = new Transcript();
    let failure: Error | null = null;
    let started = false;
    const early: Uint8Array[] = [];
    const backend = await openBackend(
      to,
      (bytes) => (started ? device.send(bytes) : early.push(bytes)),
      (error) => {
        failure ??= error;
      },
    );
    device.onOutput((bytes) => {
      if (failure) throw failure;
      transcript.add(bytes);
      backend.write(bytes);
    });
    builder.onStart(() => {
      started = true;
      for (const bytes of early) device.send(bytes);
    });
    builder.onClose(async () => {
      transcript.end(new Error('the machine has ended'));
      await backend.close();
    });
    builder.offer(service, {
      description: backend.description,
      get text() {
        return transcript.text;
      },
      write: (data) => device.send(typeof data === 'string' ? new TextEncoder().encode(data) : data),
      onOutput: (listener) => device.onOutput(listener),
      waitFor: (pattern, signal) => transcript.waitFor(pattern, signal),
    });
  },
});
