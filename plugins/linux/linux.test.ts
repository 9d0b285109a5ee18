/** The Linux loader: what it reads in images, where it puts things, and what a kernel finds when it starts. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assemble } from '../../conformance/cases/assemble.ts';
import { pc, VirtualMachine } from '../../vm/index.ts';
import type { MapEntry } from '../multiboot/layout.ts';
import { FIELD, readImage } from './image.ts';
import { layOut, readTextScreen } from './layout.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-linux-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MIB = 1 << 20;

/** One sector of boot code, one of setup code with the header in both, then `code`. */
function bzImage(code: Uint8Array, changes: (view: DataView, file: Uint8Array) => void = () => {}): Uint8Array {
  const file = new Uint8Array(2 * 512 + code.length);
  const view = new DataView(file.buffer);
  file.set(code, 1024);
  file[FIELD.setupSectors] = 1;
  view.setUint16(FIELD.bootFlag, 0xaa55, true);
  file.set([0xeb, 0x66], FIELD.jump); // the header ends at 202H + 66H
  file.set(Buffer.from('HdrS'), FIELD.magic);
  view.setUint16(FIELD.version, 0x20f, true);
  file[FIELD.loadFlags] = 1;
  view.setUint32(FIELD.highestInitrd, 0x7fffffff, true);
  view.setUint32(FIELD.alignment, 2 * MIB, true);
  file[FIELD.relocatable] = 1;
  view.setUint32(FIELD.commandLineSize, 2047, true);
  view.setUint32(FIELD.preferredAddress, 4 * MIB, true);
  view.setUint32(FIELD.initBytes, MIB, true);
  changes(view, file);
  return file;
}

describe('a bzImage', () => {
  it('says what it needs', () => {
    expect(readImage(bzImage(Uint8Array.of(1, 2, 3)))).toMatchObject({
      protocol: 0x20f,
      code: Uint8Array.of(1, 2, 3),
      relocatable: true,
      preferredAddress: 4 * MIB,
      alignment: 2 * MIB,
      initBytes: MIB,
      highestInitrd: 0x7fffffff,
      longestCommandLine: 2047,
    });
  });

  it('of an old protocol leaves things unsaid', () => {
    const image = readImage(bzImage(new Uint8Array(1000), (view) => view.setUint16(FIELD.version, 0x202, true)));
    expect(image).toMatchObject({
      relocatable: false,
      preferredAddress: MIB,
      highestInitrd: 0x37ffffff,
      longestCommandLine: 255,
      initBytes: 4000,
    });
  });

  it.each([
    ['its setup header is missing', new Uint8Array(2000)],
    ['its setup header is missing', bzImage(new Uint8Array(1)).subarray(0, 600)],
    ['its boot protocol is 2.01', bzImage(new Uint8Array(1), (view) => view.setUint16(FIELD.version, 0x201, true))],
    ['a zImage', bzImage(new Uint8Array(1), (_view, file) => void file.set([0], FIELD.loadFlags))],
    ['for 64-bit processors', bzImage(new Uint8Array(1), (_view, file) => void file.set([1], FIELD.extendedFlags))],
    ['ends within its setup code', bzImage(new Uint8Array(1), (_view, file) => void file.set([9], FIELD.setupSectors))],
    ['does not say where it ends', bzImage(new Uint8Array(1), (_view, file) => void file.set([2], FIELD.jump + 1))],
    ['above 4 GiB', bzImage(new Uint8Array(1), (view) => view.setUint32(FIELD.preferredAddress + 4, 1, true))],
  ])('is refused: %s', (message, file) => {
    expect(() => readImage(file)).toThrow(message);
  });
});

describe('memory for a Linux kernel', () => {
  const map = (megabytes: number): MapEntry[] => [
    { base: 0, bytes: 0x9fc00, type: 1 },
    { base: 0x9fc00, bytes: 0x400, type: 2 },
    { base: MIB, bytes: (megabytes - 1) * MIB - 0x2000, type: 1 },
    { base: megabytes * MIB - 0x2000, bytes: 0x2000, type: 2 },
    { base: 2 ** 32 - 0x40000, bytes: 0x40000, type: 2 },
  ];
  const screen = { mode: 3, columns: 80, rows: 25, height: 16, cursor: { column: 7, row: 9 } };
  const image = readImage(bzImage(new Uint8Array(5000)));

  it('has the RAM disk at its top, below what is reserved there', () => {
    const { segments, start, initrd } = layOut(image, new Uint8Array(5001), 'a b=c', map(16), screen);
    expect(initrd).toEqual({ address: 16 * MIB - 0x4000, bytes: 5001 });
    expect(segments.map(({ address, size }) => [address, size])).toEqual([
      [MIB, 5000],
      [16 * MIB - 0x4000, 5001],
      [0x10000, 4096],
      [0x11000, 0x68 + 32],
      [0x12000, 6],
    ]);
    expect(start).toBe(0x11000000);
    const page = segments[2]!.bytes;
    const view = new DataView(page.buffer);
    expect([...page.subarray(0x1f1, 0x268)].slice(0x11)).toEqual([...segments[2]!.bytes.subarray(0x202, 0x268)]);
    expect(Buffer.from(page.subarray(0x202, 0x206)).toString()).toBe('HdrS');
    expect([0x210, 0x1e8, 0, 1, 6, 7, 0x0e, 0x0f].map((at) => page[at])).toEqual([0xff, 5, 7, 9, 3, 80, 25, 1]);
    expect([FIELD.code32Start, FIELD.initrdAddress, FIELD.initrdBytes, FIELD.commandLine].map((at) => view.getUint32(at, true))).toEqual([
      MIB,
      16 * MIB - 0x4000,
      5001,
      0x12000,
    ]);
    expect(view.getUint32(0x1e0, true)).toBe(15 * 1024 - 8);
    const last = 0x2d0 + 4 * 20;
    expect([0, 4, 8, 12, 16].map((at) => view.getUint32(last + at, true))).toEqual([0xfffc0000, 0, 0x40000, 0, 2]);
  });

  it('has the RAM disk no higher than the kernel can reach', () => {
    const near = { ...image, highestInitrd: 8 * MIB - 1 };
    expect(layOut(near, new Uint8Array(4096), '', map(16), screen).initrd).toEqual({ address: 8 * MIB - 4096, bytes: 4096 });
  });

  it('is refused where there is none', () => {
    expect(() => layOut(image, null, '', map(4), screen)).toThrow(/wants memory up to 4FFFFFH \(5 MiB\)/);
    expect(() => layOut(image, new Uint8Array(12 * MIB), '', map(16), screen)).toThrow(/no room for the initial RAM disk: 12582912 bytes/);
    expect(() => layOut(image, null, 'x'.repeat(2048), map(16), screen)).toThrow('the command line has 2048 bytes; this kernel takes 2047');
  });
});

