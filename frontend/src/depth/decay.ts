/** How the gradient shrinks from the last layer to the first, as a factor for each layer. */

import type { Grid } from "../recorded/grid";
import { format } from "d3-format";

/** Recorded steps over which each layer's number is averaged, as in the backend's judgement. */
const STEPS = 10;
/** Through fewer points any line fits. */
export const FEWEST_LAYERS = 4;

/** A straight line through the logarithms by depth, by least squares. */
export interface Decay {
  /** What is left of the number from one layer to the next one towards the first. */
  factor: number;
  /** Of the variance of the logarithms, what the line explains. */
  share: number;
  /** The line as a power of ten, at a place among the kernels in model order. */
  exponentAt(place: number): number;
  /** The first and the last kernel with a number. */
  reach: [first: number, last: number];
}

/**
 * @param kernels rows of the grid in model order
 * @param column the last of the ten whose geometric mean is taken
 * @returns undefined where there are too few layers with a number, or no differences
 */
export function decayOf(grid: Grid, kernels: readonly number[], column: number): Decay | undefined {
  const points = kernels.flatMap((row, place) => {
    const exponent = meanExponent(grid, row, column);
    return Number.isNaN(exponent) ? [] : [[place, exponent] as const];
  });
  if (points.length < FEWEST_LAYERS) return undefined;
  const meanPlace = mean(points.map(([place]) => place));
  const meanHeight = mean(points.map(([, exponent]) => exponent));
  let spread = 0;
  let width = 0;
  let joint = 0;
  for (const [place, exponent] of points) {
    spread += (exponent - meanHeight) ** 2;
    width += (place - meanPlace) ** 2;
    joint += (exponent - meanHeight) * (place - meanPlace);
  }
  if (!(spread > 0)) return undefined;
  const slope = joint / width;
  return {
    factor: 10 ** -slope,
    share: (joint * slope) / spread,
    exponentAt: (place) => meanHeight + slope * (place - meanPlace),
    reach: [points[0][0], points[points.length - 1][0]],
  };
}

/** NaN where none of the steps has a number that has a logarithm. */
function meanExponent({ columns, values }: Grid, row: number, column: number): number {
  const exponents = [];
  for (let at = Math.max(0, column - STEPS + 1); at <= column; at++) {
    const exponent = Math.log10(values[row * columns + at]);
    if (Number.isFinite(exponent)) exponents.push(exponent);
  }
  return mean(exponents);
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

const short = (value: number) => format(".2~g")(value).replace("e+", "e");

/** What is not all is never rounded to it. */
const floored = (share: number) => String(Math.floor(share * 1000 + 1e-6) / 1000);

/** The factor in words, and how well it describes what is there. */
export function decayWords({ factor, share, reach }: Decay): { factor: string; share: string } {
  const layers = reach[1] - reach[0];
  const total = `${short(factor ** layers)} over ${layers} layers`;
  const size = short(factor);
  return {
    factor:
      size === "1"
        ? "keeps its size from layer to layer"
        : factor < 1
          ? `shrinks to ${size} of its size with each layer towards the first: to ${total}`
          : `grows to ${size} times its size with each layer towards the first: to ${total}`,
    share: `Fit over ${STEPS} steps up to this one, dotted: R² ${floored(share)}.`,
  };
}
