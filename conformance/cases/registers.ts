/** Registers as a flat list of named numbers: what expectations name and reports print. */
import { GPR_NAMES, type Registers, SEGMENT_NAMES, SHADOWS } from '../case.ts';

const DEBUG = [0, 1, 2, 3, 6, 7] as const;

/** The names, in the order of `numbers`. */
export const REGISTER_FIELDS: readonly string[] = [
  ...GPR_NAMES,
  'eip',
  'eflags',
  ...SEGMENT_NAMES.flatMap((name) => [`${name}.selector`, `${name}.base`, `${name}.limit`, `${name}.attributes`]),
  'gdtr.base',
  'gdtr.limit',
  'idtr.base',
  'idtr.limit',
  'cr0',
  'cr2',
  'cr3',
  'cr4',
  ...DEBUG.map((number) => `dr${number}`),
  'tsc',
  'cpl',
  'shadow',
];

/** The values of REGISTER_FIELDS, unsigned; `shadow` is its number, `tsc` exact up to 2^53. */
export function numbers(from: Registers): number[] {
  const list: number[] = [];
  for (let i = 0; i < 8; i++) list.push(from.gpr[i]!);
  list.push(from.eip, from.eflags);
  for (let i = 0; i < 8; i++) {
    const { selector, base, limit, attributes } = from.segments[i]!;
    list.push(selector, base, limit, attributes);
  }
  list.push(from.gdtr.base, from.gdtr.limit, from.idtr.base, from.idtr.limit, from.cr0, from.cr2, from.cr3, from.cr4);
  for (const number of DEBUG) list.push(from.dr[number]!);
  list.push(Number(from.tsc), from.cpl, SHADOWS.indexOf(from.shadow));
  return list;
}

export const FIELD_INDEX: ReadonlyMap<string, number> = new Map(REGISTER_FIELDS.map((name, index) => [name, index]));

/** Sets one named register; false: there is none of that name. */
export function assign(to: Registers, name: string, value: number): boolean {
  const number = value >>> 0;
  const gpr = (GPR_NAMES as readonly string[]).indexOf(name);
  if (gpr >= 0) {
    to.gpr[gpr] = number;
    return true;
  }
  const [first, part] = name.split('.') as [string, string | undefined];
  const segment = (SEGMENT_NAMES as readonly string[]).indexOf(first);
  if (segment >= 0) {
    if (part !== 'selector' && part !== 'base' && part !== 'limit' && part !== 'attributes') return false;
    to.segments[segment]![part] = number;
    return true;
  }
  if ((first === 'gdtr' || first === 'idtr') && (part === 'base' || part === 'limit')) {
    to[first][part] = number;
    return true;
  }
  if (name === 'eip' || name === 'eflags' || name === 'cr0' || name === 'cr2' || name === 'cr3' || name === 'cr4' || name === 'cpl') {
    to[name] = number;
    return true;
  }
  const debug = /^dr([012367])$/.exec(name);
  if (debug) {
    to.dr[Number(debug[1])] = number;
    return true;
  }
  if (name === 'tsc') to.tsc = BigInt(value);
  else if (name === 'shadow') to.shadow = SHADOWS[number] ?? 'none';
  else return false;
  return true;
}

export function copyRegisters(from: Registers): Registers {
  return {
    ...from,
    gpr: [...from.gpr],
    dr: [...from.dr],
    segments: from.segments.map((segment) => ({ ...segment })),
    gdtr: { ...from.gdtr },
    idtr: { ...from.idtr },
  };
}
