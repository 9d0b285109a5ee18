import { afterAll, describe, expect, test } from 'vitest';
import type { Case, Result } from '../case.ts';
import { type Engine, EngineMissing, type EngineName, openEngine } from '../engines/index.ts';
import { TapeChoices } from '../generators/choices.ts';
import { Environment } from '../generators/environment.ts';
import { TRUNCATED, UNEXPLAINED_FAULT } from '../wire/codec.ts';
import { Accounting } from './accounting.ts';
import { COMPARE_ALL, compareResults } from './compare.ts';
import { KNOWN } from './disagreements.ts';
import { judge } from './judge.ts';
import { type Known, verifyKnown } from './known.ts';
import { trace } from './trace.ts';
import { AF } from './undefined.ts';

function caseOf(bytes: number[], change?: (env: Environment) => void): Case {
  const choices = new TapeChoices([]);
  const env = new Environment(choices, { mode: 'pm32', cpl: 0 }, { exception: true, plainSegments: true });
  env.code.raw(...bytes);
  change?.(env);
  return env.finish(choices, `test-${Buffer.from(bytes).toString('hex')}`);
}

const interpreter = await openEngine('interp', {});
afterAll(() => interpreter.close());

async function run(one: Case): Promise<Result> {
  return (await interpreter.run([one]))[0]!;
}

const copy = (result: Result): Result => structuredClone(result);

describe('compareResults', () => {
  test('finds nothing between a result and its copy', async () => {
    const one = caseOf([0x60, 0x40]);
    const result = await run(one);
    expect(compareResults(one, result, copy(result))).toEqual([]);
  });

  test('names every field that differs, on faults too', async () => {
    const one = caseOf([0x0f, 0x0b]);
    const result = await run(one);
    expect(result.outcome).toBe('exception');
    const changes: [string, (other: Result) => void][] = [
      ['outcome', (r) => (r.outcome = 'shutdown')],
      ['exception', (r) => (r.exception = { vector: 13, errorCode: 0 })],
      ['exception', (r) => (r.exception = { vector: 6, errorCode: 0 })],
      ['delivered[0]', (r) => r.delivered.push({ vector: 6, errorCode: null, cr2: 0, eip: 0 })],
      ['edi', (r) => (r.registers.gpr[7]! ^= 0x80000000)],
      ['eip', (r) => r.registers.eip++],
      ['eflags', (r) => (r.registers.eflags ^= 0x10000)],
      ['ss.limit', (r) => r.registers.segments[2]!.limit--],
      ['gs.attributes', (r) => (r.registers.segments[5]!.attributes ^= 1)],
      ['tr.attributes', (r) => (r.registers.segments[7]!.attributes ^= 2)],
      ['gdtr.base', (r) => r.registers.gdtr.base++],
      ['idtr.limit', (r) => r.registers.idtr.limit++],
      ['cr0', (r) => (r.registers.cr0 ^= 8)],
      ['cr2', (r) => (r.registers.cr2 = 4)],
      ['dr6', (r) => (r.registers.dr[6]! ^= 0x4000)],
      ['cpl', (r) => (r.registers.cpl = 3)],
      ['tsc', (r) => (r.registers.tsc += 1n)],
      ['shadow', (r) => (r.registers.shadow = 'sti')],
      ['mem[0x30000]', (r) => r.memory.push({ address: 0x30000, bytes: Uint8Array.of(0xaa) })],
      ['out[0]', (r) => r.out.push({ port: 0x80, width: 1, value: 1 })],
    ];
    for (const [field, change] of changes) {
      const other = copy(result);
      change(other);
      expect(
        compareResults(one, result, other).map((each) => each.field),
        field,
      ).toEqual([field]);
    }
  });

  test('a run of memory that repeats the start state is no difference', async () => {
    const one = caseOf([0x90]);
    const result = await run(one);
    const other = copy(result);
    other.memory.push({ address: 0x20000 + 0x100, bytes: Uint8Array.of(0x90) });
    expect(compareResults(one, result, other)).toEqual([]);
  });

  test('of a case that ends by limit only the outcome counts', async () => {
    const one = caseOf([0x90]);
    const result = { ...(await run(one)), outcome: 'limit' as const };
    const other = copy(result);
    other.registers.gpr[0] = 77;
    expect(compareResults(one, result, other)).toEqual([]);
    other.outcome = 'stopped';
    expect(compareResults(one, result, other).map((each) => each.field)).toEqual(['outcome']);
  });

  test('x87 registers count, reserved bytes and instruction pointers do not', async () => {
    const one = caseOf([0xd9, 0xe8], (env) => {
      env.code.usesFx = true;
    });
    const result = await run(one);
    expect(result.fx).not.toBeNull();
    const st = copy(result);
    st.fx![32] = 1;
    expect(compareResults(one, result, st).map((each) => each.field)).toEqual(['fx.st0']);
    const quiet = copy(result);
    quiet.fx![42] = 9; // beside ST(0)
    quiet.fx![8] = 9; // FIP
    quiet.fx![500] = 9;
    expect(compareResults(one, result, quiet)).toEqual([]);
  });

  test('the mask hides what it names, and no more', async () => {
    const one = caseOf([0x90]);
    const result = await run(one);
    const other = copy(result);
    other.registers.eflags ^= AF;
    expect(compareResults(one, result, other, { ...COMPARE_ALL, flags: AF })).toEqual([]);
    other.registers.eflags ^= 1;
    expect(compareResults(one, result, other, { ...COMPARE_ALL, flags: AF })).toHaveLength(1);
  });
});

