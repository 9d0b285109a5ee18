/** Machines for tests: some RAM, a reset vector that jumps to 0:7C00H, and what a test puts there. No BIOS, and no devices but the test's. */

import { z } from 'zod';
import { assemble } from '../../../conformance/cases/assemble.ts';
import { definePlugin, type Plugin } from '../../plugin.ts';
import { type MachineOptions, VirtualMachine } from '../machine.ts';

const START = 0x7c00;
const RESET_PAGE = 0xfffff000;

async function code(text: string): Promise<Uint8Array> {
  const lines = text.split('\n').map((each, i) => ({ text: each, line: i + 1 }));
  const [assembled] = await assemble([{ name: 'test', lines, bits: 16, origin: START }]);
  if (!assembled || 'error' in assembled) throw new Error(assembled?.error ?? 'nothing was assembled');
  return assembled.bytes;
}

/** 16-bit code at 0:7C00H in real mode, with the test's plugins around it. It may end by writing its exit status to port F4H. */
export async function tinyMachine(
  text: string,
  plugins: readonly Plugin[],
  options: Partial<MachineOptions> = {},
): Promise<VirtualMachine> {
  return VirtualMachine.create(await tinyOptions(text, plugins, options));
}

/** The same, not yet made. */
export async function tinyOptions(
  text: string,
  plugins: readonly Plugin[],
  options: Partial<MachineOptions> = {},
): Promise<MachineOptions> {
  const bytes = await code(text);
  const program = definePlugin({
    name: 'program',
    options: z.strictObject({}),
    setup(builder) {
      const page = new Uint8Array(4096).fill(0xf4);
      page.set([0xea, START & 0xff, START >> 8, 0, 0], 0xff0); // jmp 0:7C00H
      builder.rom(RESET_PAGE, page);
      builder.load(START, bytes);
      builder.ports({ first: 0xf4, posted: false, write: (_port, status) => builder.end(status) });
    },
  });
  return {
    memory: 1 << 20,
    shutdown: 'end',
    ...options,
    plugins: [...(options.plugins ?? []), ...[program, ...plugins].map((plugin) => ({ plugin }))],
  };
}
