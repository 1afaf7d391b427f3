/** Where the cells of the map are on the screen, and back. */

import type { Grid } from "../recorded/grid";
import { binAt, binOfItem, binsOf, type Bins } from "./bins";
import type { Cell } from "./cursor";
import type { RowLayout } from "./row_layout";

/** Columns of a young run are not stretched beyond this. CSS pixels, as everything here. */
const LARGEST_COLUMN = 40;
/** Cells at least this wide, or this high, are set apart by a pixel of ground. */
const APART_X = 14;
const APART_Y = 9;
/** Right of the last column. */
export const MARGIN_RIGHT = 20;

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Geometry {
  pixelRatio: number;
  /** From the left edge of the map to the first column. */
  gutter: number;
  plotWidth: number;
  plotHeight: number;
  columnWidth: number;
  layout: RowLayout;
  rows: Bins;
  columns: Bins;
  /** In device pixels. */
  gapX: number;
  gapY: number;
}

export function geometryOf(
  columns: number,
  layout: RowLayout,
  gutter: number,
  width: number,
  height: number,
  pixelRatio: number,
): Geometry {
  const plotWidth = Math.max(1, width - gutter - MARGIN_RIGHT);
  const columnWidth = Math.min(LARGEST_COLUMN, plotWidth / Math.max(1, columns));
  const starts = Float64Array.from({ length: columns }, (_, column) => column * columnWidth);
  const gap = Math.max(1, Math.round(pixelRatio));
  return {
    pixelRatio,
    gutter,
    plotWidth,
    plotHeight: Math.min(height, layout.contentHeight),
    columnWidth,
    layout,
    rows: binsOf(layout.tops, layout.rowHeight, pixelRatio),
    columns: binsOf(starts, columnWidth, pixelRatio),
    gapX: columnWidth >= APART_X ? gap : 0,
    gapY: layout.rowHeight >= APART_Y ? gap : 0,
  };
}

/** A band and a bin that are drawn as one rectangle. */
export interface Spot {
  band: number;
  bin: number;
}

/** @param x, y from the top left corner of the map's visible part */
export function spotAt(
  geometry: Geometry,
  x: number,
  y: number,
  scrollTop: number,
): Spot | undefined {
  const { pixelRatio, gutter } = geometry;
  const bin = binAt(geometry.columns, Math.floor((x - gutter) * pixelRatio));
  const band = binAt(geometry.rows, Math.floor((y + scrollTop) * pixelRatio));
  return bin < 0 || band < 0 ? undefined : { band, bin };
}

export function spotOf(geometry: Geometry, { row, column }: Cell): Spot {
  return { band: binOfItem(geometry.rows, row), bin: binOfItem(geometry.columns, column) };
}

/** From the top left corner of the map's visible part; gaps not included. */
export function rectangleOf(geometry: Geometry, spot: Spot, scrollTop: number): Rectangle {
  const { rows, columns, pixelRatio, gapX, gapY, gutter } = geometry;
  const left = columns.start[spot.bin];
  const top = rows.start[spot.band];
  return {
    x: gutter + left / pixelRatio,
    y: top / pixelRatio - scrollTop,
    width: (columns.end[spot.bin] - gapX - left) / pixelRatio,
    height: (rows.end[spot.band] - gapY - top) / pixelRatio,
  };
}

/** How many cells a spot stands for. */
export function cellsAt({ rows, columns }: Geometry, { band, bin }: Spot): number {
  return (rows.last[band] - rows.first[band]) * (columns.last[bin] - columns.first[bin]);
}

/** The scroll position nearest to `scrollTop` at which a row is in sight. */
export function scrolledTo(geometry: Geometry, row: number, scrollTop: number): number {
  const { layout, plotHeight } = geometry;
  const top = layout.tops[row];
  const bottom = top + layout.rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, bottom - plotHeight);
}

/** Values are taken from here so that a curve below the map stands under its columns. */
export function columnCentre(geometry: Geometry, column: number): number {
  return (column + 0.5) * geometry.columnWidth;
}

/** Of two cells' indices in a grid, row and column. */
export function cellOf(grid: Grid, index: number): Cell {
  return { row: Math.floor(index / grid.columns), column: index % grid.columns };
}
