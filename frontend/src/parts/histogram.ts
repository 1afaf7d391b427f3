/** How the magnitudes of one variable's gradient are spread, step by step, below the map's columns. */

import { LitElement, css, html, type PropertyValues } from "lit";
import { magnitudeRamp } from "../look/magnitude_ramp";
import type { Theme } from "../look/theme";
import { columnAt, columnCentre, type Geometry } from "../map/geometry";
import { exponentRange, type HistogramCells } from "../map/histogram_pixels";
import { drawHistogram } from "../map/painter";
import { formatShare } from "../scales/number_format";
import { powerOfTwo, PRECISION_LIMITS, USUAL_EXPONENTS } from "../scales/precision_limits";
import { remembered } from "./remembered";
import { Room } from "./room";

/** Above the plot, as in the curves. CSS pixels. */
const TOP = 8;
const BOTTOM = 6;
/** Labels of the axis are at least so far apart. */
const TICK_ROOM = 22;
/** A limit that is drawn shorter than this has its words beside it. */
const WORDS_ROOM = 180;

export class Histogram extends LitElement {
  static override properties = {
    cells: { attribute: false },
    borders: { attribute: false },
    geometry: { attribute: false },
    column: { attribute: false },
    theme: { attribute: false },
  };
  declare cells: HistogramCells;
  /** Powers of two. */
  declare borders: readonly number[];
  declare geometry: Geometry;
  /** Where the cursor is; -1 where it is on no column. */
  declare column: number;
  declare theme: Theme;

  static override styles = css`
    :host {
      display: block;
      position: relative;
      overflow: hidden;
      font-size: 11px;
    }
    canvas {
      position: absolute;
      left: 0;
      top: 0;
    }
    .line {
      position: absolute;
      top: 0;
      bottom: 0;
      border-left: 1px dashed var(--text-dim);
      pointer-events: none;
    }
    .limit {
      position: absolute;
      border-top: 1.5px dashed var(--accent);
      pointer-events: none;
    }
    .limit.bfloat16 {
      border-top-style: dotted;
    }
    .limit span {
      position: absolute;
      right: 4px;
      bottom: 1px;
      padding: 0 4px;
      border-radius: 3px;
      background: color-mix(in srgb, var(--page) 82%, transparent);
      color: var(--text);
      line-height: 14px;
      white-space: nowrap;
    }
    /* Beside lines that are shorter than their words, as those of a young run are. */
    .limit.short span {
      right: auto;
      bottom: -7px;
      left: calc(100% + 4px);
    }
    .limit.below:not(.short) span {
      top: 1px;
      bottom: auto;
    }
    .tick {
      position: absolute;
      left: 0;
      text-align: right;
      color: var(--text-dim);
      transform: translateY(-50%);
    }
    p {
      position: absolute;
      top: 50%;
      right: 20px;
      margin: 0;
      transform: translateY(-50%);
      text-align: center;
      font-size: 13px;
      color: var(--text-dim);
    }
  `;

  private readonly room = new Room(this);
  private readonly rangeOf = remembered(exponentRange);
  private readonly rampOf = remembered(magnitudeRamp);

  constructor() {
    super();
    this.addEventListener("pointermove", (event) => this.onPointerMove(event));
    this.addEventListener("pointerleave", () => this.tell(-1));
  }

  protected override render() {
    const { geometry, cells, column } = this;
    const { size } = this.room;
    const { gutter, plotWidth } = geometry;
    const [low, high] = this.range;
    const height = (size?.height ?? 0) - TOP - BOTTOM;
    const place = (exponent: number) => TOP + ((high - exponent) / (high - low)) * height;
    const stride = strideOf(low, high, height / TICK_ROOM);
    const ticks = [];
    for (let at = Math.ceil(low / stride) * stride; at <= high; at += stride) ticks.push(at);
    const limits = PRECISION_LIMITS.filter(({ exponent }) => exponent >= low && exponent <= high);
    const centre = columnCentre(geometry, column);
    const isInSight = column >= 0 && centre >= 0 && centre <= plotWidth;
    const extent = Math.min(plotWidth, geometry.columnCount * geometry.columnWidth);
    return html`
      <canvas role="img" aria-label=${this.spoken}></canvas>
      ${ticks.map(
        (exponent) =>
          html`<div class="tick" style=${`top:${place(exponent)}px;width:${gutter - 8}px`}>
            ${powerOfTwo(exponent)}
          </div>`,
      )}
      ${limits.map(
        ({ exponent, words, side, format }) =>
          html`<div
            class=${`limit ${side} ${format} ${extent < WORDS_ROOM ? "short" : ""}`}
            style=${`top:${place(exponent)}px;left:${gutter}px;width:${extent}px`}
          >
            <span>${words}</span>
          </div>`,
      )}
      ${isInSight ? html`<div class="line" style=${`left:${gutter + centre}px`}></div>` : ""}
      ${
        cells.shares.length
          ? ""
          : html`<p style=${`left:${gutter}px`}>
              No histogram was recorded: the recorder was told to leave it out.
            </p>`
      }
    `;
  }

  protected override updated(changes: PropertyValues): void {
    const { size } = this.room;
    const causes = ["cells", "borders", "geometry", "theme", "size"];
    if (!size || !causes.some((name) => changes.has(name))) return;
    const { cells, borders, geometry, theme } = this;
    const canvas = this.renderRoot.querySelector("canvas")!;
    const frame = { ...size, top: TOP, bottom: BOTTOM };
    drawHistogram(canvas, cells, borders, this.range, geometry, frame, this.rampOf(theme));
    this.dataset.steps = String(cells.shares.length / cells.bins);
  }

  private get range(): [low: number, high: number] {
    return this.rangeOf(this.cells.shares, this.borders, USUAL_EXPONENTS);
  }

  /** Where most of the last step lies. */
  private get spoken(): string {
    const { bins, shares } = this.cells;
    const last = shares.subarray(shares.length - bins);
    if (!last.length) return "No histogram was recorded.";
    const most = last.indexOf(last.reduce((a, b) => Math.max(a, b), 0));
    const { borders } = this;
    return (
      "Magnitudes of the gradient's elements over the steps. At the last step " +
      `${formatShare(last[most] / 255)} of them lie from ${powerOfTwo(borders[most])} to ` +
      `${powerOfTwo(borders[most + 1])}.`
    );
  }

  private onPointerMove(event: PointerEvent): void {
    const x = event.clientX - this.getBoundingClientRect().x - this.geometry.gutter;
    this.tell(columnAt(this.geometry, x));
  }

  private tell(column: number): void {
    if (column === this.column) return;
    this.dispatchEvent(new CustomEvent("column-move", { detail: column }));
  }
}

/** Even distances between ticks: powers of two of exponents themselves. */
function strideOf(low: number, high: number, most: number): number {
  let stride = 4;
  while ((high - low) / stride > Math.max(1, most)) stride *= 2;
  return stride;
}

customElements.define("gradient-histogram", Histogram);
