import { afterAll, beforeAll, expect, test } from 'vitest';
import { AT, handCase } from '../hand-cases.ts';
import { type Engine, openEngine } from '../index.ts';
import { refusedOnTheWay } from './executed.ts';

let interpreter: Engine;
beforeAll(async () => {
  interpreter = await openEngine('interp');
});
afterAll(() => interpreter.close());

/** JMP EAX over one byte, then `code`: nothing finds it without executing the jump. */
async function behindJump(code: readonly number[], ebx = 0): Promise<string | null> {
  const one = handCase({ id: 'jump', mode: 'pm32', code: [0xff, 0xe0, 0xf4, ...code], regs: { eax: AT.code + 3, ebx } });
  const [reference] = await interpreter.run([one]);
  return refusedOnTheWay(one, reference!, interpreter);
}

test('ports, tables and the kernel’s own pages are found where they are executed', async () => {
  expect(await behindJump([0xe4, 0x60])).toBe('ports lead to the engine’s devices'); // in al, 60
  expect(await behindJump([0x0f, 0x01, 0x03])).toBe('sgdt shows the kernel’s copy of the GDT'); // sgdt [ebx]
  expect(await behindJump([0x8b, 0x03], 0xf00aa)).toBe('F0000-FFFFF is the kernel’s'); // mov eax, [ebx]
  expect(await behindJump([0x66, 0xc5, 0x24, 0xdb], 0x1aad0)).toBe('F0000-FFFFF is the kernel’s'); // lds sp, [ebx + ebx * 8]
});

test('a stop inside an executed instruction is found', async () => {
  const one = handCase({ id: 'inside', mode: 'pm32', code: [0xb8, 1, 0, 0, 0] }); // mov eax, 1
  const inside = { ...one, stop: { ...one.stop, eip: [AT.code + 2, AT.code + 5] } };
  const [reference] = await interpreter.run([inside]);
  expect(await refusedOnTheWay(inside, reference!, interpreter)).toBe('a stop inside an instruction');
  expect(await refusedOnTheWay(one, reference!, interpreter)).toBeNull();
});

test('what the kernel can have is not refused', async () => {
  expect(await behindJump([0x8b, 0x03], AT.data)).toBeNull();
  expect(await behindJump([0x50, 0x58])).toBeNull(); // push eax; pop eax
});
