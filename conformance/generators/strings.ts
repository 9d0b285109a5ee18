/** String instructions, with small counts, both directions, every segment and the wrap at 64 KiB; and stack work. */
import { type Choices, chance, pick } from './choices.ts';
import { encode } from './code.ts';
import { Environment, type Target } from './environment.ts';
import { FORMS, type Form } from './forms.ts';
import { near } from './values.ts';

const STRING: readonly Form[] = FORMS.filter((form) => form.string);
const STACK: readonly Form[] = FORMS.filter((form) =>
  ['push', 'pop', 'pusha', 'popa', 'enter', 'leave', 'pushf', 'call', 'ret'].includes(form.mnemonic),
);

export function strings(choices: Choices, target: Target): Environment {
  const env = new Environment(choices, target, { quiet: !chance(choices, 10) });
  const stack = chance(choices, 40);
  const count = 1 + choices.below(stack ? 6 : 3);
  for (let i = 0; i < count; i++) {
    if (!stack && i > 0 && chance(choices, 30)) env.code.raw(pick(choices, [0xfc, 0xfd])); // cld, std
    encode(choices, env.code, pick(choices, stack ? STACK : STRING), env);
  }
  if (!stack) {
    for (const i of [6, 7]) {
      const at = env.pointer(choices, 4);
      env.gpr[i] = chance(choices, 15) ? near(choices, 0x10000) & (env.code32 ? 0xffffffff : 0xffff) : at;
    }
    // a move onto its own source, ahead or behind by little
    if (chance(choices, 20)) env.gpr[7] = (env.gpr[6]! + choices.below(9) - 4) >>> 0;
  }
  return env;
}
