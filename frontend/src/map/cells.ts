/** What each cell of the map is, as one number, so that the worst of many is their largest. */

/**
 * A gravity has the status code in its upper byte and in its lower byte how grave the number is
 * among cells of that status. Statuses are the graver the larger their code, and numbers the
 * larger they are; where small is what is grave, the lower byte counts down.
 */
export interface Cells {
  columns: number;
  /** Variable-major: cell (variable, column) stands at `variable * columns + column`. */
  gravities: Uint16Array;
  /** By status code: 1 where the smallest number is the worst. */
  smallIsGrave: Uint8Array;
}

/** @param level place on the colour ramp, 1 to 255; 0 where there is no number */
export function gravityOf(status: number, level: number, smallIsGrave: Uint8Array): number {
  return (status << 8) | (smallIsGrave[status] === 1 && level !== 0 ? 256 - level : level);
}

export function statusOf(gravity: number): number {
  return gravity >> 8;
}

export function levelOf(gravity: number, smallIsGrave: Uint8Array): number {
  const rank = gravity & 255;
  return smallIsGrave[gravity >> 8] === 1 && rank !== 0 ? 256 - rank : rank;
}
