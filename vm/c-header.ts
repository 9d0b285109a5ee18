/**
 * Layouts read from C headers, so that C and TypeScript have one source: every named enum, and every struct of unsigned integers of a
 * fixed width, of structs read before, and of arrays of either. Where a compiler would pad, the header is refused.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../', import.meta.url));

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
    const type = /^(?:uint(8|16|32|64)_t|struct\s+(\w+))\s+(.*)$/s.exec(text);
    if (!type) throw new Error(`struct ${name}: cannot read "${text}"`);
    const inner = type[2] === undefined ? null : structs.get(type[2]);
    if (inner === undefined) throw new Error(`struct ${name}: unknown struct ${type[2]}`);
    const bytes = inner === null ? Number(type[1]) / 8 : inner.bytes;
    for (const declarator of type[3]!.split(',')) {
      const match = /^(\w+)(?:\[(\d+)\])?$/.exec(declarator.trim());
      if (!match) throw new Error(`struct ${name}: cannot read "${declarator.trim()}"`);
      if (offset % (inner === null ? bytes : 4) !== 0)
        throw new Error(`struct ${name}: ${match[1]} is not aligned; the compiler would pad`);
      const count = match[2] === undefined ? 1 : Number(match[2]);
      fields.set(match[1]!, { offset, bytes, count, struct: type[2] ?? null });
      offset += bytes * count;
    }
  }
  return { bytes: offset, fields };
}

/** Reads the enums of a header, and its structs where `options` says so. Adds to `into`. */
export function parseHeader(text: string, into: Headers, options: { structs: boolean }): void {
  const source = withoutComments(text);
  for (const match of source.matchAll(/\b(enum|struct)\s+(\w+)\s*\{([^}]*)\}\s*;/g)) {
    const [, kind, name, body] = match as unknown as [string, string, string, string];
    if (kind === 'enum') into.enums.set(name, parseEnum(name, body));
    else if (options.structs) into.structs.set(name, parseStruct(name, body, into.structs));
  }
}

/** One header of the project, by its path from the project's folder. */
export function readHeader(path: string, options: { structs: boolean } = { structs: true }): Headers {
  const headers: Headers = { structs: new Map(), enums: new Map() };
  parseHeader(readFileSync(`${ROOT}${path}`, 'utf8'), headers, options);
  return headers;
}

/** The names of an enum without their common prefix, in lower case, by value: ["unscanned", "trap_site", ...]. */
export function namesOf(values: Enum, prefix: string): string[] {
  const list: string[] = [];
  for (const [name, number] of values) if (name.startsWith(prefix)) list[number] = name.slice(prefix.length).toLowerCase();
  return list;
}
