import { describe, expect, test } from 'vitest';
import { FORMS } from '../generators/forms.ts';
import { allCells, causesOf, cellId, PLACES } from './cells.ts';
import { percent, TARGETS } from './command.ts';
import { runCoverage } from './run.ts';

const place = (name: string) => PLACES.find((each) => each.name === name)!;
const form = (id: string) => FORMS.find((each) => each.id === id)!;

describe('cells', () => {
  test('have names of their own', () => {
    const ids = allCells().map(cellId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('faults follow from the form and the place', () => {
    const hlt = form('F4 hlt');
    expect(causesOf(hlt, place('pm32'))).not.toContain('privilege');
    expect(causesOf(hlt, place('pm32/3'))).toContain('privilege');
    const str = form('0F 00/1 str Ev');
    expect(causesOf(str, place('real16'))).toContain('mode');
    expect(causesOf(str, place('pm16'))).not.toContain('mode');
    const add = form('01 add Ev,Gv');
    expect(causesOf(add, place('pm32'))).not.toContain('alignment');
    expect(causesOf(add, place('pm32/3'))).toContain('alignment');
    expect(causesOf(form('0F 28 movaps Vx,Wx'), place('pm32'))).toContain('sse-alignment');
    expect(causesOf(form('0F 10 movups Vx,Wx'), place('pm32'))).not.toContain('sse-alignment');
    expect(causesOf(form('D9 E8 fld1'), place('pm32'))).toEqual(expect.arrayContaining(['unavailable', 'x87-pending']));
  });
});

test('the targets are met, and sbe agrees on every cell', { timeout: 180_000 }, async () => {
  const report = await runCoverage({ cells: allCells(), engines: ['interp', 'sbe'], seed: 1, attempts: 12 });
  expect(report.mismatches).toEqual([]);
  expect(percent(report.ok)).toBeGreaterThanOrEqual(TARGETS.ok);
  expect(percent(report.fault)).toBeGreaterThanOrEqual(TARGETS.fault);
  expect(report.unreached.filter(({ reason }) => reason === 'no directed case reached it').length).toBeLessThan(20);
  expect(report.ok.reached + report.fault.reached + report.unreached.length).toBe(allCells().length);
});
