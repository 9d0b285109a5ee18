/** Small byte arrays cut from big ones: an ArrayBuffer of its own for each would cost more than what is written into it. */
const SLAB_BYTES = 1 << 18;
let slab = new Uint8Array(SLAB_BYTES);
let used = 0;

/** `length` zero bytes that nobody else holds. */
export function take(length: number): Uint8Array {
  if (length > SLAB_BYTES) return new Uint8Array(length);
  if (used + length > SLAB_BYTES) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  used += length;
  return slab.subarray(used - length, used);
}
