/**
 * The layout of the binary form, read from the C headers themselves, so that there is one source for both languages: structs from
 * conformance/wire/wire.h, closed sets from there, monitor/outcome.h and monitor/sbe/{decode,sbe}.h.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Field {
  /** in bytes from the start of the struct */
  offset: number;
  /** of one element */
  bytes: number;
  count: number;
  /** the element's struct, or null for a plain unsigned integer */
  struct: string | null;
}

export interface Struct {
  bytes: number;
  fields: Map<string, Field>;
}

/** Enumerators in their order, with their values. */
export type Enum = Map<string, number>;

export interface Headers {
  structs: Map<string, Struct>;
  enums: Map<string, Enum>;
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

function parseEnum(name: string, body: string): Enum {
  const values: Enum = new Map();
  let next = 0;
  for (const part of body.split(',')) {
    const text = part.trim();
    if (text === '') continue;
    const match = /^([A-Za-z_]\w*)(?:\s*=\s*(0[xX][0-9a-fA-F]+|\d+)[uU]?)?$/.exec(text);
    if (!match) throw new Error(`enum ${name}: cannot read "${text}"`);
    if (match[2] !== undefined) next = Number(match[2]);
    values.set(match[1]!, next++);
  }
  return values;
}

function parseStruct(name: string, body: string, structs: Map<string, Struct>): Struct {
  const fields = new Map<string, Field>();
  let offset = 0;
  for (const part of body.split(';')) {
    const text = part.trim();
    if (text === '') continue;
    const match = /^(?:uint(8|16|32)_t|struct\s+(\w+))\s+(\w+)(?:\[(\d+)\])?$/.exec(text);
    if (!match) throw new Error(`struct ${name}: cannot read "${text}"`);
    const inner = match[2] === undefined ? null : structs.get(match[2]);
    if (inner === undefined) throw new Error(`struct ${name}: unknown struct ${match[2]}`);
    const bytes = inner === null ? Number(match[1]) / 8 : inner.bytes;
    if (offset % (inner === null ? bytes : 4) !== 0) throw new Error(`struct ${name}: ${match[3]} is not aligned; the compiler would pad`);
    const count = match[4] === undefined ? 1 : Number(match[4]);
    fields.set(match[3]!, { offset, bytes, count, struct: match[2] ?? null });
    offset += bytes * count;
  }
  return { bytes: offset, fields };
}

/** Reads every named enum, and every struct whose fields all have a fixed width, of a header. Adds to `into`. */
export function parseHeader(text: string, into: Headers, options: { structs: boolean }): void {
  const source = withoutComments(text);
  for (const match of source.matchAll(/\b(enum|struct)\s+(\w+)\s*\{([^}]*)\}\s*;/g)) {
    const [, kind, name, body] = match as unknown as [string, string, string, string];
    if (kind === 'enum') into.enums.set(name, parseEnum(name, body));
    else if (options.structs) into.structs.set(name, parseStruct(name, body, into.structs));
  }
}

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
  const list: string[] = [];
  for (const [name, number] of enumeration(enumName)) {
    if (name.startsWith(prefix)) list[number] = name.slice(prefix.length).toLowerCase();
  }
  return list;
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
