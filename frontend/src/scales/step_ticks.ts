/** Which columns of the map get a tick with their step. */

export interface StepTick {
  column: number;
  step: number;
}

/**
 * Ticks at round steps: multiples of the smallest 1, 2 or 5 times a power of ten that leaves each
 * label its room. Columns are recorded steps, at uneven distances, so where a multiple was not
 * recorded the next recorded step stands for it.
 *
 * @param room columns that a label and the space around it take
 */
export function stepTicks(steps: Float64Array, room: number): StepTick[] {
  if (steps.length === 0) return [];
  const spread = steps[steps.length - 1] - steps[0];
  let interval = 1;
  let columns = crossings(steps, interval);
  while (usualDistance(columns) < room && interval <= spread) {
    interval = nextInterval(interval);
    columns = crossings(steps, interval);
  }
  // Where steps are recorded more densely for a while, some ticks still stand too close.
  return spaced(columns, room).map((column) => ({ column, step: steps[column] }));
}

/** The first column, and each whose step is the first at or beyond a multiple of the interval. */
function crossings(steps: Float64Array, interval: number): number[] {
  const columns = [0];
  for (let column = 1; column < steps.length; column++) {
    const before = Math.floor(steps[column - 1] / interval);
    if (Math.floor(steps[column] / interval) > before) columns.push(column);
  }
  return columns;
}

/** Half of the ticks are at least as far apart. */
function usualDistance(columns: readonly number[]): number {
  const distances = columns.slice(1).map((column, before) => column - columns[before]);
  distances.sort((a, b) => a - b);
  return distances.length ? distances[distances.length >> 1] : Infinity;
}

function spaced(columns: readonly number[], room: number): number[] {
  const kept: number[] = [];
  for (const column of columns) {
    if (kept.length === 0 || column - kept[kept.length - 1] >= room) kept.push(column);
  }
  return kept;
}

/** 1, 2, 5, 10, 20, 50 and so on. */
function nextInterval(interval: number): number {
  const lead = Number(String(interval)[0]);
  return lead === 2 ? interval * 2.5 : interval * 2;
}
