/** A hostile guest in a machine: a BIOS that hides a host system call in an operand and jumps into it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, VirtualMachine } from './machine.ts';

const ROM_BYTES = 0x10000;
const DEBUG_EXIT = 0xf4;
/** What the guest's own handler of INT 80H says. */
const HANDLED = 0x21;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/plex86-wall-`);
});
afterAll(() => rm(folder, { recursive: true }));

/** Real-mode code at F000:0000; `evil` fits in the immediate of mov ax, imm16. */
function rom(evil: readonly [number, number]): Uint8Array {
  const image = new Uint8Array(ROM_BYTES).fill(0xf4);
  const handler = 0x100;
  const code = [0x31, 0xc0, 0x8e, 0xd8, 0xbc, 0x00, 0x70]; // xor ax, ax; mov ds, ax; mov sp, 7000h
  code.push(0xc7, 0x06, 0x00, 0x02, handler & 0xff, handler >> 8); // the vector of INT 80H
  code.push(0xc7, 0x06, 0x02, 0x02, 0x00, 0xf0);
  code.push(0xb9, 0x00, 0x40, 0x90, 0xe2, 0xfd); // long enough for bursts to end: mov cx, 4000h; again: nop; loop again
  code.push(0x31, 0xdb); // xor bx, bx
  const hidden = code.length + 1;
  code.push(0xb8, ...evil, 0x43, 0x83, 0xfb, 2, 0x73, 5); // mov ax, evil; inc bx; cmp bx, 2; jae
  code.push(0xb9, hidden, 0x00, 0xff, 0xe1, 0xf4); // mov cx, hidden; jmp cx
  image.set(code);
  image.set([0xb0, HANDLED, 0xe6, DEBUG_EXIT, 0xf4], handler); // mov al, HANDLED; out DEBUG_EXIT, al
  image.set([0xea, 0x00, 0x00, 0x00, 0xf0], ROM_BYTES - 16);
  return image;
}

async function run(evil: readonly [number, number], sbe: 'fast' | 'strict'): Promise<Ended> {
  const bios = `${folder}/bios.bin`;
  await writeFile(bios, rom(evil));
  const vm = await VirtualMachine.create({
    memory: 1 << 20,
    sbe,
    shutdown: 'end',
    plugins: ['pci', { plugin: 'chipset', options: { bios } }, { plugin: 'debug-exit', options: { port: DEBUG_EXIT } }],
  });
  const timer = setTimeout(() => void vm.quit(), 20_000);
  return vm.ended.finally(() => clearTimeout(timer));
}

test('fast: the hit ends the machine, is counted, and harms nobody else', async () => {
  const ended = await run([0xcd, 0x80], 'fast');
  expect(ended.error).toBeNull();
  expect(ended.reason).toBe('escaped');
  expect(ended.state!.exits.wall).toBe(1);
  const next = await run([0x90, 0x90], 'strict'); // nothing hidden: it halts for good
  expect(next.reason).toBe('halted');
});

test('strict: the guest’s own handler is called', async () => {
  const ended = await run([0xcd, 0x80], 'strict');
  expect(ended.reason).toBe('status');
  expect(ended.status).toBe((HANDLED << 1) | 1);
  expect(ended.state!.exits.wall).toBe(0);
});
