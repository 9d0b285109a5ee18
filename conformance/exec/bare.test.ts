/** The engine `bare` against the interpreter where ring 3 has a say, and its silence where it has none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Case, Result } from '../case.ts';
import { SNIPPET_MODES, type SnippetMode } from '../cases/snippets/environment.ts';
import { codeCase } from '../cases/testing.ts';
import { openEngine, type WireEngine } from '../engines/index.ts';

const DATA = 0x2000;
const DS = 3;
const SS = 2;
const SEGMENT_BITS = { expandDown: 4, writable: 2 };

let bare: WireEngine;
let interp: WireEngine;
beforeAll(async () => {
  bare = (await openEngine('bare')) as WireEngine;
  interp = (await openEngine('interp')) as WireEngine;
});
afterAll(async () => {
  await bare.close();
  await interp.close();
});

/** What the two have to agree on: everything but how they came to it. */
function essence({ outcome, exception, registers, fx, memory }: Result): object {
  return { outcome, exception, registers: { ...registers, tsc: 0n }, fx: fx && Buffer.from(fx.subarray(32, 288)).toString('hex'), memory };
}

async function both(one: Case): Promise<Result> {
  const [silicon] = await bare.run([one]);
  const [ours] = await interp.run([one]);
  expect(essence(silicon!)).toEqual(essence(ours!));
  return silicon!;
}

function change(one: Case, to: (registers: Case['registers'], one: Case) => void): Case {
  const copy = structuredClone(one);
  to(copy.registers, copy);
  return copy;
}

const bits = (mode: SnippetMode): 16 | 32 => (mode.startsWith('pm32') ? 32 : 16);

describe.each([...SNIPPET_MODES])('%s', (mode) => {
  it('computes, branches, pushes and repeats', async () => {
    // inc ax; push ax; pop cx; jmp +1; hlt; std; cld; mov di, bx; rep stosb; adc dx, cx; ror dx, 3
    const code = [0x40, 0x50, 0x59, 0xeb, 0x01, 0xf4, 0xfd, 0xfc, 0x89, 0xdf, 0xf3, 0xaa, 0x11, 0xca, 0xc1, 0xca, 0x03];
    const result = await both(
      change(codeCase('compute', code, mode), (registers) => {
        registers.gpr[0] = 0x25;
        registers.gpr[2] = 0x7ffffff0;
        registers.gpr[3] = DATA + 0xff0; // over a page boundary
      }),
    );
    expect(result.outcome).toBe('stopped');
    expect(result.memory.some((run) => run.address <= DATA + 0x1000 && DATA + 0x1000 < run.address + run.bytes.length)).toBe(true);
  });

  const faults: [string, number, number[], (registers: Case['registers'], one: Case) => void][] = [
    ['#DE: division by zero', 0, [0xf7, 0xf1], (registers) => (registers.gpr[1] = 0)],
    ['#BR: bound', 5, bits(mode) === 32 ? [0x62, 0x03] : [0x62, 0x07], (registers) => Object.assign(registers.gpr, { 0: 0x1234, 3: DATA })],
    ['#UD: ud2', 6, [0x0f, 0x0b], () => {}],
    ['#UD: lock before what cannot be locked', 6, [0xf0, 0x90], () => {}],
    ['#GP: a limit', 13, bits(mode) === 32 ? [0x8a, 0x03] : [0x8a, 0x07], (registers) => limit(registers, DS, 0x1fff, DATA)],
    ['#SS: a limit', 12, [0x50], (registers) => stackLimit(registers)],
  ];
  // A V86 segment's limit is 64 KiB: another one is no possible start state.
  it.each(faults.filter(([name]) => mode !== 'v86' || !name.endsWith('a limit')))('%s', async (_, vector, code, prepare) => {
    const result = await both(change(codeCase('fault', code, mode), prepare));
    expect(result.outcome).toBe('exception');
    expect(result.exception?.vector).toBe(vector);
  });

  it('what ring 3 cannot be asked about is unsupported, and said to be', async () => {
    const instructions = {
      pushf: [0x9c],
      'in al, dx': [0xec],
      'mov ds, ax': [0x8e, 0xd8],
      sgdt: [0x0f, 0x01, 0x03],
      cpuid: [0x0f, 0xa2],
    };
    for (const [name, code] of Object.entries(instructions)) {
      const [result] = await bare.run([codeCase(name, code, mode)]);
      expect(result!.outcome, name).toBe('unsupported');
      expect(`${result!.notes} ${result!.error}`, name).toContain('ring 3');
    }
  });

  it('hlt', async () => {
    const result = await both(codeCase('hlt', [0xf4], mode));
    expect(result.outcome).toBe(mode === 'v86' || mode.endsWith('/3') ? 'exception' : 'halted');
  });
});

function limit(registers: Case['registers'], segment: number, bytes: number, offset: number): void {
  registers.segments[segment] = {
    ...registers.segments[segment]!,
    limit: bytes,
    attributes: registers.segments[segment]!.attributes & ~0x8000,
  };
  registers.gpr[3] = offset;
}

