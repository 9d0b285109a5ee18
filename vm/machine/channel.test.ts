/** The channel against a process that follows a script instead of running a guest. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { readHeader } from '../c-header.ts';
import { definePlugin, type MachineBuilder, type Plugin } from '../plugin.ts';
import { decodeState } from './channel.ts';
import { VirtualMachine } from './machine.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plex86-channel-'));
  vi.stubEnv('PLEX86_MACHINE', fileURLToPath(new URL('testing/fake-machine.mjs', import.meta.url)));
  vi.stubEnv('PLEX86_FAKE_LOG', join(folder, 'log'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function machine(scenario: string, setup: (builder: MachineBuilder) => void = () => {}): Promise<VirtualMachine> {
  vi.stubEnv('PLEX86_FAKE', scenario);
  const plugin = definePlugin({ name: 'part', options: z.strictObject({}), setup }) as unknown as Plugin;
  return VirtualMachine.create({ plugins: [{ plugin }], memory: 2 << 20 });
}

interface Told {
  command: string;
  number: number;
  payload: string;
}

const told = (): Told[] =>
  readFileSync(join(folder, 'log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);

describe('the channel', () => {
  it('puts reports together however they are cut, and answers', async () => {
    const heard: string[] = [];
    const vm = await machine('pieces', (builder) => {
      const device = builder.device('thing', { yes: true, no: false, left: undefined, size: 7 });
      device.send(Uint8Array.of(1, 2, 3));
      device.onOutput((bytes) => heard.push(Buffer.from(bytes).toString()));
    });
    expect(vm.startMilliseconds).toBe(2);
    await vi.waitFor(() => expect(heard.join('')).toBe('hello'));
    expect((await vm.quit()).reason).toBe('quit');
    const commands = told();
    // The process may end before it reads the answer that follows QUIT.
    expect(commands.map(({ command }) => command).slice(0, 6)).toEqual(['MACHINE', 'DEVICE', 'INPUT', 'START', 'ANSWER', 'QUIT']);
    const text = (index: number): string => Buffer.from(commands[index]!.payload, 'hex').toString();
    expect(text(0)).toMatch(/^ram=2097152\n/);
    expect(text(1)).toBe('thing\0yes=1\nno=0\nsize=7\0');
    expect(commands[2]).toMatchObject({ number: commands[1]!.number, payload: '010203' });
    // Nobody reads that port: all ones.
    expect(commands[4]!.payload).toBe('ff000000');
  });

  it('gives posted writes to whom they belong, several in one report', async () => {
    const written: number[] = [];
    const vm = await machine('pieces', (builder) =>
      builder.ports({ first: 0x80, posted: true, read: () => 0x42, write: (_port, value) => void written.push(value) }),
    );
    await vi.waitFor(() => expect(written).toEqual([65, 66]));
    await vm.quit();
    expect(told().filter(({ command }) => command === 'ANSWER')[0]!.payload).toBe('42000000');
    // first, count, widths, posted
    expect(told().find(({ command }) => command === 'CLAIM_PORTS')!.payload).toBe('8000010001000100');
  });

  it('sends long loads in pieces of at most a megabyte', async () => {
    const vm = await machine('hangs', (builder) => builder.load(0x100000, new Uint8Array((1 << 20) + 10)));
    await vi.waitFor(() => expect(told().some(({ command }) => command === 'START')).toBe(true));
    const loads = told().filter(({ command }) => command === 'LOAD');
    expect(loads.map(({ payload }) => payload.length / 2)).toEqual([1 << 20, 4 + 14]);
    expect(Buffer.from(loads[1]!.payload, 'hex').readUInt32LE(0)).toBe(0x100000 + (1 << 20) - 4);
    process.kill(vm.pid!, 'SIGKILL');
    await vm.ended;
  });

  it('tells what the process said last', async () => {
    const ended = await (await machine('failed')).ended;
    expect(ended).toMatchObject({ reason: 'failed', state: null });
    expect(ended.error?.message).toBe('ide: the image is gone');
    await expect(machine('dies')).rejects.toThrow(/exit status 7: out of luck/);
  });

  it('refuses a process of another version', async () => {
    await expect(machine('version')).rejects.toThrow(/of another version: run make/);
  });

  it('kills a process that does not answer when it is to end', async () => {
    const vm = await machine('hangs');
    const ended = await vm.quit();
    expect(ended.error?.message).toMatch(/SIGKILL/);
  });

  it('does not start where the process is not there', async () => {
    vi.stubEnv('PLEX86_MACHINE', join(folder, 'nowhere'));
    await expect(machine('hangs')).rejects.toThrow(/nowhere is not there: run npm run setup/);
  });
});

describe('the state of a machine', () => {
  it('is read by the header of the channel', () => {
    const layout = readHeader('machine/channel.h').structs.get('machine_state')!;
    const bytes = Buffer.alloc(layout.bytes);
    const at = (name: string): number => layout.fields.get(name)!.offset;
    bytes.writeBigUInt64LE(5_000_000_000n, at('guest_ns'));
    bytes.writeBigUInt64LE(77n, at('resets'));
    bytes.writeBigUInt64LE(3n, at('exits'));
    bytes.writeUInt32LE(0x7c00, at('eip'));
    bytes.writeUInt32LE(0xffff, at('limit') + 4 * 5);
    const state = decodeState(bytes);
    expect(state.counters).toMatchObject({ guest_ns: 5e9, resets: 77 });
    expect(Object.values(state.exits)[0]).toBe(3);
    expect(state.registers.eip).toBe(0x7c00);
    expect((state.registers.limit as number[])[5]).toBe(0xffff);
  });
});
