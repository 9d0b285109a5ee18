/** A picture as a terminal can show it: each character cell holds two dots, one above the other, in 24-bit color. */
import type { Image } from '../screen/index.ts';

const ESC = '\u001b[';
const UPPER_HALF = '\u2580';

/** At most `columns` wide and `rows` high, the sides' ratio that of a 4:3 screen where there is room. Lines without line breaks. */
export function halfBlocks(image: Image, columns: number, rows: number): string[] {
  if (image.width === 0 || image.height === 0) return [];
  const width = Math.min(columns, Math.floor((2 * rows * 4) / 3), image.width);
  const height = Math.min(2 * rows, Math.ceil((width * 3) / 4), image.height);
  const dot = (x: number, y: number): string => {
    const at = 3 * (Math.floor(((y + 0.5) * image.height) / height) * image.width + Math.floor(((x + 0.5) * image.width) / width));
    return `${image.rgb[at]};${image.rgb[at + 1]};${image.rgb[at + 2]}`;
  };
  const lines: string[] = [];
  for (let y = 0; y < height; y += 2) {
    let line = '';
    let last = '';
    for (let x = 0; x < width; x++) {
      const colors = `${ESC}38;2;${dot(x, y)};48;2;${y + 1 < height ? dot(x, y + 1) : '0;0;0'}m`;
      line += colors === last ? UPPER_HALF : colors + UPPER_HALF;
      last = colors;
    }
    lines.push(`${line}${ESC}0m`);
  }
  return lines;
}
