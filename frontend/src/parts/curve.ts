/** Statistics of one variable over the steps, standing exactly below the map's columns. */

import { LitElement, css, html, unsafeCSS, type PropertyValues } from "lit";
import uPlot from "uplot";
import plotStyle from "uplot/dist/uPlot.min.css";
import type { Theme } from "../look/theme";
import { columnAt, columnCentre, columnsInSight, type Geometry } from "../map/geometry";
import type { ColourScale } from "../scales/colour_scale";
import { curveAxis } from "../scales/curve_axis";
import type { Limit } from "../verdicts/limits";
import {
  heightOnScreen,
  plotData,
  plotOptions,
  type CurveSeries,
  type CurveSubject,
} from "./curve_plot";
import type { Subject } from "./subject";

/** Room for one tick of the axis, CSS pixels. */
const TICK_ROOM = 30;

const FLAT = "Every number is 0, which has no place on a logarithmic axis.";

export class Curve extends LitElement {
  static override properties = {
    subject: { attribute: false },
    row: { attribute: false },
    series: { attribute: false },
    scale: { attribute: false },
    absent: { attribute: false },
    limits: { attribute: false },
    geometry: { attribute: false },
    column: { attribute: false },
    theme: { attribute: false },
    size: { state: true },
  };
  declare subject: Subject;
  declare row: number;
  declare series: readonly CurveSeries[];
  /** Says whether curves are logarithmic, linear or signed. */
  declare scale: ColourScale;
  /** When there is no number. */
  declare absent: string;
  declare limits: readonly Limit[];
  declare geometry: Geometry;
  /** Where the cursor is; -1 where it is on no column. */
  declare column: number;
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
    const { series, scale, geometry, absent } = this;
    const every = (holds: (value: number) => boolean) =>
      series.every(({ values }) => values.every(holds));
    const none = every((value) => Number.isNaN(value));
    const isFlat = !none && scale.kind === "log" && every((value) => !(value > 0));
    return html`
      <div class="plot"></div>
      <div class="line" hidden></div>
      <div class="point" hidden style=${`border-color:${series[0].colour}`}></div>
      ${none || isFlat ? html`<p style=${`left:${geometry.gutter}px`}>${none ? absent : FLAT}</p>` : ""}
    `;
  }

  protected override updated(changes: PropertyValues): void {
    if ([...changes.keys()].some((name) => name !== "column" && name !== "geometry")) this.redraw();
    else if (changes.has("geometry")) this.move(changes.get("geometry") as Geometry | undefined);
    this.placeMarker();
  }

  /** The map was zoomed or panned: the same curve, over other columns. */
  private move(before: Geometry | undefined): void {
    const { plot, drawn, geometry } = this;
    const isSame =
      before?.gutter === geometry.gutter &&
      before.plotWidth === geometry.plotWidth &&
      before.columnCount === geometry.columnCount;
    if (!plot || !drawn || !isSame) {
      this.redraw();
      return;
    }
    drawn.geometry = geometry;
    const [min, max] = columnsInSight(geometry);
    plot.setScale("x", { min, max });
  }

  private redraw(): void {
    this.plot?.destroy();
    this.plot = undefined;
    if (!this.size) return;
    const { grid, book } = this.subject;
    const { series, scale } = this;
    const inSight = [...series, ...this.limits].flatMap(({ values }) => [...values]);
    const count = Math.max(2, this.size.height / TICK_ROOM);
    const subject = {
      grid,
      row: this.row,
      axis: curveAxis(inSight, scale, count),
      limits: this.limits,
      book,
      theme: this.theme,
      series,
      geometry: this.geometry,
      ...this.size,
    };
    this.drawn = subject;
    const options = plotOptions(subject);
    this.plot = new uPlot(
      options,
      plotData(subject),
      this.renderRoot.querySelector<HTMLElement>(".plot")!,
    );
    const points = series[0].values.reduce(
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
    const value = column < 0 ? NaN : this.series[0].values[column];
    const y = drawn && heightOnScreen(drawn, value);
    const { gutter, plotWidth } = this.geometry;
    const centre = columnCentre(this.geometry, column);
    const left = `${gutter + centre}px`;
    const isAway = column < 0 || centre < 0 || centre > plotWidth;
    line.hidden = isAway;
    point.hidden = isAway || y === undefined;
    Object.assign(line.style, { left });
    Object.assign(point.style, { left, top: `${y ?? 0}px` });
  }

  private onPointerMove(event: PointerEvent): void {
    const x = event.clientX - this.getBoundingClientRect().x - this.geometry.gutter;
    this.tell(columnAt(this.geometry, x));
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
