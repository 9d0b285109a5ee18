import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Result } from '../case.ts';
import { crashedResults, decodeResult, encodeCases } from '../wire/codec.ts';
import { checkExpectation } from './expect.ts';
import { type Parsed, parseCases, readCases } from './parse.ts';
import { caseJson } from './write.ts';

/** GDT at 0x800: null, flat 32-bit code, flat data, an LDT at 0x900, a TSS at 0xA00, data not present. */
const GDT = '0000000000000000ffff0000009bcf00ffff00000093cf000f000009008200006700000a00890000ffff00000013cf00';
const PROTECTED = { cs: 8, ss: 16, gdtr: { base: 0x800, limit: 47 } };

function pm32(more: object = {}, regs: object = {}): object {
  return { id: 'x', mode: 'pm32', regs: { ...PROTECTED, ...regs }, mem: [[0x800, GDT]], ...more };
}

async function parse(...lines: (object | string)[]): Promise<Parsed[]> {
  return parseCases(lines.map((line, index) => ({ text: typeof line === 'string' ? line : JSON.stringify(line), line: index + 1 })));
}

async function one(json: object): Promise<Parsed> {
  return (await parse(json))[0]!;
}

describe('a case of the JSON form', () => {
  it('has the documented defaults', async () => {
    const parsed = await one({ id: 'a', mode: 'real16' });
    expect(parsed.error).toBeNull();
    const { case: given } = parsed;
    expect(given).toMatchObject({
      mode: 'real16',
      model: 'default',
      ramBytes: 16777216,
      addressMask: 0xffffffff,
      ports: [],
      events: [],
      memory: [],
    });
    expect(given!.stop).toEqual({ eip: [], instructions: 1000, exception: false });
    expect(given!.registers).toMatchObject({ eflags: 2, cr0: 0, eip: 0, cpl: 0, shadow: 'none', idtr: { base: 0, limit: 1023 } });
    expect(given!.registers.segments[1]).toEqual({ selector: 0, base: 0, limit: 0xffff, attributes: 0x93 });
  });

  it('resolves selectors: times 16 in real and V86 mode, by the tables in protected mode, nulls as nulls', async () => {
    const real = await one({ id: 'a', mode: 'real16', regs: { cs: 0x1234, ds: 0xffff } });
    expect(real.case!.registers.segments[1]).toMatchObject({ selector: 0x1234, base: 0x12340, limit: 0xffff });
    const v86 = await one({ id: 'a', mode: 'v86', regs: { ss: 2 } });
    expect(v86.case!.registers.segments[2]).toEqual({ selector: 2, base: 32, limit: 0xffff, attributes: 0xf3 });
    expect(v86.case!.registers).toMatchObject({ cpl: 3, cr0: 1, eflags: 0x20002 });
    const flat = await one(pm32({}, { ds: 16, es: 3, ldtr: 24, tr: 32 }));
    expect(flat.error).toBeNull();
    const { segments } = flat.case!.registers;
    expect(segments[1]).toEqual({ selector: 8, base: 0, limit: 0xffffffff, attributes: 0xc09b });
    expect(segments[3]).toEqual({ selector: 16, base: 0, limit: 0xffffffff, attributes: 0xc093 });
    expect(segments[0]).toEqual({ selector: 3, base: 0, limit: 0, attributes: 0 });
    expect(segments[6]).toEqual({ selector: 24, base: 0x900, limit: 15, attributes: 0x82 });
    expect(segments[7]).toEqual({ selector: 32, base: 0xa00, limit: 0x67, attributes: 0x8b }); // LTR marks it busy
  });

  it('looks in the LDT for selectors with TI, and through the page tables where paging is on', async () => {
    const local = await one(
      pm32(
        {
          mem: [
            [0x800, GDT],
            [0x900, '0000000000000000ffff00100093cf00'],
          ],
        },
        { ldtr: 24, ds: 12 },
      ),
    );
    expect(local.case!.registers.segments[3]).toMatchObject({ selector: 12, base: 0x1000 });
    // Linear 0x800 is on the page at 0x5000.
    const mem = [
      [0x5800, GDT],
      [0x2000, '03300000'],
      [0x3000, '03500000'],
    ];
    const paged = await one(pm32({ mem }, { cr0: 0x80000001, cr3: 0x2000 }));
    expect(paged.case!.registers.segments[1]).toMatchObject({ selector: 8, limit: 0xffffffff });
    const absent = await one(pm32({ mem: mem.slice(0, 2) }, { cr0: 0x80000001, cr3: 0x2000 }));
    expect(absent.error).toContain('not present');
  });

  it('takes hidden parts by hand', async () => {
    const ds = { selector: 0x33, base: 5, limit: 0xfffff, attributes: 0x4093 };
    expect((await one(pm32({}, { ds }))).case!.registers.segments[3]).toEqual(ds);
  });

  it('assembles nasm source in the terms of the code segment', async () => {
    const parsed = await one({ id: 'a', mode: 'real16', regs: { cs: 0x100 }, mem: [[0x1010, { asm: 'here: mov ax, here\njmp here' }]] });
    expect(Buffer.from(parsed.case!.memory[0]!.bytes).toString('hex')).toBe('b81000ebfb');
    const wide = await one(
      pm32({
        mem: [
          [0x800, GDT],
          [0x4000, { asm: 'here: mov eax, here' }],
        ],
      }),
    );
    expect(Buffer.from(wide.case!.memory[1]!.bytes).toString('hex')).toBe('b800400000');
  });

  it('keeps apart the labels and macros of cases that are assembled together', async () => {
    const asm = ['a: jmp a\nb equ 5\nmov al, b', '%define b 7\na: nop\nmov al, b', 'b: mov al, 1\na: jmp b', 'org 0x7000\na: mov ax, a'];
    const parsed = await parse(...asm.map((text, index) => ({ id: `${index}`, mode: 'real16', mem: [[0x1000, { asm: text }]] })));
    const bytes = parsed.map((each) => Buffer.from(each.case!.memory[0]!.bytes).toString('hex'));
    expect(bytes).toEqual(['ebfeb005', '90b007', 'b001ebfc', 'b80070']);
  });

  it('survives its own writing', async () => {
    const text = pm32(
      {
        ports: [[96, 1, '1c']],
        events: [
          { at: { eip: 4096 }, irq: 32 },
          { at: { instruction: 3 }, nmi: true },
        ],
        stop: { eip: [1, 2], instructions: 7, exception: true },
      },
      { eax: 5, ds: 16, msrs: { 16: 12345 }, shadow: 'sti' },
    );
    const first = await one(text);
    expect(first.error).toBeNull();
    const second = await one(caseJson(first.case!));
    expect(second.error).toBeNull();
    expect(second.case).toEqual(first.case);
  });
});

