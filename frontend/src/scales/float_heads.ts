/**
 * The upper half of a float32: its sign, its exponent and seven bits of its fraction. That tells
 * numbers apart to one part in 128, and there are few enough of them for tables: millions of
 * numbers are then looked up instead of taken the logarithm of.
 */

export const HEADS = 65536;

const EXPONENT = 0x7f80;
const SIGN = 0x8000;

/** A view of the numbers as little-endian halves: number `i` has its head at `2 * i + 1`. */
export function halvesOf(values: Float32Array): Uint16Array {
  return new Uint16Array(values.buffer, values.byteOffset, 2 * values.length);
}

/** Whether the number that a pair of halves makes is NaN. */
export function isNaNOf(head: number, tail: number): boolean {
  return (head & EXPONENT) === EXPONENT && (head !== (head & (EXPONENT | SIGN)) || tail !== 0);
}

const bits = new Uint32Array(1);
const number = new Float32Array(bits.buffer);

/** The number in the middle of those that share a head; 0, and the infinities, are themselves. */
export function valueOfHead(head: number): number {
  const isExact = (head & ~SIGN) === 0 || (head & ~SIGN) === EXPONENT;
  bits[0] = ((head << 16) | (isExact ? 0 : SIGN)) >>> 0;
  return number[0];
}
