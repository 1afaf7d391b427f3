/** The map as an element: keeps the canvas in step with its size, its data, the pointer and the keys. */

import { LitElement, html, type PropertyValues } from "lit";
import type { Theme } from "../look/theme";
import { shared } from "../look/style";
import { moved, type Cell } from "../map/cursor";
import { Drawing } from "../map/drawing";
import { cellOf, rectangleOf, scrolledTo, spotAt, spotOf } from "../map/geometry";
import type { Geometry, Rectangle, Spot } from "../map/geometry";
import { textMeasures } from "../map/painter";
import type { MapPaint } from "../map/pixels";
import type { Density } from "../map/row_layout";
import { displayName } from "../recorded/names";
import { spoken } from "../verdicts/reading";
import { overlay } from "./map_overlay";
import { mapStyle } from "./map_style";
import { pointedCell, pointedLabel, readingOf, type Pointed, type Subject } from "./subject";
import "./tooltip";

export const AXIS_HEIGHT = 28;

export class MapView extends LitElement {
  static override properties = {
    subject: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
    density: { attribute: false },
    cursor: { attribute: false },
    chosenRow: { attribute: false },
    size: { state: true },
    scrolled: { state: true },
    pointedRow: { state: true },
  };
  declare subject: Subject;
  declare paint: MapPaint;
  declare theme: Theme;
  declare density: Density;
  /** The cell that pointer or keys are on, here or at the curve below. */
  declare cursor: Cell | undefined;
  /** -1 where no row is chosen. */
  declare chosenRow: number;
  declare private size: { width: number; height: number; pixelRatio: number } | undefined;
  declare private scrolled: number;
  /** A row whose label the pointer is on. */
  declare private pointedRow: number;

  static override styles = [shared, mapStyle];

  private drawing: Drawing | undefined;
  /** Where the keys go on from when the cursor has been away. */
  private last: Cell | undefined;
  /** Who moved the cursor here; undefined where it was moved elsewhere. */
  private mover: "pointer" | "keys" | undefined;
  private spoken = "";
  private readonly observer = new ResizeObserver(() => this.measure());

  constructor() {
    super();
    this.scrolled = 0;
    this.pointedRow = -1;
    this.chosenRow = -1;
    this.density = "fit";
  }

  /** Where rows and columns are; undefined until the map has a size. */
  get geometry(): Geometry | undefined {
    return this.drawing?.geometry;
  }

  protected override render() {
    const { geometry } = this;
    const { grid, statistic, run } = this.subject;
    const label =
      `${statistic.label} of ${grid.variables.length} variables over ${grid.columns} recorded ` +
      `steps of run ${run}. Arrow keys move from cell to cell, with Shift to the next change of ` +
      "status; Enter shows the curve of the variable.";
    return html`
      <div class="scroller" @scroll=${this.onScroll} tabindex="-1">
        <div class="content" style=${`height:${geometry?.layout.contentHeight ?? 0}px`}>
          <div
            class="stage"
            tabindex="0"
            role="application"
            aria-roledescription="map"
            aria-label=${label}
            style=${`height:${geometry?.plotHeight ?? 0}px`}
            @pointermove=${this.onPointerMove}
            @pointerleave=${this.onPointerLeave}
            @click=${this.onClick}
            @keydown=${this.onKeyDown}
            @blur=${this.onBlur}
          >
            <canvas class="cells"></canvas>
            ${geometry ? overlay(this.overlayMarks(geometry)) : ""}
          </div>
        </div>
      </div>
      <div class="axis" style=${`height:${AXIS_HEIGHT}px`}>
        <canvas class="steps"></canvas>
        ${geometry && this.cursor ? this.stepPill(geometry, this.cursor) : ""}
      </div>
      <div class="unseen" aria-live="polite">${this.spoken}</div>
      <gradient-tooltip></gradient-tooltip>
    `;
  }

  private stepPill(geometry: Geometry, cursor: Cell) {
    const { x, width } = rectangleOf(geometry, spotOf(geometry, cursor), 0);
    const { step } = readingOf(this.subject, cursor, 1);
    return html`<span class="pill" style=${`--at:${x + width / 2}px`}>${step}</span>`;
  }

  private overlayMarks(geometry: Geometry) {
    const { cursor, chosenRow, pointedRow, scrolled } = this;
    const row = cursor?.row ?? pointedRow;
    const rectangle = (cell: Cell) => rectangleOf(geometry, spotOf(geometry, cell), scrolled);
    return {
      geometry,
      cell: cursor && rectangle(cursor),
      row: row >= 0 ? rectangle({ row, column: 0 }) : undefined,
      chosen: chosenRow >= 0 ? rectangle({ row: chosenRow, column: 0 }) : undefined,
      name: row >= 0 ? displayName(this.subject.grid.variables[row].name) : "",
    };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("resize", this.measure);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("resize", this.measure);
    this.observer.disconnect();
  }

  protected override firstUpdated(): void {
    this.observer.observe(this.scroller);
    this.observer.observe(this.renderRoot.querySelector(".content")!);
    this.measure();
  }

  protected override willUpdate(changes: PropertyValues): void {
    const stale = ["subject", "density", "size"].some((name) => changes.has(name));
    if (stale && this.size) {
      const { grid, sketch } = this.subject;
      const frame = { ...this.size, density: this.density };
      this.drawing = new Drawing(
        grid,
        sketch,
        frame,
        textMeasures(document.createElement("canvas")),
      );
    }
  }

