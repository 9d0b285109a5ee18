import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../c-header.ts';
import { describedMachine, readMachine } from './description.ts';
import { VirtualMachine } from './machine.ts';
import { pc } from './pc.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-description-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('a machine file', () => {
  it('lists plugins; paths begin at the file', () => {
    const plugins = ['pci', './dice.ts', { plugin: 'floppy', options: { a: { image: '../boot.img' } } }];
    expect(describedMachine({ memory: '32M', cpu: '486', engine: 'interp', time: 'virtual', plugins }, '/there/file')).toEqual({
      memory: 32 << 20,
      cpu: '486',
      engine: 'interp',
      time: 'virtual',
      plugins: ['pci', '/there/file/dice.ts', { plugin: 'floppy', options: { a: { image: '/there/boot.img' } } }],
    });
  });

  it('or is the default PC with its options', () => {
    const image = file('boot.img', 'x'.repeat(160 * 1024));
    const described = describedMachine(
      { pc: { fda: './boot.img', memory: 8 << 20, serial: ['null', 'null'], plugins: ['./dice.ts'] } },
      folder,
    );
    expect(described).toEqual(pc({ fda: image, memory: 8 << 20, serial: ['null', 'null'], plugins: [join(folder, 'dice.ts')] }));
  });

  it('is a PC that options go over, and plugins come after', () => {
    const image = file('boot.img', 'x'.repeat(160 * 1024));
    const described = describedMachine({ pc: { fda: './boot.img', memory: '8M', hda: 'new:1M:./d.img', plugins: ['./a.ts'] } }, folder, {
      memory: 4 << 20,
      plugins: ['b.ts'],
    });
    const hda = `new:1M:${join(folder, 'd.img')}`;
    expect(described).toEqual(pc({ fda: image, memory: 4 << 20, hda, plugins: [join(folder, 'a.ts'), 'b.ts'] }));
  });

  it('that lists its plugins takes options of the machine, not those of a PC', () => {
    const listed = { memory: '8M', plugins: ['pci'] };
    expect(describedMachine(listed, folder, { memory: 4 << 20, engine: 'interp', plugins: ['b.ts'] })).toEqual({
      memory: 4 << 20,
      engine: 'interp',
      plugins: ['pci', 'b.ts'],
    });
    expect(() => describedMachine(listed, folder, { fda: 'x', boot: 'a' })).toThrow(/no PC to be given fda, boot/);
  });

  it.each([
    [{ plugins: 'all' }, /^plugins: /],
    [{ plugins: [{ plugin: 7 }] }, /^plugins\.0/],
    [{ plugins: [], memory: 'lots' }, /^memory: "lots" is no size of memory/],
    [{ plugins: [], engine: 'qemu' }, /^engine: /],
    [{ plugins: [], colour: 'red' }, /colour/],
    [{ pc: { fda: 7 } }, /^pc\.fda: /],
    [{ pc: {}, plugins: [] }, /plugins/],
    ['pc', /a machine is an object/],
  ])('is refused with the place: %j', (description, message) => {
    expect(() => describedMachine(description, folder)).toThrow(message);
  });

  it('is named in what is wrong with it', async () => {
    await expect(readMachine(join(folder, 'none.json'))).rejects.toThrow(/none\.json: there is no such file/);
    await expect(readMachine(file('bad.json', '{'))).rejects.toThrow(/bad\.json: /);
    await expect(readMachine(file('empty.ts', 'export const x = 1;'))).rejects.toThrow(/empty\.ts: it has no default export/);
  });

  it('in TypeScript may make its plugins on the spot, and runs', async () => {
    // A ROM that writes 21 to the debug-exit port.
    const path = file(
      'machine.ts',
      `import { z } from '${ROOT}node_modules/zod/index.js';
       const page = new Uint8Array(4096).fill(0xf4);
       page.set([0xb0, 21, 0xe6, 0xf4], 0xff0);
       const rom = { name: 'rom', options: z.object({}), setup: (builder) => builder.rom(0xfffff000, page) };
       export default () => ({ memory: '1M', plugins: [{ plugin: rom }, 'debug-exit'] });`,
    );
    const vm = await VirtualMachine.create(await readMachine(path));
    expect(await vm.ended).toMatchObject({ reason: 'status', status: 43 });
  });
});