describe('tracing what is undefined', () => {
  const TEST_EAX = [0x85, 0xc0]; // test eax, eax: AF undefined

  test('lives on to the end', async () => {
    const one = caseOf([...TEST_EAX, 0x90, 0x8b, 0xc1]);
    expect(await trace(one, await run(one), interpreter)).toMatchObject({ undefined: { flags: AF }, consumed: false, instructions: 3 });
  });

  test('ends where an instruction defines the flag', async () => {
    const one = caseOf([...TEST_EAX, 0x39, 0xd0]);
    expect(await trace(one, await run(one), interpreter)).toMatchObject({ undefined: { flags: 0 }, consumed: false });
  });

  test.each([
    ['pushf', [0x9c]],
    ['lahf', [0x9f]],
    ['daa', [0x27]],
  ])('is noticed when %s reads it', async (_name, bytes) => {
    const one = caseOf([...TEST_EAX, ...bytes]);
    expect((await trace(one, await run(one), interpreter)).consumed).toBe(true);
  });

  test('is not consumed by who reads other flags', async () => {
    const one = caseOf([...TEST_EAX, 0x0f, 0x94, 0xc1]); // sete cl
    expect((await trace(one, await run(one), interpreter)).consumed).toBe(false);
  });

  test('follows branches as they are taken', async () => {
    // jz is taken over the instruction that would define the flags
    const one = caseOf([0x31, 0xc0, 0x74, 0x02, 0x39, 0xd0, 0x90]);
    expect(await trace(one, await run(one), interpreter)).toMatchObject({ undefined: { flags: AF }, consumed: false });
  });

  test('a division that faults reads an undefined divisor', async () => {
    // smsw edi leaves the upper half undefined (SDM Vol. 2B, SMSW); div edi
    const one = caseOf([0x0f, 0x01, 0xe7, 0xf7, 0xf7]);
    one.registers.gpr[2] = 0x7fffffff;
    const result = await run(one);
    expect(result.exception?.vector).toBe(0);
    expect((await trace(one, result, interpreter)).consumed).toBe(true);
  });

  test('an exception that pushes EFLAGS reads them', async () => {
    const one = caseOf([...TEST_EAX, 0x0f, 0x0b], (env) => {
      env.exception = false;
    });
    const result = await run(one);
    expect(result.delivered[0]?.vector).toBe(6);
    expect((await trace(one, result, interpreter)).consumed).toBe(true);
  });

  test('flags of a repeated comparison that faults in the middle', async () => {
    const one = caseOf([0xf3, 0xa6], (env) => {
      env.gpr[1] = 8;
      env.gpr[6] = 0x30000;
      env.gpr[7] = 0x30000;
      env.segments[0] = { ...env.segments[0]!, limit: 0x30003, attributes: 0x4093 };
    });
    one.registers.gpr[1] = 8;
    const result = await run(one);
    expect(result.exception?.vector).toBe(13);
    expect((await trace(one, result, interpreter)).undefined.flags).not.toBe(0);
  });
});

