/** Compared cases a second: each engine alone, and sbe, interp and unicorn three ways, on the same generated cases. */

import { EngineMissing, type EngineName, openEngine, type WireEngine } from '../conformance/engines/index.ts';
import { generateNumbered } from '../conformance/generators/kinds.ts';
import { type CaseBatch, encodeCases, equalResults } from '../conformance/wire/codec.ts';

const BATCH = 512;
const BATCHES = 8;

const ORDERS = [
  { mode: 'real16', cpl: 0 },
  { mode: 'v86', cpl: 3 },
  { mode: 'pm16', cpl: 0 },
  { mode: 'pm32', cpl: 0 },
  { mode: 'pm32', cpl: 3 },
] as const;

/** Rounds over the same batches until `seconds` have passed; gives cases a second. */
async function rate(seconds: number, batches: readonly CaseBatch[], run: (batch: CaseBatch) => Promise<void>): Promise<number> {
  await run(batches[0]!);
  const start = performance.now();
  let cases = 0;
  while (performance.now() - start < seconds * 1000) {
    for (const batch of batches) {
      await run(batch);
      cases += batch.count;
    }
  }
  return Math.round((cases * 1000) / (performance.now() - start));
}

export async function measureThroughput(seconds: number): Promise<object[]> {
  const generation = performance.now();
  const batches: CaseBatch[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const order = ORDERS[batch % ORDERS.length]!;
    batches.push(encodeCases(Array.from({ length: BATCH }, (_, index) => generateNumbered(order, 1, batch * BATCH + index))));
  }
  const generated = Math.round((BATCH * BATCHES * 1000) / (performance.now() - generation));
  const rows: object[] = [{ what: 'generated and encoded', 'cases a second': generated }];
  const engines: WireEngine[] = [];
  for (const name of ['sbe', 'interp', 'bare', 'unicorn'] satisfies EngineName[]) {
    try {
      const engine = (await openEngine(name)) as WireEngine;
      rows.push({
        what: `${name} alone`,
        'cases a second': await rate(seconds, batches, async (batch) => void (await engine.runRaw(batch))),
      });
      if (name === 'bare') await engine.close();
      else engines.push(engine);
    } catch (error) {
      if (!(error instanceof EngineMissing)) throw error;
      rows.push({ what: `${name}: ${error.message}`, 'cases a second': 0 });
    }
  }
  let differing = 0;
  const threeWays = await rate(seconds, batches, async (batch) => {
    const [reference, ...others] = await Promise.all(engines.map((engine) => engine.runRaw(batch)));
    for (let index = 0; index < batch.count; index++) {
      for (const other of others) if (!equalResults(reference!, other, index)) differing++;
    }
  });
  const names = engines.map((engine) => engine.name).join(', ');
  rows.push({ what: `${names}: run and compared as bytes (${differing} left to the masks)`, 'cases a second': threeWays });
  for (const engine of engines) await engine.close();
  return rows;
}
