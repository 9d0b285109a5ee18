/**
 * What only SBE can get wrong, as small programs: code that changes itself in every form, streams that overlap, instructions at page
 * boundaries, aliases of a page, code views that could be read. Any engine can run them; the interpreter's answer is the expected one.
 */
import type { Case, Mode } from '../case.ts';
import { AT, type HandCase, handCase } from '../engines/hand-cases.ts';

const PAGE = 0x1000;
/** A20 off. */
const NO_A20 = 0xffefffff;

/** Little-endian bytes. */
function le(value: number, bytes: 2 | 4): number[] {
  return Array.from({ length: bytes }, (_, i) => (value >>> (8 * i)) & 0xff);
}
/** mov byte [address], value */
function store8(address: number, value: number): number[] {
  return [0xc6, 0x05, ...le(address, 4), value];
}
/** mov dword [address], value */
function store32(address: number, value: number): number[] {
  return [0xc7, 0x05, ...le(address, 4), ...le(value, 4)];
}
/** jmp, call rel32 at `from` to `to` */
function jump(from: number, to: number): number[] {
  return [0xe9, ...le(to - from - 5, 4)];
}
function call(from: number, to: number): number[] {
  return [0xe8, ...le(to - from - 5, 4)];
}

interface Program extends Omit<HandCase, 'mode'> {
  /** default pm32 */
  mode?: Mode;
  change?: (one: Case) => Case;
  /** An untrapped computed branch, or a branch to another page, executes operand bytes that have to be virtualised: only strict mode sees it. */
  strictOnly?: boolean;
}

const C = AT.code;
const OTHER = C + PAGE;
const D = AT.data;
const INC_EAX = 0x40;
const INC_EBX = 0x43;
const HLT = 0xf4;
const RET = 0xc3;

/** Calls `at` `calls` times with `between` after each call, all in one page. */
function callsWith(at: number, between: number[][]): number[] {
  const code: number[] = [];
  for (const part of between) {
    code.push(...call(C + code.length, at));
    code.push(...part);
  }
  code.push(...call(C + code.length, at), HLT);
  return code;
}

