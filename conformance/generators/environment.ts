/** The start state around generated code: mode, segments, tables, registers that point somewhere useful, and a stack. */
import type { Case, MemoryRun, Mode, Model, Registers, Segment, Shadow } from '../case.ts';
import { type Choices, chance, pick } from './choices.ts';
import { Code, type Places } from './code.ts';
import { fxImage } from './fx.ts';
import {
  CODE,
  CODE16,
  CODE32,
  DATA,
  DATA_ES,
  DATA_FS,
  DATA_GS,
  DATA16,
  DATA32,
  GDT,
  GDT_LIMIT,
  IDT,
  IDT_LIMIT,
  IDT_VARIANTS,
  IVT,
  IVT_IMAGE,
  LDT,
  LDT_LIMIT,
  loaded,
  RAM_BYTES,
  realSegment,
  STACK,
  STUB_HLT,
  STUB_RETF,
  TABLES,
  TABLES_END,
  TSS,
  TSS_LIMIT,
  tablesAt,
} from './layout.ts';
import { take } from './slab.ts';
import { near, value32 } from './values.ts';

export interface Target {
  mode: Mode;
  cpl: number;
  /**
   * Whether computed branches may lead into the middle of an instruction that was scanned before. SBE's fast mode does not see those (its
   * documented limit, DESIGN 4); default true.
   */
  overlaps?: boolean;
  /** The address space that the case is put into; default: none, linear addresses are physical ones. */
  paging?: Paging;
}

/** What paging asks of an environment. */
export interface Paging {
  /** added to the linear addresses of code, data and stacks where segments are flat; 0: any segments */
  windows: number;
  /** added to the linear addresses of tables, handlers and the stacks of the TSS */
  tables: number;
  /** Turns the case, whose memory is at linear addresses, into one with page tables. */
  finish(choices: Choices, env: Environment, linear: Case): Case;
}

/** Everything a kind of case may ask for; the rest is chosen. */
export interface Wish {
  /** end at the first exception (true) or deliver; default: mostly end */
  exception?: boolean;
  /** TF, breakpoints, shadows and other things that forbid native execution */
  quiet?: boolean;
  model?: Model;
  /** the code's offset in its segment, from the start of the code pages */
  placement?: number;
  idtVariant?: number;
  /** take the ordinary segments */
  plainSegments?: boolean;
  /** the instruction limit; default 128 */
  instructions?: number;
}

const ES = 0;
const CS = 1;
const SS = 2;
const DS = 3;
const FS = 4;
const GS = 5;
const LDTR = 6;
const TR = 7;
const HALTS = new Uint8Array(64).fill(0xf4);
const FILL_BEFORE = 136;
const FILL_AFTER = 80;
const STACK_BYTES = 64;
const DATA_BYTES = 144;

/** Data selectors worth loading besides the ring's own, for 32-bit code. */
const OTHER_DATA32: readonly number[] = [0x23, 0x07, 0x37, 0x152 | 1, 0x103, 0x113, 0x13b, 0x143, 0x14b, 0x63, 0x10b, 0x24 | 7, 0];
const OTHER_DATA16: readonly number[] = [0x63, 0x27, 0x37, 0x77, 0x10b, 0x13b, 0x23, 0x153, 0x3f, 0x103, 0];

export class Environment implements Places {
  readonly mode: Mode;
  readonly cpl: number;
  readonly code32: boolean;
  readonly segments: Segment[] = new Array(8);
  /** Offset of the first instruction in CS. */
  readonly eip: number;
  readonly code: Code;
  readonly gpr: number[] = new Array(8).fill(0);
  readonly memory: MemoryRun[] = [];
  readonly stops: number[] = [];
  eflags = 2;
  cr0 = 0;
  cr4 = 0;
  dr7 = 0;
  readonly dr = [0, 0, 0, 0];
  shadow: Shadow = 'none';
  model: Model = 'default';
  exception = true;
  instructions: number;
  fx: Uint8Array | null = null;
  /** The data window holds far pointers to the code's end instead of random bytes: for branches through memory. */
  aimed = false;
  /** A branch may truncate EIP to 16 bits: there shall be something to stop it. */
  landAt16 = false;
  readonly overlaps: boolean;
  readonly idtVariant: number;
  idtLimit: number;
  readonly paging: Paging | null;
  /** CR4.PGE is to be set. */
  globalPages = false;
  private readonly flatData: boolean;

