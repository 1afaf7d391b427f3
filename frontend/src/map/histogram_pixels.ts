/** The histogram of magnitudes over the steps as pixels: one line of them for each bin. */

import type { Bins } from "./bins";

export interface HistogramCells {
  bins: number;
  /** By column of the map: the row of `shares` that has its step, -1 where none has. */
  rows: Int32Array;
  /** Row-major [steps][bins], in 255ths. */
  shares: Uint8Array;
}

/**
 * Paints an image of `width` pixels by as many lines as there are bins, the lowest magnitudes
 * first. Where several steps share a pixel the largest share is shown: one outlier is not lost.
 *
 * @param ramp colour of each share
 * @param left how far the columns are moved out of sight, in device pixels
 */
export function histogramPixels(
  { bins, rows, shares }: HistogramCells,
  columns: Bins,
  ramp: Uint32Array,
  width: number,
  left: number,
): Uint32Array {
  const image = new Uint32Array(width * bins);
  const largest = new Uint8Array(bins);
  for (let group = 0; group < columns.count; group++) {
    largest.fill(0);
    for (let column = columns.first[group]; column < columns.last[group]; column++) {
      const row = rows[column] * bins;
      if (row < 0) continue;
      for (let bin = 0; bin < bins; bin++) {
        if (shares[row + bin] > largest[bin]) largest[bin] = shares[row + bin];
      }
    }
    const start = Math.max(0, columns.start[group] - left);
    const end = Math.min(width, columns.end[group] - left);
    for (let bin = 0; bin < bins; bin++) {
      if (largest[bin] === 0 || end <= start) continue;
      image.fill(ramp[largest[bin]], bin * width + start, bin * width + end);
    }
  }
  return image;
}

/** The exponents between which there is anything, and in any case those of `least`. */
export function exponentRange(
  shares: Uint8Array,
  borders: readonly number[],
  least: readonly [low: number, high: number],
): [low: number, high: number] {
  const bins = borders.length - 1;
  let [low, high] = least;
  const seen = new Uint8Array(bins);
  for (let cell = 0; cell < shares.length; cell++) if (shares[cell] > 0) seen[cell % bins] = 1;
  for (let bin = 0; bin < bins; bin++) {
    if (seen[bin] === 0) continue;
    low = Math.min(low, borders[bin]);
    high = Math.max(high, borders[bin + 1]);
  }
  return [low, high];
}