describe('verdicts', () => {
  const by = { interpreter, known: [] as Known[], withoutFx: new Set<string>() };

  test('equal, masked, mismatch', async () => {
    const one = caseOf([0x85, 0xc0]);
    const result = await run(one);
    const other = copy(result);
    expect(await judge(one, result, other, by)).toEqual({ kind: 'equal' });
    other.registers.eflags ^= AF;
    expect(await judge(one, result, other, by)).toEqual({ kind: 'masked' });
    other.registers.eflags ^= 0x40;
    expect(await judge(one, result, other, by)).toMatchObject({ kind: 'mismatch' });
  });

  test('unsupported and invalid are not compared, and say why', async () => {
    const one = caseOf([0x90]);
    const result = await run(one);
    const unsupported = { ...copy(result), engine: 'bare', outcome: 'unsupported' as const, error: 'not ring 3' };
    expect(await judge(one, result, unsupported, by)).toEqual({ kind: 'skipped', reason: 'bare: not ring 3' });
    expect(await judge(one, result, { ...unsupported, outcome: 'invalid' }, by)).toEqual({ kind: 'invalid', reason: 'bare: not ring 3' });
  });

  test('a native fault that nothing explains is a mismatch, whatever else agrees', async () => {
    const one = caseOf([0x90]);
    const result = await run(one);
    const other = { ...copy(result), engine: 'sbe', notes: [UNEXPLAINED_FAULT] };
    const differences = [{ field: 'note', reference: 'none', other: UNEXPLAINED_FAULT }];
    expect(await judge(one, result, other, by)).toEqual({ kind: 'mismatch', differences });
    expect(await judge(one, { ...result, notes: [UNEXPLAINED_FAULT] }, { ...other, notes: [] }, by)).toMatchObject({ kind: 'mismatch' });
  });

  test('what ran on natively is not held to an instruction limit, also where its result is cut short', async () => {
    const one = caseOf([0x90]);
    const limit = { ...copy(await run(one)), outcome: 'limit' as const };
    const other = { ...copy(limit), engine: 'sbe', outcome: 'exception' as const, notes: [TRUNCATED] };
    expect(await judge(one, limit, other, by)).toMatchObject({ kind: 'skipped' });
    expect(await judge(one, limit, { ...other, engine: 'unicorn' }, by)).toMatchObject({ kind: 'mismatch' });
    expect(await judge(one, { ...limit, outcome: 'stopped' }, other, by)).toMatchObject({ kind: 'mismatch' });
  });

  test('the first arbiter that agrees with the reference outvotes an oracle, never what we build', async () => {
    const one = caseOf([0x90]);
    const result = await run(one);
    const other = { ...copy(result), engine: 'unicorn' };
    other.registers.gpr[0] = 77;
    const arbiter = (name: string, change: (result: Result) => void): Engine => ({
      ...by.interpreter,
      name: name as Engine['name'],
      run: async () => {
        const third = { ...copy(result), engine: name };
        change(third);
        return [third];
      },
    });
    const silent = arbiter('bare', (third) => {
      third.outcome = 'unsupported';
    });
    const dissenting = arbiter('bare', (third) => {
      third.registers.gpr[0] = 78;
    });
    const agreeing = arbiter('bochs', () => {});
    const outvoted = { kind: 'known', id: 'unicorn: outvoted by bochs' };
    expect(await judge(one, result, other, { ...by, arbiters: [silent, agreeing] })).toEqual(outvoted);
    expect(await judge(one, result, other, { ...by, arbiters: [dissenting, agreeing] })).toEqual(outvoted);
    expect(await judge(one, result, other, { ...by, arbiters: [silent, dissenting] })).toMatchObject({ kind: 'mismatch' });
    expect(await judge(one, result, { ...other, engine: 'bochs' }, { ...by, arbiters: [agreeing] })).toMatchObject({ kind: 'mismatch' });
    expect(await judge(one, result, { ...other, engine: 'sbe' }, { ...by, arbiters: [agreeing] })).toMatchObject({ kind: 'mismatch' });
  });

  test('a crash of what we build is a mismatch', async () => {
    const one = caseOf([0x90]);
    const result = await run(one);
    expect(await judge(one, result, { ...copy(result), engine: 'sbe', outcome: 'crashed' }, by)).toMatchObject({ kind: 'mismatch' });
  });
});

