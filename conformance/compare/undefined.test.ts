import { describe, expect, test } from 'vitest';
import type { Registers } from '../case.ts';
import { readInstruction } from './instruction.ts';
import { AF, ARITHMETIC, CF, definesFlags, OF, PF, RULES, readsFlags, SF, undefinedAfter, ZF } from './undefined.ts';

const NULL = { selector: 0, base: 0, limit: 0, attributes: 0 };

function registers(ecx = 0): Registers {
  return {
    gpr: [0, ecx, 0, 0, 0, 0, 0, 0],
    eip: 0,
    eflags: 2,
    segments: new Array(8).fill(NULL),
    gdtr: { base: 0, limit: 0 },
    idtr: { base: 0, limit: 0 },
    cr0: 0,
    cr2: 0,
    cr3: 0,
    cr4: 0,
    dr: [0, 0, 0, 0, 0, 0, 0, 0],
    tsc: 0n,
    cpl: 0,
    shadow: 'none',
  };
}

function instruction(...bytes: number[]) {
  const padded = Uint8Array.from({ length: 15 }, (_, i) => bytes[i] ?? 0);
  const read = readInstruction(padded, true);
  if (!read) throw new Error('no instruction');
  return read;
}

function undefinedOf(bytes: number[], ecx = 0, zero = false) {
  return undefinedAfter(instruction(...bytes), registers(ecx), zero);
}

const flagsOf = (bytes: number[], ecx = 0): number => undefinedOf(bytes, ecx).flags;

describe('what the manual leaves undefined', () => {
  test('every rule names its source and its instructions, and no instruction has two', () => {
    const seen = new Set<string>();
    for (const rule of RULES) {
      expect(rule.source).toMatch(/SDM Vol\. 2/);
      for (const mnemonic of rule.mnemonics) {
        expect(seen.has(mnemonic), mnemonic).toBe(false);
        seen.add(mnemonic);
      }
    }
  });

  test('logic-af: AND, OR, XOR, TEST leave AF, and only AF', () => {
    for (const bytes of [
      [0x21, 0xd0],
      [0x09, 0xd0],
      [0x31, 0xd0],
      [0x85, 0xd0],
      [0xa8, 1],
      [0x83, 0xe0, 1],
      [0xf6, 0xc0, 1],
      [0xf7, 0xc8, 1, 0, 0, 0],
    ])
      expect(flagsOf(bytes)).toBe(AF);
    for (const bytes of [[0x01, 0xd0], [0x29, 0xd0], [0x39, 0xd0], [0xf7, 0xd8], [0x40], [0x0f, 0xc1, 0xd0], [0x0f, 0xb1, 0xd0]])
      expect(flagsOf(bytes)).toBe(0);
  });

  test('ascii-adjust, decimal-adjust, ascii-multiply-divide', () => {
    for (const opcode of [0x37, 0x3f]) expect(flagsOf([opcode])).toBe(OF | SF | ZF | PF);
    for (const opcode of [0x27, 0x2f]) expect(flagsOf([opcode])).toBe(OF);
    for (const opcode of [0xd4, 0xd5]) expect(flagsOf([opcode, 10])).toBe(OF | AF | CF);
  });

  test('multiply and divide', () => {
    for (const bytes of [
      [0xf6, 0xe1],
      [0xf7, 0xe9],
      [0x0f, 0xaf, 0xc1],
      [0x6b, 0xc1, 3],
      [0x69, 0xc1, 3, 0, 0, 0],
    ])
      expect(flagsOf(bytes)).toBe(SF | ZF | AF | PF);
    for (const bytes of [
      [0xf6, 0xf1],
      [0xf7, 0xf9],
    ])
      expect(flagsOf(bytes)).toBe(ARITHMETIC);
  });

  test('shift: by count, masked to five bits', () => {
    expect(flagsOf([0xc1, 0xe0, 0])).toBe(0);
    expect(flagsOf([0xc1, 0xe0, 32])).toBe(0);
    expect(flagsOf([0xd1, 0xe0])).toBe(AF);
    expect(flagsOf([0xc1, 0xe0, 33])).toBe(AF);
    expect(flagsOf([0xc1, 0xe0, 31])).toBe(AF | OF);
    expect(flagsOf([0xd3, 0xe8], 0x101)).toBe(AF);
    expect(flagsOf([0xd3, 0xe8], 0x100)).toBe(0);
    // CF where the count is not below the operand size; never of SAR
    expect(flagsOf([0xc0, 0xe0, 7])).toBe(AF | OF);
    expect(flagsOf([0xc0, 0xe0, 8])).toBe(AF | OF | CF);
    expect(flagsOf([0x66, 0xc1, 0xe8, 16])).toBe(AF | OF | CF);
    expect(flagsOf([0x66, 0xc1, 0xe8, 15])).toBe(AF | OF);
    expect(flagsOf([0xc0, 0xf8, 9])).toBe(AF | OF);
  });

  test('rotate: OF unless the count is 1', () => {
    expect(flagsOf([0xd1, 0xc0])).toBe(0);
    expect(flagsOf([0xc1, 0xc8, 0])).toBe(0);
    expect(flagsOf([0xc1, 0xd0, 2])).toBe(OF);
    expect(flagsOf([0xd3, 0xd8], 33)).toBe(0);
    expect(flagsOf([0xc0, 0xc0, 8])).toBe(OF);
  });

  test('double-shift: past the operand size result and flags are undefined', () => {
    expect(flagsOf([0x0f, 0xa4, 0xd0, 0])).toBe(0);
    expect(flagsOf([0x0f, 0xa4, 0xd0, 1])).toBe(AF);
    expect(flagsOf([0x0f, 0xac, 0xd0, 2])).toBe(AF | OF);
    expect(undefinedOf([0x66, 0x0f, 0xa4, 0xd0, 16])).toEqual({ flags: AF | OF, register: -1, registerMask: 0, memory: false });
    expect(undefinedOf([0x66, 0x0f, 0xa4, 0xd3, 17])).toEqual({ flags: ARITHMETIC, register: 3, registerMask: 0xffff, memory: false });
    expect(undefinedOf([0x66, 0x0f, 0xa5, 0x13], 20)).toEqual({ flags: ARITHMETIC, register: -1, registerMask: 0, memory: true });
  });

  test('bit-scan: of zero the destination too', () => {
    const flags = CF | OF | SF | AF | PF;
    expect(undefinedOf([0x0f, 0xbc, 0xd1])).toEqual({ flags, register: -1, registerMask: 0, memory: false });
    expect(undefinedOf([0x0f, 0xbd, 0xd1], 0, true)).toEqual({ flags, register: 2, registerMask: 0xffffffff, memory: false });
    expect(undefinedOf([0x66, 0x0f, 0xbd, 0xd1], 0, true).registerMask).toBe(0xffff);
  });

  test('bit-test: all but CF and ZF', () => {
    for (const bytes of [
      [0x0f, 0xa3, 0xd0],
      [0x0f, 0xba, 0xe0, 3],
      [0x0f, 0xba, 0x38, 3],
      [0x0f, 0xb3, 0x10],
    ])
      expect(flagsOf(bytes)).toBe(OF | SF | AF | PF);
  });

  test('move-control: all six; MOV of other kinds none', () => {
    expect(flagsOf([0x0f, 0x20, 0xc0])).toBe(ARITHMETIC);
    expect(flagsOf([0x0f, 0x23, 0xf8])).toBe(ARITHMETIC);
    expect(flagsOf([0x8b, 0xc1])).toBe(0);
    expect(flagsOf([0x8e, 0xd8])).toBe(0);
  });

  test('machine-status-word, access-rights, byte-swap-16: parts of the destination', () => {
    expect(undefinedOf([0x0f, 0x01, 0xe6])).toMatchObject({ register: 6, registerMask: 0xffff0000 });
    expect(undefinedOf([0x66, 0x0f, 0x01, 0xe6]).register).toBe(-1);
    expect(undefinedOf([0x0f, 0x01, 0x26]).register).toBe(-1);
    expect(undefinedOf([0x0f, 0x02, 0xd3], 0, true)).toMatchObject({ register: 2, registerMask: 0x000f0000 });
    expect(undefinedOf([0x0f, 0x02, 0xd3], 0, false).register).toBe(-1);
    expect(undefinedOf([0x66, 0x0f, 0xc9])).toMatchObject({ flags: 0, register: 1, registerMask: 0xffff });
    expect(undefinedOf([0x0f, 0xc9]).register).toBe(-1);
  });
});

