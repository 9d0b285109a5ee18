/** Registers as a flat list of named numbers: what expectations name and reports print. */
import { GPR_NAMES, type Registers, SEGMENT_NAMES, SHADOWS } from '../case.ts';

const DEBUG = [0, 1, 2, 3, 6, 7] as const;

/** eax ... edi, eip, eflags, cs.selector cs.base cs.limit cs.attributes ..., gdtr.base ..., cr0 ..., dr0 ..., tsc, cpl, shadow (its number). */
export function flatten(from: Registers): Map<string, bigint> {
  const flat = new Map<string, bigint>();
  for (const [index, name] of GPR_NAMES.entries()) flat.set(name, BigInt(from.gpr[index]!));
  flat.set('eip', BigInt(from.eip));
  flat.set('eflags', BigInt(from.eflags));
  for (const [index, name] of SEGMENT_NAMES.entries()) {
    const segment = from.segments[index]!;
    for (const part of ['selector', 'base', 'limit', 'attributes'] as const) flat.set(`${name}.${part}`, BigInt(segment[part]));
  }
  for (const name of ['gdtr', 'idtr'] as const) {
    flat.set(`${name}.base`, BigInt(from[name].base));
    flat.set(`${name}.limit`, BigInt(from[name].limit));
  }
  for (const name of ['cr0', 'cr2', 'cr3', 'cr4'] as const) flat.set(name, BigInt(from[name]));
  for (const number of DEBUG) flat.set(`dr${number}`, BigInt(from.dr[number]!));
  flat.set('tsc', from.tsc);
  flat.set('cpl', BigInt(from.cpl));
  flat.set('shadow', BigInt(SHADOWS.indexOf(from.shadow)));
  return flat;
}

/** Sets one named register; false: there is none of that name. */
export function assign(to: Registers, name: string, value: bigint): boolean {
  const number = Number(value & 0xffffffffn);
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
  if (name === 'tsc') to.tsc = value;
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
