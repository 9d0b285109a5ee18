/** Every engine by its name. Who wants one asks here and holds the interface of engine.ts. */
import type { Engine, EngineName, EngineOptions } from './engine.ts';
import type { WireEngine } from './process.ts';

export {
  CONDITIONS,
  type Condition,
  ENGINE_NAMES,
  type Engine,
  EngineMissing,
  type EngineName,
  type EngineOptions,
  PAGED,
  type Paged,
} from './engine.ts';
export type { WireEngine } from './process.ts';

/** A file per engine, loaded when it is asked for; each exports open<Name>(options). */
const OPENERS: Record<EngineName, (options: EngineOptions) => Promise<Engine>> = {
  sbe: async (options) => (await import('./sbe.ts')).openSbe(options),
  interp: async (options) => (await import('./interp.ts')).openInterp(options),
  bare: async (options) => (await import('./bare.ts')).openBare(options),
  unicorn: async (options) => (await import('./unicorn.ts')).openUnicorn(options),
  qemu: async (options) => (await import('./qemu.ts')).openQemu(options),
  bochs: async (options) => (await import('./bochs.ts')).openBochs(options),
};

/** Throws EngineMissing where the engine is not installed or not built. */
export function openEngine(name: EngineName, options: EngineOptions = {}): Promise<Engine> {
  return OPENERS[name](options);
}

/** Whether cases and results can stay bytes with this engine. */
export function isWireEngine(engine: Engine): engine is WireEngine {
  return 'runRaw' in engine;
}
