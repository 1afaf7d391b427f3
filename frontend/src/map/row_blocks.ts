/** The worst of several rows at once, so that a map of very many is not gone through cell by cell. */

import type { Arrangement } from "./arrangement";
import type { Bins } from "./bins";
import type { Cells } from "./cells";

/** Variables to a block. */
export const BLOCK = 4;

/**
 * By place in the order of the variables and column, the worst of that cell and of the same column
 * of the next three variables: that of any longer row of variables is the worst of a few blocks,
 * since it does no harm that they overlap.
 */
export type Blocks = Uint16Array;

/** Keeps the blocks of what was asked for twice: a map that is looked at once goes without. */
export class RowBlocks {
  private cells: Cells | undefined;
  private arrangement: Arrangement | undefined;
  private blocks: Blocks | undefined;

  /** @returns undefined where they would not pay */
  of(cells: Cells, arrangement: Arrangement, rows: Bins): Blocks | undefined {
    if (!paysFor(arrangement, rows)) return undefined;
    if (this.cells === cells && this.arrangement === arrangement) {
      this.blocks ??= blocksOf(cells, arrangement);
      return this.blocks;
    }
    this.cells = cells;
    this.arrangement = arrangement;
    this.blocks = undefined;
    return undefined;
  }
}

/** Whether many variables share a pixel, on the whole. */
function paysFor({ starts }: Arrangement, { count, first, last }: Bins): boolean {
  if (count === 0) return false;
  return starts[last[count - 1]] - starts[first[0]] > BLOCK * count;
}

export function blocksOf({ columns, gravities }: Cells, { order }: Arrangement): Blocks {
  const blocks = new Uint16Array(order.length * columns);
  for (let place = 0; place + BLOCK <= order.length; place++) {
    const base = place * columns;
    const [a, b, c, d] = order.subarray(place, place + BLOCK);
    const lines = [a * columns, b * columns, c * columns, d * columns];
    for (let column = 0; column < columns; column++) {
      blocks[base + column] = Math.max(
        gravities[lines[0] + column],
        gravities[lines[1] + column],
        gravities[lines[2] + column],
        gravities[lines[3] + column],
      );
    }
  }
  return blocks;
}
