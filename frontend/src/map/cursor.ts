/** Moving a cursor over the cells of a map by keys. */

import type { Grid } from "../recorded/grid";

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
export function moved(grid: Grid, from: Cell, { key, shiftKey }: KeyPress): Cell | undefined {
  const lastRow = grid.variables.length - 1;
  const lastColumn = grid.columns - 1;
  const { row, column } = from;
  switch (key) {
    case "ArrowUp":
      return { row: Math.max(0, row - 1), column };
    case "ArrowDown":
      return { row: Math.min(lastRow, row + 1), column };
    case "ArrowLeft":
      return { row, column: shiftKey ? nextChange(grid, from, -1) : Math.max(0, column - 1) };
    case "ArrowRight":
      return {
        row,
        column: shiftKey ? nextChange(grid, from, 1) : Math.min(lastColumn, column + 1),
      };
    case "PageUp":
      return { row: Math.max(0, row - PAGE), column };
    case "PageDown":
      return { row: Math.min(lastRow, row + PAGE), column };
    case "Home":
      return { row: shiftKey ? 0 : row, column: 0 };
    case "End":
      return { row: shiftKey ? lastRow : row, column: lastColumn };
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

/** Where the next variable below `row` first has a status; starts over at the top. */
export function nextWithStatus(grid: Grid, code: number, row: number): Cell | undefined {
  const { statuses, columns } = grid;
  const rows = grid.variables.length;
  for (let ahead = 1; ahead <= rows; ahead++) {
    const candidate = (row + ahead + rows) % rows;
    const start = candidate * columns;
    const column = statuses.subarray(start, start + columns).indexOf(code);
    if (column >= 0) return { row: candidate, column };
  }
  return undefined;
}
