/** The monitor's own interpreter: no native execution at all. */
import type { EngineOptions } from './engine.ts';
import { ProcessEngine, type WireEngine } from './process.ts';
import { vmCommand } from './sbe.ts';

export function openInterp(options: EngineOptions = {}): WireEngine {
  return new ProcessEngine('interp', vmCommand(options), options, 'Build it: make vm mutants');
}
