import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { assemble } from '../../conformance/cases/assemble.ts';
import { pc, VirtualMachine } from '../../vm/index.ts';
import { readKernel } from './image.ts';
import { layOut, type MapEntry } from './layout.ts';
import { bootRom } from './rom.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-multiboot-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MAGIC = 0x1badb002;

function words(...values: number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(values.map((value) => value >>> 0)).buffer);
}
const header = (flags: number): number[] => [MAGIC, flags, -(MAGIC + flags)];

/** An ELF image with one segment, which begins with a Multiboot header. */
function elf(changes: (view: DataView) => void = () => {}, flags = 0): Uint8Array {
  const file = new Uint8Array(0x1000 + 64);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 1, 1, 1]);
  view.setUint16(16, 2, true);
  view.setUint16(18, 3, true);
  view.setUint32(24, 0xc0100010, true);
  view.setUint32(28, 52, true);
  view.setUint16(42, 32, true);
  view.setUint16(44, 1, true);
  file.set(words(1, 0x1000, 0xc0100000, 0x100000, 64, 0x300, 7, 0x1000), 52);
  file.set(words(...header(flags)), 0x1000);
  changes(view);
  return file;
}

describe('a Multiboot image', () => {
  it('says itself where it goes', () => {
    const file = new Uint8Array(256);
    // header at 16; it is to stand at 100010H, so the image begins at 100000H with the file's first byte
    file.set(words(...header(0x10003), 0x100010, 0x100000, 0x100080, 0x100200, 0x100044), 16);
    expect(readKernel(file)).toEqual({
      entry: 0x100044,
      wantsVideo: false,
      segments: [{ address: 0x100000, bytes: file.subarray(0, 0x80), size: 0x200 }],
    });
    file.set(words(0, 0), 16 + 20); // to the end of the file, and nothing behind it
    expect(readKernel(file).segments).toEqual([{ address: 0x100000, bytes: file, size: 256 }]);
  });

  it('or its ELF headers do; the entry is a physical address', () => {
    const kernel = readKernel(elf(undefined, 4));
    expect(kernel).toMatchObject({ entry: 0x100010, wantsVideo: true });
    expect(kernel.segments).toMatchObject([{ address: 0x100000, size: 0x300 }]);
    expect(kernel.segments[0]!.bytes).toHaveLength(64);
  });

  it.each([
    ['no Multiboot header', new Uint8Array(100)],
    ['no Multiboot header', elf((view) => view.setUint32(0x1000, 0))],
    ['where it is to be loaded', words(...header(0), ...new Array<number>(40).fill(0))],
    ['no ELF image for a 32-bit x86', elf((view) => view.setUint8(4, 2))],
    ['a segment is outside|an ELF segment is outside', elf((view) => view.setUint32(52 + 16, 0x200, true))],
    ['program headers are outside', elf((view) => view.setUint32(28, 0x10000, true))],
    ['demands what is not known', elf(undefined, 8)],
    ['ends beyond 4 GiB', elf((view) => view.setUint32(52 + 12, 0xffffff00, true))],
    ['load nothing', elf((view) => view.setUint32(52, 2, true))],
  ])('is refused: %s', (message, file) => {
    expect(() => readKernel(file)).toThrow(new RegExp(message));
  });
});

describe('memory for a Multiboot kernel', () => {
  const map: MapEntry[] = [
    { base: 0, bytes: 0x9fc00, type: 1 },
    { base: 0x9fc00, bytes: 0x400, type: 2 },
    { base: 0x100000, bytes: 0x700000, type: 1 },
    { base: 2 ** 32 - 0x40000, bytes: 0x40000, type: 2 },
  ];
  const kernel = { entry: 0x100000, wantsVideo: false, segments: [{ address: 0x100000, bytes: new Uint8Array(10), size: 0x5001 }] };
  const module = (bytes: number) => ({ bytes: new Uint8Array(bytes), text: `m${bytes}` });

  it('has modules on pages of their own behind the kernel, and the information below 640 KiB', () => {
    const { segments, information, start } = layOut(kernel, [module(5000), module(1)], 'k a=b', map);
    expect(segments.map(({ address }) => address)).toEqual([0x100000, 0x106000, 0x108000, 0x8000]);
    const block = segments[3]!;
    const view = new DataView(block.bytes.buffer);
    const word = (address: number): number => view.getUint32(address - block.address, true);
    const text = (address: number): string =>
      Buffer.from(block.bytes)
        .toString('latin1', address - block.address)
        .split('\0')[0]!;
    expect(information).toBe(0x8000);
    expect(word(information)).toBe(0x24d); // memory, command line, modules, map, name
    expect([word(information + 4), word(information + 8)]).toEqual([639, 0x700000 / 1024]);
    expect(text(word(information + 16))).toBe('k a=b');
    const modules = word(information + 24);
    expect([word(information + 20), word(modules), word(modules + 4), text(word(modules + 8))]).toEqual([2, 0x106000, 0x107388, 'm5000']);
    expect([word(modules + 16), word(modules + 20), text(word(modules + 24))]).toEqual([0x108000, 0x108001, 'm1']);
    expect(word(information + 44)).toBe(24 * map.length);
    const last = word(information + 48) + 72;
    expect([0, 4, 8, 12, 16, 20].map((offset) => word(last + offset))).toEqual([20, 0xfffc0000, 0, 0x40000, 0, 2]);
    expect(start % 16).toBe(0);
    expect(start).toBeLessThan(0xa0000);
  });

  it('keeps out of the way of a kernel that stands low', () => {
    const low = { ...kernel, segments: [{ address: 0x8000, bytes: new Uint8Array(1), size: 0x10000 }, ...kernel.segments] };
    expect(layOut(low, [], '', map).information).toBe(0x18000);
  });

  it('is refused where there is none', () => {
    expect(() => layOut(kernel, [module(8 << 20)], '', map)).toThrow('no room in memory for the module m8388608');
    const high = { ...kernel, segments: [{ address: 0x700000, bytes: new Uint8Array(1), size: 0x200000 }] };
    expect(() => layOut(high, [], '', map)).toThrow(/the kernel wants memory from 700000H to 8fffffH/);
  });
});

