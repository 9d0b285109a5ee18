import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type JobMismatch, runJob } from './job.ts';

let output: string;
beforeAll(async () => {
  output = await mkdtemp(`${tmpdir()}/plex86-job-`);
});
afterAll(() => rm(output, { recursive: true, force: true }));

/** What the job says, in order, with a mistake in the monitor. */
async function story(mutant: string, sample: number): Promise<string[]> {
  const said: string[] = [];
  await runJob({
    engines: ['interp', 'sbe'],
    conditions: ['cold'],
    sample,
    seed: 1,
    output,
    mutant,
    onMismatch: ({ group }: JobMismatch) => said.push(group.startsWith('generated') ? 'generated' : 'snippet'),
    onProgress: ({ stage }) => said.push(stage),
    onWarning: (text) => said.push(text),
  });
  return said;
}

test('a mistake shows before anything is assembled', { timeout: 240_000 }, async () => {
  const said = await story('MUTANT_PUSHF_NATIVE', 1056);
  const look = said.indexOf('a first look');
  expect(said.slice(0, look), 'by cases that need no assembler').toContain('generated');
  expect(said.indexOf('snippet'), 'and by the corpus').toBeGreaterThan(look);
});
