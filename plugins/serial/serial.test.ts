/** A guest at one end of a serial line (testing/echo.asm, by interrupts), a program at the other. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { z } from 'zod';
import { VirtualMachine } from '../../vm/machine/machine.ts';
import { definePlugin } from '../../vm/plugin.ts';
import { Transcript } from './transcript.ts';

const folder = mkdtempSync(join(tmpdir(), 'serial-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function boot(to: string): Promise<VirtualMachine> {
  const path = join(folder, 'echo.rom');
  execFileSync('nasm', ['-f', 'bin', '-o', path, fileURLToPath(new URL('./testing/echo.asm', import.meta.url))]);
  const chipset = definePlugin({
    name: 'chipset',
    options: z.strictObject({}),
    setup: (builder) => builder.device('chipset').send(readFileSync(path)),
  });
  return VirtualMachine.create({ plugins: ['pci', { plugin: chipset }, 'pic', { plugin: 'serial', options: { to } }] });
}

it('is spoken over by the program that made the machine', async () => {
  const vm = await boot('null');
  const line = vm.serial(0);
  await line.waitFor(/ready\r\n/);
  line.send('hello');
  await line.waitFor(/^HELLO$/);
  // More than the FIFO holds, many times.
  const long = 'abcdefghijklmnopqrstuvwxyz'.repeat(400);
  line.send(`${long}.`);
  expect((await line.waitFor(/^[^.]*\./))[0]).toBe(`${long.toUpperCase()}.`);
  expect(line.text.startsWith('ready\r\nHELLOABC')).toBe(true);
  const never = line.waitFor(/never/);
  const ended = await vm.quit();
  expect(ended.reason).toBe('quit');
  await expect(never).rejects.toThrow('the machine ended');
});

it('is spoken over by whoever connects', async () => {
  const vm = await boot('tcp:127.0.0.1:0');
  await vm.serial(0).waitFor(/ready/);
  const description = vm.service('serial0')!.description;
  const socket = connect(Number(/:(\d+)$/.exec(description)![1]), '127.0.0.1');
  const seen = new Transcript();
  socket.on('data', (bytes) => seen.add(bytes));
  socket.write('over tcp');
  await seen.waitFor(/^OVER TCP$/);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await vm.quit();
  await closed;
});

it('goes to a file, complete when the machine has ended', async () => {
  const path = join(folder, 'line');
  const vm = await boot(`file:${path}`);
  await vm.serial(0).waitFor(/ready/); // what comes sooner is lost when the guest empties the FIFOs
  vm.serial(0).send('to a file');
  await vm.serial(0).waitFor(/FILE/);
  await vm.quit();
  expect(readFileSync(path, 'latin1')).toBe('ready\r\nTO A FILE');
});

it('says what is wrong with its other end', async () => {
  await expect(boot('file:/no/such/folder/line')).rejects.toThrow('plugin serial: serial file:/no/such/folder/line: cannot be written');
  await expect(boot('tcp:example.org:80')).rejects.toThrow('plugin serial: serial tcp:example.org:80: expected a loopback address');
});
