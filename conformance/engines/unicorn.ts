/** Unicorn (QEMU's translator as a library): an oracle for integer and memory work; it checks no segment limits and delivers nothing. */
import { ROOT } from '../wire/layout.ts';
import type { EngineOptions } from './engine.ts';
import { ProcessEngine, type WireEngine } from './process.ts';

export function openUnicorn(options: EngineOptions = {}): WireEngine {
  const missing = 'Install and build it: apt-get install libunicorn-dev && make unicorn';
  return new ProcessEngine('unicorn', `${ROOT}build/plex86-unicorn`, options, missing);
}
