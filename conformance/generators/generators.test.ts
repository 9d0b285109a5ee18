import fc from 'fast-check';
import { Decoder, DecoderOptions } from 'iced-x86';
import { describe, expect, test } from 'vitest';
import { impossible } from '../cases/validate.ts';
import { encodeCases } from '../wire/codec.ts';
import { arbitrary, RandomChoices, RecordingChoices, TapeChoices } from './choices.ts';
import { Code, encode, type Places } from './code.ts';
import { FORMS, formOf } from './forms.ts';
import { chooseKind, generate, generateFromTape, generateNumbered, KIND_NAMES, type Order } from './kinds.ts';
import { GDT_ENTRIES, GDT_LIMIT, loaded, TABLES_END, TABLES_IMAGES } from './layout.ts';

const ORDERS: Order[] = [
  { mode: 'real16', cpl: 0 },
  { mode: 'v86', cpl: 3 },
  ...[0, 1, 2, 3].flatMap((cpl): Order[] => [
    { mode: 'pm16', cpl },
    { mode: 'pm32', cpl },
  ]),
];

describe('generated cases', () => {
  test.each(KIND_NAMES)('%s: possible in every mode and ring, inside RAM, small', (kind) => {
    const wrong: string[] = [];
    for (const order of ORDERS) {
      for (let index = 0; index < 300; index++) {
        const one = generateNumbered({ ...order, kind }, 7, index);
        const reason = impossible(one);
        if (reason !== null) wrong.push(`${one.id}: ${reason}`);
        const bytes = one.memory.reduce((sum, run) => sum + run.bytes.length, 0);
        if (bytes >= 6 * 1024) wrong.push(`${one.id}: ${bytes} bytes`);
        if (one.stop.eip.length > 16) wrong.push(`${one.id}: ${one.stop.eip.length} stops`);
        if (one.memory.some((run) => run.address + run.bytes.length > 8 << 20)) wrong.push(`${one.id}: memory above 8 MiB`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('the same number gives the same case, whatever was generated before', () => {
    const order: Order = { mode: 'pm32', cpl: 3 };
    const first = encodeCases([generateNumbered(order, 5, 1234)]);
    for (let index = 0; index < 50; index++) generateNumbered(order, 99, index);
    expect(encodeCases([generateNumbered(order, 5, 1234)]).body).toEqual(first.body);
    expect(encodeCases([generateNumbered(order, 5, 1235)]).body).not.toEqual(first.body);
    expect(encodeCases([generateNumbered(order, 6, 1234)]).body).not.toEqual(first.body);
  });

  test('a recorded tape gives the recorded case', () => {
    const wrong: string[] = [];
    for (const order of ORDERS) {
      for (let index = 0; index < 50; index++) {
        const recording = new RecordingChoices(new RandomChoices(3, index));
        const original = generate(recording, order, 'x');
        const again = generateFromTape(order, recording.tape, 'x');
        if (!encodeCases([again]).body.equals(encodeCases([original]).body)) wrong.push(`${order.mode} ${order.cpl} ${index}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test('any tape at all gives a possible case', () => {
    for (const order of ORDERS) {
      fc.assert(
        fc.property(
          arbitrary((choices) => generate(choices, order)),
          (one) => impossible(one) === null,
        ),
        { numRuns: 40 },
      );
    }
  });

  test('hostile cases come by name only, all others of themselves', () => {
    const choices = new RandomChoices(1, 1);
    const seen = new Set<string>();
    for (let i = 0; i < 2000; i++) seen.add(chooseKind(choices));
    expect([...seen].sort()).toEqual(KIND_NAMES.filter((kind) => kind !== 'hostile').sort());
  });

  test('the mixture has paging on in every mode but real mode', () => {
    for (const order of ORDERS) {
      let paged = 0;
      for (let index = 0; index < 500; index++) if (generateNumbered(order, 3, index).registers.cr0 >>> 31) paged++;
      expect(paged > 0, `${order.mode} ${order.cpl}: ${paged} of 500`).toBe(order.mode !== 'real16');
    }
  });
});

describe('the layout', () => {
  test('no selector from 0x180 on, and the tables fit', () => {
    expect(GDT_ENTRIES.length * 8 - 1).toBe(GDT_LIMIT);
    expect(GDT_LIMIT).toBeLessThan(0x180);
    for (const image of TABLES_IMAGES) expect(image.length).toBe(TABLES_END - 0x1000);
  });

  test('loading a selector gives the hidden part that its descriptor says', () => {
    expect(loaded(0x23)).toEqual({ selector: 0x23, base: 0, limit: 0xffffffff, attributes: 0xc0f3 });
    expect(loaded(0x60)).toEqual({ selector: 0x60, base: 0x30000, limit: 0xffff, attributes: 0xf3 });
    expect(loaded(0x173).attributes & 1, 'the accessed bit').toBe(1);
    expect(loaded(3)).toEqual({ selector: 3, base: 0, limit: 0, attributes: 0 });
  });
});

/** Not known to iced-x86 the way the guest's processor takes them: aliases and undocumented opcodes. */
const ICED_DIFFERS = new Set(['ud0', 'mov Rd,Cd', 'mov Cd,Rd']); // of the latter two, not every register exists
const PLACES: Places = { pointer: () => 0x30000, farTarget: () => ({ selector: 8, offset: 0x1234 }) };

describe('the table of forms', () => {
  test('names every form once', () => {
    expect(new Set(FORMS.map((form) => form.id)).size).toBe(FORMS.length);
    expect(FORMS.length).toBeGreaterThan(800);
  });

  test.each([16, 32])('iced-x86 finds an instruction of the same length in %s-bit code', (bits) => {
    const wrong: string[] = [];
    for (const form of FORMS) {
      if (ICED_DIFFERS.has(form.mnemonic) || ICED_DIFFERS.has(`${form.mnemonic} ${form.operands}`)) continue;
      for (const operandBytes of form.sized ? [2, 4] : [bits / 8]) {
        for (let seed = 0; seed < 12; seed++) {
          const code = new Code(bits === 32);
          encode(new RandomChoices(seed, form.opcode), code, form, PLACES, { plain: true, operandBytes });
          const bytes = code.finished();
          const decoder = new Decoder(bits, bytes, DecoderOptions.None);
          const instruction = decoder.decode();
          if (instruction.isInvalid || instruction.length !== bytes.length) wrong.push(`${form.id}: ${Buffer.from(bytes).toString('hex')}`);
          instruction.free();
          decoder.free();
        }
      }
    }
    expect([...new Set(wrong.map((text) => text.split(':')[0]))]).toEqual([]);
  });

  test('finds the form of its own encodings again', () => {
    const wrong: string[] = [];
    for (const form of FORMS) {
      const code = new Code(true);
      encode(new TapeChoices([]), code, form, PLACES, { plain: true });
      let at = 0;
      while ([0x66, 0xf2, 0xf3].includes(code.bytes[at]!)) at++;
      at += form.map + 1;
      const found = formOf(form.map, form.opcode, form.mandatory === 0x66, form.mandatory > 0x66 ? form.mandatory : 0, code.bytes[at]!);
      if (found?.id !== form.id) wrong.push(`${form.id} is taken for ${found?.id}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('choices', () => {
  test('numbers stay in range and use it', () => {
    const choices = new RandomChoices(1, 2);
    const seen = new Set<number>();
    for (let i = 0; i < 1000; i++) {
      seen.add(choices.below(7));
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('past its end a tape answers 0, the simplest', () => {
    const tape = new TapeChoices([5]);
    expect([tape.below(3), tape.below(3), tape.u32()]).toEqual([2, 0, 0]);
  });
});
