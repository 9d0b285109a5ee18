/**
 * The layout of the binary form, read from the C headers themselves, so that there is one source for both languages: structs from
 * conformance/wire/wire.h, closed sets from there, monitor/outcome.h and monitor/sbe/{decode,sbe}.h.
 */
import { readFileSync } from 'node:fs';
import { type Enum, type Field, type Headers, namesOf, parseHeader, ROOT, type Struct } from '../../vm/c-header.ts';

export { type Enum, type Field, type Headers, parseHeader, ROOT, type Struct };

function read(path: string): string {
  return readFileSync(`${ROOT}${path}`, 'utf8');
}

function readHeaders(): Headers {
  const headers: Headers = { structs: new Map(), enums: new Map() };
  parseHeader(read('conformance/wire/wire.h'), headers, { structs: true });
  for (const path of ['monitor/outcome.h', 'monitor/sbe/decode.h', 'monitor/sbe/sbe.h']) {
    parseHeader(read(path), headers, { structs: false });
  }
  return headers;
}

const headers = readHeaders();

export function struct(name: string): Struct {
  const found = headers.structs.get(name);
  if (!found) throw new Error(`no struct ${name} in conformance/wire/wire.h`);
  return found;
}

/** A field of a struct; `path` may go into a struct field: "registers.eip". */
export function field(name: string, path: string): Field {
  let offset = 0;
  let at: string = name;
  const steps = path.split('.');
  for (const [index, step] of steps.entries()) {
    const found = struct(at).fields.get(step);
    if (!found) throw new Error(`struct ${at} has no field ${step}`);
    offset += found.offset;
    if (index === steps.length - 1) return { ...found, offset };
    if (found.struct === null) throw new Error(`${step} of struct ${at} is not a struct`);
    at = found.struct;
  }
  throw new Error('empty path');
}

export function enumeration(name: string): Enum {
  const found = headers.enums.get(name);
  if (!found) throw new Error(`no enum ${name} in the headers`);
  return found;
}

export function value(enumName: string, enumerator: string): number {
  const found = enumeration(enumName).get(enumerator);
  if (found === undefined) throw new Error(`enum ${enumName} has no ${enumerator}`);
  return found;
}

/** The names of an enum without their common prefix, in lower case, by value: ["unscanned", "trap_site", ...]. A final count is left out. */
export function names(enumName: string, prefix: string): string[] {
  return namesOf(enumeration(enumName), prefix);
}

/** enum exit_cause, by value. */
export const EXIT_CAUSES = names('exit_cause', 'EXIT_').slice(0, value('exit_cause', 'EXIT_CAUSES'));
/** enum sbe_class, by value: why an instruction is, or is not, copied. */
export const SBE_CLASSES = names('sbe_class', 'SBE_').slice(0, value('sbe_class', 'SBE_CLASSES'));
export const ATTRIBUTES = names('attribute', 'ATTRIBUTE_');

let mutants: Enum | undefined;
/** In the build that carries the seeded bugs: none of them. */
export const NO_MUTANT = 'MUTANT_NONE';
/** The seeded bugs by name: the rows of MUTANT_LIST in monitor/mutants.h, numbered from 1. */
export function mutantNumber(name: string): number {
  if (name === NO_MUTANT) return 0;
  mutants ??= new Map([...read('monitor/mutants.h').matchAll(/\bX\((MUTANT_\w+), "/g)].map((row, i) => [row[1]!, i + 1]));
  const found = mutants.get(name) ?? mutants.get(`MUTANT_${name.toUpperCase().replaceAll('-', '_')}`);
  if (found === undefined) throw new Error(`no mutant "${name}" in monitor/mutants.h`);
  return found;
}
