/** What lies over the map and moves with the cursor; the canvas below is not drawn again for it. */

import { html, nothing } from "lit";
import type { Arrangement } from "../map/arrangement";
import type { Cell } from "../map/cursor";
import { columnCentre, rectangleOf, rectangleOfRow, spotOf } from "../map/geometry";
import type { Geometry, Rectangle } from "../map/geometry";
import type { Grid } from "../recorded/grid";
import { displayName } from "../recorded/names";
import { formatStep } from "../scales/number_format";

/** What is marked. Rows are variables; -1 where there is none. */
export interface Marked {
  grid: Grid;
  arrangement: Arrangement;
  /** The cell that pointer or keys are on. */
  cursor: Cell | undefined;
  /** The row whose label is pointed at. */
  pointedRow: number;
  /** The row whose curve is shown. */
  chosenRow: number;
}

const place = ({ x, y, width, height }: Rectangle) =>
  `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;

export function overlay(geometry: Geometry, marked: Marked) {
  const { gutter, plotHeight, layout } = geometry;
  const { cursor, pointedRow, chosenRow, grid, arrangement } = marked;
  const { rowOf } = arrangement;
  const line = (variable: number) =>
    variable < 0 ? undefined : rectangleOfRow(geometry, rowOf[variable]);
  const variable = cursor?.row ?? pointedRow;
  const row = line(variable);
  const chosen = line(chosenRow);
  const spot = cursor && spotOf(geometry, rowOf[cursor.row], cursor.column);
  const cell = spot && rectangleOf(geometry, spot);
  return html`
    ${
      chosen
        ? html`<div class="chosen" style=${place(chosen)}></div>
            <div class="pointer" style=${`top:${chosen.y + chosen.height / 2}px`}></div>`
        : nothing
    }
    ${row ? html`<div class="row" style=${place(row)}></div>` : nothing}
    ${
      row && !layout.named
        ? html`<div class="label" style=${`top:${row.y + row.height / 2}px;width:${gutter - 12}px`}>
            <span class="elided"><bdi>${displayName(grid.variables[variable].name)}</bdi></span>
          </div>`
        : nothing
    }
    ${
      cell
        ? html`<div class="column" style=${place({ ...cell, y: 0, height: plotHeight })}></div>
            <div class="cell" style=${place(cell)}></div>`
        : nothing
    }
  `;
}

/** The step of the column that the cursor is on, on the axis. */
export function stepPill(geometry: Geometry, { cursor, grid }: Marked) {
  if (!cursor) return nothing;
  const { gutter, plotWidth } = geometry;
  const x = columnCentre(geometry, cursor.column);
  if (x < 0 || x > plotWidth) return nothing;
  const step = formatStep(grid.steps[cursor.column]);
  return html`<span class="pill" style=${`--at:${gutter + x}px`}>${step}</span>`;
}
