/** How many variables and cells of a run have each status. */

export interface Tally {
  variables: number;
  /** The step the counts of `atLast` speak of; null where no step is recorded. */
  lastStep: number | null;
  /** By status code: variables with that status at the last step. */
  atLast: Uint32Array;
  /** By status code: variables with that status at any step. */
  ever: Uint32Array;
  /** By status code: cells with that status. */
  cells: Uint32Array;
  /** By status code: the last step on which any variable had it, NaN where none. */
  lastSeen: Float64Array;
}

const CODES = 256;

/** Of several runs together. */
export function joinedTally(tallies: readonly Tally[]): Tally {
  const sums = (part: "atLast" | "ever" | "cells") =>
    Uint32Array.from({ length: CODES }, (_, code) =>
      tallies.reduce((sum, counts) => sum + counts[part][code], 0),
    );
  const latest = (steps: number[]) => (steps.length ? Math.max(...steps) : NaN);
  const lastStep = latest(tallies.flatMap((counts) => counts.lastStep ?? []));
  return {
    variables: tallies.reduce((sum, { variables }) => sum + variables, 0),
    lastStep: Number.isNaN(lastStep) ? null : lastStep,
    atLast: sums("atLast"),
    ever: sums("ever"),
    cells: sums("cells"),
    lastSeen: Float64Array.from({ length: CODES }, (_, code) =>
      latest(tallies.map(({ lastSeen }) => lastSeen[code]).filter((step) => !Number.isNaN(step))),
    ),
  };
}

/** @param index where cell (variable, column) stands in `statuses` */
export function tally(
  statuses: Uint8Array,
  steps: Float64Array,
  variables: number,
  index: (variable: number, column: number) => number,
): Tally {
  const result: Tally = {
    variables,
    lastStep: steps.length ? steps[steps.length - 1] : null,
    atLast: new Uint32Array(CODES),
    ever: new Uint32Array(CODES),
    cells: new Uint32Array(CODES),
    lastSeen: new Float64Array(CODES).fill(NaN),
  };
  const latest = new Int32Array(CODES);
  const latestOfAny = new Int32Array(CODES).fill(-1);
  for (let variable = 0; variable < variables; variable++) {
    latest.fill(-1);
    for (let column = 0; column < steps.length; column++) {
      const code = statuses[index(variable, column)];
      result.cells[code]++;
      latest[code] = column;
    }
    for (let code = 0; code < CODES; code++) {
      const column = latest[code];
      if (column < 0) continue;
      result.ever[code]++;
      if (column === steps.length - 1) result.atLast[code]++;
      if (column > latestOfAny[code]) latestOfAny[code] = column;
    }
  }
  for (let code = 0; code < CODES; code++) {
    if (latestOfAny[code] >= 0) result.lastSeen[code] = steps[latestOfAny[code]];
  }
  return result;
}
