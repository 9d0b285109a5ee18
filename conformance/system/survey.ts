/** `npx tsx conformance/system/survey.ts FROM TO [paged]`: many seeds against Bochs; prints what nothing explains, and how often what does. */
import { openEngine } from '../engines/index.ts';
import { compareRuns } from './compare.ts';
import { buildSystemRun, runOnBochs, runOnEngine } from './machine.ts';

const [from, to, paged] = process.argv.slice(2);
const explained = new Map<string, number>();
let tests = 0;
let failed = 0;
for (let seed = Number(from); seed < Number(to); seed++) {
  const run = buildSystemRun(seed, paged === 'paged');
  const interp = await openEngine('interp', { timeLimitMicroseconds: 5_000_000 });
  const actual = await runOnEngine(run, interp).catch((error: Error) => error.message);
  await interp.close();
  const expected = await runOnBochs(run, 20_000);
  if (typeof actual === 'string' || !expected || expected.length !== actual.length) {
    console.log(`seed ${seed}: ${typeof actual === 'string' ? actual : 'ended'}; on Bochs ${expected ? 'ended' : 'no end'}`);
    continue;
  }
  tests += run.tests.length;
  for (const line of compareRuns(run, actual, expected, explained)) {
    failed++;
    console.log(`seed ${seed}, ${line}`);
  }
}
console.log(`${tests} tests, ${failed} unexplained; explained: ${[...explained].map(([id, n]) => `${id} ${n}`).join(', ')}`);
