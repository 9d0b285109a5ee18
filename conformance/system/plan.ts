/**
 * Random tests of what the system does around an instruction: descriptors of every kind and right, gates, task state segments, page
 * tables, flags, stacks with plausible and broken frames, and one instruction in their midst, in ring 0 to 3 or V86 mode.
 */
import { type Choices, chance, pick, RandomChoices } from '../generators/choices.ts';
import { Bytes } from './bytes.ts';
import { type Body, KINDS, type Kind } from './instructions.ts';
import * as at from './layout.ts';

export interface SystemTest {
  kind: Kind;
  /** 0-3, or 'v86' */
  ring: number | 'v86';
  code: Uint8Array;
  cr0: number;
  eflags: number;
  /** as the kernel reads it */
  record: Uint8Array;
}

const TF = 0x100;
const NT = 0x4000;
const VM = 0x20000;
const V86_FRAME = [0x300, 0x600, 0, 0xf80, 0xb00, 0xe00, 0xe01, 0xe02, 0xe03];

/** The random parts that tests and instructions share. */
export class Dice {
  readonly choices: Choices;

  constructor(choices: Choices) {
    this.choices = choices;
  }

  chance(percent: number): boolean {
    return chance(this.choices, percent);
  }
  pick<T>(list: readonly T[]): T {
    return pick(this.choices, list);
  }
  below(n: number): number {
    return this.choices.below(n);
  }

  /** Any selector: null, past the table, local, of the test's own descriptors (16-23) or the template's. */
  selector(): number {
    const sort = this.below(100);
    if (sort < 3) return this.below(4);
    if (sort < 6) return (this.pick([64, 65, 200]) << 3) | this.below(4);
    const slot = sort < 50 ? 16 + this.below(8) : 1 + this.below(15);
    const local = this.chance(12) ? 4 : 0;
    let rpl = this.below(4);
    if (!local && slot < 9 && this.chance(50))
      rpl = at.CODE_SELECTOR.findIndex((code, ring) => code >> 3 === slot || at.DATA_SELECTOR[ring]! >> 3 === slot);
    return (slot << 3) | local | rpl;
  }
  code(): number {
    return this.chance(60) ? this.pick(at.CODE_SELECTOR) : this.selector();
  }
  data(): number {
    return this.chance(60) ? this.pick(at.DATA_SELECTOR) : this.selector();
  }
  task(): number {
    const { current, other, small, last } = at.SELECTOR;
    return this.pick([current, other, small, last, other, last, this.selector()]) | (this.chance(30) ? this.below(4) : 0);
  }
  /** somewhere in INT3s, at a page's end, at 64 KiB */
  target(): number {
    return this.pick([0x6000 + this.below(0x100) * 2, at.CODE, at.CODE, 0x6000, this.pick([0xffff, 0x6fff, 0x10000, 0xfffe])]);
  }
  eflags(): number {
    let value = 2 | this.pick([0, 1, 0x40, 0x80, 0x8d5, 0x400]);
    if (this.chance(50)) value |= this.below(4) << 12;
    for (const [percent, flag] of [
      [40, 0x200],
      [20, NT],
      [6, TF],
      [20, 0x40000],
      [10, 0x200000],
      [10, 0x10000],
    ] as const) {
      if (this.chance(percent)) value |= flag;
    }
    return value;
  }

  descriptor(): Uint8Array {
    const sort = this.below(100);
    const rights = (this.below(4) << 5) | (this.chance(93) ? 0x80 : 0);
    const [limit, flags] = this.pick([
      [0xfffff, 0xc],
      [0xfffff, 0xc],
      [0xfffff, 0xc],
      [0xffff, 4],
      [0xffff, 0],
      [0x6100, 4],
      [0x60ff, 4],
      [0x8fff, 4],
      [0xbfff, 4],
    ] as const);
    if (sort < 25) return at.descriptor(0, limit, 0x1a | rights | this.below(2), flags);
    if (sort < 37) return at.descriptor(0, limit, 0x1e | rights | this.below(2), flags);
    if (sort < 55) return at.descriptor(0, limit, 0x12 | rights | this.below(2), flags);
    if (sort < 60) return at.descriptor(0, limit, 0x10 | rights | this.below(16), flags);
    if (sort < 80) return at.gate(this.code(), this.target(), this.pick([4, 12, 12]) | rights, this.pick([0, 0, 1, 2, 3, 31, 0xe5]));
    if (sort < 85) return at.gate(this.task(), this.target(), 5 | rights);
    if (sort < 93) {
      const tss = this.below(3);
      if (tss === 0) return at.descriptor(at.TSS.other, this.pick([0x67, 0x67, 0x66, 0xff]), 9 | rights, 0);
      if (tss === 1) return at.descriptor(at.TSS.small, this.pick([0x2b, 0x2b, 0x2a]), 1 | rights, 0);
      return at.descriptor(at.TSS.last, 0x67, this.pick([9, 0xb]) | rights, 0);
    }
    if (sort < 96) return at.descriptor(at.LDT, this.pick([0x7f, 0x3f, 7]), 2 | rights, 0);
    return at.descriptor(0, limit, this.below(256), flags);
  }