it('the boot ROM adds up to zero, as does its header', () => {
  const rom = bootRom(0x5e8, 'name');
  const sum = (bytes: Uint8Array): number => bytes.reduce((all, byte) => (all + byte) & 0xff, 0);
  expect([...rom.subarray(0, 3)]).toEqual([0x55, 0xaa, rom.length / 512]);
  expect(sum(rom)).toBe(0);
  expect(Buffer.from(rom.subarray(0x20, 0x24)).toString()).toBe('$PnP');
  expect(sum(rom.subarray(0x20, 0x40))).toBe(0);
});

/** Says on the debug console what it was told, and ends the machine. */
const KERNEL = `
  bits 32
  start:
  dd 0x1BADB002, 0x10003, -(0x1BADB002 + 0x10003)
  dd start, start, the_end, the_end + 4096, entry
  entry: cmp eax, 0x2BADB002
  jne near wrong
  pushfd_free: mov esp, the_end + 4096
  pushfd
  pop eax
  test eax, 0x20200        ; VM and IF
  jnz near wrong
  mov ax, cs
  cmp ax, 8
  jne near wrong
  cmp dword [the_end], 0   ; behind the image: zeros
  jne near wrong
  mov byte [0x300000], 1
  cmp byte [0x200000], 0   ; the A20 gate is open
  jne near wrong
  mov esi, [ebx + 16]
  call puts
  mov edi, [ebx + 24]
  mov esi, [edi + 8]
  call puts
  mov esi, [edi]
  mov ecx, [edi + 4]
  sub ecx, esi
  rep_out: lodsb
  out 0xe9, al
  loop rep_out
  mov al, 3
  out 0xf4, al
  wrong: mov al, 9
  out 0xf4, al
  puts: lodsb
  out 0xe9, al
  test al, al
  jnz puts
  ret
  the_end: dd 0`;

const BIOS = '/usr/share/seabios/bios-256k.bin';

describe.skipIf(!existsSync(BIOS))('a kernel under the BIOS', () => {
  it.each(['sbe', 'interp'] as const)('gets module and command line (%s)', async (engine) => {
    const lines = KERNEL.split('\n').map((text, i) => ({ text, line: i + 1 }));
    const [assembled] = await assemble([{ name: 'kernel', lines, bits: 32, origin: 0x100000 }]);
    if (!assembled || 'error' in assembled) throw new Error(assembled?.error);
    const [kernel, module] = [join(folder, 'kernel'), join(folder, 'module')];
    writeFileSync(kernel, assembled.bytes.subarray(0, -4)); // the last word is the first of what is zeros
    writeFileSync(module, 'content');
    const vm = await VirtualMachine.create(pc({ engine, multiboot: { kernel, modules: [`${module} x=1`], commandLine: 'root=none' } }));
    const ended = await vm.ended;
    expect(vm.debugcon.text).toBe(`${kernel} root=none\0${module} x=1\0content`);
    expect(ended).toMatchObject({ reason: 'status', status: 7, error: null });
  });

  it('that wants more memory than there is ends with the plugin’s name', async () => {
    const file = new Uint8Array(256);
    file.set(words(...header(0x10003), 0x4000000, 0x4000000, 0, 0, 0x4000044));
    const kernel = join(folder, 'far');
    writeFileSync(kernel, file);
    const vm = await VirtualMachine.create(pc({ multiboot: { kernel } }));
    expect((await vm.ended).error?.message).toMatch(/^plugin multiboot: the kernel wants memory from 4000000H/);
  });

  it('that is none is refused before the machine exists', async () => {
    const kernel = join(folder, 'text');
    writeFileSync(kernel, 'hello');
    await expect(VirtualMachine.create(pc({ multiboot: { kernel } }))).rejects.toThrow(/plugin multiboot: .*text: no Multiboot header/);
  });
});
