import { closeSync, existsSync, fstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { blankDisk, openBlankDisk } from './blank.ts';
import { VirtualMachine } from './machine.ts';
import { pc } from './pc.ts';

const folder = mkdtempSync(join(tmpdir(), 'plex86-blank-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a new disk', () => {
  it.each([
    ['new:64M', { bytes: 64 << 20, path: null }],
    ['new:1440k:./a:b.img', { bytes: 1440 << 10, path: './a:b.img' }],
    ['new:512', { bytes: 512, path: null }],
    ['renew:64M', null],
  ])('is written %s', (text, expected) => {
    expect(blankDisk(text)).toEqual(expected);
  });

  it.each([
    ['new:', /new:SIZE/],
    ['new:big', /new:SIZE/],
    ['new:64M:', /new:SIZE/],
    ['new:0', /whole sectors/],
    ['new:1000', /whole sectors/],
    ['new:129G', /at most 128G/],
  ])('%s is refused', (text, message) => {
    expect(() => blankDisk(text)).toThrow(message);
  });

  it('is made once', () => {
    const path = join(folder, 'made.img');
    const file = openBlankDisk({ bytes: 1 << 20, path });
    expect(fstatSync(file).size).toBe(1 << 20);
    closeSync(file);
    expect(() => openBlankDisk({ bytes: 1 << 20, path })).toThrow(/made\.img: the file exists/);
    expect(existsSync(path)).toBe(true);
    expect(() => openBlankDisk({ bytes: 512, path: join(folder, 'none', 'x.img') })).toThrow(/ENOENT/);
  });

  // A boot sector that writes itself to the first hard disk and ends the machine with AH, the BIOS's status.
  const writer = Uint8Array.of(
    ...[0x31, 0xdb, 0x8e, 0xc3, 0xbb, 0x00, 0x7c], // xor bx, bx; mov es, bx; mov bx, 7C00h
    ...[0xb8, 0x01, 0x03, 0xb9, 0x01, 0x00, 0xba, 0x80, 0x00], // mov ax, 0301h; mov cx, 1; mov dx, 80h
    ...[0xcd, 0x13, 0x88, 0xe0, 0xe6, 0xf4, 0xf4], // int 13h; mov al, ah; out F4h, al; hlt
  );
  it('takes what the guest writes, in a file where one was named', { timeout: 60_000 }, async () => {
    const sector = Buffer.alloc(160 << 10);
    sector.set(writer);
    sector.set([0x55, 0xaa], 510);
    const fda = join(folder, 'boot.img');
    writeFileSync(fda, sector);
    const path = join(folder, 'disk.img');
    for (const hda of ['new:8M', `new:8M:${path}`]) {
      const vm = await VirtualMachine.create(pc({ fda, hda, disks: 'write', debugExit: 0xf4 }));
      expect(await vm.ended).toMatchObject({ reason: 'status', status: 1 });
    }
    const disk = readFileSync(path);
    expect(disk.length).toBe(8 << 20);
    expect(disk.subarray(0, 512).equals(sector.subarray(0, 512))).toBe(true);
    expect(disk.subarray(512).every((byte) => byte === 0)).toBe(true);
  });

  it('is a floppy disk only in the sizes that floppy disks have', () => {
    expect(() => pc({ fda: 'new:5M' })).toThrow(/new:5M has 5242880 bytes, which no floppy disk has/);
    expect(() => pc({ fda: 'new:1440K' })).not.toThrow();
  });
});
