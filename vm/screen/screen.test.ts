import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import {
  AnsiRenderer,
  ansiRow,
  cellAt,
  decodeCp437,
  decodeScreen,
  encodeCp437,
  encodePng,
  encodePpm,
  ImageReader,
  questionPicture,
  readImage,
  type Screen,
  screenLines,
  screenText,
} from './index.ts';
import { constant, SCREEN } from './layout.ts';

/** An answer of the display adapter, as plugins/vga/screen.h lays it out. */
function answer(fields: Record<string, number>, palette: number[][], rest: Uint8Array | number[]): Uint8Array {
  const bytes = new Uint8Array(SCREEN.bytes + 3 * palette.length + rest.length);
  const view = new DataView(bytes.buffer);
  for (const [name, value] of Object.entries({ ...fields, palette_entries: palette.length })) {
    const field = SCREEN.fields.get(name);
    if (!field) throw new Error(`struct screen has no ${name}`);
    view.setUint32(field.offset, value, true);
  }
  bytes.set(palette.flat(), SCREEN.bytes);
  bytes.set(rest, SCREEN.bytes + 3 * palette.length);
  return bytes;
}

const PALETTE = Array.from({ length: 16 }, (_, i) => [i, 2 * i, 3 * i]);

function textScreen(lines: string[], columns: number, options: { attributes?: number[]; fields?: Record<string, number> } = {}): Screen {
  const cells = lines.flatMap((line) => [...line.padEnd(columns)].flatMap((c) => [encodeCp437(c)!, 7]));
  for (const [i, attribute] of (options.attributes ?? []).entries()) cells[2 * i + 1] = attribute;
  return decodeScreen(
    answer(
      {
        mode: constant('SCREEN_TEXT'),
        width: 9 * columns,
        height: 16 * lines.length,
        columns,
        rows: lines.length,
        cell_width: 9,
        cell_height: 16,
        cursor_flags: constant('CURSOR_VISIBLE'),
        cursor_column: 1,
        cursor_row: 1,
        cursor_first: 13,
        cursor_last: 14,
        blink: 1,
        ...options.fields,
      },
      PALETTE,
      cells,
    ),
  );
}

describe('code page 437', () => {
  it('has 256 characters, each of which finds its code again', () => {
    for (let code = 1; code < 256; code++) expect(encodeCp437(decodeCp437(code))).toBe(code);
    expect(decodeCp437(0)).toBe(' ');
    expect(decodeCp437(0xb3)).toBe('│');
    expect(decodeCp437(0xe1)).toBe('ß');
    expect(decodeCp437(0x01)).toBe('☺');
    expect(encodeCp437('中')).toBeUndefined();
  });
});

describe('a text screen', () => {
  it('is decoded to lines, cells and cursor', () => {
    const screen = textScreen(['C:\\>dir', '', 'Größe │'], 10, { attributes: [0x1e, 0xcf] });
    expect(screen.mode).toBe('text');
    expect([screen.width, screen.height, screen.cellWidth, screen.cellHeight]).toEqual([90, 48, 9, 16]);
    expect(screenLines(screen)).toEqual(['C:\\>dir', '', 'Größe │']);
    expect(screenText(textScreen(['a', '', ''], 4))).toBe('a');
    expect(cellAt(screen, 0, 0)).toEqual({ code: 0x43, text: 'C', attribute: 0x1e, foreground: 14, background: 1, blinking: false });
    expect(cellAt(screen, 1, 0)).toMatchObject({ foreground: 15, background: 4, blinking: true });
    expect(() => cellAt(screen, 10, 0)).toThrow('no cell 10, 0');
    expect(screen.cursor).toEqual({ column: 1, row: 1, visible: true, first: 13, last: 14 });
    expect(screen.palette[3]).toEqual([3, 6, 9]);
    const bright = textScreen(['x'], 1, { attributes: [0xcf], fields: { blink: 0 } });
    expect(cellAt(bright, 0, 0)).toMatchObject({ background: 12, blinking: false });
  });

  it('is refused where it is cut short', () => {
    expect(() => decodeScreen(new Uint8Array(10))).toThrow('shorter than its header');
    const whole = answer({ mode: constant('SCREEN_TEXT'), columns: 2, rows: 1 }, PALETTE, [65, 7, 66, 7]);
    expect(screenLines(decodeScreen(whole))).toEqual(['AB']);
    expect(() => decodeScreen(whole.subarray(0, whole.length - 1))).toThrow('within its cells');
    expect(() => decodeScreen(whole.subarray(0, SCREEN.bytes + 5))).toThrow('within its palette');
    expect(() => decodeScreen(answer({ mode: 9 }, [], []))).toThrow('unknown mode 9');
  });
});

