/** What lies over the map and moves with the cursor; the canvas below is not drawn again for it. */

import { html, nothing } from "lit";
import type { Geometry, Rectangle } from "../map/geometry";

export interface OverlayMarks {
  geometry: Geometry;
  /** The cell under the cursor. */
  cell: Rectangle | undefined;
  /** Its row, or the one whose label is pointed at. */
  row: Rectangle | undefined;
  /** The row whose curve is shown. */
  chosen: Rectangle | undefined;
  /** Of the variable of `row`. */
  name: string;
}

const place = ({ x, y, width, height }: Rectangle) =>
  `left:${x}px;top:${y}px;width:${width}px;height:${height}px`;

export function overlay({ geometry, cell, row, chosen, name }: OverlayMarks) {
  const { gutter, columns, pixelRatio, plotHeight, layout } = geometry;
  const extent = columns.end[columns.count - 1] / pixelRatio;
  const across = (of: Rectangle): Rectangle => ({ ...of, x: gutter, width: extent });
  const labelled = row && !layout.named;
  return html`
    ${
      chosen
        ? html`<div class="chosen" style=${place({ ...across(chosen), x: gutter })}></div>
            <div class="pointer" style=${`top:${chosen.y + chosen.height / 2}px`}></div>`
        : nothing
    }
    ${row ? html`<div class="row" style=${place(across(row))}></div>` : nothing}
    ${
      labelled
        ? html`<div class="label" style=${`top:${row.y + row.height / 2}px;width:${gutter - 12}px`}>
            <span class="elided"><bdi>${name}</bdi></span>
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