function selfModifying(): Program[] {
  const list: Program[] = [
    { id: 'the next instruction', code: [...store8(C + 7, INC_EBX), INC_EAX, HLT] },
    // inc byte [own immediate], five times
    { id: 'the own instruction', code: [0xb9, 5, 0, 0, 0, 0x80, 0x05, ...le(C + 11, 4), 1, 0x49, 0x75, 0xf6, HLT] },
    // mov eax, imm; add [imm], 3; loop
    { id: 'the own block', code: [0xb9, 9, 0, 0, 0, 0xb8, 0, 0, 0, 0, 0x01, 0xc3, 0x83, 0x05, ...le(C + 6, 4), 3, 0x49, 0x75, 0xef, HLT] },
    { id: 'the first byte', code: callsWith(C + 0x80, [store8(C + 0x80, INC_EBX)]), memory: [[C + 0x80, [INC_EAX, RET]]] },
    { id: 'the last byte', code: callsWith(C + 0x80, [store8(C + 0x84, 0x12)]), memory: [[C + 0x80, [0xb8, 1, 2, 3, 4, 0x01, 0xc3, RET]]] },
    { id: 'another page', code: callsWith(OTHER, [store8(OTHER, INC_EBX), store32(OTHER, 0xc3424242)]), memory: [[OTHER, [INC_EAX, RET]]] },
    {
      id: 'a word over two instructions',
      code: callsWith(OTHER, [[0x66, 0xc7, 0x05, ...le(OTHER + 1, 4), INC_EBX, INC_EBX]]),
      memory: [[OTHER, [INC_EAX, INC_EAX, INC_EAX, RET]]],
    },
    {
      id: 'a write that spans two pages of code',
      code: callsWith(OTHER - 2, [store32(OTHER - 2, 0x43434343), store32(OTHER - 2, 0x40434043)]),
      memory: [[OTHER - 2, [INC_EAX, INC_EAX, INC_EAX, INC_EAX, INC_EAX, RET]]],
    },
    {
      id: 'a write that ends in a page of code',
      code: callsWith(OTHER + PAGE, [store32(OTHER + PAGE - 1, 0x43434300)]),
      memory: [[OTHER + PAGE, [INC_EAX, INC_EAX, INC_EAX, RET]]],
    },
    {
      id: 'rep movsb over code',
      code: callsWith(OTHER, [[0xbe, ...le(D, 4), 0xbf, ...le(OTHER, 4), 0xb9, 8, 0, 0, 0, 0xf3, 0xa4]]),
      memory: [
        [OTHER, [INC_EAX, INC_EAX, INC_EAX, RET]],
        [D, [0x83, 0xc3, 0x11, 0x4a, 0x4a, 0x42, INC_EBX, RET]],
      ],
    },
    {
      id: 'rep stosd over the running page',
      // the loop itself is overwritten with inc edx, and the page's end with more of it up to a hlt
      code: [
        0xbf,
        ...le(C + 0x14, 4),
        0xb8,
        0x42,
        0x42,
        0x42,
        0x42,
        0xb9,
        4,
        0,
        0,
        0,
        0xf3,
        0xab,
        0x90,
        0x90,
        0x90,
        0x41,
        0x41,
        0x41,
        0x41,
      ],
      memory: [[C + 0x24, [HLT]]],
    },
    {
      id: 'push onto code',
      code: callsWith(OTHER, [[0xbc, ...le(OTHER + 4, 4), 0x68, INC_EBX, INC_EBX, INC_EBX, RET, 0xbc, ...le(AT.stack, 4)]]),
      memory: [[OTHER, [INC_EAX, INC_EAX, INC_EAX, RET]]],
    },
    {
      id: 'a virtualised store onto code',
      code: callsWith(OTHER, [[0x8c, 0x1d, ...le(OTHER, 4)]]),
      memory: [[OTHER, [0xb8, 0x40, 0x40, 0x40, 0x40, RET]]],
    },
    // xchg, cmpxchg, inc, fst, movq: each changes the immediate of the instruction after it
    {
      id: 'every way to store',
      code: [
        0xb8,
        7,
        0,
        0,
        0,
        0x87,
        0x05,
        ...le(C + 0x0c, 4),
        0xbb,
        1,
        2,
        3,
        4,
        0x0f,
        0xc1,
        0x05,
        ...le(C + 0x19, 4),
        0xba,
        5,
        6,
        7,
        8,
        0xfe,
        0x05,
        ...le(C + 0x24, 4),
        0xb9,
        9,
        9,
        9,
        9,
        HLT,
      ],
    },
    {
      id: 'counter beside code',
      mode: 'real16',
      code: [0xb9, 0x00, 0x08, 0xff, 0x06, 0x80, 0x00, 0x49, 0x75, 0xf9, HLT],
      segments: { ds: { selector: 0x1000, base: C } },
    },
    {
      id: 'immediate changed in a loop',
      mode: 'real16',
      code: [0xb9, 0x00, 0x08, 0xb8, 0x00, 0x00, 0x01, 0xc3, 0xff, 0x06, 0x04, 0x00, 0x49, 0x75, 0xf4, HLT],
      segments: { ds: { selector: 0x1000, base: C } },
    },
    {
      // 20: jmp 28 stays; what stood at 28 is overwritten by pushfd; then a computed branch comes to 26: add eax, imm8 would cover it
      id: 'a branch target that was discarded',
      code: [0xbe, ...le(C + 0x26, 4), ...jump(C + 5, C + 0x20)],
      memory: [
        [C + 0x20, [0xeb, 0x06]],
        [C + 0x26, [0x83, 0xc0]],
        [C + 0x28, [INC_EAX, 0x41, 0x83, 0xf9, 2, 0x74, 0xf1, 0x77, 0x09, ...store8(C + 0x28, 0x9c), 0xff, 0xe6, 0x5a, HLT]],
      ],
      regs: { eflags: 2 },
    },
  ];
  return list.map((program) => ({ ...program, id: `self-modifying: ${program.id}` }));
}

