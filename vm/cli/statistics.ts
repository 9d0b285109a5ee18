/** What the monitor has counted, for people. */
import type { MachineState } from '../machine/channel.ts';

const number = new Intl.NumberFormat('en-US');

function table(rows: readonly (readonly [string, number])[]): string[] {
  const shown = rows.filter(([, value]) => value !== 0);
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  const values = shown.map(([, value]) => number.format(value));
  const most = Math.max(0, ...values.map((value) => value.length));
  return shown.map(([name], i) => `  ${name.replaceAll('_', ' ').padEnd(width)}  ${values[i]!.padStart(most)}`);
}

/** Times, exits by cause, and the other counters that are not zero. */
export function statisticsLines(state: MachineState): string[] {
  const { guest_ns = 0, host_ns = 0, lag_ns = 0, ...counters } = state.counters;
  const exits = Object.entries(state.exits).sort(([, a], [, b]) => b - a);
  const total = exits.reduce((sum, [, value]) => sum + value, 0);
  return [
    `guest time ${(guest_ns / 1e9).toFixed(3)} s${lag_ns < 1e6 ? '' : ` (${Math.round(lag_ns / 1e6)} ms behind)`}, process ${(host_ns / 1e9).toFixed(3)} s`,
    `exits ${number.format(total)}`,
    ...table(exits),
    'counters',
    ...table(Object.entries(counters)),
  ];
}
