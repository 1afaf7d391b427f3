/** Where number formats end, as powers of two: what a magnitude loses there. */

export interface PrecisionLimit {
  exponent: number;
  format: "float16" | "bfloat16";
  /** What becomes of what lies beyond. */
  words: string;
  /** On which side of the limit that is. */
  side: "below" | "above";
}

export const PRECISION_LIMITS: readonly PrecisionLimit[] = [
  { exponent: 16, format: "float16", words: "float16: infinite from 2¹⁶", side: "above" },
  { exponent: -14, format: "float16", words: "float16: loses digits below 2⁻¹⁴", side: "below" },
  { exponent: -25, format: "float16", words: "float16: 0 below 2⁻²⁵", side: "below" },
  { exponent: 128, format: "bfloat16", words: "bfloat16: infinite from 2¹²⁸", side: "above" },
  {
    exponent: -126,
    format: "bfloat16",
    words: "bfloat16: loses digits below 2⁻¹²⁶",
    side: "below",
  },
];

/** Exponents that are always in sight, so that the limits of float16 are. */
export const USUAL_EXPONENTS = [-29, 19] as const;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** -14 becomes "2⁻¹⁴". */
export function powerOfTwo(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]);
  return `2${exponent < 0 ? "⁻" : ""}${digits.join("")}`;
}
