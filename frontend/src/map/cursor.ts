/** Moving a cursor over the cells of a map by keys. */

import type { Grid } from "../recorded/grid";
import { firstVariable, rowCount, type Arrangement } from "./arrangement";

/** A cell of the grid: `row` is its variable, wherever the map shows it. */
export interface Cell {
  row: number;
  column: number;
}

const PAGE = 10;

export interface KeyPress {
  key: string;
  shiftKey: boolean;
}

/** Where a key leads from `from`; undefined for a key that does not move. */
export function moved(
  grid: Grid,
  arrangement: Arrangement,
  from: Cell,
  { key, shiftKey }: KeyPress,
): Cell | undefined {
  const last = grid.columns - 1;
  const { row, column } = from;
  const place = arrangement.rowOf[row];
  const down = (rows: number) => {
    const target = Math.min(rowCount(arrangement) - 1, Math.max(0, place + rows));
    return { row: firstVariable(arrangement, target), column };
  };
  const to = (target: number) => ({ row, column: target });
  switch (key) {
    case "ArrowUp":
      return down(-1);
    case "ArrowDown":
      return down(1);
    case "PageUp":
      return down(-PAGE);
    case "PageDown":
      return down(PAGE);
    case "ArrowLeft":
      return to(shiftKey ? nextChange(grid, from, -1) : Math.max(0, column - 1));
    case "ArrowRight":
      return to(shiftKey ? nextChange(grid, from, 1) : Math.min(last, column + 1));
    case "Home":
      return shiftKey ? { ...down(-Infinity), column: 0 } : to(0);
    case "End":
      return shiftKey ? { ...down(Infinity), column: last } : to(last);
    default:
      return undefined;
  }
}

/** The next column of the row with another status, or its end. */
function nextChange(grid: Grid, { row, column }: Cell, direction: 1 | -1): number {
  const start = row * grid.columns;
  const end = direction === 1 ? grid.columns - 1 : 0;
  const status = grid.statuses[start + column];
  let next = column;
  while (next !== end) {
    next += direction;
    if (grid.statuses[start + next] !== status) return next;
  }
  return end;
}

/**
 * Where the next variable below `row` first has a status; starts over at the top.
 *
 * @param order variables from top to bottom; all that are left out are passed over
 */
export function nextWithStatus(
  grid: Grid,
  order: ArrayLike<number>,
  code: number,
  row: number,
): Cell | undefined {
  const start = Array.prototype.indexOf.call(order, row);
  for (let ahead = 1; ahead <= order.length; ahead++) {
    const candidate = order[(start + ahead + order.length) % order.length];
    const column = firstWithStatus(grid, candidate, code);
    if (column >= 0) return { row: candidate, column };
  }
  return undefined;
}

/** The first column on which a variable has a status, -1 where it never has. */
export function firstWithStatus({ statuses, columns }: Grid, row: number, code: number): number {
  return statuses.subarray(row * columns, (row + 1) * columns).indexOf(code);
}
