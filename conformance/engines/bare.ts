/** The real processor: the unpatched bytes, single-stepped in local descriptor table segments. The silicon's own word for what ring 3 can say. */
import type { EngineOptions } from './engine.ts';
import { ProcessEngine, type WireEngine } from './process.ts';
import { vmCommand } from './sbe.ts';

export function openBare(options: EngineOptions = {}): WireEngine {
  return new ProcessEngine('bare', vmCommand(options), options, 'Build it: make vm mutants');
}
