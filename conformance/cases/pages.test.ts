import { describe, expect, it } from 'vitest';
import { openEngine } from '../engines/index.ts';
import { AddressSpace, PTE, rightsOf } from './pages.ts';
import { parseCases } from './parse.ts';

function space(): AddressSpace {
  let next = 0x1000;
  return new AddressSpace(0x1000, () => {
    next += 0x1000;
    return next;
  });
}

const words = (bytes: Uint8Array): number[] => [...new Uint32Array(Uint8Array.from(bytes).buffer)];

describe('page tables under construction', () => {
  it('become runs of the entries that were set', () => {
    const tables = space();
    tables.map(0xc0100000, 0x5000, PTE.P | PTE.W);
    tables.map(0xc0102000, 0x7000, PTE.P | PTE.U);
    tables.mapLarge(0x400000, 0x800000, PTE.P);
    const runs = tables.runs().map(({ address, bytes }) => [address, ...words(bytes)]);
    expect(runs).toEqual([
      [0x2400, 0x5003, 0, 0x7005],
      [0x1004, 0x800081],
      [0x1c00, 0x2007],
    ]);
  });

  it('say where an address is, whatever its rights', () => {
    const tables = space();
    tables.map(0x400000, 0x9000, 0);
    tables.mapLarge(0x800000, 0x400000, PTE.P);
    expect(tables.locate(0x400123)).toBe(0x9123);
    expect(tables.locate(0x401000)).toBeNull();
    expect(tables.locate(0x812345)).toBe(0x412345);
    expect(tables.locate(0xc00000)).toBeNull();
    expect(() => tables.map(0x801000, 0, 1)).toThrow(/4 MiB/);
  });

  it('put bytes where the pages are, and leave out what has no place', () => {
    const tables = space();
    tables.map(0x400000, 0x9000, PTE.P);
    tables.map(0x401000, 0x5000, PTE.P);
    const runs = tables.place(0x400ffe, Uint8Array.of(1, 2, 3));
    expect(runs.map(({ address, bytes }) => [address, ...bytes])).toEqual([
      [0x9ffe, 1, 2],
      [0x5000, 3],
    ]);
    expect(tables.place(0x500000, Uint8Array.of(1))).toEqual([]);
  });

  it('read rights letter by letter', () => {
    expect(rightsOf('pwuad')).toBe(0x67);
    expect(rightsOf('-')).toBe(0);
    expect(rightsOf('px')).toBeNull();
    expect(rightsOf('')).toBeNull();
  });
});

describe('pages of a case in JSON', () => {
  const flat = (selector: number, attributes: number): object => ({ selector, base: 0, limit: 0xffffffff, attributes });
  const json = (pages: unknown, regs: object = {}): string =>
    JSON.stringify({
      id: 'p',
      mode: 'pm32',
      regs: { cs: flat(8, 0xc09b), ss: flat(16, 0xc093), ds: flat(16, 0xc093), eip: 0xc0100000, cr3: 0x100000, ...regs },
      pages,
      mem: [[0x5000, { asm: 'org 0xC0100000\nmov eax, [0x400004]' }]],
      stop: { eip: [0xc0100005], exception: true },
    });

  it('are tables behind the directory, and turn paging on', async () => {
    const [parsed] = await parseCases([
      {
        text: json([
          [0xc0100000, 0x5000, 'p'],
          [0x400000, 0x6000, 'pu'],
        ]),
        line: 1,
      },
    ]);
    expect(parsed!.error).toBeNull();
    const engine = await openEngine('interp', {});
    const [result] = await engine.run([parsed!.case!]);
    await engine.close();
    expect(result!.outcome).toBe('stopped');
    expect(result!.registers.cr0 >>> 31).toBe(1);
    // The accessed bits of both pages, and of their directory entries.
    expect(result!.memory.map(({ address, bytes }) => [address, ...bytes])).toEqual([
      [0x100004, 0x27],
      [0x100c00, 0x27],
      [0x101400, 0x21],
      [0x102000, 0x25],
    ]);
  });

  it('are refused with the place that is wrong', async () => {
    const lines = [
      json([[0xc0100010, 0x5000, 'p']]),
      json([[0, 0, 'q']]),
      json([
        [0, 0, 'ps'],
        [0x1000, 0, 'p'],
      ]),
    ];
    const parsed = await parseCases(lines.map((text, index) => ({ text, line: index + 1 })));
    expect(parsed[0]!.error).toMatch(/pages\[0\]: not at the start of a 4 KiB page/);
    expect(parsed[1]!.error).toMatch(/pages.0.*pwutcadsg/);
    expect(parsed[2]!.error).toMatch(/pages\[1\]: lies in a 4 MiB page/);
  });
});
