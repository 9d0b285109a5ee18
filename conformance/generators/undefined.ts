/** Which forms may leave arithmetic flags undefined, by mnemonic; the exact, value-dependent rules are in conformance/compare/. */
import type { Form } from './forms.ts';

const MNEMONICS: ReadonlySet<string> = new Set(
  'and or xor test aaa aas daa das aam aad mul imul div idiv shl shr sar rol ror rcl rcr shld shrd bsf bsr bt bts btr btc'.split(' '),
);

export function leavesUndefinedFlags(form: Form): boolean {
  return MNEMONICS.has(form.mnemonic) || (form.mnemonic === 'mov' && form.privileged);
}
