/** The instructions that the system tests have in their midst, and the stack they find: one entry a kind. */
import { Bytes } from './bytes.ts';
import * as at from './layout.ts';
import type { Dice } from './plan.ts';

export interface Body {
  code: number[];
  /** what stands at SS:ESP */
  stack: Uint8Array;
}

interface Context {
  dice: Dice;
  ring: number;
  v86: boolean;
}

const NOTHING = new Uint8Array(0);
const plain = (...code: number[]): Body => ({ code, stack: NOTHING });
const low = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff];

/** An operand-size prefix or not, and the width that it leads to. */
function size({ dice, v86 }: Context): { prefix: number[]; width: 2 | 4 } {
  const prefixed = dice.chance(25);
  return { prefix: prefixed ? [0x66] : [], width: prefixed === v86 ? 4 : 2 };
}
const word = (width: 2 | 4, value: number): number[] => [...new Bytes().words(width, value).finish()];
/** mov ax, imm16 in either code size */
const movAx = ({ v86 }: Context, value: number): number[] => [...(v86 ? [] : [0x66]), 0xb8, ...low(value)];

const V86_SELECTORS = [0x600, 0x610, 0xe00] as const;

function farSelector({ dice, v86 }: Context): number {
  return v86 ? dice.pick(V86_SELECTORS) : dice.pick([dice.code(), dice.selector()]);
}
function farTarget({ dice, v86 }: Context): number {
  return v86 && dice.chance(50) ? 0x100 : dice.target();
}
function far(context: Context, opcodes: readonly number[], selector: number): Body {
  const { prefix, width } = size(context);
  return plain(...prefix, context.dice.pick(opcodes), ...word(width, farTarget(context)), ...low(selector));
}

/** Where a return leads: mostly the same or an outer ring. */
function returnRing({ dice, ring }: Context): number {
  return dice.chance(30) ? dice.below(4) : Math.max(ring, dice.below(4));
}
function returnCode(context: Context, ring: number): number {
  if (context.v86) return context.dice.pick(V86_SELECTORS);
  return context.dice.chance(70) ? at.CODE_SELECTOR[ring]! : context.dice.code();
}
function returnStack({ dice }: Context, ring: number): number {
  return dice.chance(80) ? at.DATA_SELECTOR[ring]! : dice.data();
}

function farReturn(context: Context, release: number | null): Body {
  const { prefix, width } = size(context);
  const ring = returnRing(context);
  const stack = new Bytes().words(width, farTarget(context), returnCode(context, ring)).zeros(release ?? 0);
  stack.words(width, at.CODE_STACK[ring]!, returnStack(context, ring));
  return { code: [...prefix, ...(release === null ? [0xcb] : [0xca, ...low(release)])], stack: stack.finish() };
}

function interruptReturn(context: Context): Body {
  const { dice, v86 } = context;
  const { prefix, width } = size(context);
  const ring = returnRing(context);
  let eflags = dice.eflags();
  const stack = new Bytes();
  if (context.ring === 0 && dice.chance(30)) {
    stack.words(width, 0x100, 0x600, eflags | 0x20000, 0xf80, 0xb00, 0xe00, 0xe01, 0xe02, 0xe03);
  } else {
    if (dice.chance(10)) eflags |= 0x20000;
    // VIF and VIP are left out: the oracle's processor has them.
    if (dice.chance(20)) eflags |= dice.below(1 << 22) & ~0x180100;
    const code = v86 ? dice.pick(V86_SELECTORS) : dice.chance(75) ? at.CODE_SELECTOR[ring]! : dice.code();
    stack.words(width, farTarget(context), code, eflags, at.CODE_STACK[ring]!, returnStack(context, ring));
  }
  return { code: [...prefix, 0xcf], stack: stack.finish() };
}

function withSelector(...opcode: number[]) {
  return (context: Context): Body => {
    const { prefix } = size(context);
    const selector = context.dice.chance(70) ? context.dice.selector() : context.dice.data();
    return plain(...movAx(context, selector), ...prefix, ...opcode);
  };
}

