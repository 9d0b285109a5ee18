/** The guest's clocks against the host's monotonic one: the BIOS's count of ticks, and the RTC as a program of the guest reads it. */
import { z } from 'zod';
import { definePlugin, type VirtualMachine } from '../../vm/index.ts';

/** where CLOCK.COM says the time */
export const CLOCK_PORT = 0x330;
/** BIOS data area: ticks since midnight, of 65,536 clocks of 1,193,182 Hz */
const TICKS = 0x46c;
const TICK_MS = (65536 / 1193182) * 1000;
const TICKS_A_DAY = 0x1800b0;
const DAY_MS = 86_400_000;
const EDGES = 4;
/** Ticks that the host made late come one after the other, an eighth of a tick apart. */
const LATE_MS = TICK_MS / 4;

/**
 * How far a clock of the guest is ahead of the host's, in milliseconds from an arbitrary start; at most `width` more than `ahead`. What the guest's time lags
 * behind while the host is busy, and will make up for, is added to it: it is no drift.
 */
export interface Reading {
  ahead: number;
  width: number;
}

/** Milliseconds. */
export async function lag(vm: VirtualMachine): Promise<number> {
  return (await vm.state()).counters.lag_ns! / 1e6;
}

/**
 * Looks at the count until it has changed EDGES times and is not catching up with the host. A change lies between two looks; a tick can be late (interrupts off, a busy host),
 * never early, so the reading that is furthest ahead is the best one.
 */
export async function readTicks(vm: VirtualMachine): Promise<Reading> {
  const look = async (): Promise<{ sent: number; came: number; ticks: number }> => {
    const sent = performance.now();
    const bytes = await vm.readMemory(TICKS, 4);
    return { sent, came: performance.now(), ticks: new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) };
  };
  let best: Reading = { ahead: Number.NEGATIVE_INFINITY, width: 0 };
  let before = await look();
  for (let steady = 0; steady < EDGES; ) {
    const now = await look();
    if (now.ticks !== before.ticks) {
      const ahead = now.ticks * TICK_MS - now.came + (await lag(vm));
      steady = ahead > best.ahead + LATE_MS ? 1 : steady + 1;
      if (ahead > best.ahead) best = { ahead, width: now.came - before.sent };
    }
    before = now;
  }
  return best;
}

/** Difference of two readings of one clock, which may have passed midnight in between. */
export function gain(from: Reading, to: Reading, day: number): number {
  const passed = to.ahead - from.ahead;
  return passed < -day / 2 ? passed + day : passed;
}
export const TICKS_DAY_MS = TICKS_A_DAY * TICK_MS;
export const RTC_DAY_MS = DAY_MS;

/** Hears CLOCK.COM. */
export class RtcListener {
  private bytes: number[] = [];
  private best: number = Number.NEGATIVE_INFINITY;
  private first = 0;

  readonly plugin = definePlugin({
    name: 'soak-clock',
    options: z.strictObject({}),
    setup: (builder) => builder.ports({ first: CLOCK_PORT, write: (_, value) => this.hear(value) }),
  });

  private hear(value: number): void {
    if (this.bytes.length === 0) this.first = performance.now();
    this.bytes.push((value >> 4) * 10 + (value & 15));
    if (this.bytes.length < 3) return;
    const [hours, minutes, seconds] = this.bytes as [number, number, number];
    this.bytes = [];
    this.best = Math.max(this.best, ((hours * 60 + minutes) * 60 + seconds) * 1000 - this.first);
  }

  /** What was heard since the last call: the reading that came least late. */
  take(): Reading {
    if (!Number.isFinite(this.best)) throw new Error('CLOCK.COM said nothing');
    const reading = { ahead: this.best, width: 0 };
    this.best = Number.NEGATIVE_INFINITY;
    return reading;
  }
}