describe('who reads flags, and who defines them', () => {
  test('conditions read what the manual’s table says', () => {
    expect(readsFlags(instruction(0x72, 0), CF)).toBe(true);
    expect(readsFlags(instruction(0x72, 0), ARITHMETIC & ~CF)).toBe(false);
    expect(readsFlags(instruction(0x0f, 0x9f, 0xc0), OF)).toBe(true);
    expect(readsFlags(instruction(0x0f, 0x9f, 0xc0), AF | CF | PF)).toBe(false);
    expect(readsFlags(instruction(0x0f, 0x4a, 0xc1), PF)).toBe(true);
    expect(readsFlags(instruction(0x9c), AF)).toBe(true);
    expect(readsFlags(instruction(0x9f), OF)).toBe(false);
    expect(readsFlags(instruction(0x11, 0xd0), CF)).toBe(true);
    expect(readsFlags(instruction(0x01, 0xd0), ARITHMETIC)).toBe(false);
    expect(readsFlags(instruction(0xe1, 0), ZF)).toBe(true);
  });

  test('a repeated comparison may run no time and defines nothing', () => {
    expect(definesFlags(instruction(0xa6), registers())).toBe(ARITHMETIC);
    expect(definesFlags(instruction(0xf3, 0xa6), registers())).toBe(0);
    expect(definesFlags(instruction(0x39, 0xd0), registers())).toBe(ARITHMETIC);
    expect(definesFlags(instruction(0x40), registers())).toBe(ARITHMETIC & ~CF);
    expect(definesFlags(instruction(0xc1, 0xe0, 32), registers())).toBe(0);
  });
});
