/** Where the cells of the map are on the screen, and back. */

import { binAt, binOfItem, binsOf, type Bins } from "./bins";
import type { RowSpan } from "./row_layout";
import { lastAtOrBefore, layoutRows, type RowLayout } from "./row_layout";
import { rowAxis, settled, stepAxis, type Axis, type Viewport } from "./viewport";

/** Cells at least this wide, or this high, are set apart by a pixel of ground. */
const APART_X = 14;
const APART_Y = 9;
/** Device pixels beyond the edges of the map; more than the bins that an emphasis goes by. */
const BEYOND = 5;
/** Right of the last column. */
export const MARGIN_RIGHT = 20;

/** CSS pixels where nothing else is said. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Geometry {
  pixelRatio: number;
  /** From the left edge of the map to the plot. */
  gutter: number;
  plotWidth: number;
  plotHeight: number;
  columnCount: number;
  columnWidth: number;
  /** How far columns and rows are moved out of sight, in whole device pixels. */
  left: number;
  top: number;
  layout: RowLayout;
  /** Those in sight; in device pixels from the beginning of the content. */
  rows: Bins;
  columns: Bins;
  /** In device pixels. */
  gapX: number;
  gapY: number;
}

/** The axes of a map: what zooming and panning go by. */
export interface Axes {
  steps: Axis;
  rows: Axis;
}

export function axesOf(
  columns: number,
  groups: readonly RowSpan[],
  plotWidth: number,
  plotHeight: number,
): Axes {
  return { steps: stepAxis(columns, plotWidth), rows: rowAxis(groups, plotHeight) };
}

/** @param plotHeight at most that of the content is used */
export function geometryOf(
  columnCount: number,
  groups: readonly RowSpan[],
  gutter: number,
  plotWidth: number,
  plotHeight: number,
  pixelRatio: number,
  viewport: Viewport,
): Geometry {
  const axes = axesOf(columnCount, groups, plotWidth, plotHeight);
  const steps = settled(axes.steps, viewport.steps);
  const rows = settled(axes.rows, viewport.rows);
  const layout = layoutRows(groups, rows.size);
  const gap = Math.max(1, Math.round(pixelRatio));
  const starts = Float64Array.from({ length: columnCount }, (_, column) => column * steps.size);
  const bins = (places: ArrayLike<number>, size: number, offset: number, length: number) => {
    // Whoever shares a pixel with one in sight is of interest, and whoever is emphasized beside it.
    const pixel = 1 / pixelRatio;
    const from = Math.max(0, lastAtOrBefore(places, offset - BEYOND * pixel - size));
    const to = lastAtOrBefore(places, offset + length + BEYOND * pixel) + 1;
    return binsOf(places, size, pixelRatio, from, to);
  };
  return {
    pixelRatio,
    gutter,
    plotWidth,
    plotHeight: Math.min(plotHeight, layout.contentHeight),
    columnCount,
    columnWidth: steps.size,
    left: Math.round(steps.offset * pixelRatio),
    top: Math.round(rows.offset * pixelRatio),
    layout,
    rows: bins(layout.tops, layout.rowHeight, rows.offset, plotHeight),
    columns: bins(starts, steps.size, steps.offset, plotWidth),
    gapX: steps.size >= APART_X ? gap : 0,
    gapY: layout.rowHeight >= APART_Y ? gap : 0,
  };
}

/** A band and a bin that are drawn as one rectangle. */
export interface Spot {
  band: number;
  bin: number;
}

/** @param x, y from the top left corner of the map */
export function spotAt(geometry: Geometry, x: number, y: number): Spot | undefined {
  const { pixelRatio, gutter, plotWidth, left } = geometry;
  if (x < gutter || x >= gutter + plotWidth) return undefined;
  const bin = binAt(geometry.columns, Math.floor((x - gutter) * pixelRatio) + left);
  const band = bandAt(geometry, y);
  return bin < 0 || band < 0 ? undefined : { band, bin };
}

/** The band at a height, -1 where there is none. */
export function bandAt({ rows, pixelRatio, plotHeight, top }: Geometry, y: number): number {
  if (y < 0 || y >= plotHeight) return -1;
  return binAt(rows, Math.floor(y * pixelRatio) + top);
}

/** Where a row and a column are drawn; undefined out of sight. */
export function spotOf(geometry: Geometry, row: number, column: number): Spot | undefined {
  const band = binOfItem(geometry.rows, row);
  const bin = binOfItem(geometry.columns, column);
  return band < 0 || bin < 0 ? undefined : { band, bin };
}

/** From the top left corner of the map, cut off at its edges; gaps not included. */
export function rectangleOf(geometry: Geometry, { band, bin }: Spot): Rectangle {
  const { columns, pixelRatio, gapX, gutter, plotWidth, left } = geometry;
  const begin = (columns.start[bin] - left) / pixelRatio;
  const end = (columns.end[bin] - gapX - left) / pixelRatio;
  const from = Math.min(plotWidth, Math.max(0, begin));
  const to = Math.min(plotWidth, Math.max(0, end));
  return { ...heightOf(geometry, band), x: gutter + from, width: to - from };
}

function heightOf({ rows, pixelRatio, gapY, plotHeight, top }: Geometry, band: number) {
  const begin = (rows.start[band] - top) / pixelRatio;
  const end = (rows.end[band] - gapY - top) / pixelRatio;
  const from = Math.min(plotHeight, Math.max(0, begin));
  const to = Math.min(plotHeight, Math.max(0, end));
  return { y: from, height: to - from };
}

/** A row over the whole width of its cells; undefined out of sight. */
export function rectangleOfRow(geometry: Geometry, row: number): Rectangle | undefined {
  const band = binOfItem(geometry.rows, row);
  if (band < 0) return undefined;
  const place = heightOf(geometry, band);
  if (place.height <= 0) return undefined;
  const { gutter, plotWidth, columnCount, columnWidth } = geometry;
  return { ...place, x: gutter, width: Math.min(plotWidth, columnCount * columnWidth) };
}

/** How many rows and columns a spot stands for. */
export function sizeOf({ rows, columns }: Geometry, { band, bin }: Spot) {
  return {
    rows: rows.last[band] - rows.first[band],
    columns: columns.last[bin] - columns.first[bin],
  };
}

/** From the left edge of the plot; curves stand under the map's columns by this. */
export function columnCentre({ columnWidth, left, pixelRatio }: Geometry, column: number): number {
  return (column + 0.5) * columnWidth - left / pixelRatio;
}

/** The column at a distance from the left edge of the plot, -1 where there is none. */
export function columnAt(geometry: Geometry, x: number): number {
  const { columnWidth, left, pixelRatio, columnCount, plotWidth } = geometry;
  if (x < 0 || x >= plotWidth) return -1;
  const column = Math.floor((x + left / pixelRatio) / columnWidth);
  return column < columnCount ? column : -1;
}

/** Columns in sight, with fractions: the first, and the end. */
export function columnsInSight(geometry: Geometry): [first: number, end: number] {
  const { columnWidth, left, pixelRatio, plotWidth, columnCount } = geometry;
  const first = left / pixelRatio / columnWidth;
  return [first, Math.min(columnCount, first + plotWidth / columnWidth)];
}
