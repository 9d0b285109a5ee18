import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { Case } from '../case.ts';
import { codeCase } from '../cases/testing.ts';
import { encodeCases, REQUEST_BYTES, RESPONSE_BYTES, rawOutcome } from '../wire/codec.ts';
import { field, struct, value } from '../wire/layout.ts';
import { EngineMissing, openEngine } from './index.ts';
import { ProcessEngine } from './process.ts';

process.env.PLEX86_FAKE_LAYOUT = JSON.stringify({
  requestBytes: REQUEST_BYTES,
  responseBytes: RESPONSE_BYTES,
  responseMagic: value('wire_magic', 'WIRE_RESPONSE_MAGIC'),
  caseRegisters: field('wire_case', 'registers').offset,
  resultRegisters: field('wire_result', 'registers').offset,
  registerBytes: struct('wire_registers').bytes,
  resultBytes: struct('wire_result').bytes,
});

const FAKE = fileURLToPath(new URL('testing/fake-engine.mjs', import.meta.url));
const DIES = 0xdead;
const DIES_TALKING = 0xdeae;
const HANGS = 0x4a4a4a4a;
const LIES = 0xbad;

let engine: ProcessEngine | undefined;
afterEach(async () => {
  await engine?.close();
  engine = undefined;
});

function fake(patience = 5000): ProcessEngine {
  engine = new ProcessEngine('interp', FAKE, { timeLimitMicroseconds: 1000 }, 'nothing to install', patience);
  return engine;
}

function cases(count: number, special: Record<number, number> = {}): Case[] {
  return Array.from({ length: count }, (_, index) => {
    const one = codeCase(`case ${index}`, [0xf4]);
    one.registers.gpr[0] = special[index] ?? index;
    return one;
  });
}

describe('an engine that is a process', () => {
  it('gives a result a case, in order, over several batches', async () => {
    const results = await fake().run(cases(1300));
    expect(results.map((one) => one.id)).toEqual(cases(1300).map((one) => one.id));
    expect(results.map((one) => one.registers.gpr[0])).toEqual(Array.from({ length: 1300 }, (_, index) => index));
    expect(engine!.incidents).toEqual([]);
  });

  it('finds the one case that ends the process; the others have their results', async () => {
    const results = await fake().run(cases(600, { 77: DIES }));
    expect(results.filter((one) => one.outcome !== 'halted').map((one) => [one.id, one.outcome])).toEqual([['case 77', 'crashed']]);
    expect(results[77]!.error).toContain('exit status 9');
    expect(results[76]!.registers.gpr[0]).toBe(76);
    expect(engine!.incidents.length).toBeGreaterThan(1);
  });

  it('finds several culprits', async () => {
    const results = await fake().run(cases(40, { 0: DIES, 19: DIES, 20: DIES, 39: DIES }));
    expect(results.flatMap((one, index) => (one.outcome === 'crashed' ? [index] : []))).toEqual([0, 19, 20, 39]);
  });

  it('believes last words, and does not search', async () => {
    const results = await fake().run(cases(500, { 0: DIES_TALKING, 300: DIES_TALKING, 499: DIES_TALKING }));
    expect(results.flatMap((one, index) => (one.outcome === 'crashed' ? [index] : []))).toEqual([0, 300, 499]);
    expect(results[301]!.registers.gpr[0]).toBe(301);
    // Each culprit once in its batch and once alone in a fresh process.
    expect(engine!.incidents.length).toBeLessThanOrEqual(6);
  });

  it('calls a case crashed whose result makes no sense', async () => {
    const results = await fake().run(cases(8, { 5: LIES }));
    expect(results.flatMap((one, index) => (one.outcome === 'crashed' ? [index] : []))).toEqual([5]);
    expect(results[5]!.error).toContain('gives its size as 7');
  });

  it('ends a process that hangs and goes on with the others', async () => {
    const results = await fake(1000).run(cases(2, { 0: HANGS }));
    expect(results.map((one) => one.outcome)).toEqual(['crashed', 'halted']);
    expect(results[0]!.error).toContain('no answer');
  });

  it('gives up on a process that never answers, without trying for ever', async () => {
    engine = new ProcessEngine('interp', '/bin/false', {}, '');
    const results = await engine.run(cases(200));
    expect(new Set(results.map((one) => one.outcome))).toEqual(new Set(['crashed']));
    expect(engine.incidents.length).toBeLessThan(100);
  });

  it('survives a file that cannot be executed', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'plex86-')), 'engine');
    writeFileSync(file, 'no program at all', { mode: 0o644 });
    engine = new ProcessEngine('interp', file, {}, '');
    const results = await engine.run(cases(5));
    expect(results.map((one) => one.outcome)).toEqual(new Array(5).fill('crashed'));
    expect(results[0]!.error).toContain('EACCES');
  });

  it('keeps raw results of crashed cases in their places', async () => {
    const batch = encodeCases(cases(10, { 3: DIES }));
    const results = await fake().runRaw(batch);
    expect(results.count).toBe(10);
    expect(Array.from({ length: 10 }, (_, index) => rawOutcome(results, index)).indexOf('crashed')).toBe(3);
  });

  it('does not blame a case for a process that was killed from outside', async () => {
    const sbe = (await openEngine('sbe', { timeLimitMicroseconds: 20_000 })) as ProcessEngine;
    engine = sbe;
    // Loops that end by the time limit keep the process busy while it is killed.
    const all = Array.from({ length: 60 }, (_, index) => codeCase(`${index}`, index % 3 === 0 ? [0xeb, 0xfe] : [0x40]));
    const running = sbe.run(all);
    await new Promise((resolve) => setTimeout(resolve, 100));
    process.kill(sbe.pid!, 'SIGKILL');
    const results = await running;
    expect(results.map((one) => one.outcome)).toEqual(all.map((_, index) => (index % 3 === 0 ? 'limit' : 'stopped')));
    expect(sbe.incidents.length).toBe(1);
    expect(sbe.incidents[0]).toContain('SIGKILL');
  });

  it('names what is missing and how to get it', () => {
    expect(() => new ProcessEngine('unicorn', '/nowhere/plex86-unicorn', {}, 'apt-get install libunicorn-dev')).toThrow(EngineMissing);
    expect(() => new ProcessEngine('unicorn', '/nowhere/plex86-unicorn', {}, 'apt-get install libunicorn-dev')).toThrow(
      /apt-get install libunicorn-dev/,
    );
  });
});
