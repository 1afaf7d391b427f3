/** What the map shows: the statuses and one statistic of a run, cell by cell. */

import type { VariableAnswer } from "./contract";
import type { Block } from "./decoding";

/** Cells are variable-major: cell (variable, column) has index `variable * columns + column`. */
export interface Grid {
  variables: readonly VariableAnswer[];
  columns: number;
  /** The recorded step of each column, ascending. */
  steps: Float64Array;
  /** Seconds since the epoch, one for each column. */
  wallTimes: Float64Array;
  /** Status codes; the larger the graver. */
  statuses: Uint8Array;
  /** The statistic; NaN where it is absent. */
  values: Float32Array;
}

/**
 * Joins what two requests answered. A step that only one of them knows, because the log grew in
 * between, is left out: it comes with the next reload.
 *
 * @throws RangeError where the blocks speak of different numbers of variables
 */
export function joinGrid(
  variables: readonly VariableAnswer[],
  status: Block<Uint8Array>,
  statistic: Block<Float32Array>,
): Grid {
  const rows = variables.length;
  if (status.variableCount !== rows || statistic.variableCount !== rows) {
    throw new RangeError(
      "Statuses, statistic and variable table must speak of the same variables. " +
        `Received: ${status.variableCount}, ${statistic.variableCount} and ${rows} variables`,
    );
  }
  const [fromStatus, fromStatistic] = commonSteps(status.steps, statistic.steps);
  return {
    variables,
    columns: fromStatus.length,
    steps: Float64Array.from(fromStatus, (step) => status.steps[step]),
    wallTimes: Float64Array.from(fromStatus, (step) => status.wallTimes[step]),
    statuses: transposed(status.values, rows, fromStatus, Uint8Array),
    values: transposed(statistic.values, rows, fromStatistic, Float32Array),
  };
}

/** Where the steps that both have stand in `a` and in `b`; both ascending. */
function commonSteps(a: Float64Array, b: Float64Array): [number[], number[]] {
  const inA: number[] = [];
  const inB: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] < b[j]) i++;
    else if (a[i] > b[j]) j++;
    else {
      inA.push(i++);
      inB.push(j++);
    }
  }
  return [inA, inB];
}

function transposed<T extends Uint8Array | Float32Array>(
  values: T,
  rows: number,
  steps: readonly number[],
  kind: new (length: number) => T,
): T {
  const result = new kind(rows * steps.length);
  for (let column = 0; column < steps.length; column++) {
    const start = steps[column] * rows;
    for (let row = 0; row < rows; row++) {
      result[row * steps.length + column] = values[start + row];
    }
  }
  return result;
}
