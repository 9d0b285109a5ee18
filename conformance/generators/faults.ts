/** An exception of a chosen vector, most of them on purpose delivered through the guest's own tables. */
import { type Choices, chance, pick } from './choices.ts';
import { Environment, limited, type Target, type Wish } from './environment.ts';
import { DATA } from './layout.ts';
import { harmless } from './sequence.ts';
import { near, value8 } from './values.ts';

type Cause = (choices: Choices, env: Environment) => void;

const divide: Cause = (choices, env) => {
  env.gpr[1] = pick(choices, [0, 0, 1, 0xffffffff]);
  env.gpr[2] = pick(choices, [0x7fffffff, 0xffffffff, 0x80000000, 1]);
  if (chance(choices, 30)) env.code.raw(0xd4, 0);
  else env.code.raw(pick(choices, [0xf6, 0xf7]), 0xf1 | (choices.below(2) << 3)); // div cl / ecx, idiv
};

const singleStep: Cause = (choices, env) => {
  env.eflags |= 0x100;
  // only instructions that define every flag they touch: the trap pushes EFLAGS
  for (let i = choices.below(4); i >= 0; i--) env.code.raw(pick(choices, [0x40, 0x90, 0x4a, 0xf8, 0xf9, 0xfc, 0x9c, 0x9d, 0xcc]));
  env.code.raw(0x39, 0xd0);
};

const breakpoint: Cause = (choices, env) => {
  const kind = choices.below(3);
  env.dr[0] = kind === 0 ? env.linear + choices.below(3) : DATA + env.windows + choices.below(8);
  const type = kind === 0 ? 0 : kind === 1 ? 1 : 3;
  env.dr7 = (pick(choices, [1, 2, 3]) | ((type | ((kind === 0 ? 0 : pick(choices, [0, 1, 3])) << 2)) << 16)) >>> 0;
  if (kind === 0) env.code.raw(0x90, 0x40, 0x90);
  else {
    env.gpr[3] = env.segments[3]!.base === 0 ? DATA + env.windows + choices.below(8) : choices.below(8);
    env.code.raw(pick(choices, [0x88, 0x89, 0x8a, 0x8b]), 0x07 & (env.code32 ? 0x03 : 0x07));
    env.code.raw(0x40);
  }
};

const trap: Cause = (choices, env) => {
  env.eflags |= 0x800;
  env.code.raw(pick(choices, [0xcc, 0xce, 0xf1]));
};

const bound: Cause = (choices, env) => {
  env.gpr[0] = pick(choices, [0, 0x7fffffff, 0x80000000, 0xffffffff]);
  env.gpr[6] = env.segments[3]!.base === 0 ? DATA + env.windows + 4 * choices.below(8) : 4 * choices.below(8);
  env.code.raw(0x62, env.code32 ? 0x06 : 0x04);
};

const undefinedOpcode: Cause = (choices, env) => {
  const list: readonly (readonly number[])[] = [
    [0x0f, 0x0b],
    [0x0f, 0xff, 0xc0],
    [0xf0, 0x90],
    [0xf0, 0x01, 0xc0],
    [0xff, 0xff],
    [0x8d, 0xc0],
    [0x0f, 0x38, 0, 0],
    [0xc5, 0xc0],
    [0xc4, 0xc0],
    [0x62, 0xc0],
    [0x0f, 0x05],
    [0x0f, 0x34],
    [0x0f, 0x01, 0xd9],
    [0x8e, 0xc8],
    [0x0f, 0xc7, 0xf0],
    [0x0f, 0x01, 0xd0],
  ];
  env.code.raw(...pick(choices, list));
};

const notAvailable: Cause = (choices, env) => {
  env.cr0 |= pick(choices, [8, 4, 0xa, 0xc, 0xe]);
  env.code.raw(
    ...pick(choices, [[0xd9, 0xe8], [0x9b], [0x0f, 0x6f, 0xc1], [0x0f, 0x58, 0xc1], [0xdb, 0xe3], [0x0f, 0x77], [0x0f, 0xae, 0xf0]]),
  );
  env.code.usesFx = true;
};

const general: Cause = (choices, env) => {
  const list: readonly (readonly number[])[] = [
    [0xf4],
    [0xfa],
    [0x0f, 0x06],
    [0x0f, 0x20, 0xc0],
    [0x0f, 0x30],
    [0xee],
    [0x0f, 0x22, 0xd8],
    [0x0f, 0x23, 0xf8],
    [0xcd, value8(choices)],
  ];
  env.code.raw(...pick(choices, list));
};

const limit: Cause = (choices, env) => {
  const { code } = env;
  const segment = pick(choices, [3, 0, 4, 5, 2]);
  code.start();
  code.byte([0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65][segment]!);
  code.byte(pick(choices, [0x8b, 0x89, 0x8a, 0x88, 0x01, 0xff, 0x8f]));
  const offset = near(choices, env.segments[segment]!.limit);
  if (env.code32) {
    code.byte(0x05);
    code.dword(offset);
  } else {
    code.byte(0x06);
    code.word(offset);
  }
};

