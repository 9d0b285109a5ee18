/** Several instructions: harmless ones, and among them those that have to be virtualised. */
import { type Choices, chance, pick } from './choices.ts';
import { encode } from './code.ts';
import { Environment, type Target } from './environment.ts';
import { FORMS, type Form } from './forms.ts';
import { leavesUndefinedFlags } from './undefined.ts';

/** Runs straight on, and is not privileged; its result is defined for every input. */
const HARMLESS: readonly Form[] = FORMS.filter(
  (form) =>
    form.unit === 'integer' &&
    !form.branch &&
    !form.ends &&
    !form.privileged &&
    !form.byIopl &&
    !form.undefinedResult &&
    !form.segments &&
    !form.string,
);
const VECTOR: readonly Form[] = FORMS.filter((form) => form.unit !== 'integer');
/** What SBE must not let run. */
const VIRTUALISED: readonly Form[] = FORMS.filter(
  (form) =>
    form.unit === 'integer' &&
    !form.ends &&
    ((form.segments && !form.branch) || form.byIopl || form.privileged || form.protectedOnly || isIdentity(form)),
);

function isIdentity(form: Form): boolean {
  return ['sgdt', 'sidt', 'smsw', 'cpuid', 'rdtsc', 'pushf', 'popf', 'lahf', 'sahf'].includes(form.mnemonic);
}

/** `cmp eax, edx`: defines all six arithmetic flags and cannot fault. */
export function defineFlags(env: Environment): void {
  env.code.raw(0x39, 0xd0);
}

/** One harmless instruction, and what makes its flags defined. */
export function harmless(choices: Choices, env: Environment, plain = false): void {
  const form = pick(choices, HARMLESS);
  encode(choices, env.code, form, env, plain ? { plain: true, memory: false } : {});
  if (leavesUndefinedFlags(form)) defineFlags(env);
}

export function sequence(choices: Choices, target: Target): Environment {
  const env = new Environment(choices, target, { quiet: !chance(choices, 10) });
  const count = 2 + choices.below(9);
  for (let i = 0; i < count; i++) {
    if (chance(choices, 22)) {
      const form = pick(choices, VIRTUALISED);
      encode(choices, env.code, form, env);
      if (leavesUndefinedFlags(form)) defineFlags(env);
    } else if (chance(choices, 6)) encode(choices, env.code, pick(choices, VECTOR), env);
    else harmless(choices, env, chance(choices, 50));
  }
  return env;
}
