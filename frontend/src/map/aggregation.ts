/** What is drawn where several cells share a pixel: the worst of them, so that none is lost. */

import type { Bins } from "./bins";

export interface Cells {
  columns: number;
  /** Status codes, variable-major; the larger the graver. */
  statuses: Uint8Array;
  /** Places on the colour ramp, 1 to 255; 0 where there is no number. */
  levels: Uint8Array;
}

/**
 * The cell that stands for a rectangle of cells: the gravest status; among equals the largest
 * number, or the smallest where small is what is grave.
 *
 * @param smallIsGrave by status code
 * @returns its index in `cells`
 */
export function worstCell(
  cells: Cells,
  smallIsGrave: Uint8Array,
  firstRow: number,
  lastRow: number,
  firstColumn: number,
  lastColumn: number,
): number {
  const { columns, statuses, levels } = cells;
  let best = firstRow * columns + firstColumn;
  for (let row = firstRow; row < lastRow; row++) {
    const end = row * columns + lastColumn;
    for (let cell = row * columns + firstColumn; cell < end; cell++) {
      const status = statuses[cell];
      const known = statuses[best];
      if (status < known) continue;
      if (status > known) best = cell;
      else if (smallIsGrave[status] === 1) {
        if (levels[cell] !== 0 && (levels[best] === 0 || levels[cell] < levels[best])) best = cell;
      } else if (levels[cell] > levels[best]) best = cell;
    }
  }
  return best;
}

/** The representative cell of each rectangle, band by band. */
export function representatives(
  cells: Cells,
  smallIsGrave: Uint8Array,
  rows: Bins,
  columns: Bins,
): Int32Array {
  const result = new Int32Array(rows.count * columns.count);
  let next = 0;
  for (let band = 0; band < rows.count; band++) {
    const [firstRow, lastRow] = [rows.first[band], rows.last[band]];
    for (let bin = 0; bin < columns.count; bin++) {
      const [firstColumn, lastColumn] = [columns.first[bin], columns.last[bin]];
      result[next++] =
        lastRow - firstRow === 1 && lastColumn - firstColumn === 1
          ? firstRow * cells.columns + firstColumn
          : worstCell(cells, smallIsGrave, firstRow, lastRow, firstColumn, lastColumn);
    }
  }
  return result;
}

/**
 * Gives a lone grave spot of a pixel its neighbours' pixels too, so that it is seen. A spot that
 * has its like beside it in the row is a line, and is seen as it is.
 *
 * @param shown representatives, band by band; changed in place
 * @param outspoken by status code: 1 for what must not be overlooked
 * @param upAndDown whether rows are as thin as columns, so that it must grow that way too
 */
export function emphasize(
  shown: Int32Array,
  statuses: Uint8Array,
  outspoken: Uint8Array,
  bins: number,
  upAndDown: boolean,
): void {
  const before = shown.slice();
  const isGrave = (spot: number) => outspoken[statuses[before[spot]]] === 1;
  for (let spot = 0; spot < before.length; spot++) {
    if (!isGrave(spot)) continue;
    const bin = spot % bins;
    const beside = [bin > 0 ? spot - 1 : -1, bin < bins - 1 ? spot + 1 : -1];
    if (beside.some((neighbour) => neighbour >= 0 && isGrave(neighbour))) continue;
    const around = upAndDown ? [...beside, spot - bins, spot + bins] : beside;
    for (const neighbour of around) {
      const exists = neighbour >= 0 && neighbour < before.length;
      if (exists && !isGrave(neighbour)) shown[neighbour] = before[spot];
    }
  }
}
