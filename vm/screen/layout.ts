/** The display adapter's answers, as plugins/vga/screen.h lays them out; read from that header, so that there is one source. */
import { readFileSync } from 'node:fs';
import { type Enum, type Headers, parseHeader, type Struct } from '../../conformance/wire/layout.ts';

function readScreenHeader(): Headers {
  const headers: Headers = { structs: new Map(), enums: new Map() };
  parseHeader(readFileSync(new URL('../../plugins/vga/screen.h', import.meta.url), 'utf8'), headers, { structs: true });
  return headers;
}

const headers = readScreenHeader();

/** Enumerators of screen.h, all enums together: QUESTION_TEXT, SCREEN_GRAPHICS, PIXEL_565, ... */
export const constants: Enum = new Map([...headers.enums.values()].flatMap((values) => [...values]));

export function constant(name: string): number {
  const value = constants.get(name);
  if (value === undefined) throw new Error(`plugins/vga/screen.h defines no ${name}`);
  return value;
}

const found = headers.structs.get('screen');
if (!found) throw new Error('plugins/vga/screen.h defines no struct screen');
/** The header of every answer. */
export const SCREEN: Struct = found;