  constructor(choices: Choices, target: Target, given: Wish = {}) {
    this.paging = target.paging ?? null;
    const moved = this.windows !== 0 || this.tables !== 0;
    const wish = moved ? { ...given, plainSegments: true } : given;
    this.mode = target.mode;
    this.overlaps = target.overlaps ?? true;
    this.cpl = target.mode === 'real16' ? 0 : target.mode === 'v86' ? 3 : target.cpl;
    this.code32 = target.mode === 'pm32';
    this.instructions = wish.instructions ?? 128;
    const placement = wish.placement ?? this.choosePlacement(choices);
    this.chooseSegments(choices, wish, placement);
    const cs = this.segments[CS]!;
    this.eip = (this.windows + CODE + placement - cs.base) >>> 0;
    this.flatData = this.segments[DS]!.base === 0;
    this.code = new Code(this.code32);
    this.exception = wish.exception ?? !chance(choices, 25);
    this.model = wish.model ?? (chance(choices, 6) ? pick(choices, ['pentium', '486', '386'] as const) : 'default');
    this.idtVariant = wish.idtVariant ?? (chance(choices, 30) ? choices.below(IDT_VARIANTS.length) : 0);
    this.idtLimit = this.mode === 'real16' ? 0x3ff : chance(choices, 5) ? near(choices, 8 * choices.below(64)) & 0x1ff : IDT_LIMIT;
    this.chooseFlags(choices, wish);
    this.chooseRegisters(choices);
  }

  /** The linear address of the first instruction. */
  get linear(): number {
    return (this.segments[CS]!.base + this.eip) >>> 0;
  }

  /** Linear addresses of the windows for flat segments, and of what lies in the page of tables. */
  get windows(): number {
    return this.paging?.windows ?? 0;
  }

  get tables(): number {
    return this.paging?.tables ?? 0;
  }

  private choosePlacement(choices: Choices): number {
    if (chance(choices, 12)) return 0x1000 - 1 - choices.below(14);
    if (!this.code32 && chance(choices, 2)) return 0xffff - choices.below(12);
    return 0x100 + choices.below(0xe00);
  }

  private chooseSegments(choices: Choices, wish: Wish, placement: number): void {
    const { segments, cpl } = this;
    const plain = wish.plainSegments === true;
    if (this.mode === 'real16' || this.mode === 'v86') {
      const v86 = this.mode === 'v86';
      const selectors = [DATA_ES, CODE, STACK, DATA, DATA_FS, DATA_GS].map((base) => base >> 4);
      if (!plain && chance(choices, 15)) selectors[ES] = pick(choices, [CODE >> 4, DATA >> 4, (CODE >> 4) + 3, 0xffff, 0, STACK >> 4]);
      if (!plain && chance(choices, 10)) selectors[FS] = value32(choices) & 0xffff;
      if (!plain && chance(choices, 5)) selectors[SS] = pick(choices, [DATA >> 4, (DATA >> 4) + 1]);
      for (let i = 0; i < 6; i++) segments[i] = realSegment(selectors[i]!, v86);
    } else {
      const code = this.code32 ? CODE32 : CODE16;
      const data = this.code32 ? DATA32 : DATA16;
      let cs = code[cpl]!;
      if (!plain && this.code32 && chance(choices, 30)) {
        const choices32 = cpl === 0 ? [0x168, 0xf0] : cpl === 3 ? [0x17b, 0x0f, 0xf3, 0x4f] : [0xf0 | cpl];
        cs = pick(choices, choices32);
        if (cs === 0x168 && placement > 0xfff) cs = 0x08;
        if (cs === 0x17b && placement > 0x1fff) cs = 0x1b;
      } else if (!plain && !this.code32 && chance(choices, 15)) {
        cs = cpl === 0 ? 0x1c : cpl === 3 ? pick(choices, [0x2f, 0xfb]) : cs;
      }
      segments[CS] = loaded(cs);
      const other = this.code32 ? OTHER_DATA32 : OTHER_DATA16;
      for (const i of [DS, ES, FS, GS]) {
        const selector = !plain && chance(choices, i >= FS ? 40 : 12) ? pick(choices, other) : data[cpl]!;
        segments[i] = loaded(selector);
      }
      segments[SS] = loaded(this.chooseStack(choices, plain));
    }
    if (!plain && this.mode !== 'v86' && chance(choices, this.mode === 'real16' ? 4 : 12)) {
      const i = pick(choices, [DS, ES, SS, FS, GS]);
      segments[i] = limited(segments[i]!, near(choices, (segments[i]!.base === 0 ? DATA : 0) + choices.below(0x40)));
    }
    segments[LDTR] = { ...loaded(0x90), base: LDT + this.tables };
    segments[TR] = { ...loaded(0x88), base: TSS + this.tables };
    if (this.mode === 'real16') {
      segments[LDTR] = { selector: 0, base: 0, limit: 0xffff, attributes: 0x82 };
      segments[TR] = { selector: 0, base: 0, limit: 0xffff, attributes: 0x8b };
    }
    if (segments[LDTR]!.limit !== LDT_LIMIT && this.mode !== 'real16') throw new Error('layout: the local table moved');
    if (segments[TR]!.limit !== TSS_LIMIT && this.mode !== 'real16') throw new Error('layout: the task moved');
  }

