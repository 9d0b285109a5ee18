/** Native execution under Scan Before Execute: the thing itself. */
import { ROOT } from '../wire/layout.ts';
import type { EngineOptions } from './engine.ts';
import { ProcessEngine, type WireEngine } from './process.ts';

export function openSbe(options: EngineOptions = {}): WireEngine {
  return new ProcessEngine('sbe', vmCommand(options), options, 'Build it: make vm mutants');
}

/** The monitor's process; with a mutant, the build that carries the seeded bugs. */
export function vmCommand(options: EngineOptions): string {
  return `${ROOT}build/plex86-vm${options.mutant === undefined ? '' : '-mutants'}`;
}
