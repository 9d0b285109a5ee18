/** Bytes that mean harm: random ones, and among them everything that could leave the guest for the host. */
import { type Choices, chance, pick } from './choices.ts';
import { Environment, type Target } from './environment.ts';
import { value32 } from './values.ts';

/** What reaches the host's kernel, its segments, or instructions the guest's processor does not have. */
const ESCAPES: readonly (readonly number[])[] = [
  [0xcd, 0x80], // int 0x80
  [0x0f, 0x05], // syscall
  [0x0f, 0x34], // sysenter
  [0x0f, 0x07],
  [0x0f, 0x35],
  [0x0f, 0x01, 0xd9], // vmmcall
  [0x0f, 0x01, 0xc1], // vmcall
  [0x0f, 0x01, 0xd0], // xgetbv
  [0x0f, 0x01, 0xf9], // rdtscp
  [0x0f, 0x01, 0xfa], // monitorx
  [0x0f, 0x01, 0xfc], // clzero
  [0x0f, 0xc7, 0xf0], // rdrand
  [0x0f, 0xc7, 0xf8], // rdseed, rdpid
  [0xf3, 0x0f, 0xae, 0xd0], // wrfsbase
  [0x0f, 0xae, 0x20], // xsave
  [0x0f, 0x38, 0xf0, 0x00], // movbe
  [0xc5, 0xf8, 0x77], // vzeroupper
  [0xcc],
  [0xcd, 0x03],
  [0xf1],
  [0xce],
  [0x0f, 0x0b],
  [0x0f, 0x77],
  [0xf4],
  [0x0f, 0xa2],
  [0x0f, 0x31],
  [0x9d],
  [0xcf],
  [0xcb],
  [0x0f, 0x01, 0x00], // sgdt
  [0x0f, 0x00, 0xc0], // sldt
  [0x0f, 0x01, 0xef], // wrpkru
  [0x0f, 0xae, 0x28], // xrstor
  [0x0f, 0x01, 0xf8], // swapgs
  [0x62, 0xf1, 0x7c, 0x48, 0x58], // EVEX vaddps
  [0xc7, 0xf8], // xbegin
  [0x17], // pop ss
  [0x1f],
  [0x0f, 0xa1],
  [0x0f, 0xb2, 0x20], // lss
  [0x0f, 0x22, 0xc0], // mov cr0
  [0xe4, 0x60],
  [0xfb],
];

/** Selectors of the host's own segments, its per-thread ones, and local ones that may exist. */
const HOST_SELECTORS = [0x23, 0x33, 0x2b, 0x10, 0x08, 0x0f, 0x07, 0x63, 0x6b, 0x7b] as const;

/** Where a far transfer would go on: some way behind the present place, so that what it runs is the case's own bytes. */
function ahead(choices: Choices, env: Environment): number {
  return env.eip + env.code.length + 4 + choices.below(28);
}

/** Bytes that must not be executed, to be hidden where the scanner takes them for operands. EBP holds a selector of the host's. */
function evilBytes(choices: Choices, env: Environment): readonly number[] {
  const own = env.code32 ? 4 : 2;
  switch (choices.below(8)) {
    case 0:
      env.gpr[5] = pick(choices, HOST_SELECTORS);
      return [0x8e, 0xc5 | (pick(choices, [2, 2, 3, 0, 4, 5]) << 3)]; // mov sreg, bp
    case 1: {
      const target = chance(choices, 80) ? ahead(choices, env) : value32(choices);
      const offset = Array.from({ length: own }, (_, i) => (target >>> (8 * i)) & 0xff);
      const selector = chance(choices, 60) ? 0x33 : pick(choices, HOST_SELECTORS); // 0x33: what follows is 64-bit code
      return [pick(choices, [0xea, 0xea, 0x9a]), ...offset, selector, 0];
    }
    default:
      return pick(choices, ESCAPES);
  }
}

