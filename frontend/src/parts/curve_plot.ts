/** The uPlot chart of one curve: options and data, and what is drawn behind the line. */

import uPlot from "uplot";
import { packed } from "../look/map_paint";
import { statusColour, type Theme } from "../look/theme";
import { drawSpecimen, FONT } from "../map/painter";
import { textureOf } from "../map/textures";
import { columnsInSight, type Geometry } from "../map/geometry";
import type { Grid } from "../recorded/grid";
import type { CurveAxis } from "../scales/curve_axis";
import type { Limit } from "../verdicts/limits";
import { isAiling, type StatusBook } from "../verdicts/statuses";

/** Height of the band of statuses below the curve, CSS pixels. */
const BAND = 10;
/** Room above the plot. */
const TOP = 8;
/** Points are drawn where columns are at least this wide. */
const ROOMY = 9;

/** One line: a number for each column of the map, NaN where there is none. */
export interface CurveSeries {
  label: string;
  values: Float32Array;
  colour: string;
}

export interface CurveSubject {
  grid: Grid;
  row: number;
  axis: CurveAxis;
  limits: readonly Limit[];
  book: StatusBook;
  theme: Theme;
  series: readonly CurveSeries[];
  /** Of the map above, under whose columns the curve stands. */
  geometry: Geometry;
  width: number;
  height: number;
}

export function plotData({ grid, series, axis, limits }: CurveSubject): uPlot.AlignedData {
  const heights = (values: ArrayLike<number>) => Array.from(values, (value) => axis.height(value));
  return [
    Array.from({ length: grid.columns }, (_, column) => column + 0.5),
    ...series.map(({ values }) => heights(values)),
    ...limits.map(({ values }) => heights(values)),
  ];
}

export function plotOptions(subject: CurveSubject): uPlot.Options {
  const { axis, theme, series, limits, geometry, width, height } = subject;
  const { gutter, columnWidth } = geometry;
  const [first, end] = columnsInSight(geometry);
  const free = Math.max(0, width - gutter - columnWidth * (end - first));
  const roomy = columnWidth >= ROOMY;
  return {
    width,
    height,
    padding: [TOP, free, BAND, 0],
    legend: { show: false },
    // The cursor is the map's too, and not the chart's to move.
    cursor: { show: false },
    scales: {
      x: { time: false, range: () => columnsInSight(subject.geometry) },
      y: { range: () => axis.range },
    },
    axes: [
      { show: false },
      {
        size: gutter,
        font: `11px ${FONT}`,
        stroke: theme.textDim,
        gap: 6,
        ticks: { show: false },
        grid: { stroke: theme.line, width: 1 },
        splits: () => axis.ticks.map((tick) => tick.height),
        values: () => axis.ticks.map((tick) => tick.label),
      },
    ],
    series: [
      {},
      ...series.map(({ colour }) => ({
        stroke: colour,
        width: 1.75,
        points: {
          show: true,
          size: 5,
          width: 0,
          fill: colour,
          filter: (plot: uPlot, index: number) => (roomy ? null : lonePoints(plot.data[index])),
        },
      })),
      ...limits.map(({ status }) => ({
        stroke: statusColour(status, theme),
        width: 1.25,
        dash: [5, 4],
        points: { show: false },
      })),
    ],
    hooks: {
      drawClear: [(plot) => drawStatuses(plot, subject)],
    },
  };
}

/** How far below the chart's upper edge a number stands; undefined where it has no place. */
export function heightOnScreen({ axis, height }: CurveSubject, value: number): number | undefined {
  const place = axis.height(value);
  if (place === null) return undefined;
  const [low, high] = axis.range;
  return TOP + ((high - place) / (high - low)) * (height - TOP - BAND);
}

/** A number without neighbours makes no line; as a point it is seen. */
function lonePoints(heights: ArrayLike<number | null | undefined>): number[] {
  const lone = [];
  for (let column = 0; column < heights.length; column++) {
    const isGap = (at: number) => heights[at] === null || heights[at] === undefined;
    if (!isGap(column) && isGap(column - 1) && isGap(column + 1)) lone.push(column);
  }
  return lone;
}

/** Behind the curve a tint where the variable ails, and below it a band with the texture. */
function drawStatuses(plot: uPlot, { grid, row, book, theme, geometry }: CurveSubject): void {
  const { ctx } = plot;
  const ratio = uPlot.pxRatio;
  const { left, top, width: room, height } = plot.bbox;
  const [begin] = columnsInSight(geometry);
  const size = geometry.columnWidth * ratio;
  const band = BAND * ratio;
  const cells = grid.statuses.subarray(row * grid.columns, (row + 1) * grid.columns);
  ctx.save();
  for (let first = 0, last; first < cells.length; first = last) {
    last = first + 1;
    while (last < cells.length && cells[last] === cells[first]) last++;
    const status = book.get(cells[first]);
    if (!isAiling(status)) continue;
    const x = left + Math.max(0, (first - begin) * size);
    const width = Math.min(left + room, left + (last - begin) * size) - x;
    if (width <= 0) continue;
    ctx.fillStyle = statusColour(status.name, theme);
    ctx.globalAlpha = 0.13;
    ctx.fillRect(x, top, Math.max(ratio, width), height);
    ctx.globalAlpha = 1;
    ctx.fillStyle = patternOf(ctx, status.name, theme, ratio);
    ctx.fillRect(x, top + height, Math.max(ratio, width), band);
  }
  ctx.restore();
}

function patternOf(
  ctx: CanvasRenderingContext2D,
  status: string,
  theme: Theme,
  ratio: number,
): CanvasPattern {
  const texture = textureOf(status);
  const tile = document.createElement("canvas");
  tile.width = Math.round((texture?.width ?? 1) * ratio);
  tile.height = Math.round((texture?.height ?? 1) * ratio);
  const ground = packed(statusColour(status, theme));
  drawSpecimen(tile.getContext("2d")!, ground, packed(theme.page), texture, ratio);
  return ctx.createPattern(tile, "repeat")!;
}