describe('the terminal', () => {
  it('gets the colors in its own order, set where they change', () => {
    const screen = textScreen(['abc'], 3, { attributes: [0x17, 0x17, 0x8c] });
    expect(ansiRow(screen, 0)).toBe('\u001b[0;37;44mab\u001b[0;91;40;5mc\u001b[0m');
  });

  it('gets changed lines only, and the cursor', () => {
    const renderer = new AnsiRenderer({ top: 2 });
    const first = renderer.render(textScreen(['one', 'two'], 3));
    expect(first).toContain('\u001b[2;1H\u001b[0;37;40mone');
    expect(first.endsWith('\u001b[3;2H\u001b[?25h')).toBe(true);
    expect(renderer.render(textScreen(['one', 'two'], 3))).toBe('');
    const second = renderer.render(textScreen(['one', 'TWO'], 3));
    expect(second).toContain('\u001b[3;1H\u001b[0;37;40mTWO');
    expect(second).not.toContain('one');
    expect(renderer.render(textScreen(['one', 'TWO'], 3, { fields: { cursor_flags: 0 } }))).toBe('\u001b[?25l\u001b[?25l');
    // A screen of fewer rows clears those it had.
    expect(renderer.render(textScreen(['one'], 3))).toContain('\u001b[3;1H\u001b[K');
    renderer.forget();
    expect(renderer.render(textScreen(['one'], 3))).toContain('one');
  });

  it('leaves out what the terminal has no room for', () => {
    const drawn = new AnsiRenderer({ rows: 1 }).render(textScreen(['one', 'two'], 3));
    expect(drawn).toContain('one');
    expect(drawn).not.toContain('two');
    expect(drawn.endsWith('\u001b[?25l')).toBe(true); // the cursor is in the row that is not shown
  });
});

describe('a picture', () => {
  const base = { mode: constant('SCREEN_GRAPHICS'), width: 2, height: 2, lines: 2 };
  const one = (format: string, bytes: number, pixels: number[], palette: number[][] = []) => {
    const reader = new ImageReader();
    expect(reader.add(answer({ ...base, format: constant(format), line_bytes: 2 * bytes }, palette, pixels))).toBeNull();
    return [...reader.finish().rgb];
  };

  it('is converted from each format of the adapter', () => {
    expect(
      one(
        'PIXEL_INDEX',
        1,
        [0, 1, 2, 0],
        [
          [1, 2, 3],
          [4, 5, 6],
          [7, 8, 9],
        ],
      ),
    ).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3]);
    expect(one('PIXEL_555', 2, [0x00, 0x7c, 0xe0, 0x03, 0x1f, 0x00, 0x10, 0x42])).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 132, 132, 132]);
    expect(one('PIXEL_565', 2, [0x00, 0xf8, 0xe0, 0x07, 0x1f, 0x00, 0x00, 0x04])).toEqual([255, 0, 0, 0, 255, 0, 0, 0, 255, 0, 130, 0]);
    expect(one('PIXEL_888', 3, [3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(one('PIXEL_8888', 4, [3, 2, 1, 0, 6, 5, 4, 0, 9, 8, 7, 0, 12, 11, 10, 0])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('is put together from parts, and begins anew when the mode changes in between', async () => {
    const part = (height: number, first: number) =>
      answer(
        { mode: base.mode, width: 1, height, format: constant('PIXEL_INDEX'), first_line: first, lines: 1, line_bytes: 1 },
        [[0, 0, 0], ...Array.from({ length: 9 }, (_, i) => [i, i, i])],
        [first + 1],
      );
    const asked: number[] = [];
    const image = await readImage(async (question) => {
      asked.push(question >> 8);
      expect(question & 0xff).toBe(questionPicture(0));
      return part(asked.length < 3 ? 4 : 3, question >> 8);
    });
    expect(asked).toEqual([0, 1, 2, 0, 1, 2]);
    expect([image.height, ...image.rgb]).toEqual([3, 0, 0, 0, 1, 1, 1, 2, 2, 2]);
  });

  it('is refused where it is cut short or never ends', () => {
    const whole = answer({ ...base, format: constant('PIXEL_8888'), line_bytes: 8 }, [], new Uint8Array(16));
    expect(() => new ImageReader().add(whole.subarray(0, whole.length - 1))).toThrow('within its lines');
    expect(() => new ImageReader().add(answer({ ...base, lines: 0, format: constant('PIXEL_8888') }, [], []))).toThrow('without lines');
    expect(() => new ImageReader().finish()).toThrow('not complete');
  });

  it('becomes a PNG and a PPM with the same dots', () => {
    const rgb = Uint8Array.from({ length: 3 * 5 * 4 }, (_, i) => i * 4);
    const image = { mode: 'graphics', width: 5, height: 4, rgb } as const;
    const png = decode(encodePng(image));
    expect([png.width, png.height, png.channels, png.depth]).toEqual([5, 4, 3, 8]);
    expect([...png.data]).toEqual([...rgb]);
    expect(Buffer.from(encodePpm(image)).subarray(0, 11).toString()).toBe('P6\n5 4\n255\n');
    expect(() => encodePng({ ...image, width: 0 })).toThrow('no picture');
  });
});
