/** The display adapter's answers, as plugins/vga/screen.h lays them out; read from that header, so that there is one source. */
import { type Enum, readHeader, type Struct } from '../c-header.ts';

const headers = readHeader('plugins/vga/screen.h');

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
