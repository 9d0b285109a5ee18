/** The one interface behind which every engine stands. Nothing outside this folder asks which engine is running. */
import type { Case, Result } from '../case.ts';

export const ENGINE_NAMES = ['sbe', 'interp', 'bare', 'unicorn', 'qemu', 'bochs'] as const;
export type EngineName = (typeof ENGINE_NAMES)[number];

export const CONDITIONS = ['cold', 'warm', 'evicting', 'modified', 'single', 'burst', 'gated', 'ahead'] as const;
export type Condition = (typeof CONDITIONS)[number];

export const PAGED = ['identity', 'scattered'] as const;
export type Paged = (typeof PAGED)[number];

export interface EngineOptions {
  /** of `sbe`: which computed branches are checked */
  mode?: 'fast' | 'strict';
  condition?: Condition;
  /** of `sbe`: so many instructions are interpreted after an exit in search of the next one; default none */
  burst?: number;
  /**
   * of `sbe` and `interp`: cases run with paging on, through page tables that they cannot see, and give the results that they give without;
   * those that would notice (real mode, paging of their own, CR0 or CR3 used, tasks that load CR3) are `unsupported`
   */
  paged?: Paged;
  /** a seeded bug, by its name in monitor/mutants.h; needs the mutants build */
  mutant?: string;
  /** a case that runs longer ends by `limit`; default 100,000 */
  timeLimitMicroseconds?: number;
}

export interface Engine {
  readonly name: EngineName;
  /** Runs the cases and gives one result a case, in order. Never rejects because of what a case does: see outcome `crashed`. */
  run(cases: readonly Case[]): Promise<Result[]>;
  /**
   * Why this engine's answer says nothing of the case, where only following the instructions tells; null: no such reason. Takes a thousand
   * times as long as the case.
   */
  refusedOnTheWay?(one: Case, reference: Result): Promise<string | null>;
  /** Ends the engine's processes and removes its files. */
  close(): Promise<void>;
}

/** Thrown when an engine cannot be had on this machine: names what is missing and the command that installs it. */
export class EngineMissing extends Error {
  override readonly name = 'EngineMissing';
}
