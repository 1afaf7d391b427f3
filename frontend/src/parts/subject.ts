/** What the tab is about at the moment, and what it says of one cell. */

import type { Cell } from "../map/cursor";
import { cellsAt, rectangleOf, spotOf, type Geometry, type Rectangle } from "../map/geometry";
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
  const level = sketch.cells.levels[row * grid.columns + column];
  return cellReading(grid, row, column, statistic, book, level, merged);
}

/** What a tooltip says, and what it stands beside, from the top left corner of the map. */
export interface Pointed {
  place: Rectangle;
  reading: Reading;
}

/** At a cell. */
export function pointedCell(
  subject: Subject,
  geometry: Geometry,
  cell: Cell,
  scrolled: number,
): Pointed {
  const spot = spotOf(geometry, cell);
  const place = rectangleOf(geometry, spot, scrolled);
  return { place, reading: readingOf(subject, cell, cellsAt(geometry, spot)) };
}

/** At the label of a row. */
export function pointedLabel(
  subject: Subject,
  geometry: Geometry,
  row: number,
  scrolled: number,
): Pointed {
  const cells = rectangleOf(geometry, spotOf(geometry, { row, column: 0 }), scrolled);
  const place = { ...cells, x: 0, width: geometry.gutter };
  return { place, reading: variableReading(subject.grid.variables[row]) };
}
