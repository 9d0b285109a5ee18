import { describe, expect, it } from 'vitest';
import { PluginError } from '../../vm/machine/host.ts';
import { tinyMachine } from '../../vm/machine/testing/tiny.ts';

/** All 128 bytes as the guest reads them. */
async function cmos(options: object): Promise<number[]> {
  const vm = await tinyMachine(
    `xor bx, bx
     next: mov al, bl
     out 0x70, al
     in al, 0x71
     out 0xe9, al
     inc bx
     cmp bx, 128
     jb next
     out 0xf4, al`,
    [],
    { plugins: [{ plugin: 'rtc', options }, 'debugcon'], memory: 32 << 20, engine: 'interp', time: 'virtual' },
  );
  await vm.ended;
  return [...vm.debugcon.text].map((character) => character.charCodeAt(0));
}

describe('the clock', () => {
  it('shows the date that it was given', async () => {
    const bytes = await cmos({ date: 1709210096 }); // 2024-02-29 12:34:56, a Thursday
    expect([0x32, 9, 8, 7, 6, 4, 2, 0].map((at) => bytes[at]!.toString(16))).toEqual(['20', '24', '2', '29', '5', '12', '34', '56']);
  });

  it('tells the BIOS what the machine consists of', async () => {
    const bytes = await cmos({
      floppies: ['1.44M', '360K'],
      boot: 'ca',
      floppySignature: false,
      disks: [null, { cylinders: 615, heads: 4, sectors: 17, translation: 'large' }],
    });
    const word = (at: number) => bytes[at]! | (bytes[at + 1]! << 8);
    expect(bytes[0x10]).toBe(0x41);
    expect(bytes[0x14]! & 0xc1).toBe(0x41);
    expect([word(0x15), word(0x17), word(0x30), word(0x34)]).toEqual([640, 31 << 10, 31 << 10, 256]);
    expect([bytes[0x3d], bytes[0x38]]).toEqual([0x12, 0x01]);
    expect([bytes[0x12], bytes[0x1a], word(0x24), bytes[0x26], bytes[0x39]]).toEqual([0x0f, 47, 615, 4, 2 << 2]);
  });

  it('refuses what makes no sense, by name', async () => {
    await expect(cmos({ boot: 'x' })).rejects.toThrow(PluginError);
    await expect(cmos({ floppies: ['720'] })).rejects.toThrow(/plugin rtc: option floppies/);
  });
});