export const KINDS = {
  jumpFar: (c: Context) => far(c, [0xea], farSelector(c)),
  callFar: (c: Context) => far(c, [0x9a], farSelector(c)),
  callTask: (c: Context) => far(c, [0x9a, 0xea], c.v86 ? farSelector(c) : c.dice.task()),
  returnFar: (c: Context) => farReturn(c, null),
  returnFarRelease: (c: Context) => farReturn(c, c.dice.pick([0, 2, 4, 8])),
  iret: interruptReturn,
  iretNested: interruptReturn,
  int: (c: Context) => plain(0xcd, c.dice.chance(60) ? 0x40 + c.dice.below(16) : c.dice.pick([0x21, 0x81, 13, 8, 14, 3])),
  int3: () => plain(0xcc),
  into: () => plain(0xb0, 0x7f, 0x04, 0x01, 0xce),
  icebp: () => plain(0xf1),
  movSegment: (c: Context) =>
    plain(...movAx(c, c.dice.chance(70) ? c.dice.selector() : c.dice.data()), 0x8e, 0xc0 | (c.dice.pick([0, 2, 3, 4, 5]) << 3)),
  popSegment: (c: Context) => {
    const { prefix, width } = size(c);
    const code = c.dice.pick([[0x07], [0x17], [0x1f], [0x0f, 0xa1], [0x0f, 0xa9]]);
    return { code: [...prefix, ...code], stack: new Bytes().words(width, c.dice.data()).finish() };
  },
  loadFarPointer: (c: Context) => {
    const { prefix, width } = size(c);
    const opcode = c.dice.pick([[0xc4], [0xc5], [0x0f, 0xb2], [0x0f, 0xb4], [0x0f, 0xb5]]);
    const stack = new Bytes().words(width, 0x12345678).u16(c.dice.data()).finish();
    return { code: [...prefix, ...opcode, ...(c.v86 ? [0x5e, 0x00] : [0x1c, 0x24])], stack };
  },
  lldt: withSelector(0x0f, 0x00, 0xd0),
  ltr: (c: Context) => plain(...movAx(c, c.dice.task()), 0x0f, 0x00, 0xd8),
  lar: withSelector(0x0f, 0x02, 0xd8),
  lsl: withSelector(0x0f, 0x03, 0xd8),
  verr: withSelector(0x0f, 0x00, 0xe0),
  verw: withSelector(0x0f, 0x00, 0xe8),
  arpl: (c: Context) => plain(...movAx(c, c.dice.selector()), 0x63, 0xd8),
  storeSystem: (c: Context) => plain(0x0f, 0x00, c.dice.pick([0xc0, 0xc8])),
  popFlags: (c: Context) => {
    const { prefix, width } = size(c);
    const value = (c.dice.below(1 << 22) & ~0x100) | (c.dice.chance(10) ? 0x100 : 0);
    return { code: [...prefix, 0x9d, ...(c.dice.chance(50) ? [...prefix, 0x9c] : [])], stack: new Bytes().words(width, value).finish() };
  },
  pushFlags: (c: Context) => plain(...size(c).prefix, 0x9c),
  cli: () => plain(0xfa),
  sti: () => plain(0xfb),
  out: (c: Context) => plain(...size(c).prefix, c.dice.pick([0xe6, 0xe7]), c.dice.pick([0x80, 0x84])),
  undefined: () => plain(0x0f, 0x0b),
  divideByZero: () => plain(0x31, 0xc9, 0xf7, 0xf1),
  limit: (c: Context) => {
    const prefix = c.dice.pick([0x64, 0x65, 0x26]);
    if (c.v86) return plain(prefix, ...c.dice.pick([[0xa1], [0x66, 0xa1]]), ...low(c.dice.pick([0, 0xffff, 0xfffd, 0xfffe])));
    const opcode = c.dice.pick([[0xa1], [0xa3], [0x8a, 0x0d], [0x66, 0xa3]]);
    return plain(prefix, ...opcode, ...word(4, c.dice.pick([0x60ff, 0x60fe, 0x6100, 0x60fd, 0x8ffd, 0xfffd, 0xffff, 0xe000])));
  },
  misaligned: (c: Context) => plain(0x8b, c.v86 ? 0x46 : 0x45, 0x01),
  bound: (c: Context) => plain(0x62, c.v86 ? 0x46 : 0x45, 0x10),
  movControl: (c: Context) =>
    plain(
      0x0f,
      ...c.dice.pick([
        [0x20, 0xc0],
        [0x20, 0xd0],
        [0x22, 0xe0],
        [0x20, 0xc8],
        [0x20, 0xe8],
      ]),
    ),
  movDebug: (c: Context) =>
    plain(
      0x0f,
      ...c.dice.pick([
        [0x21, 0xf0],
        [0x21, 0xe0],
        [0x21, 0xf8],
        [0x23, 0xc0],
      ]),
    ),
  clts: () => plain(0x0f, 0x06),
  lmsw: (c: Context) => (c.ring ? plain(0x0f, 0x01, 0xf0) : plain(0x90)),
  hlt: (c: Context) => (c.ring ? plain(0xf4) : plain(0x90)),
} as const satisfies Record<string, (context: Context) => Body>;

export type Kind = keyof typeof KINDS;
