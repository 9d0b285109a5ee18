/** The bytes that are decoded: every opcode with every ModRM byte under many prefixes, every SIB byte, and random bytes. */
import { decode, type Model, Windows } from './decoder.ts';

const BATCH = 200_000;

/** A small generator with a fixed seed: the same bytes in every run (Marsaglia, Xorshift RNGs, 2003). */
export class Random {
  private state: number;
  constructor(seed: number) {
    this.state = seed | 1;
  }
  next(): number {
    let x = this.state;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.state = x;
    return x >>> 0;
  }
  byte(): number {
    return (this.next() >>> 11) & 0xff;
  }
}

/** The first PLAIN_SETS are single prefixes with a meaning of their own. */
export const PLAIN_SETS = 7;
export const PREFIX_SETS: number[][] = [
  [],
  [0x66],
  [0x67],
  [0xf2],
  [0xf3],
  [0xf0],
  [0x2e],
  [0x66, 0x67],
  [0x26],
  [0x36],
  [0x3e],
  [0x64],
  [0x65],
  [0x66, 0xf2],
  [0xf3, 0x66],
  [0xf2, 0xf3],
  [0xf3, 0xf2],
  [0x67, 0xf3],
  [0x66, 0xf0],
  [0xf0, 0xf2],
  [0x2e, 0x64],
  [0x66, 0x66, 0x67, 0x67],
];

/** Which opcode bytes of a map take a ModRM byte, by the monitor's word; a wrong one shows as a difference in length. */
function modrmOpcodes(map: number): boolean[] {
  const windows = new Windows(32, 'default', 256);
  for (let opcode = 0; opcode < 256; opcode++) windows.add(...(map ? [0x0f] : []), opcode);
  const answers = decode(windows);
  return Array.from({ length: 256 }, (_, i) => answers.get(i, 'hasModrm') === 1);
}

export type Use = (windows: Windows) => void;

/**
 * Both maps x every ModRM byte x the prefix sets; with a SIB byte, four of them. Also 0F 38 and 0F 3A with every third byte. With `stride`
 * above 1, the sets after the first `whole` ones take every stride-th ModRM byte, beginning elsewhere for each opcode.
 */
export function exhaustiveMaps(bits: 16 | 32, model: Model, sets: number[][], use: Use, stride = 1, whole = 0): void {
  const random = new Random(0x2545f491 ^ bits);
  let windows = new Windows(bits, model, BATCH);
  const put = (prefixes: number[], opcode: number[], rest: number[]): void => {
    if (windows.full) {
      use(windows);
      windows = new Windows(bits, model, BATCH);
    }
    const window = windows.next();
    let at = 0;
    for (const byte of prefixes) window[at++] = byte;
    for (const byte of opcode) window[at++] = byte;
    for (const byte of rest) window[at++] = byte;
    while (at < window.length) window[at++] = random.byte();
  };
  for (const [number, prefixes] of sets.entries()) {
    const step = number < whole ? 1 : stride;
    const address32 = (bits === 32) !== prefixes.includes(0x67);
    for (const map of [0, 1]) {
      const withModrm = modrmOpcodes(map);
      for (let opcode = 0; opcode < 256; opcode++) {
        const head = map ? [0x0f, opcode] : [opcode];
        if (map === 0 && opcode === 0x0f) continue;
        if (map === 1 && (opcode === 0x38 || opcode === 0x3a)) {
          for (let third = 0; third < 256; third++) for (const modrm of [0x00, 0x44, 0x84, 0xc1]) put(prefixes, [...head, third], [modrm]);
          continue;
        }
        if (!withModrm[opcode]) {
          for (let i = 0; i < 4; i++) put(prefixes, head, []);
          continue;
        }
        for (let modrm = opcode % step; modrm < 256; modrm += step) {
          if (address32 && modrm < 0xc0 && (modrm & 7) === 4) {
            for (const sib of [random.byte(), 0x25 | (random.byte() & 0xc0), 0x20 | (random.byte() & 0xc7), 0x05 | (random.byte() & 0xf8)])
              put(prefixes, head, [modrm, sib]);
          } else put(prefixes, head, [modrm]);
        }
      }
    }
  }
  use(windows);
}

/** Every SIB byte with every mod, with and without what changes its meaning. */
export function exhaustiveSib(bits: 16 | 32, model: Model, use: Use): void {
  const random = new Random(0x9e3779b9);
  const windows = new Windows(bits, model, 3 * 256 * 8 * 3);
  const bytes = (): number[] => Array.from({ length: 8 }, () => random.byte());
  for (const prefixes of bits === 32 ? [[], [0x66], [0x64]] : [[0x67], [0x66, 0x67], [0x2e, 0x67]]) {
    for (let mod = 0; mod < 3; mod++) {
      for (let reg = 0; reg < 8; reg++) {
        for (let sib = 0; sib < 256; sib++) windows.add(...prefixes, 0x8b, (mod << 6) | (reg << 3) | 4, sib, ...bytes().slice(0, 6));
      }
    }
  }
  use(windows);
}

const COMMON_PREFIXES = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3];

/** Random bytes: half of them plain, half with up to fifteen prefixes in front, a quarter of all in the second map. */
export function randomBytes(bits: 16 | 32, model: Model, total: number, seed: number, use: Use): void {
  const random = new Random(seed);
  for (let done = 0; done < total; ) {
    const count = Math.min(BATCH, total - done);
    const windows = new Windows(bits, model, count);
    for (let i = 0; i < count; i++) {
      const window = windows.next();
      for (let at = 0; at < window.length; at++) window[at] = random.byte();
      const shape = random.byte();
      let at = 0;
      if (shape & 1) {
        const many = shape & 0x0e ? random.next() % 4 : random.next() % 16;
        for (; at < many; at++) window[at] = COMMON_PREFIXES[random.next() % COMMON_PREFIXES.length]!;
      }
      if ((shape & 0x60) === 0 && at < window.length) window[at] = 0x0f;
    }
    use(windows);
    done += count;
  }
}
