/** Layout and pixels of the map for one size, kept until something they depend on changes. */

import type { Grid } from "../recorded/grid";
import { statusColour, type Theme } from "../look/theme";
import { formatStep } from "../scales/number_format";
import { stepTicks, type StepTick } from "../scales/step_ticks";
import type { StatusBook } from "../verdicts/statuses";
import { emphasize, representatives } from "./aggregation";
import type { Bins } from "./bins";
import { geometryOf, MARGIN_RIGHT, type Geometry, type Spot } from "./geometry";
import { gutterOf, type Gutter, type Measures } from "./gutter";
import * as painter from "./painter";
import type { MapPaint } from "./pixels";
import { layoutRows, type Density } from "./row_layout";
import type { Sketch } from "./sketch";

/** Of the label of a tick, CSS pixels: each sign, and the space around the label. */
const SIGN_WIDTH = 6.5;
const LABEL_SPACE = 32;
/** A spot below this width may escape the eye. */
const SEEN = 2;

export interface Frame {
  width: number;
  height: number;
  pixelRatio: number;
  density: Density;
}

export class Drawing {
  readonly geometry: Geometry;
  readonly gutter: Gutter;
  private readonly shown: Int32Array;
  private readonly ticks: StepTick[];

  constructor(
    grid: Grid,
    private readonly sketch: Sketch,
    { width, height, pixelRatio, density }: Frame,
    measures: Measures,
  ) {
    const layers = grid.variables.map((variable) => variable.layer);
    const layout = layoutRows(layers, height, density);
    this.gutter = gutterOf(grid.variables, layout, sketch.troubles, width, measures);
    this.geometry = geometryOf(grid.columns, layout, this.gutter.width, width, height, pixelRatio);
    const { rows, columns, columnWidth } = this.geometry;
    this.shown = representatives(sketch.cells, sketch.smallIsGrave, rows, columns);
    const isTiny = (bins: Bins) => bins.end[0] - bins.start[0] < SEEN * pixelRatio;
    if (isTiny(columns)) {
      emphasize(this.shown, sketch.cells.statuses, sketch.outspoken, columns.count, isTiny(rows));
    }
    const longest = grid.columns ? formatStep(grid.steps[grid.columns - 1]).length : 0;
    this.ticks = stepTicks(grid.steps, (longest * SIGN_WIDTH + LABEL_SPACE) / columnWidth);
  }

  /** Index in the grid of the cell that is drawn at a spot. */
  cellShownAt({ band, bin }: Spot): number {
    return this.shown[band * this.geometry.columns.count + bin];
  }

  drawMap(
    canvas: HTMLCanvasElement,
    scrollTop: number,
    paint: MapPaint,
    book: StatusBook,
    theme: Theme,
  ): void {
    const { geometry, sketch } = this;
    const { gutter, plotWidth, plotHeight, pixelRatio } = geometry;
    const width = gutter + plotWidth + MARGIN_RIGHT;
    const context = painter.fitted(canvas, width, plotHeight, pixelRatio);
    const scrolled = Math.round(scrollTop * pixelRatio);
    painter.drawCells(context, geometry, {
      cells: sketch.cells,
      shown: this.shown,
      paint,
      scrolled,
    });
    painter.drawGutter(context, this.gutter, geometry, scrollTop, theme);
    painter.drawMarks(context, geometry, scrollTop, (first, last) => {
      let worst = 0;
      for (let row = first; row < last; row++) worst = Math.max(worst, sketch.troubles[row]);
      return worst ? statusColour(book.get(worst).name, theme) : undefined;
    });
  }

  drawAxis(canvas: HTMLCanvasElement, height: number, theme: Theme): void {
    const { gutter, plotWidth, pixelRatio } = this.geometry;
    const width = gutter + plotWidth + MARGIN_RIGHT;
    const context = painter.fitted(canvas, width, height, pixelRatio);
    painter.drawAxis(context, this.geometry, this.ticks, theme);
  }
}