  private chooseStack(choices: Choices, plain: boolean): number {
    const { cpl } = this;
    const own = (this.code32 ? DATA32 : DATA16)[cpl]!;
    if (plain || !chance(choices, 20)) return own;
    if (cpl === 0) return pick(choices, [0x44, 0x6c, 0x50, 0x10]);
    if (cpl === 3) return pick(choices, [0x3f, 0x63, 0x23, 0x10b]);
    return (this.code32 ? DATA16 : DATA32)[cpl]!;
  }

  private chooseFlags(choices: Choices, wish: Wish): void {
    let flags = 2 | (choices.u32() & 0x8d5);
    if (chance(choices, 15)) flags |= 0x400;
    else flags &= ~0x400;
    if (chance(choices, 40)) flags |= 0x200;
    if (this.mode !== 'real16' || chance(choices, 20)) flags |= choices.below(4) << 12;
    if (chance(choices, 4)) flags |= 0x40000;
    if (chance(choices, 3)) flags |= 0x4000;
    if (chance(choices, 10)) flags |= 0x200000;
    if (this.mode === 'v86') flags = (flags & ~0x4000) | 0x20000;
    if (!wish.quiet && chance(choices, 2)) flags |= 0x100;
    if (!wish.quiet && chance(choices, 1)) flags |= 0x10000;
    this.eflags = flags >>> 0;
    this.cr0 = (this.mode === 'real16' ? 0 : 1) | 0x10;
    if (!chance(choices, 8)) this.cr0 |= 0x20;
    if (chance(choices, 50)) this.cr0 |= 2;
    if (chance(choices, 4)) this.cr0 |= pick(choices, [4, 8, 12]);
    if (chance(choices, 15)) this.cr0 |= 0x40000;
    this.cr4 = chance(choices, 4) ? pick(choices, [0, 0x200, 0x400]) : 0x600;
    if (chance(choices, 5)) this.cr4 |= 4;
    if (chance(choices, 3)) this.cr4 |= 8;
    if (!wish.quiet && chance(choices, 1)) this.shadow = pick(choices, ['sti', 'movss'] as const);
    if (this.model === '386' || this.model === '486') {
      this.cr4 = 0;
      this.eflags &= ~0x200000;
      if (this.model === '386') {
        this.eflags &= ~0x40000;
        this.cr0 &= ~0x40020;
      }
    }
    if (this.model === 'pentium') this.cr4 &= 0x1f;
  }

  private chooseRegisters(choices: Choices): void {
    for (let i = 0; i < 8; i++) {
      const kind = choices.below(10);
      if (kind < 5) this.gpr[i] = this.pointer(choices, 4);
      else if (kind < 7) this.gpr[i] = choices.below(0x40);
      else this.gpr[i] = value32(choices);
    }
    this.gpr[4] = this.stackPointer(choices);
    if (chance(choices, 50)) this.gpr[5] = (this.gpr[4]! + choices.below(32)) >>> 0;
  }

  private stackPointer(choices: Choices): number {
    const ss = this.segments[SS]!;
    const expandDown = (ss.attributes & 0x0c) === 0x04;
    const base = ss.base === 0 ? STACK + this.windows : 0;
    if (chance(choices, 10)) {
      const edge = expandDown ? ss.limit + 1 : ss.limit > 0xfffff ? 0 : ss.limit + 1;
      const pointer = chance(choices, 40) ? near(choices, 0) : near(choices, edge);
      return (ss.attributes & 0x4000 ? pointer : (pointer & 0xffff) | (chance(choices, 20) ? choices.u32() & 0xffff0000 : 0)) >>> 0;
    }
    const offset = (expandDown ? 0x2000 : 0x800) + 4 * choices.below(64) - (chance(choices, 10) ? choices.below(4) : 0);
    if (chance(choices, 8)) return base + 0x1000 - choices.below(8);
    return base + offset;
  }

