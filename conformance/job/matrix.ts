/** Opcode group × mode: how many comparisons were made, were skipped and why, and did not hold. */

export interface Cell {
  compared: number;
  skipped: number;
  mismatched: number;
  /** of the compared: different for a reason on record */
  known: number;
}

export const MATRIX_MODES = ['real16', 'v86', 'pm16', 'pm32', 'pm16/3', 'pm32/3'] as const;
export type MatrixMode = (typeof MATRIX_MODES)[number];

export type CellVerdict = 'compared' | 'known' | 'mismatched' | { skipped: string };

function empty(): Cell {
  return { compared: 0, skipped: 0, mismatched: 0, known: 0 };
}

function add(to: Cell, from: Cell): void {
  to.compared += from.compared;
  to.skipped += from.skipped;
  to.mismatched += from.mismatched;
  to.known += from.known;
}

export class Matrix {
  private readonly cells = new Map<string, Map<MatrixMode, Cell>>();
  /** "engine: reason" → how many */
  readonly skips = new Map<string, number>();
  readonly total = empty();

  private cell(group: string, mode: MatrixMode): Cell {
    let row = this.cells.get(group);
    if (!row) {
      row = new Map();
      this.cells.set(group, row);
    }
    let cell = row.get(mode);
    if (!cell) {
      cell = empty();
      row.set(mode, cell);
    }
    return cell;
  }

  count(group: string, mode: MatrixMode, engine: string, verdict: CellVerdict): void {
    const one = empty();
    if (typeof verdict === 'object') {
      one.skipped = 1;
      this.skip(`${engine}: ${verdict.skipped}`, 1);
    } else {
      one.compared = 1;
      if (verdict !== 'compared') one[verdict] = 1;
    }
    this.addCell(group, mode, one);
  }

  skip(reason: string, times: number): void {
    this.skips.set(reason, (this.skips.get(reason) ?? 0) + times);
  }

  addCell(group: string, mode: MatrixMode, cell: Cell): void {
    add(this.cell(group, mode), cell);
    add(this.total, cell);
  }

  rows(): { group: string; cells: Map<MatrixMode, Cell>; total: Cell }[] {
    return [...this.cells]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([group, cells]) => {
        const total = empty();
        for (const cell of cells.values()) add(total, cell);
        return { group, cells, total };
      });
  }

  /** "compared", then "/skipped" and "!mismatched" where there are any. */
  static text(cell: Cell | undefined): string {
    if (!cell) return '·';
    return `${cell.compared}${cell.skipped > 0 ? `/${cell.skipped}` : ''}${cell.mismatched > 0 ? ` !${cell.mismatched}` : ''}`;
  }

  /** For a screen. */
  lines(): string[] {
    const head = ['', ...MATRIX_MODES, 'all'];
    const body = this.rows().map(({ group, cells, total }) => [
      group,
      ...MATRIX_MODES.map((mode) => Matrix.text(cells.get(mode))),
      Matrix.text(total),
    ]);
    const widths = head.map((_, column) => Math.max(...[head, ...body].map((row) => row[column]!.length)));
    return [head, ...body].map((row) =>
      row.map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!))).join('  '),
    );
  }

  toJSON(): object {
    return {
      total: this.total,
      groups: Object.fromEntries(this.rows().map(({ group, cells }) => [group, Object.fromEntries(cells)])),
      skips: Object.fromEntries(this.skips),
    };
  }
}
