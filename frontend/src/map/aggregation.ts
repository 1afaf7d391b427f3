/** What is drawn where several cells share a pixel: the worst of them, so that none is lost. */

import type { Arrangement } from "./arrangement";
import type { Bins } from "./bins";
import type { Cells } from "./cells";
import { BLOCK, type Blocks } from "./row_blocks";

/** A cell of the grid. */
export interface Place {
  variable: number;
  column: number;
}

/**
 * The gravity of the worst cell of each rectangle, band by band.
 *
 * @param into is used again where it is large enough
 * @param blocks of these cells in this arrangement, where there are any
 */
export function worstOfSpots(
  { columns: width, gravities }: Cells,
  { order, starts }: Arrangement,
  rows: Bins,
  columns: Bins,
  into?: Uint16Array,
  blocks?: Blocks,
): Uint16Array {
  const size = rows.count * columns.count;
  const worst = into && into.length >= size ? into.subarray(0, size) : new Uint16Array(size);
  worst.fill(0);
  if (size === 0) return worst;
  const binOf = binOfColumns(columns);
  const first = columns.first[0];
  for (let band = 0; band < rows.count; band++) {
    const base = band * columns.count;
    let place = starts[rows.first[band]];
    const end = starts[rows.last[band]];
    if (blocks && end - place >= BLOCK) {
      for (; place + BLOCK < end; place += BLOCK) {
        raise(worst, base, blocks, place * width + first, binOf);
      }
      // The last block may have some variables in common with the one before.
      raise(worst, base, blocks, (end - BLOCK) * width + first, binOf);
      continue;
    }
    for (; place < end; place++) raise(worst, base, gravities, order[place] * width + first, binOf);
  }
  return worst;
}

/** Raises the spots of a band to what a line of cells has, where that is graver. */
function raise(
  worst: Uint16Array,
  base: number,
  cells: Uint16Array,
  line: number,
  { bins, length }: BinsOfColumns,
): void {
  if (!bins) {
    for (let column = 0; column < length; column++) {
      const gravity = cells[line + column];
      if (gravity > worst[base + column]) worst[base + column] = gravity;
    }
    return;
  }
  for (let column = 0; column < length; column++) {
    const spot = base + bins[column];
    const gravity = cells[line + column];
    if (gravity > worst[spot]) worst[spot] = gravity;
  }
}

interface BinsOfColumns {
  length: number;
  /** undefined where each column has a bin of its own. */
  bins: Uint16Array | undefined;
}

function binOfColumns(columns: Bins): BinsOfColumns {
  const first = columns.first[0];
  const length = columns.last[columns.count - 1] - first;
  if (length === columns.count) return { length, bins: undefined };
  const bins = new Uint16Array(length);
  for (let bin = 0; bin < columns.count; bin++) {
    bins.fill(bin, columns.first[bin] - first, columns.last[bin] - first);
  }
  return { length, bins };
}

/** The first of the gravest cells of a rectangle; rows and columns end before the last. */
export function worstCell(
  { columns: width, gravities }: Cells,
  { order, starts }: Arrangement,
  firstRow: number,
  lastRow: number,
  firstColumn: number,
  lastColumn: number,
): Place {
  const best = { variable: order[starts[firstRow]], column: firstColumn };
  let known = -1;
  for (let place = starts[firstRow]; place < starts[lastRow]; place++) {
    const line = order[place] * width;
    for (let column = firstColumn; column < lastColumn; column++) {
      if (gravities[line + column] <= known) continue;
      known = gravities[line + column];
      best.variable = order[place];
      best.column = column;
    }
  }
  return best;
}

/**
 * Gives a lone grave spot of a pixel its neighbours' pixels too, so that it is seen. A spot that
 * has its like beside it in the row is a line, and is seen as it is.
 *
 * @param worst gravities, band by band; changed in place
 * @param outspoken by status code: 1 for what must not be overlooked
 * @param upAndDown whether rows are as thin as columns, so that it must grow that way too
 */
export function emphasize(
  worst: Uint16Array,
  outspoken: Uint8Array,
  bins: number,
  upAndDown: boolean,
): void {
  const isGrave = (spot: number) => outspoken[worst[spot] >> 8] === 1;
  const lone: number[] = [];
  for (let spot = 0; spot < worst.length; spot++) {
    if (!isGrave(spot)) continue;
    const bin = spot % bins;
    if (bin > 0 && isGrave(spot - 1)) continue;
    if (bin < bins - 1 && isGrave(spot + 1)) continue;
    lone.push(spot);
  }
  for (const spot of lone) {
    const bin = spot % bins;
    const around = [bin > 0 ? spot - 1 : -1, bin < bins - 1 ? spot + 1 : -1];
    if (upAndDown) around.push(spot - bins, spot + bins);
    for (const neighbour of around) {
      const exists = neighbour >= 0 && neighbour < worst.length;
      if (exists && !isGrave(neighbour)) worst[neighbour] = worst[spot];
    }
  }
}
