/** The opcode table as data: build/decode-check --table, read. */
import { z } from 'zod';
import { CLASSES, runDecodeCheck } from './decoder.ts';

const form = z.object({
  /** as the manual writes it: "F3 0F 1E reg /7 rm=2", NP for no mandatory prefix */
  form: z.string(),
  map: z.number(),
  opcode: z.number(),
  mnemonic: z.string(),
  mnemonic32: z.string(),
  class: z.number().transform((n) => CLASSES[n]!),
  since: z.enum(['386', '486', 'pentium', 'default', 'never']),
  until486: z.boolean(),
  memoryOnly: z.boolean(),
  registerOnly: z.boolean(),
  lockable: z.boolean(),
  unit: z.number(),
  note: z.string(),
});
export type TableForm = z.infer<typeof form>;

export function readTable(): TableForm[] {
  const lines = runDecodeCheck(['--table']).toString('latin1').trimEnd().split('\n');
  return lines.map((line) => form.parse(JSON.parse(line)));
}

/** sbe_class_reason() of every class, by its name. */
export function readReasons(): Record<string, string> {
  const reasons = z
    .array(z.string())
    .length(CLASSES.length)
    .parse(JSON.parse(runDecodeCheck(['--reasons']).toString()));
  return Object.fromEntries(CLASSES.map((name, i) => [name, reasons[i]!]));
}

/** Bytes of the form; `mod` is 3 or 0 where the form leaves it open. */
export function bytesOf(entry: TableForm, mod: 0 | 3): number[] {
  const prefixes: number[] = [];
  let reg = 0;
  let rm = 0;
  let side = mod;
  for (const token of entry.form.split(' ')) {
    if (/^\/\d$/.test(token)) reg = Number(token[1]);
    else if (/^rm=\d$/.test(token)) rm = Number(token[3]);
    else if (token === 'mem') side = 0;
    else if (token === 'reg') side = 3;
  }
  const mandatory = /^(66|F3|F2) 0F/.exec(entry.form);
  if (mandatory) prefixes.push(Number.parseInt(mandatory[1]!, 16));
  return [...prefixes, ...(entry.map ? [0x0f] : []), entry.opcode, (side << 6) | (reg << 3) | rm];
}
