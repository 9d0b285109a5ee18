/** What the soaks have in common: their command line, what they have found, and what only grows. */
import { parseArgs } from 'node:util';
import { ALLOWED, type Sizes } from './sizes.ts';

export const MINUTE = 60_000;
export const DRIFT_MS_AN_HOUR = 1000;
const READINGS = 3;
/** A lag of more than that, in milliseconds, that stays is a fault, however busy the host. */
const MOST_LAG_MS = 1000;

export interface SoakOptions {
  minutes: number;
  engine: 'sbe' | 'interp';
  sbe: 'fast' | 'strict';
  json: boolean;
}

/** Of `npm run NAME -- ARGUMENTS`. Prints `help` and ends the process when asked for it (0) or when the arguments are wrong (2). */
export function soakOptions(help: string): SoakOptions {
  const refuse = (what: string): never => {
    console.error(`soak: ${what}\n${help}`);
    process.exit(2);
  };
  let values: { minutes: string; engine: string; sbe: string; json: boolean; help: boolean };
  try {
    values = parseArgs({
      options: {
        minutes: { type: 'string', default: '60' },
        engine: { type: 'string', default: 'sbe' },
        sbe: { type: 'string', default: 'fast' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return refuse((error as Error).message);
  }
  if (values.help) {
    console.log(help);
    process.exit(0);
  }
  const minutes = Number(values.minutes);
  const { engine, sbe, json } = values;
  if (!(minutes > 0)) return refuse(`--minutes ${values.minutes}: not a number of minutes`);
  if (engine !== 'sbe' && engine !== 'interp') return refuse(`--engine ${engine}: neither sbe nor interp`);
  if (sbe !== 'fast' && sbe !== 'strict') return refuse(`--sbe ${sbe}: neither fast nor strict`);
  return { minutes, engine, sbe, json };
}

/** What is wrong, said on the standard error when it is found and kept for the end. */
export class Findings {
  readonly list: string[] = [];
  private base: Sizes | null = null;
  private readonly recent = new Map<string, number[]>();

  add(what: string): void {
    this.list.push(what);
    console.error(`soak: FOUND ${what}`);
  }

  /**
   * The least of the last readings, one a minute, of `what`. A peak between two unmappings, or a lag while the host does something else, is no growth: what stays is.
   */
  private lasting(what: string, reading: number): number {
    const last = [...(this.recent.get(what) ?? []), reading].slice(-READINGS);
    this.recent.set(what, last);
    return Math.min(...last);
  }

  /** Milliseconds that the guest's time lags behind; it makes up for them as soon as the host lets it. */
  compareLag(behind: number): void {
    const lag = this.lasting('lag', behind);
    if (lag > MOST_LAG_MS) this.add(`the guest lags ${lag} ms behind`);
  }

  /** Holds the sizes of the processes against those from when they had settled. */
  compareSizes(now: Sizes, settled: boolean): void {
    const base = this.base;
    if (!base) {
      if (settled) this.base = now;
      return;
    }
    for (const [what, more] of Object.entries(ALLOWED) as [keyof Sizes, number][]) {
      const size = this.lasting(what, now[what]);
      if (size > base[what] + more) this.add(`${what}: ${size}, at the beginning ${base[what]}, allowed ${more} more`);
    }
  }

  /** The last line; the process ends. */
  finish(rounds: number, commands: number): never {
    console.error(`soak: ${rounds} rounds, ${commands} commands, ${this.list.length} findings`);
    process.exit(this.list.length === 0 ? 0 : 1);
  }
}

/** The part of a line that tells of the processes. */
export function describeSizes(now: Sizes): string {
  return (
    `machine ${now.machineRss} KiB, ${now.machineMaps} mappings, ${now.machineFds} descriptors; ` +
    `node ${now.nodeRss} KiB, heap ${now.nodeHeap} KiB, ${now.nodeFds} descriptors`
  );
}
