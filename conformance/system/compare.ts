/** Two machines' dumps, test by test. */
import { differences, explain, vectorOf } from './dump.ts';
import type { SystemRun } from './machine.ts';

function describeTest(run: SystemRun, index: number): string {
  const { kind, ring, code, cr0, eflags } = run.tests[index]!;
  return `test ${index}: ${kind} in ${ring}, code ${Buffer.from(code).toString('hex')}, cr0 ${cr0.toString(16)}, eflags ${eflags.toString(16)}`;
}

/** Every difference that nothing explains, in words. */
export function compareRuns(run: SystemRun, actual: Uint8Array, expected: Uint8Array, explained: Map<string, number>): string[] {
  const lines: string[] = [];
  for (let i = 0; i < run.tests.length; i++) {
    const found = differences(actual, expected, i);
    if (found.length === 0) continue;
    const reasons = explain(found, { actual: vectorOf(actual, i), expected: vectorOf(expected, i) });
    if (reasons) {
      for (const { id } of reasons) explained.set(id, (explained.get(id) ?? 0) + 1);
      continue;
    }
    const fields = found.slice(0, 8).map((one) => `${one.field} ${one.actual.toString(16)} not ${one.expected.toString(16)}`);
    lines.push(`${describeTest(run, i)}: ${fields.join(', ')}`);
  }
  return lines;
}
