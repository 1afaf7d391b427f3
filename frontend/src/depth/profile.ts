/** The layers of a run at one step, from the last to the first. */

import type { Grid } from "../recorded/grid";
import type { Status, StatusBook } from "../verdicts/statuses";
import { decayOf, type Decay } from "./decay";
import { kernelsOf } from "./kernels";

/** One layer, for which its kernel stands. */
export interface DepthPoint {
  /** 0 at the last layer. */
  depth: number;
  /** Row of the grid. */
  row: number;
  /** NaN where there is none. */
  value: number;
  status: Status;
}

export interface Profile {
  run: string;
  colour: string;
  grid: Grid;
  ground: Ground;
  /** Of the grid; -1 where the run had not begun. */
  column: number;
  points: readonly DepthPoint[];
  decay: Decay | undefined;
}

/** The last column that was recorded at or before a step; -1 before the first. */
export function columnAtStep(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** @param isLogarithmic whether a factor for each layer means anything */
export function profileOf(
  run: string,
  colour: string,
  grid: Grid,
  ground: Ground,
  column: number,
  book: StatusBook,
  isLogarithmic: boolean,
): Profile {
  const { columns, values, statuses } = grid;
  const { kernels } = ground;
  const points = kernels.map((row, place) => {
    const cell = row * columns + column;
    return {
      depth: kernels.length - 1 - place,
      row,
      value: column < 0 ? NaN : values[cell],
      status: book.get(column < 0 ? 0 : statuses[cell]),
    };
  });
  points.reverse();
  const decay = isLogarithmic && column >= 0 ? decayOf(grid, kernels, column) : undefined;
  return { run, colour, grid, ground, column, points, decay };
}

/** What of a run does not depend on the step: the chart stands still while the steps play. */
export interface Ground {
  kernels: readonly number[];
  /** Smallest and largest number of the kernels that has a place on the axis; empty without. */
  reach: readonly number[];
  /** Whether any kernel is ever in a state that has no place on the axis, and needs a mark. */
  isMarked: boolean;
}

/** @param isLogarithmic whether only numbers above 0 have a place */
export function groundOf(grid: Grid, book: StatusBook, isLogarithmic: boolean): Ground {
  const kernels = kernelsOf(grid.variables);
  const marked = new Uint8Array(256);
  for (const { code, paint } of book.all) marked[code] = paint === "value" ? 0 : 1;
  let low = Infinity;
  let high = -Infinity;
  let isMarked = false;
  for (const row of kernels) {
    for (let cell = row * grid.columns; cell < (row + 1) * grid.columns; cell++) {
      const value = grid.values[cell];
      const hasPlace = Number.isFinite(value) && (value > 0 || !isLogarithmic);
      if (!hasPlace || marked[grid.statuses[cell]]) isMarked = true;
      if (!hasPlace) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return { kernels, reach: low <= high ? [low, high] : [], isMarked };
}