describe('accounting', () => {
  test('throws when a case got lost', () => {
    const account = new Accounting();
    account.generated = 3;
    account.compared = 1;
    account.skip('some reason');
    expect(() => account.assert('x')).toThrow('3 generated, but 1 compared + 1 skipped + 0 invalid');
    account.reject('another');
    account.assert('x');
    account.mismatched = 2;
    expect(() => account.assert('x')).toThrow('mismatched');
  });

  test('survives being written and read', () => {
    const account = new Accounting();
    account.generated = 2;
    account.compared = 1;
    account.skip('why');
    const again = Accounting.fromJSON(JSON.parse(JSON.stringify(account)));
    expect(again.toJSON()).toEqual(account.toJSON());
    again.add(account);
    expect(again.generated).toBe(4);
    again.assert('sum');
  });
});

describe('known disagreements', () => {
  function engineThat(change: (result: Result) => void): Engine {
    return {
      name: 'unicorn',
      run: async (cases) =>
        (await interpreter.run(cases)).map((result) => {
          const other = { ...copy(result), engine: 'unicorn' };
          change(other);
          return other;
        }),
      close: async () => {},
    };
  }
  const entry: Known = {
    id: 'test',
    engine: 'unicorn',
    reason: 'flips CF',
    evidence: 'this test',
    expires: '2999-01-01',
    applies: (_one, differences) => differences.every((each) => each.field === 'eflags'),
    reproducer: () => caseOf([0x90]),
  };
  const verify = (known: Known, change: (result: Result) => void): Promise<string[]> =>
    verifyKnown([known], interpreter, new Map<EngineName, Engine>([['unicorn', engineThat(change)]]));

  test('an entry that still occurs is fine', async () => {
    expect(await verify(entry, (result) => (result.registers.eflags ^= 1))).toEqual([]);
  });

  test('one that passes unexpectedly, does not describe its case, or has expired, is not', async () => {
    expect((await verify(entry, () => {}))[0]).toContain('passes unexpectedly');
    expect((await verify(entry, (result) => result.registers.eip++))[0]).toContain('does not describe');
    const old = { ...entry, expires: '2001-01-01' };
    expect((await verify(old, (result) => (result.registers.eflags ^= 1)))[0]).toContain('expired');
  });

  test('one whose case is refused, or answered by nobody, is not', async () => {
    const refuses = (result: Result): void => {
      result.outcome = 'unsupported';
      result.error = 'no such model';
    };
    expect((await verify(entry, refuses))[0]).toContain('cannot be judged: unicorn refuses its case (no such model)');
    const mute: Engine = { ...engineThat(() => {}), run: async () => [] };
    expect((await verifyKnown([entry], interpreter, new Map([['unicorn', mute]])))[0]).toContain('has no result');
    const silent: Engine = { ...interpreter, run: async () => [] };
    expect((await verifyKnown([entry], silent, new Map([['unicorn', engineThat(() => {})]])))[0]).toContain('has no result');
  });

  test('the real ones all occur in their own cases', async () => {
    expect(new Set(KNOWN.map((known) => known.id)).size).toBe(KNOWN.length);
    let unicorn: Engine;
    try {
      unicorn = await openEngine('unicorn', {});
    } catch (error) {
      if (error instanceof EngineMissing) return;
      throw error;
    }
    try {
      expect(await verifyKnown(KNOWN, interpreter, new Map([['unicorn', unicorn]]))).toEqual([]);
    } finally {
      await unicorn.close();
    }
  });
});
