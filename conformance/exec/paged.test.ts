/** Cases that run with paging on without knowing it: that it is on, that nothing else shows, and which cases are refused. */
import { afterEach, describe, expect, it } from 'vitest';
import type { Case, Result } from '../case.ts';
import { codeCase } from '../cases/testing.ts';
import { CONDITIONS, openEngine, PAGED, type WireEngine } from '../engines/index.ts';

const dword = (value: number): number[] => [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, value >>> 24];

const open: WireEngine[] = [];
async function run(cases: readonly Case[], ...[name, options]: Parameters<typeof openEngine>): Promise<Result[]> {
  const engine = (await openEngine(name, options)) as WireEngine;
  open.push(engine);
  return engine.run(cases);
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const plain = codeCase('plain', [0x40]);
const CODE = (plain.registers.segments[1]!.base + plain.registers.eip) >>> 0;
/** mov byte [code + 8], 20h; ud2's second byte becomes that of MOV EAX, CR0 */
const readsCr0 = codeCase('reads CR0', [0xc6, 0x05, ...dword(CODE + 8), 0x20, 0x0f, 0x0b, 0xc0]);
/** mov dword [30FFE], 55667788h; mov eax, [30FFE] */
const crosses = codeCase('crosses', [0xc7, 0x05, ...dword(0x30ffe), ...dword(0x55667788), 0xa1, ...dword(0x30ffe)]);
/** mov eax, [FFFFF0]: the last bytes of RAM; then past its end */
const end = codeCase('end of RAM', [0xa1, ...dword(0xfffffe), 0x8b, 0x0d, ...dword(0x1000000), 0xa3, ...dword(0xfffff000)]);

describe.each(PAGED)('paging under a case: %s', (paged) => {
  it.each(['interp', 'sbe'] as const)('%s has it on', async (name) => {
    const [without] = await run([readsCr0], name, {});
    const [withIt] = await run([readsCr0], name, { paged });
    expect(without!.outcome).toBe('stopped');
    expect(withIt!.outcome).toBe('stopped');
    expect(((without!.registers.gpr[0]! ^ withIt!.registers.gpr[0]!) >>> 0).toString(16)).toBe('80000000');
    expect(withIt!.registers.cr0).toBe(without!.registers.cr0);
    expect(withIt!.registers.cr3).toBe(0);
  });

  it.each(CONDITIONS)('sbe, %s: gives what it gives without', async (condition) => {
    const cases = [crosses, end, plain, crosses];
    const without = await run(cases, 'interp', {});
    const withIt = await run(cases, 'sbe', { paged, condition });
    expect(without.map((result) => result.outcome)).toEqual(Array(4).fill('stopped'));
    expect(withIt.map((result) => result.outcome)).toEqual(Array(4).fill('stopped'));
    expect(withIt.map((result) => result.registers)).toEqual(without.map((result) => result.registers));
    const runs = (results: Result[]): unknown =>
      results.map((result) => result.memory.map((each) => [each.address, Buffer.from(each.bytes).toString('hex')]));
    expect(runs(withIt)).toEqual(runs(without));
    expect(runs(withIt)).toEqual([[[0x30ffe, '88776655']], [], [], [[0x30ffe, '88776655']]]);
    expect(withIt[1]!.registers.gpr[0]).toBe(0xffff0000);
    expect(withIt[1]!.registers.gpr[1]).toBe(0xffffffff);
  });

  it('refuses what would notice, and goes on', async () => {
    const refused = [
      codeCase('real mode', [0x40], 'real16'),
      codeCase('smsw', [0x0f, 0x01, 0xe0]),
      codeCase('mov eax, cr3', [0x0f, 0x20, 0xd8]),
      codeCase('mov cr0, eax', [0x0f, 0x22, 0xc0]),
      { ...plain, id: 'odd RAM', ramBytes: 512 << 20 },
    ];
    const results = await run([plain, ...refused, plain], 'interp', { paged });
    expect(results.map((result) => result.outcome)).toEqual(['stopped', ...Array(5).fill('unsupported'), 'stopped']);
    expect(results[1]!.error).toMatch(/paging/);
  });

  it('is for RAM of any size, one after the other', async () => {
    const cases = [1, 3, 16, 64, 5].map((mib) => ({ ...crosses, id: `${mib} MiB`, ramBytes: mib << 20 }));
    const results = await run(cases, 'sbe', { paged });
    expect(results.map((result) => [result.outcome, result.memory.map((each) => each.address)])).toEqual(
      Array(5).fill(['stopped', [0x30ffe]]),
    );
  });
});

it('the address line 20 that is missing is missing under identity paging, and not for scattered pages', async () => {
  // mov dword [30000], 1; mov eax, [130000]
  const wrap = { ...codeCase('wraps', [0xc7, 0x05, ...dword(0x30000), ...dword(1), 0xa1, ...dword(0x130000)]), addressMask: 0xffefffff };
  const [identity] = await run([wrap], 'sbe', { paged: 'identity' });
  expect(identity!.registers.gpr[0]).toBe(1);
  const [scattered] = await run([wrap], 'sbe', { paged: 'scattered' });
  expect(scattered!.outcome).toBe('unsupported');
});