describe('what is wrong with a line', () => {
  const table: [string, object | string, RegExp][] = [
    ['no JSON', '{"id":', /^line 1: not JSON/],
    ['an unknown mode', { id: 'a', mode: 'long64' }, /mode: /],
    ['no id', { mode: 'real16' }, /id: /],
    ['a misspelt field', { id: 'a', mode: 'real16', regz: {} }, /regz/],
    ['a misspelt register', { id: 'a', mode: 'real16', regs: { rax: 1 } }, /rax/],
    ['a register out of range', { id: 'a', mode: 'real16', regs: { eax: 4294967296 } }, /regs\.eax/],
    ['a fraction', { id: 'a', mode: 'real16', regs: { eax: 1.5 } }, /regs\.eax/],
    ['half a byte', { id: 'a', mode: 'real16', mem: [[0, '123']] }, /mem\[0\]\[1\]: bytes in hex/],
    ['a port of width 3', { id: 'a', mode: 'real16', ports: [[1, 3, '00']] }, /ports\[0\]\[1\]/],
    ['an event that is both', { id: 'a', mode: 'real16', events: [{ at: { eip: 1 }, irq: 1, nmi: true }] }, /events\[0\]/],
    ['17 stops', { id: 'a', mode: 'real16', stop: { eip: new Array(17).fill(0) } }, /stop\.eip/],
    ['a short FXSAVE image', { id: 'a', mode: 'real16', regs: { fpu: '00' } }, /regs\.fpu: an FXSAVE image is 512 bytes/],
    ['an MSR the model has not', { id: 'a', mode: 'real16', regs: { msrs: { 999: 1 } } }, /regs\.msrs\.999/],
    ['a selector outside its table', pm32({}, { ds: 48 }), /regs\.ds: 0x30 is outside the GDT, whose limit is 0x2f/],
    ['a segment that is not present', pm32({}, { ds: 40 }), /regs\.ds: .*not present/],
    ['a system descriptor as data', pm32({}, { ds: 32 }), /regs\.ds: .*system descriptor/],
    ['code as a stack', pm32({}, { ss: 8 }), /regs\.ss: .*not a writable data segment/],
    ['data as code', pm32({}, { cs: 16 }), /regs\.cs: .*not a code segment/],
    ['a null code segment', { id: 'a', mode: 'pm32', regs: {} }, /regs\.cs: a null selector/],
    ['a local selector without LDT', pm32({}, { ds: 12 }), /regs\.ds: .*there is none/],
    ['16-bit mode with a 32-bit segment', pm32({ mode: 'pm16' }), /regs\.cs: pm16 with a 32-bit code segment/],
    ['a ring that CS is not in', pm32({ cpl: 3 }), /^line 1: cpl: 3, but the RPL of cs is 0/],
    ['real mode in ring 3', { id: 'a', mode: 'real16', cpl: 3 }, /cpl: real16 is 0/],
    ['real mode with PE', { id: 'a', mode: 'real16', regs: { cr0: 1 } }, /regs\.cr0/],
    ['paging without PE', { id: 'a', mode: 'real16', regs: { cr0: 0x80000000 } }, /regs\.cr0: PG/],
    ['VM in real mode', { id: 'a', mode: 'real16', regs: { eflags: 0x20002 } }, /regs\.eflags/],
    ['reserved flags', { id: 'a', mode: 'real16', regs: { eflags: 0x8002 } }, /regs\.eflags/],
    ['memory outside RAM', { id: 'a', mode: 'real16', ramBytes: 4096, mem: [[4095, '0000']] }, /mem\[0\]: outside RAM/],
    ['RAM of half a page', { id: 'a', mode: 'real16', ramBytes: 2048 }, /ramBytes/],
    [
      'a nasm error',
      { id: 'a', mode: 'real16', mem: [[0, { asm: 'nop\n  mov ax, [zork]\nnop' }]] },
      /mem\[0\]\.asm:2: error: .*zork.* in "mov ax, \[zork\]"/,
    ],
    ['an instruction nasm does not know', { id: 'a', mode: 'real16', mem: [[0, { asm: 'nop\nnop\nfoo bar' }]] }, /mem\[0\]\.asm:3: error/],
  ];
  it.each(table)('%s', async (_name, line, message) => {
    const [parsed] = await parse(line);
    expect(parsed!.case).toBeNull();
    expect(parsed!.error).toMatch(message);
    expect(parsed!.error).toMatch(/^line 1: /);
  });

  it('does not harm its neighbours', async () => {
    const good = (id: string): object => ({ id, mode: 'real16', mem: [[0, { asm: `a: mov ax, ${id}` }]] });
    const bad = { id: 'bad', mode: 'real16', mem: [[0, { asm: 'a: mov ax, b' }]] };
    const parsed = await parse(good('1'), bad, 'junk', good('2'), pm32({}, { ds: 48 }), good('3'));
    expect(parsed.map((each) => each.error === null)).toEqual([true, false, false, true, false, true]);
    expect(parsed.map((each) => each.line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Buffer.from(parsed[5]!.case!.memory[0]!.bytes).toString('hex')).toBe('b80300');
  });
});

describe('a stream of cases', () => {
  it('comes in portions, with the line numbers of the file, empty lines counted but left out', async () => {
    const lines = ['', '{"id":"a","mode":"real16"}', '   ', 'x', '{"id":"b","mode":"real16"}', ''];
    const portions: Parsed[][] = [];
    for await (const portion of readCases(Readable.from([lines.join('\n')]), 2)) portions.push(portion);
    expect(portions.map((portion) => portion.map((each) => each.line))).toEqual([[2, 4], [5]]);
  });
});

describe('expect', () => {
  const check = async (expectation: object, change: (result: Result) => void = () => {}): Promise<string[]> => {
    const parsed = await one({ id: 'a', mode: 'real16', regs: { eax: 7, eflags: 0x11 }, mem: [[0x100, '11223344']], expect: expectation });
    if (parsed.case === null) throw new Error(parsed.error);
    const result = decodeResult(crashedResults(encodeCases([parsed.case]), ''), 0, parsed.case, 'sbe');
    result.outcome = 'halted';
    change(result);
    return checkExpectation(parsed.case, parsed.expect!, result).map((each) => each.field);
  };

  it('looks at what it names and at nothing else', async () => {
    expect(await check({})).toEqual([]);
    expect(await check({ outcome: 'halted', regs: { eax: 7 } })).toEqual([]);
    expect(await check({ outcome: 'stopped', regs: { eax: 8, ebx: 0 } })).toEqual(['outcome', 'eax']);
    expect(await check({ regs: { ds: 5 } })).toEqual(['ds.selector']);
    expect(await check({ delivered: [{ vector: 13 }] })).toEqual(['delivered']);
  });

  it('counts only masked bits', async () => {
    expect(await check({ regs: { eflags: 2 } })).toEqual(['eflags']);
    expect(await check({ regs: { eflags: 2 }, mask: { eflags: 0xffffffec } })).toEqual([]);
  });

  it('takes memory as the start state and the runs it names', async () => {
    const memory = (result: Result): void => {
      result.memory = [{ address: 0x101, bytes: Uint8Array.of(0xaa) }];
    };
    expect(await check({ mem: [] })).toEqual([]);
    expect(await check({ mem: [] }, memory)).toEqual(['mem 0x101']);
    expect(await check({ mem: [[0x100, '11aa']] }, memory)).toEqual([]);
    expect(await check({ mem: [[0x100, '11ab33']] }, memory)).toEqual(['mem 0x101']);
    expect(await check({ mem: [[0x101, 'ab']], mask: { mem: [[0x101, 'f0']] } }, memory)).toEqual([]);
    expect(await check({ mem: [[0x200, '01']] })).toEqual(['mem 0x200']);
  });
});
