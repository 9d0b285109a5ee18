/** What the nightly consists of, and what comes out of each part of it. */

/** What a part's JSON says. */
export interface Reading {
  /** counts and ratios that are followed from night to night, by name */
  figures: Readonly<Record<string, number>>;
  /** what is wrong, a line each */
  findings: readonly string[];
}

export interface Settings {
  /** small counts: shows that all parts work, proves little */
  quick: boolean;
  /** names the streams of generated cases; another one every night */
  seed: number;
  /** go on where an interrupted run of the same seed ended, where the command can */
  resume: boolean;
}

export interface Part {
  name: string;
  about: string;
  /** arguments of Node, in the project's folder */
  command(settings: Settings): readonly string[];
  /** about how long it takes until the history knows better; its time limit follows from it */
  minutes: { full: number; quick: number };
  /** what is not there for it (a program, an image, a command not yet built), or null */
  missing?(): Promise<string | null>;
  /** The JSON objects that it printed, a line each, in order. Throws where they are not what was expected. */
  read(lines: readonly unknown[]): Reading;
}

/**
 * How a part ended.
 * passed: exit status 0 and no finding · failed: it says that something is wrong · late: its time limit was over · broken: it ended in a way that
 * says nothing about the product (no JSON, a signal) · missing: something it needs is not there · interrupted: the nightly was told to end ·
 * left out: not selected, and without a result of this night
 */
export type Status = 'passed' | 'failed' | 'late' | 'broken' | 'missing' | 'interrupted' | 'left out';

export interface Outcome extends Reading {
  part: string;
  status: Status;
  /** one line; '' where there is nothing to say */
  why: string;
  seconds: number;
}

/** These have said what they had to say: the same night does not repeat them. */
export const isFinished = (status: Status): boolean => status === 'passed' || status === 'failed';

/** Milliseconds after which a part is ended: half as much again as expected, and ten minutes. */
export function limitOf(part: Part, settings: Settings, patience: number): number {
  const minutes = settings.quick ? part.minutes.quick : part.minutes.full;
  return (1.5 * minutes + 10) * 60_000 * patience;
}
