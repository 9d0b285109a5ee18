/** What Scan Before Execute cost: sums over the results of many cases, and per case. */
import type { Result } from '../case.ts';
import { EXIT_CAUSES } from '../wire/layout.ts';

export class Costs {
  cases = 0;
  scans = 0;
  scannedBytes = 0;
  entries = 0;
  interpreted = 0;
  invalidations = 0;
  evictions = 0;
  readonly exits = new Array<number>(EXIT_CAUSES.length).fill(0);

  add({ stats }: Result): void {
    this.cases++;
    this.scans += stats.scans;
    this.scannedBytes += stats.scannedBytes;
    this.entries += stats.entries;
    this.interpreted += stats.instructions;
    this.invalidations += stats.invalidations;
    this.evictions += stats.evictions;
    for (const [index, count] of stats.exits.entries()) this.exits[index]! += count;
  }

  exitsByCause(): Record<string, number> {
    return Object.fromEntries(EXIT_CAUSES.map((cause, index) => [cause, this.exits[index]!] as const).filter(([, count]) => count > 0));
  }

  rows(): { name: string; sum: number; perCase: number }[] {
    const row = (name: string, sum: number): { name: string; sum: number; perCase: number } => ({
      name,
      sum,
      perCase: this.cases === 0 ? 0 : sum / this.cases,
    });
    return [
      row('scans', this.scans),
      row('scanned bytes', this.scannedBytes),
      row('entries into native execution', this.entries),
      row('instructions interpreted', this.interpreted),
      row('invalidations', this.invalidations),
      row('evictions', this.evictions),
      ...Object.entries(this.exitsByCause()).map(([cause, count]) => row(`exits: ${cause.replaceAll('_', ' ')}`, count)),
    ];
  }

  lines(): string[] {
    return this.rows().map(
      ({ name, sum, perCase }) => `${name.padEnd(32)}${String(sum).padStart(10)}${perCase.toFixed(2).padStart(10)} a case`,
    );
  }

  toJSON(): object {
    const { cases, scans, scannedBytes, entries, interpreted, invalidations, evictions } = this;
    return { cases, scans, scannedBytes, entries, interpreted, invalidations, evictions, exits: this.exitsByCause() };
  }
}