it('the text screen is that of the BIOS data area', () => {
  const data = new Uint8Array(256);
  data.set([3, 80, 0], 0x49);
  data.set([5, 6], 0x50);
  data.set([24, 16, 0], 0x84);
  expect(readTextScreen(data)).toEqual({ mode: 3, columns: 80, rows: 25, height: 16, cursor: { column: 5, row: 6 } });
});

/** Says on the debug console what it was told, and ends the machine: with 7 where all is as the protocol promises, else with 19. */
const KERNEL = `
  bits 32
  mov ax, cs
  cmp ax, 0x10
  jne near wrong
  mov ax, ds
  cmp ax, 0x18
  jne near wrong
  mov ax, es
  cmp ax, 0x18
  jne near wrong
  mov ax, ss
  cmp ax, 0x18
  jne near wrong
  mov edx, ebp
  or edx, edi
  or edx, ebx
  jnz near wrong
  cmp dword [esi + 0x202], 'HdrS'
  jne near wrong
  pushfd
  pop eax
  test eax, 0x20200        ; VM and IF
  jnz near wrong
  mov byte [0x300000], 1
  cmp byte [0x200000], 0   ; the A20 gate is open
  jne near wrong
  cmp byte [esi + 0x1e8], 4
  jb near wrong
  cmp byte [esi + 7], 80
  jne near wrong
  mov ebp, esi
  mov esi, [ebp + 0x228]
  puts: lodsb
  out 0xe9, al
  test al, al
  jnz puts
  mov esi, [ebp + 0x218]
  mov ecx, [ebp + 0x21c]
  rep_out: lodsb
  out 0xe9, al
  loop rep_out
  mov al, 3
  out 0xf4, al
  wrong: mov al, 9
  out 0xf4, al
  hlt`;

const BIOS = '/usr/share/seabios/bios-256k.bin';

describe.skipIf(!existsSync(BIOS))('a Linux kernel under the BIOS', () => {
  it.each(['sbe', 'interp'] as const)('gets command line and RAM disks (%s)', async (engine) => {
    const lines = KERNEL.split('\n').map((text, i) => ({ text, line: i + 1 }));
    const [assembled] = await assemble([{ name: 'kernel', lines, bits: 32, origin: 0x100000 }]);
    if (!assembled || 'error' in assembled) throw new Error(assembled?.error);
    const [kernel, first, second] = ['vmlinuz', 'first', 'second'].map((name) => join(folder, name)) as [string, string, string];
    writeFileSync(kernel, bzImage(assembled.bytes));
    writeFileSync(first, 'first');
    writeFileSync(second, 'last');
    const vm = await VirtualMachine.create(pc({ engine, linux: { kernel, initrd: [first, second], commandLine: 'root=none' } }));
    const ended = await vm.ended;
    expect(vm.debugcon.text).toBe('root=none\0first\0\0\0last');
    expect(ended).toMatchObject({ reason: 'status', status: 7, error: null });
  });

  it('that wants more memory than there is ends with the plugin’s name', async () => {
    const kernel = join(folder, 'large');
    writeFileSync(
      kernel,
      bzImage(new Uint8Array(1), (view) => view.setUint32(FIELD.initBytes, 64 * MIB, true)),
    );
    const vm = await VirtualMachine.create(pc({ linux: { kernel } }));
    expect((await vm.ended).error?.message).toMatch(/^plugin linux: the kernel wants memory up to 43FFFFFH/);
  });

  it('that is none is refused before the machine exists', async () => {
    const kernel = join(folder, 'text');
    writeFileSync(kernel, 'hello');
    await expect(VirtualMachine.create(pc({ linux: { kernel } }))).rejects.toThrow(/plugin linux: .*text: it is no Linux kernel for x86/);
    await expect(VirtualMachine.create(pc({ linux: { kernel: join(folder, 'absent') } }))).rejects.toThrow(
      /plugin linux: cannot read .*absent: ENOENT/,
    );
  });
});
