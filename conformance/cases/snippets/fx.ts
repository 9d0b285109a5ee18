/** x87, MMX and SSE registers in an FXSAVE image (SDM Vol. 1, 10.5.1 and table 10-2), as snippets name them. */
import { initialFx } from '../expect.ts';

const FCW = 0;
const FSW = 2;
const FTW = 4;
const MXCSR = 24;
const ST = 32;
const XMM = 160;
const END_OF_XMM = 288;

export interface FxState {
  image: Uint8Array;
  /** the bits that count in a comparison */
  mask: Uint8Array;
}

/** What is never compared: FOP, FIP, FDP and their selectors, MXCSR_MASK, and reserved bytes. */
function comparedBytes(): Uint8Array {
  const mask = new Uint8Array(512);
  mask.fill(0xff, FCW, FTW + 1);
  mask.fill(0xff, MXCSR, MXCSR + 4);
  for (let i = 0; i < 8; i++) mask.fill(0xff, ST + 16 * i, ST + 16 * i + 10);
  mask.fill(0xff, XMM, END_OF_XMM);
  return mask;
}

export function startFx(): FxState {
  return { image: initialFx(), mask: comparedBytes() };
}

export function copyFx(from: FxState): FxState {
  return { image: from.image.slice(), mask: from.mask.slice() };
}

export function isFxName(name: string): boolean {
  return /^(?:st[0-7]?|mm[0-7]|xmm[0-7]|fcw|fsw|ftw|mxcsr)$/.test(name);
}

/** The ten bytes of a double, as the extended format holds it: exact. */
function extended(value: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const sign = bits >> 63n;
  let exponent = Number((bits >> 52n) & 0x7ffn);
  let mantissa = bits & 0xfffffffffffffn;
  if (exponent === 0x7ff) {
    exponent = 0x7fff;
    mantissa = (1n << 63n) | (mantissa << 11n);
  } else if (exponent !== 0) {
    exponent += 16383 - 1023;
    mantissa = (1n << 63n) | (mantissa << 11n);
  } else if (mantissa !== 0n) {
    exponent = 16383 - 1022;
    mantissa <<= 11n;
    while ((mantissa & (1n << 63n)) === 0n) {
      mantissa <<= 1n;
      exponent--;
    }
  }
  const out = new DataView(new ArrayBuffer(10));
  out.setBigUint64(0, mantissa, true);
  out.setUint16(8, exponent | (Number(sign) << 15), true);
  return new Uint8Array(out.buffer);
}

/** Hex digits, most significant first, to bytes, least significant first. */
function littleEndian(digits: string): Uint8Array {
  return new Uint8Array(Buffer.from(digits, 'hex').reverse());
}

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?(?:e[+-]?\d+)?|inf|nan)$/i;

function number(text: string): number {
  return Number(text.replace(/inf/i, 'Infinity'));
}

/**
 * Applies items of one state. With any of st0 ... st7, TOP becomes 8 less as many as are named (or what fsw says), they are tagged valid, all
 * others empty and, in an expectation, not compared; "st=empty" names none. With any of mm0 ... mm7, TOP is 0 and all are valid.
 * Gives a message where an item cannot be read.
 */
export function applyFx(
  state: FxState,
  items: ReadonlyMap<string, { text: string; value: number; mask: number }>,
  expecting: boolean,
): string | null {
  const { image, mask } = state;
  const view = new DataView(image.buffer);
  const masks = new DataView(mask.buffer);
  const stack = [...items.keys()].filter((name) => /^st[0-7]$/.test(name));
  const mmx = [...items.keys()].some((name) => name.startsWith('mm'));
  if (stack.length > 0 || items.has('st')) {
    const count = stack.reduce((most, name) => Math.max(most, Number(name[2]) + 1), 0);
    const top = items.has('fsw') ? (items.get('fsw')!.value >>> 11) & 7 : (8 - count) & 7;
    view.setUint16(FSW, (view.getUint16(FSW, true) & 0xc7ff) | (top << 11), true);
    let tags = 0;
    for (let i = 0; i < count; i++) if (items.has(`st${i}`)) tags |= 1 << ((top + i) & 7);
    image[FTW] = tags;
    for (let i = 0; i < 8; i++) if (expecting && !items.has(`st${i}`)) mask.fill(0, ST + 16 * i, ST + 16 * i + 10);
  }
  if (mmx) {
    view.setUint16(FSW, view.getUint16(FSW, true) & 0xc7ff, true);
    image[FTW] = 0xff;
    if (expecting) for (let i = 0; i < 8; i++) mask.fill(0, ST + 16 * i + 8, ST + 16 * i + 10);
  }
  for (const [name, { text, value, mask: bits }] of items) {
    const index = Number(name.at(-1));
    if (name === 'st') {
      if (text !== 'empty') return `st=${text}: only "empty"`;
    } else if (name === 'fcw' || name === 'fsw') {
      view.setUint16(name === 'fcw' ? FCW : FSW, value, true);
      masks.setUint16(name === 'fcw' ? FCW : FSW, bits & 0xffff, true);
    } else if (name === 'ftw') {
      image[FTW] = value;
      mask[FTW] = bits & 0xff;
    } else if (name === 'mxcsr') {
      view.setUint32(MXCSR, value, true);
      masks.setUint32(MXCSR, bits, true);
    } else {
      const [at, bytes] = name.startsWith('xmm')
        ? [XMM + 16 * index, 16]
        : name.startsWith('mm')
          ? [ST + 16 * index, 8]
          : [ST + 16 * index, 10];
      if (text === '?') mask.fill(0, at, at + bytes);
      else if (bytes === 10 && DECIMAL.test(text) && text.length < 20) image.set(extended(number(text)), at);
      else {
        const digits = text.replace(/^0x/i, '').replaceAll('_', '');
        if (!/^[0-9a-f]+$/i.test(digits) || digits.length !== bytes * 2)
          return `${name}=${text}: ${bytes * 2} hex digits${bytes === 10 ? ' or a decimal number' : ''}`;
        image.set(littleEndian(digits), at);
        if (bytes === 8 && !expecting) image.fill(0xff, at + 8, at + 10);
      }
    }
  }
  return null;
}

export function isFxText(name: string): boolean {
  return /^(?:st|mm|xmm)/.test(name);
}