/** The same page at two linear addresses: A20 is off. Data stores go through both before and after the page holds code. */
function aliases(): Program[] {
  const alias = OTHER + 0x100000;
  const withoutA20 = (one: Case): Case => ({ ...one, addressMask: NO_A20 });
  const code = [
    ...store8(OTHER + 0x800, 1),
    ...store8(alias + 0x800, 2),
    0x8a,
    0x15,
    ...le(OTHER + 0x800, 4), // mov dl
  ];
  const push = (part: (at: number) => number[]): void => {
    code.push(...part(C + code.length));
  };
  push((at) => call(at, OTHER));
  push(() => store8(alias, INC_EBX));
  push((at) => call(at, OTHER));
  push(() => store8(OTHER, 0x46));
  push((at) => call(at, OTHER));
  push((at) => call(at, alias));
  push(() => store8(alias, 0x47));
  push((at) => call(at, OTHER));
  push((at) => call(at, alias));
  code.push(HLT);
  return [{ id: 'alias: stores through both, code executed at both', code, memory: [[OTHER, [INC_EAX, RET]]], change: withoutA20 }];
}

function boundaries(): Program[] {
  const end = C + PAGE;
  const list: Program[] = [];
  for (let part = 1; part < 5; part++) {
    list.push({
      id: `mov eax, imm32 with ${part} bytes in the first page`,
      code: jump(C, end - part),
      memory: [[end - part, [0xb8, 0x11, 0x22, 0x33, 0x44, INC_EBX, HLT]]],
    });
    list.push({
      id: `its second part changes, ${part} bytes in the first page`,
      code: [...call(C, end - part), ...store8(end - part + 4, 0x55), ...call(C + 12, end - part), HLT],
      memory: [[end - part, [0xb8, 0x11, 0x22, 0x33, 0x44, 0x01, 0xc3, RET]]],
    });
  }
  list.push({
    id: 'an instruction that ends with the page',
    code: jump(C, end - 5),
    memory: [[end - 5, [0xb8, 0x11, 0x22, 0x33, 0x44, INC_EBX, HLT]]],
  });
  list.push({
    id: 'a conditional branch as the last instruction',
    code: jump(C, end - 3),
    memory: [[end - 3, [INC_EBX, 0x74, 0x01, INC_EAX, HLT]]],
  });
  list.push({ id: 'a branch that crosses', code: jump(C, end - 1), memory: [[end - 1, [0xeb, 0x01, INC_EAX, INC_EBX, HLT]]] });
  list.push({
    id: 'past 64 KiB',
    mode: 'real16',
    code: [0xe9, ...le(0xfffc - 3, 2)],
    memory: [[C + 0xfffc, [INC_EAX, INC_EAX, INC_EAX, INC_EAX, INC_EBX, HLT]]],
  });
  list.push({
    id: 'an instruction over 64 KiB',
    mode: 'real16',
    code: [0xe9, ...le(0xfffe - 3, 2)],
    memory: [[C + 0xfffe, [0xb8, 1, 2, HLT]]],
  });
  list.push({
    id: 'a stop past the end of the segment',
    mode: 'real16',
    code: [0xe9, ...le(0xfffe - 3, 2)],
    memory: [[C + 0xfffe, [INC_EAX, INC_EBX]]],
    change: (one) => ({ ...one, stop: { ...one.stop, eip: [C + 0x10000] } }),
  });
  list.push({
    id: 'a branch over 64 KiB',
    mode: 'real16',
    code: [0xeb, 0x01, HLT, INC_EAX, 0xe9, ...le(0xfff0 - 7, 2)],
    memory: [[C + 0xfff0, [0xe9, ...le(0x12 - 3, 2)]]],
  });
  return list.map((program) => ({ ...program, id: `boundary: ${program.id}` }));
}

/** mov eax, imm with pushfd; pop ecx hidden in the immediate: IF is virtual, so what runs unseen tells. */
const HIDING = [0xb8, 0x9c, 0x59, 0x90, 0x90];
const HIDING_16 = [0xb8, 0x9c, 0x59];

