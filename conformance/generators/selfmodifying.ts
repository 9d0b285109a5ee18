/** Code that changes code: its own instruction, the next one, its own block, its page, another page; directly, through another segment, by string moves, over a page boundary. */
import { type Choices, chance, pick } from './choices.ts';
import { Environment, type Target } from './environment.ts';
import { CODE } from './layout.ts';

/** One-byte instructions to write, and to be overwritten. */
const ONE_BYTE: readonly number[] = [0x40, 0x42, 0x43, 0x46, 0x47, 0x48, 0x4a, 0x90, 0xf8, 0xf9, 0xf5, 0xfa, 0x9c, 0x06, 0xcc, 0xf4, 0x0f];

export function selfModifying(choices: Choices, target: Target): Environment {
  const crossing = chance(choices, 25);
  const env = new Environment(choices, target, {
    quiet: true,
    plainSegments: true,
    model: 'default',
    placement: crossing ? 0x1000 - 4 - choices.below(40) : 0x100 + choices.below(0x400),
  });
  const { code } = env;
  const alias = chooseAlias(choices, env);
  env.gpr[1] = 2 + choices.below(3);
  const loop = chance(choices, 50);
  const top = code.length;
  for (let i = choices.below(3); i > 0; i--) code.raw(pick(choices, [0x40, 0x42, 0x90]));
  // First the store, whose address is filled in when the victim's place is known.
  const store = emitStore(choices, env, alias);
  for (let i = choices.below(4); i > 0; i--) code.raw(pick(choices, [0x40, 0x4a, 0x90, 0xf8]));
  if (chance(choices, 30)) code.raw(0xeb, 0); // a branch, as the manual asks for
  const victim = chance(choices, 12)
    ? store.at
    : code.length + (chance(choices, 15) ? 0x1000 : 0) - (chance(choices, 15) ? 1 + choices.below(8) : 0);
  for (let i = 2 + choices.below(6); i > 0; i--) code.raw(pick(choices, [0x40, 0x42, 0x43, 0x90, 0x4f, 0xf9]));
  if (chance(choices, 30)) code.raw(0xb8, choices.below(256), choices.below(256), ...(env.code32 ? [0, 0] : []));
  if (loop) {
    code.raw(0x49); // dec ecx, jg
    code.raw(0x7f, (top - (code.length + 2)) & 0xff);
  }
  store.aimAt((env.linear + victim) >>> 0);
  return env;
}

interface Alias {
  /** segment override for the store, 0: DS */
  prefix: number;
  base: number;
}

/** The segment through which the code is written. */
function chooseAlias(choices: Choices, env: Environment): Alias {
  const which = pick(choices, [0, 4, 5, 3]);
  if (env.mode === 'real16' || env.mode === 'v86') {
    const selector = (CODE >> 4) - (chance(choices, 40) ? choices.below(16) : 0);
    env.segments[which] = { ...env.segments[which]!, selector, base: selector << 4 };
  } else if (env.segments[which]!.base !== 0 || env.segments[which]!.attributes === 0) {
    env.segments[which] = { selector: 0x37, base: CODE + env.windows, limit: 0x1fff, attributes: 0x40f3 };
    if (env.cpl < 3) env.segments[which] = { ...env.segments[which]!, selector: 0x34 | env.cpl };
  }
  return { prefix: [0x26, 0, 0, 0, 0x64, 0x65][which]!, base: env.segments[which]!.base };
}

interface Store {
  at: number;
  aimAt(linear: number): void;
}

function emitStore(choices: Choices, env: Environment, alias: Alias): Store {
  const { code } = env;
  const own = env.code32 ? 4 : 2;
  if (chance(choices, 25)) return emitStringStore(choices, env, alias);
  const at = code.length;
  code.start();
  if (alias.prefix !== 0) code.byte(alias.prefix);
  const width = pick(choices, [1, 1, 2, 4]);
  if (width === 2 || width === 4) if ((width === 4) !== env.code32) code.byte(0x66);
  const operation = choices.below(4);
  let address: number;
  if (operation < 2) {
    code.byte(width === 1 ? 0xc6 : 0xc7); // mov m, imm
    code.byte(own === 4 ? 0x05 : 0x06);
    address = code.length;
    code.number(0, own);
    for (let i = 0; i < width; i++) code.byte(pick(choices, ONE_BYTE));
  } else if (operation === 2) {
    env.gpr[0] = pick(choices, ONE_BYTE) * 0x01010101;
    code.byte(width === 1 ? 0xa2 : 0xa3); // mov moffs, eAX
    address = code.length;
    code.number(0, own);
  } else {
    code.byte(width === 1 ? 0x80 : 0x83); // add or xor m, imm8
    code.byte((pick(choices, [0, 6, 4, 1]) << 3) | (own === 4 ? 0x05 : 0x06));
    address = code.length;
    code.number(0, own);
    code.byte(pick(choices, [1, 2, 8, 0x40]));
    code.raw(0x39, 0xd0);
  }
  return {
    at,
    aimAt(linear) {
      const offset = (linear - alias.base) >>> 0;
      for (let i = 0; i < own; i++) code.bytes[address + i] = (offset >>> (8 * i)) & 0xff;
    },
  };
}

/** rep stosb, or rep movsb from the data window, over the code; ES:eDI. */
function emitStringStore(choices: Choices, env: Environment, alias: Alias): Store {
  const { code } = env;
  const at = code.length;
  if (alias.prefix !== 0x26)
    env.segments[0] = { ...env.segments[0]!, base: env.mode === 'real16' || env.mode === 'v86' ? CODE : env.segments[0]!.base };
  if (env.mode === 'real16' || env.mode === 'v86') env.segments[0] = { ...env.segments[0]!, selector: env.segments[0]!.base >>> 4 };
  env.eflags &= ~0x400;
  env.gpr[0] = pick(choices, ONE_BYTE) * 0x01010101;
  env.gpr[1] = 1 + choices.below(4);
  code.raw(0xf3, pick(choices, [0xaa, 0xaa, 0xab]));
  return {
    at,
    aimAt(linear) {
      env.gpr[7] = (linear - env.segments[0]!.base) >>> 0;
    },
  };
}
