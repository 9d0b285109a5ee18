/** Loads and stores of segment registers and of descriptor table registers, and a use of what was loaded. */
import { type Choices, chance, pick } from './choices.ts';
import { encode } from './code.ts';
import { anySelector, Environment, type Target } from './environment.ts';
import { FORMS, type Form } from './forms.ts';
import { CODE, DATA, DATA_ES, STACK } from './layout.ts';
import { value32 } from './values.ts';

const LOADS: readonly Form[] = FORMS.filter(
  (form) =>
    form.unit === 'integer' &&
    !form.branch &&
    (form.segments || ['lar', 'lsl', 'verr', 'verw', 'arpl', 'sgdt', 'sidt', 'smsw', 'lmsw', 'lgdt', 'lidt'].includes(form.mnemonic)),
);
const REAL_SELECTORS: readonly number[] = [CODE, DATA, DATA_ES, STACK, DATA + 0x10, 0xffff0, 0xf0000, 0, CODE + 0x100].map(
  (base) => base >> 4,
);

export function segments(choices: Choices, target: Target): Environment {
  const env = new Environment(choices, target, { quiet: !chance(choices, 15), model: 'default' });
  const { code } = env;
  const real = env.mode === 'real16' || env.mode === 'v86';
  const selector = (): number =>
    real ? (chance(choices, 30) ? value32(choices) & 0xffff : pick(choices, REAL_SELECTORS)) : anySelector(choices, env.cpl);
  const count = 1 + choices.below(3);
  for (let i = 0; i < 8; i++)
    if (i !== 4 && chance(choices, 50)) env.gpr[i] = (selector() | (chance(choices, 20) ? choices.u32() & 0xffff0000 : 0)) >>> 0;
  for (let i = 0; i < count; i++) {
    switch (choices.below(5)) {
      case 0: // mov sreg, r16
        code.raw(0x8e, 0xc0 | (pick(choices, [0, 2, 3, 4, 5, 3, 0, 1, 6]) << 3) | pick(choices, [0, 1, 2, 3, 5, 6, 7]));
        break;
      case 1: // push imm / pop sreg
        code.raw(0x68);
        code.number(selector(), env.code32 ? 4 : 2);
        if (chance(choices, 40)) code.raw(0x0f, pick(choices, [0xa1, 0xa9]));
        else code.raw(pick(choices, [0x07, 0x17, 0x1f, 0x1f, 0x07]));
        break;
      default:
        encode(choices, code, pick(choices, LOADS), env);
    }
    if (chance(choices, 50)) use(choices, env);
  }
  return env;
}

/** Reads or writes through DS, ES, FS, GS or SS: what was loaded must be what is used. */
function use(choices: Choices, env: Environment): void {
  const { code } = env;
  code.start();
  const prefix = pick(choices, [0, 0x26, 0x64, 0x65, 0x36]);
  if (prefix !== 0) code.byte(prefix);
  code.byte(pick(choices, [0x8b, 0x8a, 0x89, 0x88, 0x03, 0x01]));
  if (env.code32) {
    code.byte(pick(choices, [0x05, 0x0d, 0x15, 0x1d]));
    code.dword(env.pointer(choices, 4));
  } else {
    code.byte(pick(choices, [0x06, 0x0e, 0x16, 0x1e]));
    code.word(env.pointer(choices, 2));
  }
}
