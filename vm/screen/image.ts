/** The picture on the guest's screen as red, green and blue bytes; in parts where it is larger than one answer. */
import { encode } from 'fast-png';
import { constant, SCREEN } from './layout.ts';
import { type Color, colors, header, modeOf, questionPicture, type ScreenMode } from './screen.ts';

export interface Image {
  mode: ScreenMode;
  width: number;
  height: number;
  /** red, green, blue of each dot, line by line */
  rgb: Uint8Array;
}

/** Widens a field of `bits` bits at `shift` to eight: the highest value becomes 255. */
function component(value: number, shift: number, bits: number): number {
  const part = (value >> shift) & ((1 << bits) - 1);
  return (part << (8 - bits)) | (part >> (2 * bits - 8));
}

type Converter = (from: DataView, at: number, to: Uint8Array, into: number) => void;

function put(to: Uint8Array, into: number, red: number, green: number, blue: number): void {
  to[into] = red;
  to[into + 1] = green;
  to[into + 2] = blue;
}

const DIRECT = new Map<number, { bytes: number; convert: Converter }>([
  [
    constant('PIXEL_555'),
    {
      bytes: 2,
      convert: (from, at, to, into) => {
        const value = from.getUint16(at, true);
        put(to, into, component(value, 10, 5), component(value, 5, 5), component(value, 0, 5));
      },
    },
  ],
  [
    constant('PIXEL_565'),
    {
      bytes: 2,
      convert: (from, at, to, into) => {
        const value = from.getUint16(at, true);
        put(to, into, component(value, 11, 5), component(value, 5, 6), component(value, 0, 5));
      },
    },
  ],
  [constant('PIXEL_888'), { bytes: 3, convert: blueGreenRed }],
  [constant('PIXEL_8888'), { bytes: 4, convert: blueGreenRed }],
]);

function blueGreenRed(from: DataView, at: number, to: Uint8Array, into: number): void {
  put(to, into, from.getUint8(at + 2), from.getUint8(at + 1), from.getUint8(at));
}

function indexed(palette: Color[]): { bytes: number; convert: Converter } {
  return { bytes: 1, convert: (from, at, to, into) => to.set(palette[from.getUint8(at)]!, into) };
}

/** Puts together the answers to QUESTION_PICTURE. Give each answer to `add` until it returns null: otherwise ask the question it returns. */
export class ImageReader {
  private image: Image | null = null;
  private lines = 0;

  add(answer: Uint8Array): number | null {
    const fields = header(answer);
    const get = (name: string) => fields.get(name)!;
    const mode = modeOf(fields);
    const [width, height] = [get('width'), get('height')];
    const palette = colors(answer, SCREEN.bytes, get('palette_entries'));
    const pixel = get('format') === constant('PIXEL_INDEX') ? indexed(palette) : DIRECT.get(get('format'));
    if (!pixel) throw new Error(`a picture of unknown format ${get('format')}`);
    const start = SCREEN.bytes + 3 * palette.length;
    if (answer.length < start + get('lines') * get('line_bytes')) throw new Error('a picture ends within its lines');
    // The guest has changed the mode between two parts: the picture begins anew.
    if (this.image && (this.image.width !== width || this.image.height !== height || this.image.mode !== mode)) {
      this.image = null;
      this.lines = 0;
      return questionPicture(0);
    }
    this.image ??= { mode, width, height, rgb: new Uint8Array(3 * width * height) };
    if (get('first_line') !== this.lines) throw new Error(`a picture from line ${get('first_line')} where ${this.lines} was asked for`);
    if (get('lines') === 0 && this.lines < height) throw new Error('a picture without lines');
    const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);
    for (let line = 0; line < get('lines'); line++) {
      const from = start + line * get('line_bytes');
      const into = 3 * width * (this.lines + line);
      for (let x = 0; x < width; x++) pixel.convert(view, from + x * pixel.bytes, this.image.rgb, into + 3 * x);
    }
    this.lines += get('lines');
    return this.lines < height ? questionPicture(this.lines) : null;
  }

  /** The whole picture, once `add` has returned null. */
  finish(): Image {
    if (!this.image || this.lines < this.image.height) throw new Error('the picture is not complete');
    return this.image;
  }
}

/** Asks for the picture, in as many parts as it takes. `ask` sends one question to the display adapter. */
export async function readImage(ask: (question: number) => Promise<Uint8Array>): Promise<Image> {
  const reader = new ImageReader();
  for (let question: number | null = questionPicture(0); question !== null; ) question = reader.add(await ask(question));
  return reader.finish();
}

export function encodePng(image: Image): Uint8Array {
  if (image.width === 0 || image.height === 0) throw new Error('the screen has no picture');
  return encode({ width: image.width, height: image.height, data: image.rgb, channels: 3, depth: 8 });
}

/** Netpbm's P6, which qemu's screendump writes too. */
export function encodePpm(image: Image): Uint8Array {
  return Buffer.concat([Buffer.from(`P6\n${image.width} ${image.height}\n255\n`), image.rgb]);
}
