/**
 * Runs the monitor with one seeded bug at a time, until some case shows it. A case shows a bug when the monitor with it gives another result than the
 * clean interpreter, under the same judgement as everywhere else, and the clean build does not.
 */

import { judge } from '../compare/judge.ts';
import type { EngineOptions } from '../engines/engine.ts';
import { openEngine, type WireEngine } from '../engines/index.ts';
import { decodeResult, equalResults, hasUnexplainedFault, type ResultBatch } from '../wire/codec.ts';
import { NO_MUTANT } from '../wire/layout.ts';
import type { Mutant } from './list.ts';
import { makePools, openReference, type Pool } from './pools.ts';

type Settings = Required<Pick<EngineOptions, 'mode' | 'condition'>> & { engine: 'sbe' | 'interp' };

/** In this order; most bugs show in the first. What runs natively under SBE, the interpreter alone carries out as well. */
const SETTINGS: readonly Settings[] = (
  [
    { mode: 'strict', condition: 'cold' },
    { engine: 'interp', mode: 'strict', condition: 'cold' },
    { mode: 'fast', condition: 'cold' },
    { mode: 'fast', condition: 'warm' },
    { mode: 'fast', condition: 'gated' },
    { mode: 'fast', condition: 'ahead' },
    { mode: 'strict', condition: 'evicting' },
    { mode: 'fast', condition: 'modified' },
    { mode: 'strict', condition: 'single' },
  ] as const
).map((settings) => ({ engine: 'sbe', ...settings }));
const TIME_LIMIT = 2_000;
const PATIENT_TIME_LIMIT = 1_000_000;

export interface Kill {
  id: string;
  pool: string;
  engine: string;
  mode: string;
  condition: string;
  /** what differs */
  fields: string[];
}

export interface Verdict extends Mutant {
  kill: Kill | null;
  /** executed until the kill, or in all */
  cases: number;
  seconds: number;
}

export class Hunt {
  private readonly reference: WireEngine;
  private readonly pools: Pool[];
  /** cases in which the clean build itself differs, by settings and pool: they cannot show a mutant */
  private readonly noisy = new Map<string, Set<number>>();

  private constructor(reference: WireEngine, pools: Pool[]) {
    this.reference = reference;
    this.pools = pools;
  }

  /** @param size generated cases a kind, mode and ring */
  static async open(size: number, seed: number): Promise<Hunt> {
    const reference = await openReference();
    return new Hunt(reference, await makePools(size, seed, reference));
  }

  get cases(): number {
    return this.pools.reduce((sum, pool) => sum + pool.cases.length, 0);
  }

  async close(): Promise<void> {
    await this.reference.close();
  }

  /** Runs the build without a mutant through everything; gives the ids of cases that differ. Must be called first. */
  async clean(): Promise<string[]> {
    const differing = new Set<string>();
    for (const settings of SETTINGS) {
      const engine = await this.engine(settings, NO_MUTANT);
      for (const pool of this.poolsFor(settings)) {
        const noisy = new Set<number>();
        const results = await engine.runRaw(pool.batch);
        for (let index = 0; index < pool.cases.length; index++) {
          if ((await this.difference(pool, results, index, settings, NO_MUTANT)) === null) continue;
          noisy.add(index);
          differing.add(pool.cases[index]!.id);
        }
        this.noisy.set(key(settings, pool), noisy);
      }
      await engine.close();
    }
    return [...differing];
  }

  async hunt(mutant: Mutant): Promise<Verdict> {
    const began = performance.now();
    let cases = 0;
    for (const settings of SETTINGS) {
      const engine = await this.engine(settings, mutant.name);
      try {
        for (const pool of this.poolsFor(settings)) {
          const results = await engine.runRaw(pool.batch);
          cases += pool.cases.length;
          for (let index = 0; index < pool.cases.length; index++) {
            if (this.noisy.get(key(settings, pool))?.has(index)) continue;
            const fields = await this.difference(pool, results, index, settings, mutant.name);
            if (fields === null) continue;
            const kill = { id: pool.cases[index]!.id, pool: pool.name, ...settings, fields };
            return { ...mutant, kill, cases, seconds: seconds(began) };
          }
        }
      } finally {
        await engine.close();
      }
    }
    return { ...mutant, kill: null, cases, seconds: seconds(began) };
  }

  private poolsFor(settings: Settings): Pool[] {
    return this.pools.filter((pool) => settings.mode === 'strict' || !pool.strictOnly);
  }

  private async engine(settings: Settings, mutant: string, timeLimitMicroseconds = TIME_LIMIT): Promise<WireEngine> {
    const { engine, ...options } = settings;
    return (await openEngine(engine, { ...options, timeLimitMicroseconds, mutant })) as WireEngine;
  }

  /** The fields in which a case differs from the reference; null: it does not. */
  private async difference(pool: Pool, results: ResultBatch, index: number, settings: Settings, mutant: string): Promise<string[] | null> {
    const one = pool.cases[index]!;
    // By a wrong way, if perhaps to the same result: native execution faulted where nothing that SBE knows of explains it.
    if (hasUnexplainedFault(results, index)) return ['unexplained fault'];
    if (equalResults(pool.reference, results, index)) return null;
    const expected = decodeResult(pool.reference, index, one, 'interp');
    let result = decodeResult(results, index, one, settings.engine);
    if (expected.outcome === 'limit') return null;
    if (result.outcome === 'limit') {
      // Endless, or slow on a busy machine?
      const patient = await this.engine(settings, mutant, PATIENT_TIME_LIMIT);
      result = (await patient.run([one]))[0]!;
      await patient.close();
      if (result.outcome === 'limit') return ['outcome'];
    }
    const verdict = await judge(one, expected, result, { interpreter: this.reference, known: [], withoutFx: new Set() });
    return verdict.kind === 'mismatch' ? verdict.differences.map((difference) => difference.field) : null;
  }
}

function key(settings: Settings, pool: Pool): string {
  return `${settings.engine} ${settings.mode} ${settings.condition} ${pool.name}`;
}

function seconds(began: number): number {
  return (performance.now() - began) / 1000;
}
