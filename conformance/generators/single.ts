/** One instruction: every form of the table with everything it leaves open, and raw opcode bytes with no table at all. */
import { type Choices, chance, pick } from './choices.ts';
import { type Code, encode, encodeModrm } from './code.ts';
import { Environment, type Target } from './environment.ts';
import { FORMS, type Form } from './forms.ts';
import { value8 } from './values.ts';

/** Forms that need luck to be more than #UD or #GP get their turn, and no more. */
const BY_UNIT = {
  integer: FORMS.filter((form) => form.unit === 'integer'),
  x87: FORMS.filter((form) => form.unit === 'x87'),
  vector: FORMS.filter((form) => form.unit === 'mmx' || form.unit === 'sse' || form.unit === 'sse2'),
};

export function chooseForm(choices: Choices): Form {
  const unit = choices.below(10);
  return pick(choices, unit < 8 ? BY_UNIT.integer : unit === 8 ? BY_UNIT.x87 : BY_UNIT.vector);
}

export function single(choices: Choices, target: Target): Environment {
  const env = new Environment(choices, target);
  const form = chooseForm(choices);
  encode(choices, env.code, form, env);
  aim(choices, env, form);
  return env;
}

/** Points the registers of a computed branch at code, so that it does not wander through empty memory. */
export function aim(choices: Choices, env: Environment, form: Form): void {
  if (!form.branch) return;
  env.landAt16 = form.sized;
  if (form.modrm === 'none') return;
  const end = env.eip + env.code.length;
  env.aimed = true;
  for (let i = 0; i < 8; i++) if (i !== 4 && chance(choices, 80)) env.gpr[i] = (end + choices.below(16)) >>> 0;
}

const PREFIXES: readonly number[] = [0x66, 0x67, 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0xf0, 0xf2, 0xf3];

/** Any opcode byte of either map, or of the third ones that the guest's processor does not have, with a random ModRM byte. */
export function rawSingle(choices: Choices, target: Target): Environment {
  const env = new Environment(choices, target);
  const { code } = env;
  code.start();
  while (code.length < 4 && chance(choices, 30)) {
    const prefix = pick(choices, PREFIXES);
    if (prefix >= 0xf2) code.repeats = true;
    code.byte(prefix);
  }
  if (chance(choices, 60)) code.byte(0x0f);
  code.byte(choices.below(256));
  code.usesFx = true;
  tail(choices, env, code);
  return env;
}

function tail(choices: Choices, env: Environment, code: Code): void {
  encodeModrm(choices, code, choices.below(8), chance(choices, 60), env.code32 ? 4 : 2, env);
  if (chance(choices, 60)) code.byte(value8(choices));
}
