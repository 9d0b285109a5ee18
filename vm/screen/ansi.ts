/**
 * Text cells for a terminal: ECMA-48 control sequences with the 16 colors, drawn again only where lines have changed since the last
 * drawing.
 */
import { decodeCp437 } from './cp437.ts';
import type { Screen } from './screen.ts';

const ESC = '\u001b[';
/** The PC's order is blue, green, red by bits 0, 1, 2; ECMA-48's is red, green, blue. */
const TERMINAL_COLOR = [0, 4, 2, 6, 1, 5, 3, 7];

function colorCode(color: number, background: boolean): number {
  return TERMINAL_COLOR[color & 7]! + (color & 8 ? 90 : 30) + (background ? 10 : 0);
}

/** Select Graphic Rendition for an attribute byte. */
export function rendition(attribute: number, blink: boolean): string {
  const background = blink ? (attribute >> 4) & 7 : attribute >> 4;
  const codes = [0, colorCode(attribute & 15, false), colorCode(background, true)];
  if (blink && attribute & 0x80) codes.push(5);
  return `${ESC}${codes.join(';')}m`;
}

/** One row, or its first `columns` cells, with the rendition set wherever it changes and reset at the end. */
export function ansiRow(screen: Screen, row: number, columns: number = screen.columns): string {
  let text = '';
  let attribute = -1;
  for (let column = 0; column < Math.min(columns, screen.columns); column++) {
    const at = 2 * (row * screen.columns + column);
    if (screen.cells[at + 1] !== attribute) {
      attribute = screen.cells[at + 1]!;
      text += rendition(attribute, screen.blink);
    }
    text += decodeCp437(screen.cells[at]!).replace('\u00a0', ' ');
  }
  return `${text}${ESC}0m`;
}

export interface AnsiOptions {
  /** of the guest's first cell on the terminal, from 1 */
  top?: number;
  left?: number;
  /** the terminal's size, where it is smaller than the guest's screen: what does not fit is left out */
  rows?: number;
  columns?: number;
}

/** Draws a screen to a terminal, and remembers it for the next drawing. */
export class AnsiRenderer {
  private drawn: string[] = [];
  private cursor = '';
  private readonly top: number;
  private readonly left: number;
  private readonly rows: number;
  private readonly columns: number;

  constructor(options: AnsiOptions = {}) {
    this.top = options.top ?? 1;
    this.left = options.left ?? 1;
    this.rows = options.rows ?? Number.POSITIVE_INFINITY;
    this.columns = options.columns ?? Number.POSITIVE_INFINITY;
  }

  /** The next drawing is of the whole screen: the terminal was cleared or resized. */
  forget(): void {
    this.drawn = [];
    this.cursor = '';
  }

  /** What to write to the terminal; empty where nothing has changed. */
  render(screen: Screen): string {
    let out = '';
    const rows = Math.min(screen.rows, this.rows);
    for (let row = 0; row < rows; row++) {
      const line = ansiRow(screen, row, this.columns);
      if (line === this.drawn[row]) continue;
      out += `${ESC}${this.top + row};${this.left}H${line}`;
      this.drawn[row] = line;
    }
    // Rows that the screen no longer has.
    for (let row = rows; row < this.drawn.length; row++) out += `${ESC}${this.top + row};${this.left}H${ESC}K`;
    this.drawn.length = rows;

    const { column, row, visible } = screen.cursor;
    const shown = screen.mode === 'text' && visible && row < rows && column < this.columns;
    const cursor = shown ? `${ESC}${this.top + row};${this.left + column}H${ESC}?25h` : `${ESC}?25l`;
    // Drawing moves the terminal's cursor.
    if (out === '' && cursor === this.cursor) return '';
    this.cursor = cursor;
    return `${ESC}?25l${out}${cursor}`;
  }
}
