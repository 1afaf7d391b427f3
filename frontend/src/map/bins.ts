/** Which rows or columns share a device pixel. */

/** Consecutive items drawn as one; `first` and `last` are items (last exclusive), the rest pixels. */
export interface Bins {
  count: number;
  first: Int32Array;
  last: Int32Array;
  start: Int32Array;
  end: Int32Array;
}

/**
 * Every item belongs to exactly one bin, and every bin is at least one device pixel wide: items
 * too narrow for a pixel of their own are put together.
 *
 * @param starts ascending places in CSS pixels
 * @param size of each item in CSS pixels
 * @param from the first item of interest
 * @param to the end of the items of interest
 */
export function binsOf(
  starts: ArrayLike<number>,
  size: number,
  pixelRatio: number,
  from = 0,
  to = starts.length,
): Bins {
  const capacity = Math.max(0, to - from);
  const bins: Bins = {
    count: 0,
    first: new Int32Array(capacity),
    last: new Int32Array(capacity),
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
  };
  let first = from;
  let begin = 0;
  for (let item = from; item < to; item++) {
    if (item === first) begin = rounded(starts[item] * pixelRatio);
    const end = rounded((starts[item] + size) * pixelRatio);
    if (end <= begin) continue;
    const bin = bins.count++;
    bins.first[bin] = first;
    bins.last[bin] = item + 1;
    bins.start[bin] = begin;
    bins.end[bin] = end;
    first = item + 1;
  }
  if (first < to) closeRest(bins, first, to, begin);
  return bins;
}

/**
 * Two sums that mean the same edge differ by rounding errors; where they lie about half a pixel
 * they must not be rounded apart, or a gap opens between neighbours.
 */
function rounded(place: number): number {
  return Math.round(place - 1e-6);
}

/** What is left at the end and fills no pixel goes to the last bin. */
function closeRest(bins: Bins, first: number, to: number, begin: number): void {
  if (bins.count > 0) {
    bins.last[bins.count - 1] = to;
    return;
  }
  bins.count = 1;
  bins.first[0] = first;
  bins.last[0] = to;
  bins.start[0] = begin;
  bins.end[0] = begin + 1;
}

/**
 * The bins that have a pixel between two places, and some beyond them at either side.
 *
 * @param fromPixel, toPixel in device pixels from the beginning of the content
 * @param beyond how many more at either side
 */
export function binsBetween(bins: Bins, fromPixel: number, toPixel: number, beyond: number): Bins {
  const from = Math.max(0, search(bins.end, bins.count, fromPixel) - beyond);
  const to = Math.min(bins.count, search(bins.start, bins.count, toPixel - 1) + beyond);
  return {
    count: Math.max(0, to - from),
    first: bins.first.subarray(from, to),
    last: bins.last.subarray(from, to),
    start: bins.start.subarray(from, to),
    end: bins.end.subarray(from, to),
  };
}

/** The bin that an item belongs to, -1 for one that is not of interest. */
export function binOfItem(bins: Bins, item: number): number {
  const bin = search(bins.last, bins.count, item);
  return bin < bins.count && item >= bins.first[bin] ? bin : -1;
}

/** The bin at a place in device pixels, -1 where there is none. */
export function binAt(bins: Bins, pixel: number): number {
  const bin = search(bins.end, bins.count, pixel);
  return bin < bins.count && pixel >= bins.start[bin] ? bin : -1;
}

/** The first of ascending numbers that is beyond `value`. */
function search(ends: Int32Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