  private taskSelectors(ring: number, good: boolean): number[] {
    const ok = (percent: number): boolean => good || this.chance(percent);
    const cs = ok(50) ? at.CODE_SELECTOR[ring]! : this.code();
    const ss = ok(50) ? at.DATA_SELECTOR[ring]! : this.data();
    const data = (): number => {
      if (this.chance(10)) return 0;
      return ok(60) && this.chance(70) ? at.DATA_SELECTOR[ring]! : this.data();
    };
    return [data(), cs, ss, data(), data(), data()];
  }

  task32(mayBeV86: boolean): Uint8Array {
    const ring = this.below(4);
    const ldt = this.pick([0, 0, 0, at.SELECTOR.ldt, at.SELECTOR.ldt, this.selector()]);
    const task: at.Task = {
      eip: this.chance(30) ? this.target() : at.CODE,
      eflags: (this.eflags() & ~TF) | (this.chance(5) ? TF : 0),
      esp: at.CODE_STACK[ring]!,
      selectors: this.taskSelectors(ring, this.chance(70)),
      ldt,
      link: this.chance(80) ? this.task() : this.selector(),
      trap: this.chance(6) ? 1 : 0,
      ss1: this.chance(90) ? at.DATA_SELECTOR[1] : this.data(),
      ss2: this.chance(90) ? at.DATA_SELECTOR[2] : this.data(),
    };
    if (mayBeV86 && this.chance(50)) {
      Object.assign(task, { eip: 0x100, eflags: task.eflags | VM, esp: 0xf80, selectors: [0xe00, 0x600, 0xb00, 0xe00, 0xe01, 0xe02] });
    }
    return at.tss32(task);
  }

  task16(): Uint8Array {
    const ring = this.below(4);
    return at.tss16({
      eip: this.chance(80) ? at.CODE : 0x6000 + this.below(0x1000),
      eflags: this.eflags() & 0x7ffe & ~TF,
      esp: at.CODE_STACK[ring]!,
      selectors: this.taskSelectors(ring, this.chance(70)),
      ldt: this.pick([0, 0, at.SELECTOR.ldt]),
      link: this.task(),
    });
  }
}

function interruptGate(dice: Dice, mayMiss: boolean): Uint8Array {
  const type = dice.chance(75) ? dice.pick([6, 7, 14, 15, 14, 15]) : dice.pick([5, 5, dice.below(32)]);
  const rights = (!mayMiss || dice.chance(95) ? 0x80 : 0) | dice.pick([0, 0x60, 0x60, dice.below(4) << 5]);
  return at.gate(type === 5 ? dice.task() : dice.code(), mayMiss && dice.chance(30) ? dice.target() : at.CODE, type | rights);
}

/** Memory that differs from the template. */
function pokes(dice: Dice): [number, Uint8Array][] {
  const list: [number, Uint8Array][] = [];
  const poke = (address: number, bytes: Uint8Array | Bytes): void => {
    list.push([address, bytes instanceof Bytes ? bytes.finish() : bytes]);
  };
  const many = (count: number, make: () => Uint8Array): Bytes => {
    const bytes = new Bytes();
    for (let i = 0; i < count; i++) bytes.append(make());
    return bytes;
  };
  poke(
    at.GDT + 16 * 8,
    many(8, () => dice.descriptor()),
  );
  if (dice.chance(50))
    poke(
      at.LDT,
      many(16, () => dice.descriptor()),
    );
  poke(at.TSS.other, dice.task32(false));
  poke(at.TSS.last, dice.task32(true));
  poke(at.TSS.small, dice.task16());
  if (dice.chance(50)) {
    // Some tasks are busy, so that an IRET with NT may return to them.
    for (const [selector, access] of [
      [at.SELECTOR.other, 0xeb],
      [at.SELECTOR.small, 0xe3],
      [at.SELECTOR.last, 0xeb],
    ] as const) {
      if (dice.chance(50)) poke(at.GDT + selector + 5, new Bytes().u8(access));
    }
  }
  poke(at.TSS.current, new Bytes().u16(dice.task()));
  if (dice.chance(10)) poke(at.TSS.current + 8, new Bytes().u16(dice.pick([0, 3, 0x11, 8, 0x21, 0x43, 0x200, 0x10])));
  if (dice.chance(20)) poke(at.TSS.current + 16, new Bytes().u16(dice.data()));
  if (dice.chance(20)) poke(at.TSS.current + 24, new Bytes().u16(dice.data()));
  if (dice.chance(10)) poke(at.GDT + at.SELECTOR.current, new Bytes().u16(dice.pick([0x66, 0x5f, 0x67, 0x68, 0x78, 0x79])));
  poke(at.TSS.current + 0x78, new Bytes().u8(dice.pick([0, 1, 0x10, 0x1e]))); // ports 80-87
  poke(
    at.IDT + 0x40 * 8,
    many(16, () => interruptGate(dice, true)),
  );
  for (const vector of [0, 1, 6, 10, 11, 12, 13, 17]) if (dice.chance(12)) poke(at.IDT + vector * 8, interruptGate(dice, false));
  return list;
}

