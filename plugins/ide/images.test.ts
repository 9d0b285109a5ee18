/** What is said of an image that cannot be a disk: before the guest runs, and so that one knows which and why. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { definePlugin, pc, VirtualMachine } from '../../vm/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-images-'));
afterAll(() => rmSync(folder, { recursive: true }));

function image(name: string, bytes: number): string {
  const path = join(folder, name);
  writeFileSync(path, Buffer.alloc(bytes));
  return path;
}

/** A machine with the device `ide` made from these options. */
function withOptions(options: Record<string, string | number>, path: string): Promise<VirtualMachine> {
  const plugin = definePlugin({
    name: 'storage',
    options: z.strictObject({}),
    setup(builder) {
      builder.image(path, 'overlay');
      builder.device('ide', options);
    },
  });
  return VirtualMachine.create({ memory: 1 << 20, plugins: ['pci', 'chipset', { plugin }] });
}

describe('images', () => {
  it('have whole sectors', async () => {
    const path = image('odd', 10 * 512 + 1);
    await expect(VirtualMachine.create(pc({ hda: path }))).rejects.toThrow(/ide: .*odd has 5121 bytes.*512/);
    await expect(VirtualMachine.create(pc({ cdrom: path }))).rejects.toThrow(/ide: .*odd has 5121 bytes.*512/);
    await expect(withOptions({ image0: 'overlay', disk0: 0 }, path)).rejects.toThrow(/ide: image 0 is 5121 bytes long.*512/);
  });

  it('are not empty', () => {
    expect(() => pc({ hda: image('empty', 0) })).toThrow(/empty is shorter than one sector/);
  });

  it('of floppy disks have the size of one', () => {
    const path = image('floppy', 1000 * 1024);
    expect(() => pc({ fda: path })).toThrow(/1024000 bytes.*1440K/);
  });

  it('are in one drive only, were handed over, and may be written if they are to be', async () => {
    const path = image('disk', 512 * 100);
    const refused = (options: Record<string, string | number>, message: RegExp) =>
      expect(withOptions(options, path)).rejects.toThrow(message);
    await refused({ image1: 'overlay', disk0: 1 }, /ide: image 1 was not handed over/);
    await refused({ image0: 'write', disk0: 0 }, /ide: image 0 is to be written, but was opened for reading/);
    await refused({ image0: 'sometimes', disk0: 0 }, /ide: image 0 is to be overlay, write or read-only/);
    await refused({ image0: 'overlay', disk0: 1 }, /ide: a drive's image is not among the images/);
    await refused({ image0: 'overlay', disk0: 0, cdrom0: 0 }, /ide: two drives in one place/);
    await refused({ image0: 'overlay', disk0: 0, heads0: 17 }, /ide: a hard disk has 1 to 16 heads/);
    expect(readFileSync(path).length).toBe(512 * 100);
  });
});