function overlaps(): Program[] {
  const list: Program[] = [
    // 0: mov; 5: second time round jump into it, directly
    { id: 'a direct branch into a known instruction', code: [...HIDING, 0x43, 0x83, 0xfb, 2, 0x72, 0xf6, HLT] },
    { id: 'a direct branch into what comes later', code: [0xeb, 0x01, ...HIDING, HLT] },
    { id: 'a branch into itself', code: [0xeb, 0xff, 0xc0, HLT] },
    { id: 'int3 inside an instruction', code: [0xb9, 0xcc, 0x90, 0x90, 0x90, 0x43, 0x83, 0xfb, 2, 0x72, 0xf6, HLT] },
    {
      id: 'a computed branch into a known instruction',
      code: [...HIDING, 0x43, 0x83, 0xfb, 2, 0x73, 0x07, 0xb9, ...le(C + 1, 4), 0xff, 0xe1, HLT],
      strictOnly: true,
    },
    {
      id: 'a return into a known instruction',
      code: [...HIDING, 0x43, 0x83, 0xfb, 2, 0x73, 0x06, 0x68, ...le(C + 1, 4), RET, HLT],
      strictOnly: true,
    },
    {
      id: 'a branch into a known instruction of another page',
      code: [...call(C, OTHER), ...jump(C + 5, OTHER + 1)],
      memory: [[OTHER, [...HIDING, 0x43, 0x83, 0xfb, 2, 0x74, 0x01, RET, HLT]]],
      strictOnly: true,
    },
    {
      id: 'a fall into a known instruction of another page',
      code: [...call(C, OTHER + PAGE - 1), HLT],
      // executed from its first byte once; then a two-byte instruction of the page before ends inside it
      memory: [[OTHER + PAGE - 1, [0x90, ...HIDING, 0x43, RET]]],
    },
    {
      id: 'a 16-bit branch that wraps into a known instruction',
      mode: 'real16',
      // base 0x10800: the segment's last page is one that it begins in the middle of
      code: [],
      segments: { cs: { selector: 0x1080, base: C + 0x800 } },
      memory: [
        [C + 0x800, [0x90, 0x90, 0x90, ...HIDING_16, 0x43, 0x80, 0xfb, 2, 0x74, 0x03, 0xe9, ...le(0xfff0 - 0x0f, 2), HLT]],
        [C + 0x800 + 0xfff0, [0xe9, ...le(0x14 - 3, 2)]],
      ],
      strictOnly: true,
    },
  ];
  return list.map((program) => ({ ...program, id: `overlap: ${program.id}`, regs: { eflags: 2 } }));
}

/** What stands in a code view must not be read by any data access. */
function collisions(): Program[] {
  const reads = (address: number): number[] => [0xa1, ...le(address, 4)];
  const list: Program[] = [
    { id: 'flat code through the wrapped data view', code: [...reads(C - 0x40000000), 0x8b, 0x1d, ...le(C, 4), HLT] },
    { id: 'flat code through the other data view', code: [...reads(C + 0xc0000000), 0x8b, 0x1d, ...le(C + 0x80000000, 4), HLT] },
    { id: 'low code', code: jump(C, 0x8000), memory: [[0x8000, [...reads(0x40008000), 0x8b, 0x1d, ...le(0xc0008000, 4), HLT]]] },
    {
      id: 'code with a base',
      code: [0xea, ...le(0x100, 4), 0x08, 0x00, HLT],
      memory: [
        [AT.gdt + 8, descriptorBytes(0x20000, 0xfffff, 0xc09b)],
        [0x20100, [...reads(0x40020100), HLT]],
      ],
    },
    {
      id: '16-bit code',
      mode: 'pm16',
      code: [0x66, 0x67, 0xa1, ...le(C + 0x80000000, 4), HLT],
      segments: { ds: { base: 0, limit: 0xffffffff, attributes: 0xc093 } },
    },
    {
      id: 'what is past RAM',
      code: [
        ...reads(0x01000000 - 4),
        0x8b,
        0x1d,
        ...le(0x01000000 - 2, 4),
        ...store32(0x01000000 - 2, 0x12345678),
        0x8b,
        0x0d,
        ...le(0x1ffffffc, 4),
        0x8b,
        0x15,
        ...le(0x20000000, 4),
        HLT,
      ],
    },
  ];
  return list.map((program) => ({ ...program, id: `collision: ${program.id}` }));
}

function descriptorBytes(base: number, limit: number, attributes: number): number[] {
  return [
    limit & 0xff,
    (limit >> 8) & 0xff,
    base & 0xff,
    (base >> 8) & 0xff,
    (base >> 16) & 0xff,
    attributes & 0xff,
    ((attributes >> 8) & 0xf0) | ((limit >> 16) & 0xf),
    base >>> 24,
  ];
}

