import { describe, expect, test } from 'vitest';
import { KNOWN } from '../compare/disagreements.ts';
import { CONDITIONS, type EngineName, PAGED } from '../engines/index.ts';
import type { Order } from '../generators/kinds.ts';
import { type Failure, type FuzzOptions, type Report, runFuzz } from './run.ts';

/** As many as a few minutes of `npm test` allow; `plex86 fuzz` runs millions. */
const CASES = 4000;
const HOSTILE = 200_000;
const ORDERS: Order[] = [
  { mode: 'real16', cpl: 0 },
  { mode: 'v86', cpl: 3 },
  { mode: 'pm16', cpl: 0 },
  { mode: 'pm16', cpl: 3 },
  { mode: 'pm32', cpl: 0 },
  { mode: 'pm32', cpl: 1 },
  { mode: 'pm32', cpl: 3 },
];

async function run(options: Partial<FuzzOptions>): Promise<{ report: Report; failures: string[] }> {
  const failures: string[] = [];
  const report = await runFuzz({
    orders: ORDERS,
    seed: 20,
    from: 0,
    count: CASES,
    engines: ['interp', 'sbe'],
    conditions: ['cold'],
    sbe: 'strict',
    hostile: false,
    known: KNOWN,
    timeLimitMicroseconds: 2000,
    maxFailures: 20,
    batch: 256,
    onFailure: ({ one, opponent, differences }: Failure) => {
      failures.push(`${one.id} on ${opponent}: ${differences.map((each) => `${each.field} ${each.reference} / ${each.other}`).join('; ')}`);
    },
    ...options,
  });
  return { report, failures };
}

describe.each(ORDERS)('$mode, ring $cpl', (order) => {
  test('sbe, strict, agrees with the interpreter', { timeout: 120_000 }, async () => {
    const { report, failures } = await run({ orders: [order] });
    expect(failures).toEqual([]);
    expect(report.incidents).toEqual([]);
    const account = report.accounts.get('sbe')!;
    expect(account.generated).toBe(CASES);
    expect(account.compared).toBeGreaterThan(CASES * 0.95);
    expect(account.faulting).toBeGreaterThan(CASES * 0.1);
  });

  test('sbe, fast, agrees where no computed branch leads into an instruction', { timeout: 120_000 }, async () => {
    const { failures } = await run({ orders: [order], sbe: 'fast', seed: 21 });
    expect(failures).toEqual([]);
  });

  test('the silicon agrees with the interpreter', { timeout: 120_000 }, async () => {
    const { report, failures } = await run({ orders: [order], engines: ['interp', 'bare'], seed: 22, count: CASES / 2 });
    expect(failures).toEqual([]);
    expect(report.accounts.get('bare')!.compared).toBeGreaterThan(CASES / 8);
  });
});

test('results are the same under every cache condition', { timeout: 240_000 }, async () => {
  const { report, failures } = await run({ conditions: CONDITIONS, seed: 23 });
  expect(failures).toEqual([]);
  expect([...report.accounts.keys()]).toEqual(CONDITIONS.map((condition) => (condition === 'cold' ? 'sbe' : `sbe/${condition}`)));
  for (const account of report.accounts.values()) expect(account.generated).toBe(CASES);
});

test('code that modifies itself, under every cache condition', { timeout: 240_000 }, async () => {
  const orders = ORDERS.map((order): Order => ({ ...order, kind: 'selfmodifying' }));
  const { failures } = await run({ orders, conditions: CONDITIONS, seed: 24 });
  expect(failures).toEqual([]);
});

test('cases with page tables of their own, under every cache condition', { timeout: 240_000 }, async () => {
  const orders = ORDERS.filter(({ mode }) => mode !== 'real16').map((order): Order => ({ ...order, kind: 'paging' }));
  const { report, failures } = await run({ orders, conditions: CONDITIONS, seed: 25 });
  expect(failures).toEqual([]);
  for (const account of report.accounts.values()) {
    expect(account.compared).toBeGreaterThan(CASES * 0.9);
    expect(account.faulting).toBeGreaterThan(CASES * 0.3);
  }
});

test.each(PAGED)('with paging on, %s, results are those without', { timeout: 240_000 }, async (paged) => {
  const orders = ORDERS.filter(({ mode }) => mode !== 'real16');
  for (const sbe of ['strict', 'fast'] as const) {
    const { report, failures } = await run({ orders, engines: ['interp', 'sbe', 'interp'], sbe, paged, seed: 26 });
    expect(failures).toEqual([]);
    expect(report.accounts.get('sbe')!.compared).toBeGreaterThan(CASES * 0.9);
  }
});

test('a run can go on where another ended', { timeout: 60_000 }, async () => {
  const engines: EngineName[] = ['interp', 'sbe'];
  const first = await run({ engines, count: 300 });
  expect(first.report.next).toBe(300);
  const second = await run({ engines, from: 300, count: 200 });
  expect(second.report.next).toBe(500);
  expect(second.report.accounts.get('sbe')!.generated).toBe(200);
});

test('a seeded bug is found', { timeout: 60_000 }, async () => {
  const { failures } = await run({ orders: [{ mode: 'pm32', cpl: 3, kind: 'sequence' }], mutant: 'MUTANT_PUSHF_NATIVE', maxFailures: 1 });
  expect(failures.length).toBeGreaterThan(0);
});

describe('hostile bytes', () => {
  const orders = ORDERS.map((order): Order => ({ ...order, kind: 'hostile' }));

  test('strict: every case ends by the guest’s own doing', { timeout: 300_000 }, async () => {
    const { report, failures } = await run({
      orders,
      hostile: true,
      engines: ['sbe'],
      count: HOSTILE,
      seed: 25,
      timeLimitMicroseconds: 500,
    });
    expect(failures).toEqual([]);
    expect(report.incidents).toEqual([]);
    expect(report.outcomes.get('sbe')!.get('escaped') ?? 0).toBe(0);
  });

  test('fast: the host is unharmed', { timeout: 300_000 }, async () => {
    const { report, failures } = await run({
      orders,
      hostile: true,
      engines: ['sbe'],
      sbe: 'fast',
      count: HOSTILE,
      seed: 26,
      timeLimitMicroseconds: 500,
    });
    expect(failures).toEqual([]);
    expect(report.incidents).toEqual([]);
  });
});