  protected override updated(changes: PropertyValues): void {
    const { drawing, theme, paint } = this;
    if (!drawing) return;
    const cause = ["subject", "density", "size", "paint", "theme", "scrolled"];
    // Where keys or a link led to stays in sight, also when a pane takes room from the map.
    if (changes.has("size") && this.mover === "keys" && this.cursor) this.reveal(this.cursor.row);
    if (cause.some((name) => changes.has(name))) {
      const { grid, statistic, book, run } = this.subject;
      drawing.drawMap(this.canvas("cells"), this.scrolled, paint, book, theme);
      drawing.drawAxis(this.canvas("steps"), AXIS_HEIGHT, theme);
      this.dataset.run = run;
      this.dataset.statistic = statistic.name;
      this.dataset.columns = String(grid.columns);
      this.dispatchEvent(new Event("drawn"));
    }
    this.placeTooltip();
  }

  private placeTooltip(): void {
    const tooltip = this.renderRoot.querySelector("gradient-tooltip")!;
    const { place, reading } = this.pointedAt() ?? {};
    Object.assign(tooltip, { anchor: place && this.onScreen(place), reading, paint: this.paint });
  }

  private onScreen(place: Rectangle): Rectangle {
    const { x, y } = this.canvas("cells").getBoundingClientRect();
    return { ...place, x: place.x + x, y: place.y + y };
  }

  private pointedAt(): Pointed | undefined {
    const { geometry, subject, cursor, pointedRow, scrolled, mover } = this;
    if (!geometry || !mover) return undefined;
    if (cursor) return pointedCell(subject, geometry, cursor, scrolled);
    return pointedRow < 0 ? undefined : pointedLabel(subject, geometry, pointedRow, scrolled);
  }

  private readonly measure = (): void => {
    const { clientWidth, clientHeight } = this.scroller;
    const pixelRatio = window.devicePixelRatio;
    const { size } = this;
    const same =
      size?.width === clientWidth && size.height === clientHeight && size.pixelRatio === pixelRatio;
    if (same || clientWidth === 0 || clientHeight === 0) return;
    this.size = { width: clientWidth, height: clientHeight, pixelRatio };
  };

  private onScroll(): void {
    this.scrolled = this.scroller.scrollTop;
  }

  private onPointerMove(event: PointerEvent): void {
    const { geometry } = this;
    if (!geometry) return;
    const [x, y] = this.placeOf(event);
    const spot = spotAt(geometry, x, y, this.scrolled);
    const onLabel = x < geometry.gutter ? this.rowAt(y) : -1;
    this.pointedRow = onLabel;
    this.mover = "pointer";
    this.moveTo(spot && onLabel < 0 ? this.cellShownAt(spot) : undefined);
  }

  private onPointerLeave(): void {
    this.pointedRow = -1;
    this.moveTo(undefined);
  }

  private onBlur(): void {
    if (this.mover === "keys") this.moveTo(undefined);
  }

  private onClick(event: MouseEvent): void {
    const row = this.rowAt(this.placeOf(event)[1]);
    if (row >= 0) this.choose(this.cursor?.row ?? row);
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { grid } = this.subject;
    const start = this.cursor ?? this.last;
    if (event.key === "Enter" || event.key === " ") {
      if (start) this.choose(start.row);
    } else {
      const from = start ?? { row: 0, column: grid.columns - 1 };
      const next = moved(grid, from, event);
      if (!next) return;
      this.goTo(next);
    }
    event.preventDefault();
  }

  /** Puts the cursor on a cell as keys do: in sight, announced, with its tooltip. */
  goTo(cell: Cell): void {
    if (!this.geometry) return;
    this.mover = "keys";
    this.pointedRow = -1;
    this.reveal(cell.row);
    this.spoken = spoken(readingOf(this.subject, cell, 1));
    this.moveTo(cell);
  }

  private reveal(row: number): void {
    this.scroller.scrollTop = scrolledTo(this.geometry!, row, this.scrolled);
  }

  private moveTo(cell: Cell | undefined): void {
    const known = this.cursor;
    if (cell) this.last = cell;
    if (cell?.row === known?.row && cell?.column === known?.column) return;
    this.dispatchEvent(new CustomEvent("cursor-move", { detail: cell }));
  }

  private choose(row: number): void {
    this.dispatchEvent(new CustomEvent("row-choose", { detail: row }));
  }

  private cellShownAt(spot: Spot): Cell {
    return cellOf(this.subject.grid, this.drawing!.cellShownAt(spot));
  }

  /** -1 where no row is. */
  private rowAt(y: number): number {
    const { geometry } = this;
    const spot = geometry && spotAt(geometry, geometry.gutter, y, this.scrolled);
    return spot ? geometry.rows.first[spot.band] : -1;
  }

  private placeOf(event: MouseEvent): [number, number] {
    const bounds = this.canvas("cells").getBoundingClientRect();
    return [event.clientX - bounds.x, event.clientY - bounds.y];
  }

  private get scroller(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>(".scroller")!;
  }

  private canvas(name: string): HTMLCanvasElement {
    return this.renderRoot.querySelector<HTMLCanvasElement>(`canvas.${name}`)!;
  }
}

customElements.define("gradient-map", MapView);
