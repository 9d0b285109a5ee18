/** An NE2000 (ne2000.c) and the network behind it (network/): a gateway that is the host's loopback, DHCP, names. */
import { definePlugin } from '../../vm/plugin.ts';
import { FrameDump } from './dump.ts';
import { FrameReader, LENGTH_BYTES, Network } from './network.ts';
import { networkOptions } from './options.ts';

export interface NetworkCard {
  /** Frames since the start: of the guest, to the guest, and of either that were lost on the way because the other side was too slow. */
  readonly counters: Readonly<{ sent: number; received: number; lost: number }>;
  /** of the network's process */
  readonly pid: number | undefined;
}

declare module '../../vm/plugin.ts' {
  interface Services {
    network: NetworkCard;
  }
}

/** What the device's queue takes: less than all of it, so that it never has to lose a frame. */
const DEVICE_QUEUE_BYTES = 0xf000;
/** From the device, instead of a frame: that much of its queue is free again. */
const CREDIT_BYTES = 2;

export default definePlugin({
  name: 'ne2000',
  options: networkOptions,
  async setup(builder, { card, base, irq, address, forward, outside, dump: path }) {
    const dump = path === undefined ? null : new FrameDump(path);
    const counters = { sent: 0, received: 0, lost: 0 };
    const device = builder.device('ne2000', {
      pci: card === 'pci',
      base: card === 'isa' ? base : undefined,
      irq: card === 'isa' ? irq : undefined,
      address: `0x${address.replaceAll(':', '')}`,
    });

    // What the device has not yet taken from its queue, and what it has not yet been given.
    let outstanding = 0;
    const waiting: Uint8Array[] = [];
    const pass = (network: Network): void => {
      const now: Uint8Array[] = [];
      while (waiting.length > 0 && outstanding + waiting[0]!.length <= DEVICE_QUEUE_BYTES) {
        const frame = waiting.shift()!;
        outstanding += frame.length;
        now.push(frame);
      }
      if (now.length > 0) device.send(Buffer.concat(now));
      if (waiting.length > 0) network.pause();
      else network.resume();
    };

    const network: Network = await Network.start({ forward, outside }, (frame) => {
      counters.received++;
      dump?.add(frame.subarray(LENGTH_BYTES));
      waiting.push(frame);
      pass(network);
    });

    const reader = new FrameReader();
    device.onOutput((bytes) => {
      for (const message of reader.read(bytes)) {
        if (message.length === LENGTH_BYTES + CREDIT_BYTES) {
          outstanding -= message[LENGTH_BYTES]! | (message[LENGTH_BYTES + 1]! << 8);
          pass(network);
          continue;
        }
        counters.sent++;
        dump?.add(message.subarray(LENGTH_BYTES));
        if (!network.send(message)) counters.lost++;
      }
    });
    builder.onStart(async () => {
      throw await network.broken;
    });
    builder.onClose(async () => {
      await network.close();
      dump?.close();
    });
    builder.offer('network', { counters, pid: network.pid });
  },
});
