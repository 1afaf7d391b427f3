/** Which part of the map is in sight, and how zooming and panning change it. CSS pixels. */

import {
  fittingRow,
  LARGEST_ROW,
  layoutRows,
  rowPlaceAt,
  topOfRowPlace,
  type RowLayout,
  type RowSpan,
} from "./row_layout";

/** The part of one axis that is in sight. */
export interface Reach {
  /** Size of one item: the width of a column, the height of a row. */
  size: number;
  /** How far the content is moved out of sight at its beginning. */
  offset: number;
}

/** undefined: the whole of that axis. */
export interface Viewport {
  steps: Reach | undefined;
  rows: Reach | undefined;
}

export const WHOLE: Viewport = { steps: undefined, rows: undefined };

/** Columns of a young run are not stretched beyond this, nor zoomed beyond the other. */
const LARGEST_FITTING_COLUMN = 40;
export const LARGEST_COLUMN = 64;

/** Whoever zooms out nearly to the whole wants the whole. */
const NEARLY_WHOLE = 1.2;

/** One axis of the map: its items, and the room for them on the screen. */
export interface Axis {
  length: number;
  fitting: number;
  largest: number;
  /** How long the content is where an item has a size. */
  content(size: number): number;
  /** The item at a place of the content, with how far into it the place lies, and back. */
  itemAt(size: number, place: number): number;
  placeOf(size: number, item: number): number;
}

export function stepAxis(columns: number, length: number): Axis {
  return {
    length,
    fitting: Math.min(LARGEST_FITTING_COLUMN, length / Math.max(1, columns)),
    largest: LARGEST_COLUMN,
    content: (size) => columns * size,
    itemAt: (size, place) => place / size,
    placeOf: (size, item) => item * size,
  };
}

export function rowAxis(groups: readonly RowSpan[], length: number): Axis {
  let known: RowLayout | undefined;
  const layout = (size: number) => {
    if (known?.rowHeight !== size) known = layoutRows(groups, size);
    return known;
  };
  return {
    length,
    fitting: fittingRow(groups, length),
    largest: LARGEST_ROW,
    content: (size) => layout(size).contentHeight,
    itemAt: (size, place) => rowPlaceAt(layout(size), place),
    placeOf: (size, item) => topOfRowPlace(layout(size), item),
  };
}

/** What is really in sight: within the content, and never smaller than the whole. */
export function settled(axis: Axis, reach: Reach | undefined): Reach {
  if (!reach) return { size: axis.fitting, offset: 0 };
  const size = Math.min(axis.largest, Math.max(axis.fitting, reach.size));
  const hidden = Math.max(0, axis.content(size) - axis.length);
  return { size, offset: Math.min(hidden, Math.max(0, reach.offset)) };
}

/** Back to `undefined` where nothing is out of sight, so that it stays the whole when it grows. */
export function simplified(axis: Axis, reach: Reach): Reach | undefined {
  return reach.size <= axis.fitting * (1 + 1e-9) ? undefined : reach;
}

/** @param anchor the place on the screen that stays where it is */
export function zoomed(
  axis: Axis,
  reach: Reach | undefined,
  factor: number,
  anchor: number,
): Reach | undefined {
  const { size, offset } = settled(axis, reach);
  const item = axis.itemAt(size, offset + anchor);
  const target = Math.min(axis.largest, Math.max(axis.fitting, size * factor));
  if (factor < 1 && target < axis.fitting * NEARLY_WHOLE) return undefined;
  const moved = { size: target, offset: axis.placeOf(target, item) - anchor };
  return simplified(axis, settled(axis, moved));
}

export function panned(axis: Axis, reach: Reach | undefined, distance: number): Reach | undefined {
  const { size, offset } = settled(axis, reach);
  return simplified(axis, settled(axis, { size, offset: offset + distance }));
}

/** The reach nearest to `reach` in which an item is in sight as a whole. */
export function revealing(axis: Axis, reach: Reach | undefined, item: number): Reach | undefined {
  const { size, offset } = settled(axis, reach);
  const begin = axis.placeOf(size, item);
  const end = begin + size;
  let target = offset;
  if (begin < offset) target = begin;
  else if (end > offset + axis.length) target = end - axis.length;
  return simplified(axis, settled(axis, { size, offset: target }));
}

/** Items in sight, the first and the end, with fractions. */
export function span(axis: Axis, reach: Reach | undefined): [first: number, end: number] {
  const { size, offset } = settled(axis, reach);
  return [axis.itemAt(size, offset), axis.itemAt(size, offset + axis.length)];
}

/** The reach that shows the items from `first` to `end`. */
export function spanning(axis: Axis, first: number, end: number): Reach | undefined {
  if (!(end > first)) return undefined;
  let size = axis.length / (end - first);
  // Gaps between rows take room of their own; a second look at them is near enough.
  for (let turn = 0; turn < 2; turn++) {
    size *= axis.length / Math.max(1, axis.placeOf(size, end) - axis.placeOf(size, first));
  }
  size = Math.min(axis.largest, Math.max(axis.fitting, size));
  return simplified(axis, settled(axis, { size, offset: axis.placeOf(size, first) }));
}
