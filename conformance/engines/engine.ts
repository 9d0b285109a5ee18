/** The one interface behind which every engine stands. Nothing outside this folder asks which engine is running. */
import type { Case, Result } from '../case.ts';

export const ENGINE_NAMES = ['sbe', 'interp', 'bare', 'unicorn', 'qemu', 'bochs'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export const CONDITIONS = ['cold', 'warm', 'evicting', 'modified', 'single', 'burst'] as const;
export type Condition = (typeof CONDITIONS)[number];

export interface EngineOptions {
  /** of `sbe`: which computed branches are checked */
  mode?: 'fast' | 'strict';
  condition?: Condition;
  /** of `sbe`: so many instructions are interpreted after an exit in search of the next one; default none */
  burst?: number;
  /** a seeded bug, by its name in monitor/mutants.h; needs the mutants build */
  mutant?: string;
  /** a case that runs longer ends by `limit`; default 100,000 */
  timeLimitMicroseconds?: number;
}

export interface Engine {
  readonly name: EngineName;
  /** Runs the cases and gives one result a case, in order. Never rejects because of what a case does: see outcome `crashed`. */
  run(cases: readonly Case[]): Promise<Result[]>;
  /** Ends the engine's processes and removes its files. */
  close(): Promise<void>;
}

/** Thrown when an engine cannot be had on this machine: names what is missing and the command that installs it. */
export class EngineMissing extends Error {
  override readonly name = 'EngineMissing';
}
