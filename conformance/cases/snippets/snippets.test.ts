import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Engine, openEngine } from '../../engines/index.ts';
import { checkExpectation } from '../expect.ts';
import { parseCases } from '../parse.ts';
import { caseJson, expectJson } from '../write.ts';
import { buildSnippets, parseSnippets, type SnippetCase } from './index.ts';

async function build(text: string): Promise<{ cases: SnippetCase[]; errors: string[] }> {
  const { snippets, errors } = parseSnippets('corpus/snippets/group/file.asm', text);
  const built = await buildSnippets(snippets);
  return { cases: built.cases, errors: [...errors, ...built.errors].map((each) => `${each.line}: ${each.message}`) };
}

let interp: Engine;
beforeAll(async () => {
  interp = await openEngine('interp');
});
afterAll(() => interp.close());

/** What does not hold, by case. */
async function failures(text: string): Promise<string[]> {
  const { cases, errors } = await build(text);
  expect(errors).toEqual([]);
  const results = await interp.run(cases.map((one) => one.case));
  return results.flatMap((result, index) => {
    const { case: one, expectation } = cases[index]!;
    return checkExpectation(one, expectation, result).map(
      (each) => `${one.id.split('/').slice(2).join('/')} ${each.field} ${each.actual} not ${each.expected}`,
    );
  });
}

describe('snippets', () => {
  it('hold in every mode when the expectation is right', async () => {
    const text = `
;; name: add
;; set: eax=0xFFFFFFFF, ebx=1, flags=+DF
        add eax, ebx
;; expect: eax=0, flags=+CF+PF+AF+ZF-SF-OF
;; name: div
;; set: ax=7
        nop
at:     div ecx
;; expect: exception=0, eip=at, flags=?CF?PF?AF?ZF?SF?OF
;; name: store
;; set: cl=0x12, [DATA+1]=ff
        mov [DATA], cl
;; expect: [DATA]=12
`;
    expect(await failures(text)).toEqual([]);
    expect((await build(text)).cases.length).toBe(18);
  });

  it('fail when anything that is not named changes', async () => {
    const text = `
;; modes: pm32
;; name: register
        inc edx
;; name: memory
        mov byte [DATA], 5
;; name: flag
        stc
;; name: segment
        push ds
        pop es
;; name: eip
        nop
;; expect: eip=CODE
`;
    expect(await failures(text)).toEqual([
      'register/pm32 edx 0x1 not 0x0',
      'memory/pm32 mem 0x2000 05 not 00',
      'flag/pm32 eflags 0x3 not 0x2',
      'segment/pm32 mem 0x7ffc 10 not 00',
      'eip/pm32 eip 0x20001 not 0x20000',
    ]);
  });

  it('give values by mode, part and mask', async () => {
    expect(
      await failures(`
;; modes: pm32, real16
;; name: by-mode
        push ax
        push eax
;; expect: esp=STACK-6
;; expect[real16]: eip=END
;; name: part
;; set: eax=0x11223344
        mov ah, 0x55
;; expect: ah=0x55
;; name: mask
;; set: eax=0
        mov eax, 0x12345678
;; expect: eax=0x78 mask 0xFF
;; name: undefined
        not ebx
        inc esi
;; expect: ebx=?, esi=1, flags=?PF?AF?ZF?SF?OF
`),
    ).toEqual([]);
  });

  it('know x87 and SSE registers', async () => {
    expect(
      await failures(`
;; modes: pm32
;; name: fld
;; set: st0=2.5, st1=-1
        fadd st0, st1
;; expect: st0=1.5, st1=-1
;; name: pop
;; set: st0=0.5
        fstp dword [DATA]
;; expect: [DATA]=0000003f, st=empty, fsw=0
;; name: movd
        mov eax, 0x1234
        movd xmm3, eax
;; expect: eax=0x1234, xmm3=00000000000000000000000000001234
;; name: mmx
;; set: mm1=0102030405060708, mm0=0000000000000001
        paddb mm1, mm0
;; expect: mm1=0102030405060709, mm0=0000000000000001
`),
    ).toEqual([]);
  });

  it('say where they are wrong, and spare the others', async () => {
    const { cases, errors } = await build(`
;; modes: pm32
;; name: good
        nop
;; name: nasm
        nop
        mov eax, zork
;; name: mode
;; mode: long
;; name: item
;; set: foo=1
        nop
;; name: flag
;; expect: flags=+XF
;; name: value
;; expect: eax=zork
;; name: good
;; name: selector
;; set: ds=0x200
        nop
;; frobnicate: 1
`);
    expect(cases.map((one) => one.snippet.name)).toEqual(['good', 'mode']);
    expect(errors.map((text) => text.split(':')[0])).toEqual(['9', '17', '21', '7', '11', '14', '16', '19']);
    expect(errors[3]).toContain('symbol `zork\' not defined in "mov eax, zork"');
    expect(errors[7]).toContain('0x200 is outside the GDT');
  });

  it('deliver through the tables when told to', async () => {
    expect(
      await failures(`
;; modes: real16
;; name: int
;; deliver
        int 0x21
;; expect: outcome=halted, delivered=0x21, eip=HANDLERS+0x22, esp=STACK-6, [STACK-6]=02 10 00 00 02 00
`),
    ).toEqual([]);
  });

  it('become case files that say the same', async () => {
    const { cases } = await build(`
;; modes: pm32, v86
;; name: cf
;; set: eax=3, st0=1
        neg al
        mov [DATA], al
;; expect: al=0xFD, flags=+CF+SF-ZF-PF+AF-OF, [DATA]=fd, ebx=?
`);
    for (const { case: one, expectation } of cases) {
      const [parsed] = await parseCases([{ text: JSON.stringify({ ...caseJson(one), expect: expectJson(expectation) }), line: 1 }]);
      expect(parsed!.error).toBeNull();
      expect(parsed!.case).toEqual(one);
      const [result] = await interp.run([one]);
      expect(checkExpectation(one, parsed!.case === null ? expectation : parsed!.expect!, result!)).toEqual([]);
      result!.registers.gpr[0] = 4;
      result!.memory = [];
      expect(checkExpectation(one, parsed!.case === null ? expectation : parsed!.expect!, result!).map((each) => each.field)).toEqual([
        'eax',
        'mem 0x2000',
      ]);
    }
  });
});
