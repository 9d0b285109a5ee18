/** Little-endian bytes, appended. */
export class Bytes {
  private readonly list: number[] = [];

  u8(...values: number[]): this {
    for (const value of values) this.list.push(value & 0xff);
    return this;
  }

  u16(...values: number[]): this {
    for (const value of values) this.u8(value, value >>> 8);
    return this;
  }

  u32(...values: number[]): this {
    for (const value of values) this.u16(value, value >>> 16);
    return this;
  }

  /** 2 or 4 bytes each */
  words(width: number, ...values: number[]): this {
    return width === 4 ? this.u32(...values) : this.u16(...values);
  }

  append(bytes: ArrayLike<number>): this {
    for (let i = 0; i < bytes.length; i++) this.list.push(bytes[i]!);
    return this;
  }

  zeros(count: number): this {
    for (let i = 0; i < count; i++) this.list.push(0);
    return this;
  }

  get length(): number {
    return this.list.length;
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.list);
  }
}
