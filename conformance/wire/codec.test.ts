import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case, Registers } from '../case.ts';
import { codeCase } from '../cases/testing.ts';
import {
  concatResults,
  crashedResults,
  decodeResult,
  encodeCases,
  equalResults,
  hasUnexplainedFault,
  indexResults,
  RAW,
  sliceCases,
  UNEXPLAINED_FAULT,
} from './codec.ts';
import { EXIT_CAUSES, enumeration, field, type Headers, parseHeader, struct } from './layout.ts';

const u32 = fc.nat(0xffffffff);
const u16 = fc.nat(0xffff);
const segment = fc.record({ selector: u16, base: u32, limit: u32, attributes: u16 });
const eight = <T>(one: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(one, { minLength: 8, maxLength: 8 });
const registers: fc.Arbitrary<Registers> = fc.record({
  gpr: eight(u32),
  eip: u32,
  eflags: u32,
  segments: eight(segment),
  gdtr: fc.record({ base: u32, limit: u32 }),
  idtr: fc.record({ base: u32, limit: u32 }),
  cr0: u32,
  cr2: u32,
  cr3: u32,
  cr4: u32,
  dr: eight(u32),
  tsc: fc.bigInt(0n, 0xffffffffffffffffn),
  cpl: fc.nat(3),
  shadow: fc.constantFrom('none' as const, 'sti' as const, 'movss' as const),
});

const withRegisters = (value: Registers): Case => ({ ...codeCase('x', [0x90, 0x90, 0x90]), registers: value });

describe('the layout', () => {
  it('is what the compiler makes of it', () => {
    expect(struct('wire_registers').bytes).toBe(212);
    expect(struct('wire_segment').bytes).toBe(12);
    expect(field('wire_result', 'registers.eip').offset).toBe(field('wire_result', 'registers').offset + 32);
    expect(EXIT_CAUSES.length).toBe(field('wire_stats', 'exits').count);
    expect(enumeration('outcome').get('OUTCOME_HALTED')).toBe(0);
  });

  it('refuses a struct into which the compiler would put padding, and what it cannot read', () => {
    const into = (): Headers => ({ structs: new Map(), enums: new Map() });
    expect(() => parseHeader('struct a { uint8_t b; uint32_t c; };', into(), { structs: true })).toThrow(/not aligned/);
    expect(() => parseHeader('struct a { char *b; };', into(), { structs: true })).toThrow(/cannot read/);
    expect(() => parseHeader('enum a { B = sizeof(int), };', into(), { structs: true })).toThrow(/cannot read/);
  });
});

describe('the codec', () => {
  it('brings every register through unchanged', () => {
    fc.assert(
      fc.property(registers, (value) => {
        const result = decodeResult(crashedResults(encodeCases([withRegisters(value)]), 'x'), 0, { id: 'x' }, 'sbe');
        expect(result.registers).toEqual(value);
        expect(result.outcome).toBe('crashed');
      }),
      { numRuns: 200 },
    );
  });

  it('puts every part of a case behind its head, each on a word', () => {
    const one: Case = {
      ...codeCase('x', [1, 2, 3, 4, 5]),
      memory: [{ address: 0x1234, bytes: Uint8Array.of(0xaa, 0xbb, 0xcc) }],
      fx: new Uint8Array(512).fill(0x11),
      ports: [{ port: 0x60, width: 1, value: 0x1c }],
      events: [{ at: { instruction: 7 }, vector: 32, nmi: false }],
      stop: { eip: [0x1000, 0x2000], instructions: 99, exception: false },
    };
    const { body, offsets } = encodeCases([one]);
    expect(body.length).toBe(struct('wire_case').bytes + 8 + 8 + 8 + 512 + 8 + 4);
    expect(offsets[1]).toBe(body.length);
    let at = struct('wire_case').bytes;
    expect([body.readUInt32LE(at), body.readUInt32LE(at + 4)]).toEqual([0x1000, 0x2000]);
    at += 8;
    expect([...body.subarray(at, at + 8)]).toEqual([1, 32, 0, 0, 7, 0, 0, 0]);
    at += 8;
    expect([...body.subarray(at, at + 8)]).toEqual([0x60, 0, 1, 0, 0x1c, 0, 0, 0]);
    at += 8 + 512;
    expect([body.readUInt32LE(at), body.readUInt32LE(at + 4)]).toEqual([0x1234, 3]);
    expect([...body.subarray(at + 8)]).toEqual([0xaa, 0xbb, 0xcc, 0]);
  });

  it('slices and joins without loss', () => {
    const all = Array.from({ length: 9 }, (_, index) => codeCase(`${index}`, new Array(index + 1).fill(0x90)));
    const batch = encodeCases(all);
    const slice = sliceCases(batch, 3, 6);
    expect(slice.count).toBe(3);
    expect(Buffer.compare(slice.body, encodeCases(all.slice(3, 6)).body)).toBe(0);
    const joined = concatResults([crashedResults(slice, 'a'), crashedResults(sliceCases(batch, 0, 1), 'b')]);
    expect([...joined.errors]).toEqual([
      [0, 'a'],
      [1, 'a'],
      [2, 'a'],
      [3, 'b'],
    ]);
  });

  it('sees every difference of a raw result but those of stats and note', () => {
    const batch = encodeCases([codeCase('x', [0x90])]);
    const a = crashedResults(batch, 'x');
    for (let at = 4; at < a.body.length; at++) {
      const b = crashedResults(batch, 'x');
      b.body[at]! ^= 0x80;
      const ignored = at >= RAW.stats || (at >= RAW.note && at < RAW.registers);
      expect([at, equalResults(a, b, 0)]).toEqual([at, ignored]);
    }
  });

  it('calls a result with an unexplained fault equal to nothing, not even to itself', () => {
    const results = crashedResults(encodeCases([codeCase('x', [0x90])]), 'x');
    expect(hasUnexplainedFault(results, 0)).toBe(false);
    results.body.writeUInt16LE(enumeration('wire_note').get('WIRE_NOTE_UNEXPLAINED_FAULT')!, RAW.note);
    expect(hasUnexplainedFault(results, 0)).toBe(true);
    expect(equalResults(results, results, 0)).toBe(false);
    expect(decodeResult(results, 0, { id: 'x' }, 'sbe').notes).toEqual([UNEXPLAINED_FAULT]);
  });

  it('masks EFLAGS where it is told to', () => {
    const batch = encodeCases([codeCase('x', [0x90])]);
    const a = crashedResults(batch, 'x');
    const b = crashedResults(batch, 'x');
    b.body.writeUInt32LE(b.body.readUInt32LE(RAW.eflags) ^ 0x10, RAW.eflags);
    expect(equalResults(a, b, 0)).toBe(false);
    expect(equalResults(a, b, 0, ~0x10 >>> 0)).toBe(true);
    expect(equalResults(a, b, 0, ~0x01 >>> 0)).toBe(false);
  });

  it('refuses a body that is cut short or does not add up', () => {
    const { body } = crashedResults(encodeCases([codeCase('x', [0x90])]), 'x');
    expect(() => indexResults(body.subarray(0, 100), 1)).toThrow(/cut short/);
    expect(() => indexResults(Buffer.concat([body, Buffer.alloc(4)]), 1)).toThrow(/left after/);
    expect(() => indexResults(Buffer.concat([Buffer.from([8, 0, 0, 0]), body.subarray(4)]), 1)).toThrow(/gives its size as 8/);
  });
});
