/** What is drawn, as a terminal understands it: whatever changed, in whatever order, the terminal shows the guest's screen. */
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnsiRenderer, decodeCp437, type Screen } from './index.ts';

const [COLUMNS, ROWS] = [12, 5];
/** By the PC's numbers, the terminal's palette entry. */
const TERMINAL_COLOR = [0, 4, 2, 6, 1, 5, 3, 7, 8, 12, 10, 14, 9, 13, 11, 15];

function screenOf(cells: Uint8Array, blink: boolean, column: number, row: number, visible: boolean): Screen {
  return {
    mode: 'text',
    width: 9 * COLUMNS,
    height: 16 * ROWS,
    columns: COLUMNS,
    rows: ROWS,
    cellWidth: 9,
    cellHeight: 16,
    cursor: { column, row, visible, first: 13, last: 14 },
    blink,
    palette: [],
    cells,
  };
}

function write(terminal: xterm.Terminal, text: string): Promise<void> {
  return new Promise((resolve) => terminal.write(text, resolve));
}

function shown(terminal: xterm.Terminal, columns: number, rows: number): unknown[] {
  const cells: unknown[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const cell = terminal.buffer.active.getLine(row)!.getCell(column)!;
      cells.push([cell.getChars(), cell.getFgColor(), cell.getBgColor(), cell.isBlink() !== 0]);
    }
  }
  return cells;
}

function expected(screen: Screen, columns: number, rows: number): unknown[] {
  const cells: unknown[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [code, attribute] = screen.cells.subarray(2 * (row * COLUMNS + column));
      const background = screen.blink ? (attribute! >> 4) & 7 : attribute! >> 4;
      const character = decodeCp437(code!).replace('\u00a0', ' ');
      cells.push([character, TERMINAL_COLOR[attribute! & 15], TERMINAL_COLOR[background], screen.blink && attribute! >= 0x80]);
    }
  }
  return cells;
}

/** Screens one after another, of which each differs from the one before in a few cells. */
const history = fc.array(
  fc.record({
    changes: fc.array(fc.tuple(fc.nat(COLUMNS * ROWS - 1), fc.nat(255), fc.nat(255)), { maxLength: 8 }),
    blink: fc.boolean(),
    column: fc.nat(COLUMNS - 1),
    row: fc.nat(ROWS - 1),
    visible: fc.boolean(),
  }),
  { minLength: 1, maxLength: 5 },
);

async function check(columns: number, rows: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(history, async (screens) => {
      const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
      const renderer = new AnsiRenderer({ columns, rows });
      const cells = new Uint8Array(2 * COLUMNS * ROWS).fill(0x20);
      for (const { changes, blink, column, row, visible } of screens) {
        for (const [at, code, attribute] of changes) cells.set([code, attribute], 2 * at);
        const screen = screenOf(cells.slice(), blink, column, row, visible);
        await write(terminal, renderer.render(screen));
        expect(shown(terminal, Math.min(columns, COLUMNS), Math.min(rows, ROWS))).toEqual(
          expected(screen, Math.min(columns, COLUMNS), Math.min(rows, ROWS)),
        );
        if (visible && column < columns && row < rows)
          expect([terminal.buffer.active.cursorX, terminal.buffer.active.cursorY]).toEqual([column, row]);
      }
      terminal.dispose();
    }),
    { numRuns: 25 },
  );
}

describe('a terminal shows the guest’s screen', () => {
  it('of its own size', () => check(COLUMNS, ROWS));
  it('in a larger terminal', () => check(20, 9));
  it('as far as it fits', () => check(7, 3));
});