function pagePokes(dice: Dice): [number, Uint8Array][] {
  const list: [number, Uint8Array][] = [];
  for (const page of [6, 7, 8, 9, 10, 11, 14, 15, 16]) {
    if (dice.chance(18)) list.push([at.PAGE_TABLE + page * 4, new Bytes().u8(dice.pick([0, 1, 3, 5, 6, 7, 0x67, 0x25, 0x45])).finish()]);
  }
  if (dice.chance(8)) list.push([at.PAGE_DIRECTORY, new Bytes().u8(dice.pick([3, 0x27])).finish()]);
  return list;
}

function makeTest(dice: Dice, paging: boolean): SystemTest {
  const memory = pokes(dice);
  const v86 = dice.chance(20);
  const ring = v86 ? 3 : dice.pick([0, 0, 1, 2, 3, 3, 3]);
  const kind = dice.pick(Object.keys(KINDS) as Kind[]);
  const body: Body = KINDS[kind]({ dice, ring, v86 });
  const code = new Bytes().append(body.code).u8(0xcc).finish();
  let eflags = dice.eflags();
  if (kind === 'iret') eflags = dice.chance(70) ? eflags & ~NT : eflags;
  if (kind === 'iretNested') eflags |= NT;

  let cr0 = 1 | (dice.chance(30) ? 0x40000 : 0);
  if (paging && dice.chance(80)) {
    cr0 = (cr0 | 0x80000000 | dice.pick([0, 0x10000])) >>> 0;
    memory.push(...pagePokes(dice));
  }
  const esp = at.CODE_STACK[ring]!;
  let frame: number[];
  let frameAt = 0xc800;
  if (v86) {
    frame = [...V86_FRAME];
    frame[2] = eflags | VM;
    if (dice.chance(10)) frame[3] = dice.pick([1, 2, 3, 4, 5, 0, 0xffff]);
    memory.push([0x6300, code], [esp, body.stack]);
  } else {
    frame = [0x6200, at.CODE_SELECTOR[ring]!, eflags];
    if (ring === 0) {
      if (dice.chance(50)) frame[1] = at.SELECTOR.spareCode;
      frameAt = esp - 12;
    } else {
      frame.push(esp, at.DATA_SELECTOR[ring]!);
      if (dice.chance(10)) {
        // a tight stack: an expand-down segment that ends just below ESP
        const room = dice.pick([0, 2, 4, 6, 8, 12, 16, 18, 20]);
        memory.push([at.GDT + 25 * 8, at.descriptor(0, esp - room - 1, 0x96 | (ring << 5), 4)]);
        frame[4] = (25 << 3) | ring;
      }
    }
    memory.push([0x6200, code], [esp, body.stack]);
  }
  const registers = Array.from({ length: 8 }, () => dice.choices.u32());
  registers[2] = v86 ? ((dice.below(0x10000) << 16) | 0xf80) >>> 0 : esp; // EBP
  const data = Array.from({ length: 4 }, () => {
    if (dice.chance(15)) return 0;
    return dice.chance(60) ? at.DATA_SELECTOR[ring]! : dice.data();
  });
  const [dr7, dr0] = dice.chance(5)
    ? dice.pick([
        [0x2, at.CODE],
        [0xd0002, esp - 4],
        [0xf0002, esp],
        [kind === 'movDebug' ? 0 : 0x2000, 0],
      ] as const)
    : [0, 0];

  const record = new Bytes()
    .u16(frameAt, frame.length)
    .u32(...frame)
    .u32(...registers)
    .u16(...data)
    .u32(cr0, dr7, dr0);
  record.u16(dice.pick([0, at.SELECTOR.ldt, at.SELECTOR.ldt]), at.SELECTOR.current);
  const kept = memory.filter(([, bytes]) => bytes.length > 0);
  record.u16(kept.length);
  for (const [address, bytes] of kept) record.u16(address, bytes.length).append(bytes);
  return {
    kind,
    ring: v86 ? 'v86' : ring,
    code,
    cr0,
    eflags,
    record: new Bytes()
      .u16(record.length + 2)
      .append(record.finish())
      .finish(),
  };
}

/** As many tests as a ROM holds. */
export function planSystemTests(seed: number, paging: boolean, room: number): SystemTest[] {
  const tests: SystemTest[] = [];
  for (let used = 4; ; ) {
    const test = makeTest(new Dice(new RandomChoices(seed, tests.length)), paging);
    used += test.record.length;
    if (used > room) return tests;
    tests.push(test);
  }
}
