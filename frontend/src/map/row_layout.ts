/** Where each row of the map stands. CSS pixels from the top of the content. */

/** Rows that belong together; `last` is exclusive. */
export interface RowSpan {
  first: number;
  last: number;
}

export interface RowLayout {
  rowHeight: number;
  tops: Float64Array;
  contentHeight: number;
  /** Whether a row is high enough for its name. */
  named: boolean;
}

/** Rows are not stretched beyond this in order to fill the map, nor zoomed beyond the other. */
export const LARGEST_FITTING_ROW = 24;
export const LARGEST_ROW = 48;
/** Rows high enough for names that are read without effort. */
export const READABLE_ROW = 17;
/** Rows below this carry no name, and layers stand side by side without a gap. */
export const NAMED_ROW = 12;
/** Between layers, and from which height of a row on. */
const LARGEST_GAP = 5;
const ROW_OF_LARGEST_GAP = 16;

/** Layers stand apart as far as the names of their rows leave room for it. */
function gapAt(rowHeight: number): number {
  const share = (rowHeight - NAMED_ROW) / (ROW_OF_LARGEST_GAP - NAMED_ROW);
  return LARGEST_GAP * Math.min(1, Math.max(0, share));
}

export function layoutRows(groups: readonly RowSpan[], rowHeight: number): RowLayout {
  const tops = new Float64Array(groups.at(-1)?.last ?? 0);
  const gap = gapAt(rowHeight);
  let top = 0;
  for (const { first, last } of groups) {
    if (first > 0) top += gap;
    for (let row = first; row < last; row++, top += rowHeight) tops[row] = top;
  }
  return { rowHeight, tops, contentHeight: top, named: rowHeight >= NAMED_ROW };
}

/** The largest height of a row at which all of them stand within `height`. */
export function fittingRow(groups: readonly RowSpan[], height: number): number {
  const rows = Math.max(1, groups.at(-1)?.last ?? 0);
  const gaps = Math.max(0, groups.length - 1);
  // The content grows with the rows in three straight pieces: without gaps, growing gaps, all gaps.
  const plain = height / rows;
  if (plain <= NAMED_ROW) return plain;
  const slope = LARGEST_GAP / (ROW_OF_LARGEST_GAP - NAMED_ROW);
  const growing = (height + gaps * slope * NAMED_ROW) / (rows + gaps * slope);
  const whole = growing <= ROW_OF_LARGEST_GAP ? growing : (height - gaps * LARGEST_GAP) / rows;
  return Math.min(LARGEST_FITTING_ROW, whole);
}

/** The height at which no row that fills the map could be higher. */
export function naturalHeight(groups: readonly RowSpan[]): number {
  return Math.ceil(layoutRows(groups, LARGEST_FITTING_ROW).contentHeight);
}

/** The row at a place and how far into it the place lies, as one number; what lies in a gap
 * counts as the end of the row above. */
export function rowPlaceAt({ tops, rowHeight }: RowLayout, y: number): number {
  if (tops.length === 0) return 0;
  const row = Math.max(0, lastAtOrBefore(tops, y));
  return row + Math.min(1, Math.max(0, (y - tops[row]) / rowHeight));
}

/** From the top of the content; the inverse of `rowPlaceAt`. */
export function topOfRowPlace({ tops, rowHeight }: RowLayout, place: number): number {
  if (tops.length === 0) return 0;
  const row = Math.min(tops.length - 1, Math.max(0, Math.floor(place)));
  return tops[row] + Math.min(1, place - row) * rowHeight;
}

/** The last of ascending numbers that is not beyond `value`, -1 where all are. */
export function lastAtOrBefore(ascending: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
