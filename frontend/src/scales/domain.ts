/** Over which numbers the colours of a map stretch. */

import type { ScaleKind } from "../recorded/contract";
import { HEADS, halvesOf, isNaNOf, valueOfHead } from "./float_heads";

export interface Domain {
  low: number;
  high: number;
  /** Some number lies beyond that end and gets the end's colour. */
  clippedLow: boolean;
  clippedHigh: boolean;
}

/** Eighths of a decade, over all that float32 can hold. */
const BINS_PER_DECADE = 8;
const LOWEST_DECADE = -46;
const BINS = (39 - LOWEST_DECADE) * BINS_PER_DECADE;

/** This share of the numbers may be clipped at each end, if that saves `WORTH_CLIPPING` decades. */
const CLIPPED_SHARE = 0.05;
const WORTH_CLIPPING = 3;

/**
 * @param counts says of each value whether its cell is coloured by it; a cell with a state of its
 *   own is not
 */
export function domainOf(
  kind: ScaleKind,
  unit: string,
  values: Float32Array,
  counts: (cell: number) => boolean,
): Domain {
  if (kind === "linear") return linearDomain(unit, values, counts);
  const [low, high, clippedLow, clippedHigh] = decades(values, counts, kind === "signed");
  if (kind === "log") return { low: 10 ** low, high: 10 ** high, clippedLow, clippedHigh };
  return { low: -(10 ** high), high: 10 ** high, clippedLow: clippedHigh, clippedHigh };
}

/** One domain for several maps, so that a colour means the same number on each. */
export function jointDomain(domains: readonly Domain[]): Domain {
  return {
    low: Math.min(...domains.map(({ low }) => low)),
    high: Math.max(...domains.map(({ high }) => high)),
    clippedLow: domains.some(({ clippedLow }) => clippedLow),
    clippedHigh: domains.some(({ clippedHigh }) => clippedHigh),
  };
}

function linearDomain(
  unit: string,
  values: Float32Array,
  counts: (cell: number) => boolean,
): Domain {
  if (unit === "1") return { low: 0, high: 1, clippedLow: false, clippedHigh: false };
  let high = 1;
  for (let cell = 0; cell < values.length; cell++) {
    if (values[cell] > high && counts(cell)) high = values[cell];
  }
  return { low: 0, high, clippedLow: false, clippedHigh: false };
}

/** Whole exponents of ten around the numbers, and whether any lies outside them. */
function decades(
  values: Float32Array,
  counts: (cell: number) => boolean,
  signed: boolean,
): [number, number, boolean, boolean] {
  const histogram = new Uint32Array(BINS);
  let total = 0;
  let zeros = false;
  headCounts(values, counts).forEach((count, head) => {
    if (count === 0) return;
    const value = signed ? Math.abs(valueOfHead(head)) : valueOfHead(head);
    if (value <= 0) {
      zeros = true;
      return;
    }
    const bin = Math.floor((Math.log10(value) - LOWEST_DECADE) * BINS_PER_DECADE);
    histogram[Math.min(BINS - 1, Math.max(0, bin))] += count;
    total += count;
  });
  if (total === 0) return [-2, 0, zeros && !signed, false];
  const lowest = quantileBin(histogram, 1);
  const highest = quantileBin(histogram, total);
  const spared = Math.floor(total * CLIPPED_SHARE);
  let low = lowest;
  let high = highest;
  const worth = WORTH_CLIPPING * BINS_PER_DECADE;
  const innerLow = quantileBin(histogram, 1 + spared);
  const innerHigh = quantileBin(histogram, total - spared);
  if (innerLow - lowest > worth) low = innerLow;
  if (highest - innerHigh > worth) high = innerHigh;
  const lowDecade = Math.floor(low / BINS_PER_DECADE) + LOWEST_DECADE;
  const highDecade = Math.floor(high / BINS_PER_DECADE) + 1 + LOWEST_DECADE;
  // A map of nearly equal numbers must not show their noise as if it were a decay.
  const missing = Math.max(0, 2 - (highDecade - lowDecade));
  return [lowDecade - missing, highDecade, low > lowest || (zeros && !signed), high < highest];
}

/** How many of the numbers that count have each head. */
function headCounts(values: Float32Array, counts: (cell: number) => boolean): Uint32Array {
  const result = new Uint32Array(HEADS);
  const halves = halvesOf(values);
  for (let cell = 0; cell < values.length; cell++) {
    const head = halves[2 * cell + 1];
    if (counts(cell) && !isNaNOf(head, halves[2 * cell])) result[head]++;
  }
  return result;
}

/** The bin of the number that stands at `rank` (from 1) among all, in ascending order. */
function quantileBin(histogram: Uint32Array, rank: number): number {
  let seen = 0;
  for (let bin = 0; bin < histogram.length; bin++) {
    seen += histogram[bin];
    if (seen >= rank) return bin;
  }
  return histogram.length - 1;
}
