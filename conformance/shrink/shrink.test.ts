import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Case } from '../case.ts';
import { buildSnippets, parseSnippets } from '../cases/snippets/index.ts';
import { impossible } from '../cases/validate.ts';
import { initialByte } from '../compare/compare.ts';
import { KNOWN } from '../compare/disagreements.ts';
import { FAILURES, shrinkFailure } from '../fuzz/failures.ts';
import { type Failure, runFuzz } from '../fuzz/run.ts';
import { RandomChoices } from '../generators/choices.ts';
import { generate, generateNumbered } from '../generators/kinds.ts';
import { caseAsm } from './asm.ts';
import { instructions, shrinkCase, shrinkGenerated, shrinkTape, size } from './shrink.ts';

const ORDER = { mode: 'pm32', cpl: 0, kind: 'sequence' } as const;

/** Whether some instruction of the case's code has this opcode byte first. */
function executes(one: Case, opcode: number): boolean {
  return instructions(one).some(({ bytes }) => bytes[0] === opcode);
}

function findIndex(opcode: number): number {
  for (let index = 0; index < 5000; index++) if (executes(generateNumbered(ORDER, 4, index), opcode)) return index;
  throw new Error('no such case');
}

describe('shrinking', () => {
  test('choices: fast-check ends at a smaller tape that still fails', async () => {
    const small = await shrinkTape([9, 8, 70, 6, 5, 4], async (tape) => tape.some((value) => value >= 50), { milliseconds: 3000 });
    expect(small).toEqual([50]);
  });

  test('a case: what does not matter is gone', { timeout: 30_000 }, async () => {
    const opcode = 0xfa;
    const start = generate(new RandomChoices(4, findIndex(opcode)), ORDER, 'x');
    const small = await shrinkCase(start, async (one) => executes(one, opcode), { milliseconds: 5000 });
    expect(executes(small, opcode)).toBe(true);
    expect(impossible(small)).toBeNull();
    expect(size(small)).toBeLessThan(size(start) / 4);
    expect(
      instructions(small).filter(({ bytes }) => bytes.some((byte) => byte !== 0x90 && byte !== 0xf4 && byte !== 0)).length,
    ).toBeLessThanOrEqual(2);
  });

  test('a case that does not fail is refused', async () => {
    await expect(shrinkGenerated(ORDER, 4, 0, async () => false)).rejects.toThrow('does not fail');
  });
});

describe('the stand-alone source', () => {
  test('assembles to the very case', { timeout: 30_000 }, async () => {
    for (const mode of ['pm32', 'real16'] as const) {
      for (let index = 0; index < 10; index++) {
        const one = generateNumbered({ mode, cpl: 0, kind: 'sequence' }, 11, index);
        const { snippets, errors } = parseSnippets('x.asm', caseAsm(one, null, ['a note']));
        expect(errors).toEqual([]);
        const built = await buildSnippets(snippets);
        expect(built.errors).toEqual([]);
        const again = built.cases[0]!.case;
        expect(again.registers.gpr).toEqual(one.registers.gpr);
        expect(again.registers.segments).toEqual(one.registers.segments);
        expect(again.registers.eflags).toBe(one.registers.eflags);
        expect(again.registers.eip).toBe(one.registers.eip);
        const differing = one.memory
          .flatMap((run) => [...run.bytes.keys()].map((i) => run.address + i))
          .filter((at) => initialByte(again, at) !== initialByte(one, at));
        expect(differing).toEqual([]);
      }
    }
  });
});

test('a real failure: found, shrunk, and repeated from its file', { timeout: 120_000 }, async () => {
  const mutant = 'MUTANT_PUSHF_NATIVE';
  const failures: Failure[] = [];
  await runFuzz({
    orders: [{ mode: 'pm32', cpl: 3, kind: 'sequence' }],
    seed: 30,
    from: 0,
    count: 20_000,
    engines: ['interp', 'sbe'],
    conditions: ['cold'],
    sbe: 'strict',
    hostile: false,
    known: KNOWN,
    timeLimitMicroseconds: 2000,
    mutant,
    maxFailures: 1,
    batch: 256,
    onFailure: (failure) => void failures.push(failure),
  });
  expect(failures.length).toBeGreaterThan(0);
  const file = await shrinkFailure(failures[0]!, { reference: 'interp', sbe: 'strict', mutant, known: KNOWN, seed: 30 }, 8000);
  expect(file).toContain(FAILURES);
  const saved = JSON.parse(readFileSync(file!, 'utf8')) as { repro: { engines: string[]; mutant: string }; mem: [number, string][] };
  expect(saved.repro).toMatchObject({ engines: ['interp', 'sbe'], mutant, condition: 'cold', sbe: 'strict' });
  const asm = readFileSync(file!.replace('.json', '.asm'), 'utf8');
  expect(asm).toContain('pushf');
  rmSync(file!);
  rmSync(file!.replace('.json', '.asm'));
});
