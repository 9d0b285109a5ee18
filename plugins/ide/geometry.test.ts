import { describe, expect, it } from 'vitest';
import { geometryOf } from './geometry.ts';

const CYLINDER = 63 * 16 * 512;

/** A first sector with one partition that ends where `end` says, twice. */
function partitioned(heads: number, sectors: number, cylinders: number, off = 0): Uint8Array {
  const sector = Buffer.alloc(512);
  const last = cylinders - 1;
  sector.set([0x80, 1, 1, 0, 6, heads - 1, sectors | ((last >> 8) << 6), last & 0xff], 446);
  sector.writeUInt32LE(sectors, 454);
  sector.writeUInt32LE(cylinders * heads * sectors - sectors + off, 458);
  sector.writeUInt16LE(0xaa55, 510);
  return sector;
}

describe('the geometry of a disk', () => {
  const empty = new Uint8Array(512);

  it('is 16 heads of 63 sectors where nothing else is known', () => {
    expect(geometryOf(100 * CYLINDER, empty)).toEqual({ cylinders: 100, heads: 16, sectors: 63, translation: 'none' });
    expect(geometryOf(1024 * CYLINDER, empty).translation).toBe('none');
    expect(geometryOf(1025 * CYLINDER, empty).translation).toBe('lba');
    expect(geometryOf(20000 * CYLINDER, empty)).toEqual({ cylinders: 16383, heads: 16, sectors: 63, translation: 'lba' });
  });

  it('has a cylinder on the smallest disk', () => {
    expect(geometryOf(5 * 512, empty)).toEqual({ cylinders: 1, heads: 1, sectors: 5, translation: 'none' });
    expect(geometryOf(200 * 512, empty)).toEqual({ cylinders: 3, heads: 1, sectors: 63, translation: 'none' });
  });

  it('is that of the partition table, where it agrees with itself', () => {
    const size = 615 * 4 * 17 * 512;
    expect(geometryOf(size, partitioned(4, 17, 612))).toEqual({ cylinders: 615, heads: 4, sectors: 17, translation: 'none' });
    expect(geometryOf(size, partitioned(4, 17, 612, 1))).toMatchObject({ heads: 16, sectors: 63 });
    expect(geometryOf(2000 * CYLINDER, partitioned(255, 63, 100))).toEqual({
      cylinders: 2000,
      heads: 16,
      sectors: 63,
      translation: 'large',
    });
    expect(geometryOf(16000 * CYLINDER, partitioned(255, 63, 100)).translation).toBe('lba');
  });
});
