/** The limits that a curve of L2 norms is judged by, one number for each column. */

import type { StatisticAnswer, ThresholdAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import type { Status } from "./statuses";

export interface Limit {
  /** Name of the status that lies beyond it. */
  status: string;
  label: string;
  /** NaN where the limit cannot be told. */
  values: Float64Array;
}

/** Limits are on the L2 norm; other statistics have none. */
const JUDGED = "l2_norm";

/** @param thresholds as the backend names them: `<status>.relative_norm` or `<status>.l2_norm` */
export function limitsOf(
  grid: Grid,
  statistic: StatisticAnswer,
  thresholds: readonly ThresholdAnswer[],
): Limit[] {
  if (statistic.name !== JUDGED) return [];
  return thresholds.flatMap(({ name, value }) => {
    const [status, quantity] = name.split(".");
    const label = `limit of ${status}`;
    if (quantity === JUDGED) {
      return [{ status, label, values: new Float64Array(grid.columns).fill(value) }];
    }
    if (quantity === "relative_norm") {
      return [{ status, label, values: largestOfColumns(grid).map((norm) => norm * value) }];
    }
    return [];
  });
}

function largestOfColumns({ columns, values }: Grid): Float64Array {
  const largest = new Float64Array(columns).fill(NaN);
  for (let cell = 0; cell < values.length; cell++) {
    const column = cell % columns;
    const value = values[cell];
    if (value > 0 && !(value <= largest[column])) largest[column] = value;
  }
  return largest;
}

/** How often and when a variable had a status. */
export interface Spell {
  status: Status;
  count: number;
  firstStep: number;
  lastStep: number;
}

/** The statuses of one row, gravest first. */
export function spellsOf(grid: Grid, row: number, statuses: readonly Status[]): Spell[] {
  const cells = grid.statuses.subarray(row * grid.columns, (row + 1) * grid.columns);
  return statuses.flatMap((status) => {
    const first = cells.indexOf(status.code);
    if (first < 0) return [];
    const last = cells.lastIndexOf(status.code);
    const count = cells.reduce((sum, code) => sum + (code === status.code ? 1 : 0), 0);
    return [{ status, count, firstStep: grid.steps[first], lastStep: grid.steps[last] }];
  });
}
