/** What the silicon is asked, and what is said of it: handlers reached by the monitor's delivery, traps that end a case, refusals. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Case, Result } from '../case.ts';
import { AT, type HandCase, handCase } from './hand-cases.ts';
import { type Engine, openEngine } from './index.ts';

let bare: Engine;
let interpreter: Engine;
beforeAll(async () => {
  bare = await openEngine('bare', {});
  interpreter = await openEngine('interp', {});
});
afterAll(async () => {
  await Promise.all([bare.close(), interpreter.close()]);
});

async function both(one: Case): Promise<[Result, Result]> {
  const [[silicon], [ours]] = await Promise.all([bare.run([one]), interpreter.run([one])]);
  return [silicon!, ours!];
}

function gate(vector: number): [number, number[]] {
  return [AT.idt + 8 * vector, [AT.handlers & 0xff, AT.handlers >>> 8, 8, 0, 0, 0x8e, 0, 0]];
}

function delivered(id: string, code: number[], vector: number, rest: Partial<HandCase> = {}): Case {
  return handCase({ id, mode: 'pm32', code, exception: false, memory: [gate(vector), [AT.handlers, [0xf4]]], ...rest });
}

it('goes on in the handler of what the processor raised', async () => {
  const [silicon, ours] = await both(delivered('deliver', [0x31, 0xc9, 0xf7, 0xf1], 0));
  expect(silicon.outcome).toBe('halted');
  expect(silicon.delivered).toEqual(ours.delivered);
  expect(silicon.delivered).toMatchObject([{ vector: 0, eip: AT.code + 2 }]);
  expect(silicon.registers).toEqual(ours.registers);
  expect(silicon.memory).toEqual(ours.memory);
});

it('shuts down where nothing can be delivered', async () => {
  const [silicon, ours] = await both(handCase({ id: 'shutdown', mode: 'pm32', code: [0x0f, 0x0b], exception: false }));
  expect(ours.outcome).toBe('shutdown');
  expect(silicon.outcome).toBe('shutdown');
});

it('ends a case at INT3 and at INTO with OF as traps', async () => {
  for (const [code, eflags, vector] of [
    [0xcc, 2, 3],
    [0xce, 0x802, 4],
  ] as const) {
    const [silicon, ours] = await both(handCase({ id: `trap-${vector}`, mode: 'pm32', code: [code, 0x90], regs: { eflags } }));
    expect(silicon.exception).toEqual({ vector, errorCode: null });
    expect(silicon.registers).toEqual(ours.registers);
  }
  const [silicon] = await both(handCase({ id: 'into-without-of', mode: 'pm32', code: [0xce] }));
  expect(silicon.outcome).toBe('stopped');
});

it('is asked CLI and STI where the guest may not', async () => {
  for (const opcode of [0xfa, 0xfb]) {
    const [silicon, ours] = await both(handCase({ id: 'cli', mode: 'pm32', cpl: 3, code: [opcode] }));
    expect(silicon.exception).toEqual({ vector: 13, errorCode: 0 });
    expect(ours.exception).toEqual(silicon.exception);
    const free = handCase({ id: 'cli-iopl', mode: 'pm32', cpl: 3, code: [opcode], regs: { eflags: 0x3002 } });
    expect((await both(free))[0].outcome).toBe('unsupported');
  }
});

it('has no say about the length of UD0 and UD1, nor about test registers', async () => {
  const limited = { segments: { cs: { limit: AT.code + 1, attributes: 0x409b } } };
  for (const opcode of [0xb9, 0xff]) {
    const [silicon, ours] = await both(handCase({ id: 'ud', mode: 'pm32', code: [0x0f, opcode], ...limited }));
    expect(silicon.outcome).toBe('unsupported');
    expect(ours.exception).toEqual({ vector: 13, errorCode: 0 });
  }
  const old: Case = { ...handCase({ id: 'test-register', mode: 'pm32', cpl: 3, code: [0x0f, 0x26, 0xc0] }), model: '386' };
  expect((await both(old))[0].outcome).toBe('unsupported');
});