function others(): Program[] {
  const ring: [number, number[]][] = [];
  // Five pages that jump to each other: more than an evicting cache holds.
  for (let i = 0; i < 5; i++) {
    const at = OTHER + i * PAGE;
    const next = OTHER + ((i + 1) % 5) * PAGE;
    ring.push([at, i === 4 ? [INC_EBX, 0x83, 0xfb, 20, 0x72, 0x01, HLT, ...jump(at + 7, next)] : [INC_EAX, ...jump(at + 1, next)]]);
  }
  const list: Program[] = [
    { id: 'a ring of pages', code: jump(C, OTHER), memory: ring },
    // recursive sum: f(n) = n ? n + f(n - 1) : 0, with n = 40
    {
      id: 'calls and returns',
      code: [
        0xb8,
        40,
        0,
        0,
        0,
        ...call(C + 5, C + 11),
        HLT,
        0x85,
        0xc0,
        0x74,
        0x0c,
        0x50,
        0x48,
        ...call(C + 17, C + 11),
        0x59,
        0x01,
        0xcb,
        0x01,
        0xc8,
        RET,
      ],
    },
    // fld1 here and on another page; CR0.TS set in between: #NM there
    {
      id: 'TS set between two pages',
      code: [...call(C, OTHER), 0x0f, 0x20, 0xc0, 0x0c, 0x08, 0x0f, 0x22, 0xc0, ...jump(C + 13, OTHER)],
      memory: [[OTHER, [0xd9, 0xe8, 0xdd, 0xd8, RET]]],
    },
    {
      id: 'an interrupt in native code',
      mode: 'real16',
      code: [0xb9, 0x40, 0x00, 0x43, 0x49, 0x75, 0xfc, HLT],
      memory: [
        [0x20 * 4, [...le(0x0000, 2), ...le(AT.handlers >> 4, 2)]],
        [AT.handlers, [0xbe, 0x34, 0x12, 0xcf]],
      ],
      regs: { eflags: 0x202 },
      change: (one) => ({ ...one, events: [{ at: { eip: C + 4 }, vector: 0x20, nmi: false }] }),
    },
    {
      id: 'an interrupt that waits for sti',
      mode: 'real16',
      code: [0x43, 0x43, 0x43, 0xfb, 0x43, 0x43, HLT],
      memory: [
        [0x20 * 4, [...le(0x0000, 2), ...le(AT.handlers >> 4, 2)]],
        [AT.handlers, [0x89, 0xde, 0xcf]],
      ],
      change: (one) => ({ ...one, events: [{ at: { eip: C + 1 }, vector: 0x20, nmi: false }] }),
    },
    {
      id: 'a stop inside a stream',
      code: [INC_EAX, INC_EAX, INC_EAX, HLT],
      change: (one) => ({ ...one, stop: { ...one.stop, eip: [C + 2] } }),
    },
    {
      id: 'a stop inside an instruction that is not executed there',
      code: [0xb8, 1, 2, 3, 4, INC_EBX, HLT],
      change: (one) => ({ ...one, stop: { ...one.stop, eip: [C + 2] } }),
    },
    {
      id: 'enter with a level over a page that is not there yet',
      code: [0xbd, ...le(D + 0x1004, 4), 0xbc, ...le(D + 0x1008, 4), 0xc8, 0x10, 0x00, 0x07, HLT],
      memory: [[D + 0xfe0, Array.from({ length: 0x40 }, (_, i) => i + 1)]],
    },
  ];
  return list.map((program) => ({ ...program, id: `run: ${program.id}` }));
}

export interface SbeCase {
  one: Case;
  strictOnly: boolean;
}

export function sbeCases(): SbeCase[] {
  return [...selfModifying(), ...aliases(), ...boundaries(), ...overlaps(), ...collisions(), ...others()].map((program) => {
    const { change, strictOnly, ...hand } = program;
    const made = handCase({ mode: 'pm32', instructions: 100_000, ...hand, id: `sbe: ${program.id}` });
    const one: Case = { ...made, stop: { ...made.stop, eip: [] } };
    return { one: change ? change(one) : one, strictOnly: strictOnly ?? false };
  });
}
