/**
 * docs/virtualised.md, from the opcode table: `npx tsx conformance/decoder/virtualised.ts` writes it, decoder.test.ts checks that it is current.
 */
import { writeFileSync } from 'node:fs';
import { ROOT } from '../wire/layout.ts';
import { readReasons, readTable, type TableForm } from './table.ts';

export const PATH = `${ROOT}docs/virtualised.md`;

/** The classes that no row of the table names: the scanner, or a prefix in front of a native form, gives them. */
const GIVEN_OTHERWISE: Record<string, string> = {
  code_operand:
    'a `2E` prefix in front of any native form that reads or writes memory through a segment a prefix can choose: ModRM operands, `mov` with an absolute address, `movs`, `cmps`, `lods`, `xlat`, `maskmovq`, `maskmovdqu`, `jmp` and `call` through memory. Not `stos` and `scas` (always ES), not `lea`, `nop` and prefetches (no access).',
  prefix:
    '`F2` or `F3` in front of a native form, unless the form is a string instruction (`F2` only with `cmps` and `scas`), `nop` (`pause`), a near branch or return (the BND prefix, and an old AMD idiom), or the prefix selects the form; `66` beside such a selecting `F2` or `F3`; two different ones of `F0`, `F2`, `F3`; two different segment overrides; `66` with `bswap`; `lock bt` on the 386 model; and the rows below.',
  fpu_trapped:
    'every x87, MMX and SSE form, `fxsave`, `fxrstor`, and `wait`, when the guest has set the bit that forbids it; given by the scanner.',
  page_crossing: 'given by the scanner.',
  overlap: 'given by the scanner.',
  stop: 'given by the scanner.',
};

const ORDER = [
  'flags',
  'segment',
  'far',
  'interrupt',
  'tables',
  'control',
  'port',
  'halt',
  'identity',
  'syscall',
  'fpu_environment',
  'code_operand',
  'prefix',
  'fpu_trapped',
  'page_crossing',
  'overlap',
  'stop',
  'undefined',
];
const NATIVE = ['native', 'branch_direct', 'branch_computed'];

function mnemonicOf(form: TableForm): string {
  return form.mnemonic32 === form.mnemonic ? form.mnemonic : `${form.mnemonic}, ${form.mnemonic32}`;
}

function modelsOf(form: TableForm): string {
  if (form.since === 'never') return '';
  const since = form.since === 'default' ? 'default only' : form.since === '386' ? 'all' : `since ${form.since}`;
  return form.until486 ? `${since === 'all' ? '386, 486' : '486'}` : since;
}

/** One line for forms that differ in their encoding only. */
function rowsOf(forms: TableForm[]): string[] {
  const rows = new Map<string, string[]>();
  for (const form of forms) {
    const key = `${mnemonicOf(form)} | ${modelsOf(form)} | ${form.note}`;
    rows.set(key, [...(rows.get(key) ?? []), form.form]);
  }
  return [...rows].map(([key, encodings]) => {
    const [mnemonic, models, note] = key.split(' | ') as [string, string, string];
    return `| ${mnemonic ? `\`${mnemonic}\`` : ''} | ${runs(encodings)} | ${models} | ${note} |`;
  });
}

/** "06, 0E, 8C /0-5": one encoding after the other, neighbours that differ in their last digit only as one. */
function runs(encodings: string[]): string {
  const out: { stem: string; first: number; last: number }[] = [];
  for (const encoding of encodings) {
    const [, stem, digit] = /^(.* (?:\/|rm=))(\d)$/.exec(encoding) ?? [encoding, encoding, '-1'];
    const before = out.at(-1);
    if (before && before.stem === stem && before.last + 1 === Number(digit)) before.last++;
    else out.push({ stem: stem!, first: Number(digit), last: Number(digit) });
  }
  return out.map(({ stem, first, last }) => (first < 0 ? stem : first === last ? stem + first : `${stem}${first}-${last}`)).join(', ');
}

export function virtualisedPage(): string {
  const table = readTable();
  const reasons = readReasons();
  const lines = [
    '# What is virtualised, and why',
    '',
    'Written by `npx tsx conformance/decoder/virtualised.ts` from the opcode table (`monitor/sbe/opcodes.c`); a test checks that it is current.',
    '',
    'SBE copies an instruction for native execution only if its row of the table is on the allow-list: the guest’s CPU model defines it, and every',
    'processor of today, in compatibility mode at CPL 3, either does exactly that or faults (then the interpreter carries it out). Everything below is',
    'left as `CC` in the scanned page and carried out by the monitor. An encoding reads as in the manual: `/n` is ModRM.reg, `mem` and `reg` are',
    'ModRM.mod, `NP` is no mandatory prefix. 16- and 32-bit code do not differ.',
    '',
    `${table.filter((form) => NATIVE.includes(form.class)).length} forms are native, ` +
      `${table.filter((form) => !NATIVE.includes(form.class) && form.class !== 'undefined').length} virtualised, ` +
      `${table.filter((form) => form.class === 'undefined').length} undefined.`,
    '',
  ];
  for (const name of ORDER) {
    const forms = table.filter((form) => form.class === name);
    lines.push(`## ${name.replaceAll('_', ' ')}`, '', `${reasons[name]}.`, '');
    const otherwise = GIVEN_OTHERWISE[name];
    if (otherwise) lines.push(`Which: ${otherwise}`, '');
    if (name === 'undefined') {
      lines.push('Forms that later processors define are named; the others are undefined on all.', '');
    }
    if (forms.length > 0) lines.push('| instruction | encodings | models | note |', '| --- | --- | --- | --- |', ...rowsOf(forms), '');
  }
  lines.push(
    '## Also undefined, whatever the row says',
    '',
    'A form newer than the guest’s model; a register operand where only memory makes sense (`lea`, `les`, `bound`, `movntps`, `cmpxchg8b`, ...: on later',
    'processors these are the VEX, EVEX and XOP prefixes, `rdrand`, `rdpid` and others) and the reverse; `lock` on what cannot be locked or has no memory operand.',
    'More than 15 bytes are #GP(0).',
    '',
    '## Not modelled',
    '',
    'What single steppings had and the manuals of their time do not define for programs: LOADALL (`0F 07` on a 386), XBTS and IBTS (`0F A6`, `0F A7`),',
    'UMOV (`0F 10`-`0F 13` on a 386 and 486), CMPXCHG at `0F A6`, `0F A7` (the first i486). They are undefined in every model.',
    '',
  );
  return lines.join('\n');
}

if (process.argv[1]?.endsWith('virtualised.ts')) writeFileSync(PATH, virtualisedPage());
