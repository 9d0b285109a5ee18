/** What the guest is kept busy with, and what has to come on its screen. Every round leaves the disk as it found it. */
import type { VirtualMachine } from '../../vm/index.ts';

export interface Step {
  command: string;
  /** of what the command prints */
  expect: RegExp;
  /** prints the same at every round */
  steady?: boolean;
}

const step = (command: string, expect: RegExp, steady = true): Step => ({ command, expect, steady });
const SILENT = /^$/;

export const ROUND: readonly Step[] = [
  step('dir', /LOOP +BAT[\s\S]*bytes free/),
  step('md busy', SILENT),
  step('cd busy', SILENT),
  step('echo line one > a.txt', SILENT),
  step('echo line two >> a.txt', SILENT),
  step('copy a.txt b.txt', /^a\.txt => b\.txt$/),
  step('type b.txt', /^line one *\nline two *$/),
  step('copy ..\\command.com c.com', /COMMAND\.COM/i),
  step('ren c.com d.com', SILENT),
  step('dir', /D +COM[\s\S]*3 file/i),
  step('del a.txt', /^one file removed\.$/),
  step('del b.txt', /^one file removed\.$/),
  step('del d.com', /^one file removed\.$/),
  step('cd ..', SILENT),
  step('rd busy', SILENT),
  step('dir busy', /File not found/i),
  step('loop again', /item ONE\nitem TWO\nitem THREE[\s\S]*readme is here\nnothere is not/),
  step('memwalk', /own block found/, false),
  step('selfmod', /^patched [0-9A-F]{4}/),
  step('busydata', /^counters [0-9A-F]{4} [0-9A-F]{4} [0-9A-F]{4}/),
  step('pm32', /./),
  step('unreal', /./),
  step('selfmod > sums.txt', SILENT),
  step('type sums.txt', /^patched [0-9A-F]{4}/),
  step('del sums.txt', /^one file removed\.$/),
];

/** Run twice, TSR takes itself off the vector again, but stays in the guest's memory: not at every round. */
export const RESIDENT: readonly Step[] = [step('tsr', /^resident$/), step('tsr', /^ticks have come$/)];

export const TIMER: Step = step('pit', /^samples past the reload value: 0000\nmode and access: 0036$/);

const PATIENCE = { timeout: 90_000 };
const PROMPT = /(?:^|\n)[A-C]:\\[^\n>]*>$/;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

export async function firstPrompt(vm: VirtualMachine): Promise<void> {
  await vm.screen.waitFor(PROMPT, PATIENCE);
}

/** What the command printed, from an empty screen on; times of day left out. */
export async function enter(vm: VirtualMachine, command: string): Promise<string> {
  await vm.type('cls\n');
  await vm.screen.waitFor(/^\n*[A-C]:\\[^\n>]*>$/, PATIENCE);
  await vm.type(command);
  await vm.screen.waitFor(new RegExp(`>${escaped(command)}$`), PATIENCE);
  await vm.type('\n');
  await vm.screen.waitFor(PROMPT, PATIENCE);
  const screen = await vm.screen.text();
  return screen
    .slice(0, screen.lastIndexOf('\n'))
    .replace(/^[\s\S]*?>[^\n]*\n?/, '')
    .replace(/\b\d{2}-\d{2}-\d{2} +\d{1,2}:\d{2}[ap]/g, '(time)')
    .trim();
}
