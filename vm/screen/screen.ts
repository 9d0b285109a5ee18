/**
 * The guest's screen at one moment, decoded from what the display adapter answers (plugins/vga/screen.h): ask QUESTION_TEXT for the
 * cells, QUESTION_PICTURE for the dots. A picture larger than one answer comes in parts.
 */
import { decodeCp437 } from './cp437.ts';
import { constant, SCREEN } from './layout.ts';

export const QUESTION_TEXT = constant('QUESTION_TEXT');
/** The picture from scan line `line` on. */
export function questionPicture(line = 0): number {
  return constant('QUESTION_PICTURE') | (line << 8);
}

export type ScreenMode = 'blank' | 'text' | 'graphics';

/** Red, green, blue; 0 to 255. */
export type Color = readonly [red: number, green: number, blue: number];

export interface Cursor {
  column: number;
  row: number;
  visible: boolean;
  /** scan lines within the cell, from 0 */
  first: number;
  last: number;
}

export interface Cell {
  /** the character's code, 0 to 255 */
  code: number;
  /** code page 437, as Unicode */
  text: string;
  attribute: number;
  /** indices into `palette` */
  foreground: number;
  background: number;
  blinking: boolean;
}

export interface Screen {
  mode: ScreenMode;
  /** of the picture, in dots */
  width: number;
  height: number;
  /** of text; 0 in graphics modes */
  columns: number;
  rows: number;
  /** in dots */
  cellWidth: number;
  cellHeight: number;
  cursor: Cursor;
  /** attribute bit 7 makes the character blink; otherwise it is the background's intensity */
  blink: boolean;
  /** the 16 text colors */
  palette: Color[];
  /** character and attribute of each cell, row by row */
  cells: Uint8Array;
}

/** The numbers of an answer's header, by the names of struct screen. */
export function header(answer: Uint8Array): Map<string, number> {
  if (answer.length < SCREEN.bytes) throw new Error(`a screen of ${answer.length} bytes is shorter than its header`);
  const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
  return new Map([...SCREEN.fields].map(([name, field]) => [name, view.getUint32(field.offset, true)]));
}

const MODES = new Map<number, ScreenMode>([
  [constant('SCREEN_BLANK'), 'blank'],
  [constant('SCREEN_TEXT'), 'text'],
  [constant('SCREEN_GRAPHICS'), 'graphics'],
]);

export function modeOf(fields: Map<string, number>): ScreenMode {
  const mode = MODES.get(fields.get('mode')!);
  if (mode === undefined) throw new Error(`a screen of unknown mode ${fields.get('mode')}`);
  return mode;
}

/** Colors of `count` entries of three bytes at `offset`. */
export function colors(bytes: Uint8Array, offset: number, count: number): Color[] {
  if (bytes.length < offset + 3 * count) throw new Error('a screen ends within its palette');
  return Array.from({ length: count }, (_, i) => [bytes[offset + 3 * i]!, bytes[offset + 3 * i + 1]!, bytes[offset + 3 * i + 2]!] as const);
}

/** Decodes an answer to QUESTION_TEXT. */
export function decodeScreen(answer: Uint8Array): Screen {
  const fields = header(answer);
  const get = (name: string) => fields.get(name)!;
  const palette = colors(answer, SCREEN.bytes, get('palette_entries'));
  const at = SCREEN.bytes + 3 * palette.length;
  const bytes = 2 * get('columns') * get('rows');
  if (answer.length < at + bytes) throw new Error('a screen ends within its cells');
  return {
    mode: modeOf(fields),
    width: get('width'),
    height: get('height'),
    columns: get('columns'),
    rows: get('rows'),
    cellWidth: get('cell_width'),
    cellHeight: get('cell_height'),
    cursor: {
      column: get('cursor_column'),
      row: get('cursor_row'),
      visible: (get('cursor_flags') & constant('CURSOR_VISIBLE')) !== 0,
      first: get('cursor_first'),
      last: get('cursor_last'),
    },
    blink: get('blink') !== 0,
    palette,
    cells: answer.slice(at, at + bytes),
  };
}

export function cellAt(screen: Screen, column: number, row: number): Cell {
  const at = 2 * (row * screen.columns + column);
  const code = screen.cells[at];
  const attribute = screen.cells[at + 1];
  if (code === undefined || attribute === undefined || column >= screen.columns) throw new Error(`no cell ${column}, ${row}`);
  return {
    code,
    text: decodeCp437(code),
    attribute,
    foreground: attribute & 15,
    background: screen.blink ? (attribute >> 4) & 7 : attribute >> 4,
    blinking: screen.blink && (attribute & 0x80) !== 0,
  };
}

/** One line of text, as wide as the screen. */
export function rowText(screen: Screen, row: number): string {
  let text = '';
  for (let column = 0; column < screen.columns; column++) text += decodeCp437(screen.cells[2 * (row * screen.columns + column)] ?? 0x20);
  return text;
}

/** The lines of text, without the blanks at their ends. Empty outside text modes. */
export function screenLines(screen: Screen): string[] {
  return Array.from({ length: screen.rows }, (_, row) => rowText(screen, row).trimEnd());
}

/** The lines joined, without empty ones at the end: what a pattern is looked for in. */
export function screenText(screen: Screen): string {
  return screenLines(screen).join('\n').trimEnd();
}
