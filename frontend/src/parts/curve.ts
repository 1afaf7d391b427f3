/** The chosen statistic of one variable over the steps, standing exactly below the map's columns. */

import { LitElement, css, html, unsafeCSS, type PropertyValues } from "lit";
import uPlot from "uplot";
import plotStyle from "uplot/dist/uPlot.min.css";
import type { StatisticAnswer } from "../recorded/contract";
import type { Theme } from "../look/theme";
import { columnCentre, type Geometry } from "../map/geometry";
import { curveAxis } from "../scales/curve_axis";
import type { Limit } from "../verdicts/limits";
import { heightOnScreen, plotData, plotOptions, type CurveSubject } from "./curve_plot";
import type { Subject } from "./subject";

/** Room for one tick of the axis, CSS pixels. */
const TICK_ROOM = 30;

function noCurve({ absent }: StatisticAnswer): string {
  return `There is no number to draw at any step: ${absent}.`;
}

export class Curve extends LitElement {
  static override properties = {
    subject: { attribute: false },
    row: { attribute: false },
    limits: { attribute: false },
    geometry: { attribute: false },
    column: { attribute: false },
    colour: { attribute: false },
    theme: { attribute: false },
    size: { state: true },
  };
  declare subject: Subject;
  declare row: number;
  declare limits: readonly Limit[];
  declare geometry: Geometry;
  /** Where the cursor is; -1 where it is on no column. */
  declare column: number;
  declare colour: string;
  declare theme: Theme;
  declare private size: { width: number; height: number } | undefined;

  static override styles = [
    unsafeCSS(plotStyle),
    css`
      :host {
        display: block;
        position: relative;
        min-height: 0;
        overflow: hidden;
      }
      p {
        position: absolute;
        top: 50%;
        right: 20px;
        margin: 0;
        transform: translateY(-80%);
        text-align: center;
        color: var(--text-dim);
        pointer-events: none;
      }
      .line,
      .point {
        position: absolute;
        pointer-events: none;
      }
      .line {
        top: 0;
        bottom: 0;
        border-left: 1px dashed var(--text-dim);
      }
      .point {
        width: 9px;
        height: 9px;
        margin: -4.5px 0 0 -4px;
        border: 2px solid;
        border-radius: 50%;
        background: var(--page);
      }
    `,
  ];

  private plot: uPlot | undefined;
  private drawn: CurveSubject | undefined;
  private readonly observer = new ResizeObserver(() => this.measure());

  constructor() {
    super();
    this.addEventListener("pointermove", (event) => this.onPointerMove(event));
    this.addEventListener("pointerleave", () => this.tell(-1));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
  }

  protected override render() {
    const { grid, statistic } = this.subject;
    const own = grid.values.subarray(this.row * grid.columns, (this.row + 1) * grid.columns);
    const none = own.every((value) => Number.isNaN(value));
    return html`
      <div class="plot"></div>
      <div class="line" hidden></div>
      <div class="point" hidden style=${`border-color:${this.colour}`}></div>
      ${none ? html`<p style=${`left:${this.geometry.gutter}px`}>${noCurve(statistic)}</p>` : ""}
    `;
  }

  protected override updated(changes: PropertyValues): void {
    if ([...changes.keys()].some((name) => name !== "column")) this.redraw();
    this.placeMarker();
  }

  private redraw(): void {
    this.plot?.destroy();
    this.plot = undefined;
    if (!this.size) return;
    const { grid, sketch, book } = this.subject;
    const { gutter, columnWidth } = this.geometry;
    const start = this.row * grid.columns;
    const own = grid.values.subarray(start, start + grid.columns);
    const inSight = [...own, ...this.limits.flatMap((limit) => [...limit.values])];
    const count = Math.max(2, this.size.height / TICK_ROOM);
    const subject = {
      grid,
      row: this.row,
      axis: curveAxis(inSight, sketch.scale, count),
      limits: this.limits,
      book,
      theme: this.theme,
      colour: this.colour,
      gutter,
      columnWidth,
      ...this.size,
    };
    this.drawn = subject;
    const options = plotOptions(subject);
    this.plot = new uPlot(
      options,
      plotData(subject),
      this.renderRoot.querySelector<HTMLElement>(".plot")!,
    );
    const points = own.reduce(
      (sum, value) => sum + (subject.axis.height(value) === null ? 0 : 1),
      0,
    );
    this.dataset.points = String(points);
  }

  /** The line that goes on from the map's column, and the number on it. */
  private placeMarker(): void {
    const { column, drawn } = this;
    const line = this.renderRoot.querySelector<HTMLElement>(".line")!;
    const point = this.renderRoot.querySelector<HTMLElement>(".point")!;
    const { grid } = this.subject;
    const value = column < 0 ? NaN : grid.values[this.row * grid.columns + column];
    const y = drawn && heightOnScreen(drawn, value);
    const left = `${this.geometry.gutter + columnCentre(this.geometry, column)}px`;
    line.hidden = column < 0;
    point.hidden = y === undefined;
    Object.assign(line.style, { left });
    Object.assign(point.style, { left, top: `${y ?? 0}px` });
  }

  private onPointerMove(event: PointerEvent): void {
    const { gutter, columnWidth } = this.geometry;
    const x = event.clientX - this.getBoundingClientRect().x - gutter;
    const column = Math.floor(x / columnWidth);
    this.tell(x >= 0 && column < this.subject.grid.columns ? column : -1);
  }

  private tell(column: number): void {
    if (column === this.column) return;
    this.dispatchEvent(new CustomEvent("column-move", { detail: column }));
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this;
    if (width === 0 || height === 0) return;
    if (this.size?.width === width && this.size.height === height) return;
    this.size = { width, height };
  }
}

customElements.define("gradient-curve", Curve);
