/** What is shown as files: CSV as spreadsheets read it, and JSON with everything. */

import type { StatusBook } from "../verdicts/statuses";
import type { FindingsAnswer, StatisticAnswer } from "./contract";
import type { Grid } from "./grid";
import { columnOver, rowsOf, type VariableHistory } from "./variable_store";

/** A row for each variable and a column for each step; empty where there is no number. */
export function csvOfValues(grid: Grid, order: ArrayLike<number>): string[] {
  return csvOfCells(grid, order, (cell) => numberText(grid.values[cell]));
}

/** The same with the name of each status. */
export function csvOfStatuses(grid: Grid, order: ArrayLike<number>, book: StatusBook): string[] {
  return csvOfCells(grid, order, (cell) => book.get(grid.statuses[cell]).name);
}

/** A row for each step of one variable and a column for each statistic. */
export function csvOfVariable(
  grid: Grid,
  row: number,
  history: VariableHistory,
  statistics: readonly StatisticAnswer[],
  book: StatusBook,
): string[] {
  const { curves } = history;
  const rows = rowsOf(grid.steps, curves);
  const columns = statistics.map((_, place) => columnOver(rows, curves, place));
  const lines = [line(["step", "wall_time", "status", ...statistics.map(({ name }) => name)])];
  for (let column = 0; column < grid.columns; column++) {
    const status = book.get(grid.statuses[row * grid.columns + column]).name;
    const numbers = columns.map((values) => numberText(values[column]));
    lines.push(line([grid.steps[column], grid.wallTimes[column], status, ...numbers]));
  }
  return lines;
}

/** Everything that is shown of a run; what is no finite number is a text or null. */
export function jsonOfRun(
  run: string,
  grid: Grid,
  statistic: StatisticAnswer,
  findings: FindingsAnswer | undefined,
  book: StatusBook,
): string {
  const { columns } = grid;
  const variables = grid.variables.map((variable, row) => ({
    ...variable,
    statuses: Array.from(
      grid.statuses.subarray(row * columns, (row + 1) * columns),
      (code) => book.get(code).name,
    ),
    [statistic.name]: Array.from(
      grid.values.subarray(row * columns, (row + 1) * columns),
      jsonNumber,
    ),
  }));
  return JSON.stringify({
    run,
    statistic,
    steps: [...grid.steps],
    wall_times: [...grid.wallTimes],
    variables,
    findings: findings?.findings ?? [],
  });
}

function csvOfCells(
  grid: Grid,
  order: ArrayLike<number>,
  text: (cell: number) => string,
): string[] {
  const lines = [line(["variable", "layer", "shape", "dtype", ...grid.steps])];
  for (const variable of Array.from(order)) {
    const { name, layer, shape, dtype } = grid.variables[variable];
    const start = variable * grid.columns;
    const cells = Array.from({ length: grid.columns }, (_, column) => text(start + column));
    lines.push(line([name, layer, shape.join("x"), dtype, ...cells]));
  }
  return lines;
}

function line(fields: readonly (string | number)[]): string {
  return `${fields.map(quoted).join(",")}\r\n`;
}

/** In quotes where it would be taken apart otherwise. */
function quoted(field: string | number): string {
  const text = String(field);
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** As short as the number comes back from it: numbers of the log have single precision. */
function numberText(value: number): string {
  if (Number.isNaN(value)) return "";
  return Number.isFinite(value) ? shortest(value) : value > 0 ? "inf" : "-inf";
}

function shortest(value: number): string {
  for (let digits = 6; digits <= 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(value);
}

function jsonNumber(value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return Number.isFinite(value) ? Number(shortest(value)) : value > 0 ? "inf" : "-inf";
}
