/** What the tab is about at the moment, and what it says of one cell. */

import { levelOf } from "../map/cells";
import type { Cell } from "../map/cursor";
import type { Drawing } from "../map/drawing";
import { rectangleOf, rectangleOfRow, spotOf, type Rectangle } from "../map/geometry";
import type { Arrangement } from "../map/arrangement";
import type { Sketch } from "../map/sketch";
import type { StatisticAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import { cellReading, variableReading, type Reading } from "../verdicts/reading";
import type { StatusBook } from "../verdicts/statuses";

/** One statistic of one run, ready to be drawn. */
export interface Subject {
  run: string;
  grid: Grid;
  statistic: StatisticAnswer;
  sketch: Sketch;
  book: StatusBook;
}

/** The cell with the same variable and step on another map; undefined where there is none. */
export function carriedOver(
  cursor: Cell | undefined,
  from: Subject,
  to: Subject,
): Cell | undefined {
  if (!cursor) return undefined;
  const { name } = from.grid.variables[cursor.row];
  const row = to.grid.variables.findIndex((variable) => variable.name === name);
  const column = to.grid.steps.indexOf(from.grid.steps[cursor.column]);
  return row < 0 || column < 0 ? undefined : { row, column };
}

/** @param merged how many cells share the rectangle of this one */
export function readingOf(subject: Subject, { row, column }: Cell, merged: number): Reading {
  const { grid, statistic, book, sketch } = subject;
  const { columns, gravities, smallIsGrave } = sketch.cells;
  const level = levelOf(gravities[row * columns + column], smallIsGrave);
  return cellReading(grid, row, column, statistic, book, level, merged);
}

/** What a tooltip says, and what it stands beside, from the top left corner of the map. */
export interface Pointed {
  place: Rectangle;
  reading: Reading;
}

/** At a cell; undefined where it is out of sight. */
export function pointedCell(
  subject: Subject,
  { rowOf }: Arrangement,
  drawing: Drawing,
  cell: Cell,
): Pointed | undefined {
  const spot = spotOf(drawing.geometry, rowOf[cell.row], cell.column);
  if (!spot) return undefined;
  const place = rectangleOf(drawing.geometry, spot);
  return { place, reading: readingOf(subject, cell, drawing.cellsAt(spot)) };
}

/** At the label of a variable's row; undefined where it is out of sight. */
export function pointedLabel(
  subject: Subject,
  { rowOf }: Arrangement,
  { geometry }: Drawing,
  variable: number,
): Pointed | undefined {
  const row = rectangleOfRow(geometry, rowOf[variable]);
  if (!row) return undefined;
  const place = { ...row, x: 0, width: geometry.gutter };
  return { place, reading: variableReading(subject.grid.variables[variable]) };
}
