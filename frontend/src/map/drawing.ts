/** The map of one part of a grid: its geometry, labels and worst cells, worked out to be drawn. */

import type { Grid } from "../recorded/grid";
import { statusColour, type Theme } from "../look/theme";
import { formatStep } from "../scales/number_format";
import { stepTicks, type StepTick } from "../scales/step_ticks";
import type { StatusBook } from "../verdicts/statuses";
import { worstCell, type Place } from "./aggregation";
import type { Arrangement } from "./arrangement";
import type { CellImage } from "./cell_image";
import { geometryOf, MARGIN_RIGHT, type Geometry, type Spot } from "./geometry";
import { labelsOf, type Gutter, type GutterLabel } from "./gutter";
import * as painter from "./painter";
import type { GravityColours } from "./pixels";
import type { Sketch } from "./sketch";
import type { Viewport } from "./viewport";

/** Of the label of a tick, CSS pixels: each sign, and the space around the label. */
const SIGN_WIDTH = 6.5;
const LABEL_SPACE = 32;
export interface Frame {
  width: number;
  height: number;
  pixelRatio: number;
}

export class Drawing {
  readonly geometry: Geometry;
  readonly labels: readonly GutterLabel[];
  private readonly ticks: StepTick[];

  /**
   * @param gutter undefined draws the cells alone
   * @param image of the drawing before, used again
   */
  constructor(
    private readonly grid: Grid,
    private readonly sketch: Sketch,
    private readonly arrangement: Arrangement,
    gutter: Gutter | undefined,
    { width, height, pixelRatio }: Frame,
    viewport: Viewport,
    private readonly image: CellImage,
  ) {
    const labelWidth = gutter?.width ?? 0;
    const plotWidth = Math.max(1, width - labelWidth - (gutter ? MARGIN_RIGHT : 0));
    const { groups } = arrangement;
    const { columns } = grid;
    const view = [labelWidth, plotWidth, height, pixelRatio] as const;
    this.geometry = geometryOf(columns, groups, ...view, viewport);
    this.labels = gutter ? labelsOf(gutter, arrangement, this.geometry, sketch.troubles) : [];
    const longest = columns ? formatStep(grid.steps[columns - 1]).length : 0;
    const room = (longest * SIGN_WIDTH + LABEL_SPACE) / this.geometry.columnWidth;
    this.ticks = gutter ? stepTicks(grid.steps, room) : [];
  }

  /** The cell that is drawn at a spot. */
  cellShownAt({ band, bin }: Spot): Place {
    const { rows, columns } = this.geometry;
    return worstCell(
      this.sketch.cells,
      this.arrangement,
      rows.first[band],
      rows.last[band],
      columns.first[bin],
      columns.last[bin],
    );
  }

  /** How many cells a spot stands for. */
  cellsAt({ band, bin }: Spot): number {
    const { rows, columns } = this.geometry;
    const { starts } = this.arrangement;
    const variables = starts[rows.last[band]] - starts[rows.first[band]];
    return variables * (columns.last[bin] - columns.first[bin]);
  }

  drawMap(
    canvas: HTMLCanvasElement,
    colours: GravityColours,
    book: StatusBook,
    theme: Theme,
  ): void {
    const { geometry, sketch, arrangement, image } = this;
    const { gutter, plotWidth, plotHeight, pixelRatio } = geometry;
    const width = gutter + plotWidth + (gutter ? MARGIN_RIGHT : 0);
    const context = painter.fitted(canvas, width, plotHeight, pixelRatio);
    image.update(sketch, arrangement, geometry, colours);
    painter.drawCells(context, image, geometry);
    if (gutter === 0) return;
    painter.drawLabels(context, this.labels, geometry, theme);
    painter.drawBrackets(context, arrangement, geometry, theme);
    const { order, starts } = arrangement;
    painter.drawMarks(context, geometry, (first, last) => {
      let worst = 0;
      for (let place = starts[first]; place < starts[last]; place++) {
        worst = Math.max(worst, sketch.troubles[order[place]]);
      }
      return worst ? statusColour(book.get(worst).name, theme) : undefined;
    });
  }

  drawAxis(canvas: HTMLCanvasElement, height: number, theme: Theme): void {
    const { gutter, plotWidth, pixelRatio } = this.geometry;
    const width = gutter + plotWidth + MARGIN_RIGHT;
    const context = painter.fitted(canvas, width, height, pixelRatio);
    painter.drawAxis(context, this.geometry, this.ticks, theme);
  }

  /** The step of a column. */
  stepAt(column: number): number {
    return this.grid.steps[column];
  }
}