  pointer(choices: Choices, addressBytes: number): number {
    const { windows } = this;
    const base = this.flatData ? DATA + windows : 0;
    switch (choices.below(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return base + 16 * choices.below(3);
      case 4:
      case 5:
      case 6:
        return base + choices.below(64);
      case 7:
        return base + 0x1000 - choices.below(18);
      case 8:
        return this.flatData
          ? DATA_ES + windows + choices.below(64)
          : near(choices, 0x10000) & (addressBytes === 2 || chance(choices, 60) ? 0xffff : 0xffffffff);
      case 9:
        return near(choices, this.segments[choices.below(6)]!.limit) >>> 0;
      case 10:
        return (this.flatData ? CODE + windows : 0) + choices.below(0x2000);
      default:
        return addressBytes === 2 ? choices.below(0x10000) : value32(choices);
    }
  }

  farTarget(choices: Choices): { selector: number; offset: number } {
    const { selector } = this.segments[CS]!;
    const ahead = (this.eip + 16 + choices.below(32)) >>> 0;
    if (this.mode === 'real16' || this.mode === 'v86') {
      if (chance(choices, 30)) return { selector: TABLES >> 4, offset: pick(choices, [STUB_HLT, STUB_RETF]) - TABLES };
      return {
        selector: chance(choices, 20) ? value32(choices) & 0xffff : selector,
        offset: chance(choices, 20) ? value32(choices) : ahead,
      };
    }
    switch (choices.below(4)) {
      case 0:
        return { selector, offset: ahead };
      case 1:
        return {
          selector: CODE32[this.cpl]!,
          offset: pick(choices, [STUB_HLT + this.tables, STUB_RETF + this.tables, CODE + this.windows + 0x100]),
        };
      default:
        return {
          selector: chance(choices, 10) ? value32(choices) & 0xffff : anySelector(choices, this.cpl),
          offset: chance(choices, 60) ? STUB_HLT + this.tables : ahead,
        };
    }
  }

  /** Bytes at a physical address, over what was there before. */
  put(address: number, bytes: Uint8Array): void {
    this.memory.push({ address, bytes });
  }

  /** The case. `id` must repeat it: generator, seed and number. */
  finish(choices: Choices, id: string): Case {
    const { code, linear } = this;
    const run = take(FILL_BEFORE + code.length + FILL_AFTER);
    run.fill(0xf4, 0, FILL_BEFORE);
    run.set(code.bytes.subarray(0, code.length), FILL_BEFORE);
    run.fill(0xf4, FILL_BEFORE + code.length);
    const memory: MemoryRun[] = [];
    if (this.mode === 'real16') memory.push({ address: IVT, bytes: IVT_IMAGE });
    memory.push({ address: TABLES + this.tables, bytes: tablesAt(this.tables)[this.idtVariant]! });
    memory.push({ address: linear - FILL_BEFORE, bytes: run });
    const data = DATA + (this.flatData ? this.windows : 0);
    memory.push({ address: data, bytes: this.aimed ? this.pointers(choices) : dataBytes(choices) });
    // Branches gone astray mostly land low: in protected mode nothing else is there.
    if (this.mode === 'pm16' || this.mode === 'pm32') memory.push({ address: 0x48, bytes: HALTS });
    if (this.landAt16 && linear > 0xffff) {
      const at = (this.eip & 0xffff) - 32;
      if (at > 0x400 && (at < TABLES - 128 || at > TABLES_END)) memory.push({ address: at, bytes: HALTS });
    }
    if (chance(choices, 20)) memory.push({ address: data + 0x1000 - 16, bytes: randomBytes(choices, 32) });
    this.putStack(choices, memory);
    for (const one of this.memory) memory.push(one);
    const stop = this.stops;
    stop.push((linear + code.length) >>> 0);
    if (this.mode === 'real16') stop.push(0);
    if (code.repeats && !chance(choices, 1))
      this.gpr[1] = choices.below(chance(choices, 10) ? 0x200 : 12) | (chance(choices, 5) && !this.code32 ? 0x10000 : 0);
    else if (code.repeats) this.gpr[1] = this.gpr[1]! & 0xfff;
    if (code.usesFx && this.fx === null && chance(choices, 75)) this.fx = fxImage(choices);
    const registers: Registers = {
      gpr: this.gpr.map((value) => value >>> 0),
      eip: this.eip,
      eflags: this.eflags,
      segments: this.segments,
      gdtr: { base: GDT + this.tables, limit: GDT_LIMIT },
      idtr: this.mode === 'real16' ? { base: IVT, limit: this.idtLimit } : { base: IDT + this.tables, limit: this.idtLimit },
      cr0: this.cr0,
      cr2: 0,
      cr3: 0,
      cr4: this.cr4,
      dr: [...this.dr, 0, 0, 0xffff0ff0, this.dr7 | 0x400],
      tsc: 0n,
      cpl: this.cpl,
      shadow: this.shadow,
    };
    const one: Case = {
      id,
      mode: this.mode,
      model: this.model,
      ramBytes: RAM_BYTES,
      addressMask: 0xffffffff,
      registers,
      fx: this.fx,
      wantsFx: code.usesFx,
      memory,
      ports: [],
      events: [],
      stop: { eip: stop, instructions: this.instructions, exception: this.exception },
    };
    return this.paging ? this.paging.finish(choices, this, one) : one;
  }

  private pointers(choices: Choices): Uint8Array {
    const bytes = take(DATA_BYTES).fill(0xf4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const { selector } = this.segments[CS]!;
    const end = this.eip + this.code.length;
    for (let i = 0; i < 96; i += 4) {
      const kind = choices.below(8);
      const value = kind < 5 ? (this.code32 ? end : ((selector << 16) | end) >>> 0) : kind < 7 ? selector : value32(choices);
      view.setUint32(i, value, true);
    }
    return bytes;
  }

  private putStack(choices: Choices, memory: MemoryRun[]): void {
    const ss = this.segments[SS]!;
    const offset = ss.attributes & 0x4000 ? this.gpr[4]! : this.gpr[4]! & 0xffff;
    const at = (ss.base + offset) >>> 0;
    if (this.paging === null && at + STACK_BYTES > RAM_BYTES >>> 1) return;
    const bytes = take(STACK_BYTES + 16).fill(0xf4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const back = this.eip + this.code.length;
    for (let i = 0; i < STACK_BYTES; i += 4) {
      switch (choices.below(9)) {
        case 0:
        case 1:
        case 6:
        case 7:
          view.setUint32(i, back, true);
          break;
        case 2:
          view.setUint32(i, this.mode === 'real16' || this.mode === 'v86' ? CODE >> 4 : anySelector(choices, this.cpl), true);
          break;
        case 3:
          view.setUint32(i, (this.eflags & ~0x100) | (chance(choices, 20) ? choices.u32() & 0x27fed5 : 0), true);
          break;
        case 4:
          view.setUint32(i, this.pointer(choices, 4), true);
          break;
        default:
          view.setUint32(i, value32(choices), true);
      }
    }
    memory.push({ address: at, bytes });
  }
}

/** The segment with another limit in its hidden part; G, and with it the limit's low bits, as a descriptor could say it. */
export function limited(segment: Segment, limit: number): Segment {
  if (segment.attributes === 0) return segment;
  if (limit <= 0xfffff) return { ...segment, limit, attributes: segment.attributes & 0x7fff };
  return { ...segment, limit: (limit | 0xfff) >>> 0, attributes: segment.attributes | 0x8000 };
}

/** Some selector of the tables; the RPL mostly the ring's own. */
export function anySelector(choices: Choices, cpl: number): number {
  const rpl = chance(choices, 25) ? choices.below(4) : cpl;
  return chance(choices, 25) ? (choices.below(18) << 3) | 4 | rpl : (choices.below(50) << 3) | rpl;
}

/** Data, and behind it what ends execution that strays into it. */
function dataBytes(choices: Choices): Uint8Array {
  const bytes = take(DATA_BYTES).fill(0xf4);
  fillRandom(choices, bytes, 96);
  return bytes;
}

export function randomBytes(choices: Choices, length: number): Uint8Array {
  const bytes = take(length);
  fillRandom(choices, bytes, length);
  return bytes;
}

function fillRandom(choices: Choices, bytes: Uint8Array, length: number): void {
  for (let i = 0; i < length; i += 4) {
    const value = choices.below(3) === 0 ? value32(choices) : choices.u32();
    bytes[i] = value;
    bytes[i + 1] = value >>> 8;
    bytes[i + 2] = value >>> 16;
    bytes[i + 3] = value >>> 24;
  }
}
