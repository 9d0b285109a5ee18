/** Far transfers: jumps, calls and returns between segments and rings, through call gates, task gates and interrupt gates, and IRET. */
import { type Choices, chance, pick } from './choices.ts';
import { anySelector, Environment, type Target } from './environment.ts';
import { CODE16, CODE32, DATA16, DATA32, STACK, STUB_HLT } from './layout.ts';
import { harmless } from './sequence.ts';
import { value32 } from './values.ts';

const GATES: readonly number[] = [0xb8, 0xc0, 0xc8, 0xd0, 0xd8, 0xe0, 0xe8, 0x158, 0x54, 0x5c, 0x98, 0xa0, 0xa8, 0xb0];
const VECTORS: readonly number[] = [
  0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2a, 0x2b, 0x2c, 0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x32, 0x33, 3, 4, 1, 13, 8,
  0x40, 0x80, 0,
];

export function transfers(choices: Choices, target: Target): Environment {
  const env = new Environment(choices, target, { quiet: true, exception: chance(choices, 50), model: 'default' });
  const real = env.mode === 'real16' || env.mode === 'v86';
  if (chance(choices, 30)) harmless(choices, env, true);
  const count = 1 + choices.below(2);
  for (let i = 0; i < count; i++) transfer(choices, env, real);
  return env;
}

function transfer(choices: Choices, env: Environment, real: boolean): void {
  const { code } = env;
  const own = env.code32 ? 4 : 2;
  switch (choices.below(8)) {
    case 0:
    case 1: {
      // direct far jump or call
      const { selector, offset } = real ? env.farTarget(choices) : gateOrCode(choices, env);
      code.raw(pick(choices, [0x9a, 0xea]));
      code.number(offset, own);
      code.word(selector);
      break;
    }
    case 2:
    case 3:
      code.raw(0xcd, pick(choices, VECTORS));
      break;
    case 4: // int3, into, icebp, bound
      code.raw(pick(choices, [0xcc, 0xce, 0xf1]));
      break;
    case 5:
      farReturn(choices, env, own, real);
      break;
    default:
      interruptReturn(choices, env, own, real);
  }
}

function gateOrCode(choices: Choices, env: Environment): { selector: number; offset: number } {
  if (chance(choices, 30)) return env.farTarget(choices);
  return {
    selector: pick(choices, GATES) | (chance(choices, 60) ? env.cpl : choices.below(4)),
    offset: chance(choices, 70) ? 0 : value32(choices),
  };
}

function pushImmediate(env: Environment, value: number, own: number): void {
  env.code.raw(0x68);
  env.code.number(value, own);
}

/** Selectors of the code and stack of a ring at or outside our own; with some luck they fit together. */
function outer(choices: Choices, env: Environment): { cs: number; ss: number } {
  const ring = Math.max(env.cpl, choices.below(4));
  const wide = chance(choices, env.code32 ? 80 : 30);
  const cs = chance(choices, 15) ? anySelector(choices, ring) : (wide ? CODE32 : CODE16)[ring]!;
  const ss = chance(choices, 15) ? anySelector(choices, ring) : (chance(choices, 80) === wide ? DATA32 : DATA16)[ring]!;
  return { cs, ss };
}

function destination(choices: Choices, env: Environment, cs: number): number {
  const flat = cs === CODE32[cs & 3] && env.segments[1]!.base !== 0;
  const end = env.eip + env.code.length + 24;
  return flat ? (chance(choices, 70) ? env.segments[1]!.base + end : STUB_HLT + env.tables) : end;
}

function farReturn(choices: Choices, env: Environment, own: number, real: boolean): void {
  const { cs, ss } = real ? { cs: env.segments[1]!.selector, ss: 0 } : outer(choices, env);
  const release = chance(choices, 30) ? choices.below(3) * 2 : 0;
  if (!real) {
    pushImmediate(env, ss, own);
    pushImmediate(env, (STACK + env.windows + 0x600) & (own === 2 ? 0xffff : 0xffffffff), own);
  }
  for (let i = 0; i < release; i += own) pushImmediate(env, 0x5a5a, own);
  pushImmediate(env, cs, own);
  pushImmediate(env, destination(choices, env, cs), own);
  if (release > 0) env.code.raw(0xca, release, 0);
  else env.code.raw(0xcb);
}

function interruptReturn(choices: Choices, env: Environment, own: number, real: boolean): void {
  const { cs, ss } = real ? { cs: env.segments[1]!.selector, ss: 0 } : outer(choices, env);
  const toV86 = !real && own === 4 && chance(choices, 15);
  let flags = (2 | (choices.u32() & 0x3ed5) | (chance(choices, 10) ? 0x4000 : 0)) >>> 0;
  if (chance(choices, 10)) flags |= choices.u32() & 0x270000;
  if (toV86) {
    for (const base of [0x6000, 0x5000, 0x3000, 0x4000]) pushImmediate(env, base, own);
    flags |= 0x20000;
  }
  if (!real) {
    pushImmediate(env, toV86 ? STACK >> 4 : ss, own);
    pushImmediate(env, toV86 || own === 2 ? 0x600 : STACK + env.windows + 0x600, own);
  }
  pushImmediate(env, flags, own);
  pushImmediate(env, toV86 ? 0x2000 : cs, own);
  pushImmediate(env, toV86 ? choices.below(0x1000) : destination(choices, env, cs), own);
  env.code.raw(0xcf);
}
