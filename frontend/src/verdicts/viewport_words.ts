/** The part of the map that is in sight, as the address has it: steps, and places among the rows. */

import type { Axes } from "../map/geometry";
import { lastAtOrBefore } from "../map/row_layout";
import { span, spanning, type Axis, type Viewport } from "../map/viewport";

const RANGE = /^(-?\d+(?:\.\d+)?)~(-?\d+(?:\.\d+)?)$/;

/** Absent where the whole of an axis is in sight. */
export interface ReachWords {
  steps?: string | undefined;
  rows?: string | undefined;
}

export const reachKey = ({ steps, rows }: ReachWords) => `${steps ?? ""}|${rows ?? ""}`;

export function reachWords(viewport: Viewport, axes: Axes, steps: Float64Array): ReachWords {
  const words = (from: string | number, to: string | number) => `${from}~${to}`;
  const [firstColumn, endColumn] = span(axes.steps, viewport.steps);
  const [firstRow, endRow] = span(axes.rows, viewport.rows);
  const last = Math.min(steps.length, Math.ceil(endColumn)) - 1;
  return {
    steps: viewport.steps && words(steps[Math.floor(firstColumn)], steps[last]),
    rows: viewport.rows && words(firstRow.toFixed(1), endRow.toFixed(1)),
  };
}

/** What is not well written shows the whole. */
export function viewportIn(
  steps: string | undefined,
  rows: string | undefined,
  axes: Axes,
  recorded: Float64Array,
): Viewport {
  const [first, last] = rangeIn(steps);
  const column = (step: number) => Math.max(0, lastAtOrBefore(recorded, step));
  return {
    steps: reaching(axes.steps, column(first), column(last) + 1, first),
    rows: reaching(axes.rows, ...rangeIn(rows)),
  };
}

function reaching(axis: Axis, first: number, end: number, known = first) {
  return Number.isNaN(known) ? undefined : spanning(axis, first, end);
}

function rangeIn(words: string | undefined): [number, number] {
  const [, first, last] = RANGE.exec(words ?? "") ?? [];
  return [Number(first ?? NaN), Number(last ?? NaN)];
}