/** A push that reaches below offset 0 of its segment: in a 16-bit one past FFFF, in a 32-bit one past the limit. */
function stackLimit(registers: Case['registers']): void {
  const ss = registers.segments[SS]!;
  registers.segments[SS] = { ...ss, limit: 0xfff, attributes: ss.attributes & ~0x8000 };
  registers.gpr[4] = 0x1003;
}

describe('protected mode', () => {
  it.each(['mov [ebx], eax in a read-only segment', 'below the limit of an expand-down segment', 'a null segment'])(
    '#GP: %s',
    async (what) => {
      const result = await both(
        change(codeCase(what, [0x89, 0x03], 'pm32'), (registers) => {
          const ds = registers.segments[DS]!;
          registers.gpr[3] = DATA;
          if (what.startsWith('mov')) ds.attributes &= ~SEGMENT_BITS.writable;
          else if (what.startsWith('below'))
            Object.assign(ds, { limit: DATA + 0xfff, attributes: ds.attributes | SEGMENT_BITS.expandDown });
          else Object.assign(ds, { selector: 0, base: 0, limit: 0, attributes: 0 });
        }),
      );
      expect(result.exception).toEqual({ vector: 13, errorCode: 0 });
    },
  );

  it('above the limit of an expand-down segment', async () => {
    const result = await both(
      change(codeCase('expand-down', [0x89, 0x03], 'pm32'), (registers) => {
        const ds = registers.segments[DS]!;
        registers.gpr[3] = DATA + 0x1000;
        Object.assign(ds, { limit: DATA + 0xfff, attributes: ds.attributes | SEGMENT_BITS.expandDown });
      }),
    );
    expect(result.outcome).toBe('stopped');
  });

  it.each([
    ['mov cr0, eax', [0x0f, 0x22, 0xc0]],
    ['wrmsr', [0x0f, 0x30]],
    ['invlpg [ebx]', [0x0f, 0x01, 0x3b]],
    ['clts', [0x0f, 0x06]],
  ])('#GP(0) at CPL 3: %s', async (name, code) => {
    const result = await both(codeCase(name, code, 'pm32/3'));
    expect(result.exception).toEqual({ vector: 13, errorCode: 0 });
  });

  it.each([
    ['pm32/3', 'exception'],
    ['pm32', 'stopped'],
  ] as const)('#AC only at CPL 3: %s', async (mode, outcome) => {
    const result = await both(
      change(codeCase('alignment', [0x8b, 0x03], mode), (registers) => {
        registers.cr0 |= 0x40000;
        registers.eflags |= 0x40000;
        registers.gpr[3] = DATA + 1;
      }),
    );
    expect(result.outcome).toBe(outcome);
    if (outcome === 'exception') expect(result.exception).toEqual({ vector: 17, errorCode: 0 });
  });

  it('#MF at the next waiting instruction', async () => {
    // fldcw [ebx]; fld1; fldz; fdivp; fwait
    const result = await both(
      change(codeCase('#MF', [0xd9, 0x2b, 0xd9, 0xe8, 0xd9, 0xee, 0xde, 0xf9, 0x9b], 'pm32'), (registers, one) => {
        registers.cr0 = (registers.cr0 & ~0xc) | 0x20;
        registers.gpr[3] = DATA;
        one.memory = [...one.memory, { address: DATA, bytes: Uint8Array.of(0x40, 0x03) }];
      }),
    );
    expect(result.exception).toEqual({ vector: 16, errorCode: null });
  });

  it('the stack pointer keeps its upper half in a 16-bit stack segment', async () => {
    const result = await both(
      change(codeCase('16-bit stack', [0x50, 0x59, 0x50], 'pm16'), (registers) => {
        registers.gpr[4] = 0xabcd8000;
      }),
    );
    expect(result.registers.gpr[4]).toBe(0xabcd7ffe);
  });
});

describe('unsupported with its reason', () => {
  const reasons: [string, RegExp, Case][] = [
    ['memory outside RAM', /outside RAM/, codeCase('', [0xa1, 0, 0, 0, 0x30])],
    ['memory where the code view stands', /outside RAM/, codeCase('', [0xa1, 0, 0, 0, 0x80])],
    ['paging', /paging/, change(codeCase('', [0x90]), (registers) => (registers.cr0 = (registers.cr0 | 0x80000000) >>> 0))],
    ['events', /inject/, change(codeCase('', [0x90]), (_, one) => (one.events = [{ at: { instruction: 0 }, vector: 32, nmi: false }]))],
    ['an instruction of a later processor (rdrand eax)', /model/, codeCase('', [0x0f, 0xc7, 0xf0])],
    ['an endless loop', /time limit/, codeCase('', [0xeb, 0xfe])],
  ];
  it.each(reasons)('%s', async (_, reason, one) => {
    const [result] = await bare.run([one]);
    expect(result!.outcome).toBe('unsupported');
    expect(`${result!.notes} ${result!.error}`).toMatch(reason);
  });
});