function wayOut(choices: Choices, env: Environment): void {
  const { code } = env;
  const own = env.code32 ? 4 : 2;
  switch (choices.below(8)) {
    case 0: // far jump or call to the host's own segments
      code.raw(pick(choices, [0xea, 0x9a]));
      code.number(chance(choices, 50) ? ahead(choices, env) : value32(choices), own);
      code.word(pick(choices, HOST_SELECTORS));
      break;
    case 1: // mov sreg, 0x2b and the like
      code.raw(0xb8);
      code.number(pick(choices, [0x2b, 0x23, 0x33, 0x63, 0x6b, 0x7b]), own);
      code.raw(0x8e, 0xc0 | (pick(choices, [2, 2, 3, 0, 4, 5]) << 3));
      break;
    case 2: // retf to 0x33
      code.raw(0x68);
      code.number(pick(choices, [0x33, 0x23]), own);
      code.raw(0x68);
      code.number(env.eip + code.length + 8, own);
      code.raw(0xcb);
      break;
    default:
      code.raw(...pick(choices, ESCAPES));
  }
}

/** A harmless instruction whose operand bytes are not, and a jump into them, direct or computed. */
function hidden(choices: Choices, env: Environment): void {
  const { code } = env;
  const own = env.code32 ? 4 : 2;
  const evil = evilBytes(choices, env);
  const computed = chance(choices, 60);
  if (computed) {
    const reg = pick(choices, [0, 2, 3, 6, 7]);
    code.raw(0xb8 | reg);
    const at = code.length;
    code.number(0, own);
    const way = choices.below(3);
    // Let the harmless reading be scanned first: fall into it once, come back and jump inside.
    if (way === 0) code.raw(0xff, 0xe0 | reg);
    else if (way === 1) code.raw(0x50 | reg, 0xc3);
    else code.raw(0xff, 0xd0 | reg);
    const target = env.eip + code.length + 1;
    for (let i = 0; i < own; i++) code.bytes[at + i] = (target >>> (8 * i)) & 0xff;
  } else code.raw(0xeb, 1);
  code.start();
  code.byte(0xb8 | choices.below(8));
  for (let i = 0; i < own; i++) code.byte(evil[i] ?? 0x90);
  for (let i = own; i < evil.length; i++) code.byte(evil[i]!);
}

/** First through the front door, then into the middle: the scanner has seen the bytes as operands when the computed branch comes. */
function twice(choices: Choices, env: Environment): void {
  const { code } = env;
  const own = env.code32 ? 4 : 2;
  const evil = evilBytes(choices, env);
  env.gpr[1] = 2;
  const start = env.eip + code.length;
  env.gpr[6] = start;
  code.raw(0xb8); // mov eax, evil
  for (let i = 0; i < own; i++) code.byte(evil[i] ?? 0x90);
  if (evil.length > own) {
    for (let i = own; i < evil.length; i++) code.byte(evil[i]!); // by the first reading, instructions of their own
    for (let i = 0; i < 6; i++) code.byte(0x90);
  }
  code.raw(0x46); // inc esi: the second time round, one byte further in
  code.raw(0x49);
  code.raw(0x7e, 2);
  code.raw(0xff, 0xe6); // jmp esi
}

export function hostile(choices: Choices, target: Target): Environment {
  const env = new Environment(choices, target, { quiet: !chance(choices, 5), instructions: 200 });
  const { code } = env;
  code.usesFx = chance(choices, 10);
  code.repeats = true;
  const parts = 1 + choices.below(5);
  for (let i = 0; i < parts; i++) {
    switch (choices.below(6)) {
      case 0:
        wayOut(choices, env);
        break;
      case 1:
        hidden(choices, env);
        break;
      case 2:
        twice(choices, env);
        break;
      default:
        code.start();
        for (let j = 1 + choices.below(12); j > 0; j--) code.byte(choices.below(256));
    }
  }
  return env;
}
