/** Machine code under construction: bytes, instruction starts, and the encoder of one form with every prefix and addressing mode. */
import { type Choices, chance, pick } from './choices.ts';
import type { Form, Immediate } from './forms.ts';
import { value8, value32 } from './values.ts';

const MAX_CODE = 512;

const SCRATCH = new Uint8Array(MAX_CODE);

export class Code {
  /** shared by all: one is under construction at a time, and `Environment.finish` copies it */
  readonly bytes = SCRATCH;
  length = 0;
  /** Offsets at which the generator began an instruction. */
  readonly starts: number[] = [];
  /** What the generator put in, in order. */
  readonly forms: Form[] = [];
  /** A repeat prefix stands before a string instruction: the count must be small. */
  repeats = false;
  /** Something that uses the FPU or SSE state. */
  usesFx = false;
  readonly code32: boolean;

  constructor(code32: boolean) {
    this.code32 = code32;
  }

  start(): void {
    this.starts.push(this.length);
  }

  /** One instruction of plain bytes. */
  raw(...bytes: number[]): void {
    this.start();
    for (const byte of bytes) this.byte(byte);
  }

  byte(value: number): void {
    if (this.length < MAX_CODE) this.bytes[this.length++] = value;
  }

  word(value: number): void {
    this.byte(value & 0xff);
    this.byte((value >>> 8) & 0xff);
  }

  dword(value: number): void {
    this.word(value & 0xffff);
    this.word(value >>> 16);
  }

  /** A number of `bytes` bytes. */
  number(value: number, bytes: number): void {
    if (bytes === 4) this.dword(value);
    else if (bytes === 2) this.word(value);
    else this.byte(value & 0xff);
  }

  /** The prefix that makes the operand size `bytes`, if one is needed. */
  operandSize(bytes: number): void {
    if ((bytes === 4) !== this.code32) this.byte(0x66);
  }

  addressSize(bytes: number): void {
    if ((bytes === 4) !== this.code32) this.byte(0x67);
  }

  finished(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }
}

/** What an encoded instruction may point at; given by the environment. */
export interface Places {
  /** An offset that is mostly good for data, for 16- or 32-bit addressing. */
  pointer(choices: Choices, addressBytes: number): number;
  /** A selector for far pointers in the instruction, and an offset in that segment. */
  farTarget(choices: Choices): { selector: number; offset: number };
}

export interface EncodeOptions {
  /** operand size in bytes; default: mostly the code's own, sometimes the other */
  operandBytes?: number;
  /** address size in bytes; default: mostly the code's own */
  addressBytes?: number;
  /** no prefixes but the needed ones */
  plain?: boolean;
  /** choose the memory (true) or register (false) form where there are both */
  memory?: boolean;
}

const SEGMENT_PREFIXES: readonly number[] = [0x3e, 0x26, 0x36, 0x64, 0x65, 0x2e];

/** Encodes one instruction of `form`, random in everything that the form leaves open. */
export function encode(choices: Choices, code: Code, form: Form, places: Places, options: EncodeOptions = {}): void {
  code.start();
  code.forms.push(form);
  if (form.unit !== 'integer') code.usesFx = true;
  const own = code.code32 ? 4 : 2;
  const operandBytes = options.operandBytes ?? (form.sized && chance(choices, 30) ? 6 - own : own);
  let addressBytes = options.addressBytes ?? own;
  if (addressBytes !== own) code.byte(0x67);
  const memory = form.modrm === 'memory' || (form.modrm === 'any' && (options.memory ?? chance(choices, 60)));

  if (options.plain !== true) {
    if (chance(choices, 10)) {
      addressBytes = 6 - own;
      code.byte(0x67);
    }
    if (chance(choices, 12)) code.byte(pick(choices, SEGMENT_PREFIXES));
    if (form.lockable && memory ? chance(choices, 12) : chance(choices, 1)) code.byte(0xf0);
    if (form.mandatory === 0 && (form.string ? chance(choices, 60) : chance(choices, 2))) {
      code.byte(0xf2 + choices.below(2));
      if (form.string) code.repeats = true;
    }
  }
  if (operandBytes !== own && form.mandatory !== 0x66) code.byte(0x66);
  if (form.mandatory !== 0) code.byte(form.mandatory);
  if (form.map === 1) code.byte(0x0f);
  code.byte(form.opcode);
  if (form.modrm !== 'none') {
    if (form.fixedModrm >= 0) code.byte(form.fixedModrm);
    else encodeModrm(choices, code, form.digit >= 0 ? form.digit : choices.below(8), memory, addressBytes, places);
  }
  for (const immediate of form.immediates) encodeImmediate(choices, code, immediate, operandBytes, addressBytes, places);
}

/** ModRM, SIB and displacement (SDM Vol. 2A, 2.1.5). */
export function encodeModrm(choices: Choices, code: Code, reg: number, memory: boolean, addressBytes: number, places: Places): void {
  if (!memory) {
    code.byte(0xc0 | (reg << 3) | choices.below(8));
    return;
  }
  const mod = pick(choices, [0, 1, 2, 0]);
  const rm = choices.below(8);
  code.byte((mod << 6) | (reg << 3) | rm);
  if (addressBytes === 2) {
    if (mod === 0 && rm === 6) code.word(places.pointer(choices, 2));
    else if (mod === 1) code.byte(displacement8(choices));
    else if (mod === 2) code.word(displacement(choices));
    return;
  }
  let base = rm;
  if (rm === 4) {
    const scale = choices.below(4);
    const index = choices.below(8);
    base = choices.below(8);
    code.byte((scale << 6) | (index << 3) | base);
  }
  if (mod === 0 && base === 5) code.dword(places.pointer(choices, 4));
  else if (mod === 1) code.byte(displacement8(choices));
  else if (mod === 2) code.dword(displacement(choices));
}

function displacement8(choices: Choices): number {
  return chance(choices, 25) ? value8(choices) : choices.below(48);
}

function displacement(choices: Choices): number {
  return chance(choices, 15) ? value32(choices) : choices.below(64);
}

function encodeImmediate(choices: Choices, code: Code, kind: Immediate, operandBytes: number, addressBytes: number, places: Places): void {
  switch (kind) {
    case 'b':
      code.byte(value8(choices));
      break;
    case 'w':
      code.word(chance(choices, 30) ? value32(choices) & 0xffff : choices.below(16));
      break;
    case 'z':
      code.number(value32(choices), operandBytes);
      break;
    case 'enter':
      code.word(chance(choices, 20) ? value32(choices) & 0xffff : choices.below(64));
      code.byte(chance(choices, 30) ? value8(choices) : choices.below(5));
      break;
    case 'moffs':
      code.number(places.pointer(choices, addressBytes), addressBytes);
      break;
    case 'rel8':
      code.byte(chance(choices, 30) ? value8(choices) : choices.below(16));
      break;
    case 'relz':
      code.number(chance(choices, 3) ? value32(choices) : (choices.below(48) - (chance(choices, 30) ? 24 : 0)) >>> 0, operandBytes);
      break;
    case 'far': {
      const { selector, offset } = places.farTarget(choices);
      code.number(offset, operandBytes);
      code.word(selector);
      break;
    }
  }
}