const stack: Cause = (choices, env) => {
  env.gpr[4] = pick(choices, [0, 1, 2, 3, 0xffff, 0xfffe, 0x10001, 0xfffffffe, DATA + env.windows]);
  const list: readonly (readonly number[])[] = [
    [0x50],
    [0x58],
    [0x60],
    [0x61],
    [0x9c],
    [0xc3],
    [0xcb],
    [0xcf],
    [0xc8, 8, 0, 1],
    [0x06],
    [0xe8, 0, 0, 0, 0],
  ];
  env.code.raw(...pick(choices, list));
};

const alignment: Cause = (choices, env) => {
  env.cr0 |= 0x40000;
  env.eflags |= 0x40000;
  env.gpr[6] = (env.segments[3]!.base === 0 ? DATA + env.windows : 0) + 1 + choices.below(6);
  env.code.raw(...pick(choices, [[0x8b], [0x89], [0x01], [0x0f, 0xaf], [0x66, 0x8b], [0xff], [0xdd]]), env.code32 ? 0x06 : 0x04);
  env.code.usesFx = true;
};

const floating: Cause = (choices, env) => {
  const { code } = env;
  code.usesFx = true;
  const image = new Uint8Array(512);
  const view = new DataView(image.buffer);
  const sse = chance(choices, 40);
  view.setUint16(0, 0x340 | (sse ? 0x3f : choices.below(64)), true);
  view.setUint8(4, 0xff);
  view.setUint32(24, 0x1f80 & ~(sse ? 1 << (7 + choices.below(6)) : 0), true);
  for (let i = 0; i < 8; i++) {
    view.setUint16(32 + i * 16 + 8, pick(choices, [0, 0x3fff, 0x7ffe, 0x7fff, 0xbfff]), true);
    view.setUint32(32 + i * 16 + 4, 0x80000000, true);
  }
  for (let i = 0; i < 32; i++) view.setUint32(160 + i * 4, pick(choices, [0, 0x3f800000, 0x7f7fffff, 0xff800000, 1, 0x7fa00000]), true);
  env.fx = image;
  if (sse)
    code.raw(
      ...pick(choices, [
        [0x0f, 0x58, 0xc1],
        [0x0f, 0x5e, 0xc1],
        [0xf3, 0x0f, 0x51, 0xc1],
        [0x0f, 0x59, 0xc9],
        [0x66, 0x0f, 0x5e, 0xca],
        [0x0f, 0x2e, 0xc1],
      ]),
    );
  else {
    code.raw(
      ...pick(choices, [
        [0xd8, 0xf1],
        [0xd9, 0xfa],
        [0xdc, 0xf9],
        [0xd8, 0xc9],
        [0xd9, 0xf4],
      ]),
    );
    if (chance(choices, 80)) code.raw(...pick(choices, [[0x9b], [0xd9, 0xe8], [0xdb, 0xe2], [0xdf, 0xe0], [0x0f, 0x77]]));
  }
};

/** Execution runs over the CS limit, or jumps beyond it. */
const fetch: Cause = (choices, env) => {
  const cs = env.segments[1]!;
  if (env.mode !== 'v86' && chance(choices, 60)) {
    env.segments[1] = limited(cs, env.eip + choices.below(6));
    for (let i = 0; i < 4; i++) harmless(choices, env, true);
    return;
  }
  if (env.mode !== 'v86' && cs.base === 0) env.segments[1] = limited(cs, 0x2ffff);
  env.code.raw(...(env.code32 ? [0xe9] : [0x66, 0xe9])); // a 32-bit displacement takes EIP over any limit
  env.code.dword(0x20000 + choices.below(0x10000));
};

/** Prefixes past the 15 bytes an instruction may have. */
const tooLong: Cause = (choices, env) => {
  env.code.start();
  for (let i = 0; i < 12 + choices.below(4); i++) env.code.byte(pick(choices, [0x66, 0x3e, 0x26, 0x67]));
  env.code.byte(0x81);
  env.code.byte(0xc0);
  env.code.dword(choices.u32());
};

const CAUSES: readonly Cause[] = [
  divide,
  singleStep,
  breakpoint,
  trap,
  bound,
  undefinedOpcode,
  notAvailable,
  general,
  limit,
  limit,
  stack,
  alignment,
  floating,
  fetch,
  tooLong,
];

export function faults(choices: Choices, target: Target): Environment {
  const cause = pick(choices, CAUSES);
  const wish: Wish = { exception: chance(choices, 40) };
  const env = new Environment(choices, target, cause === undefinedOpcode ? wish : { ...wish, model: 'default' });
  if (cause !== singleStep && cause !== breakpoint && cause !== fetch && chance(choices, 25)) harmless(choices, env, true);
  cause(choices, env);
  return env;
}
