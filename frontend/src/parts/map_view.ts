/** The map as an element: what pointer and keys do on it, and what lies over its cells. */

import { html, nothing, type PropertyDeclarations, type PropertyValues } from "lit";
import { cache } from "lit/directives/cache.js";
import { shared } from "../look/style";
import { firstVariable, type Group } from "../map/arrangement";
import { moved, type Cell } from "../map/cursor";
import { bandAt, spotAt, type Axes, type Geometry, type Rectangle } from "../map/geometry";
import { isFoldable, LABEL_HEIGHT } from "../map/gutter";
import * as navigation from "../map/navigation";
import { deedOf, type KeyDeed } from "../map/navigation";
import { WHOLE, type Viewport } from "../map/viewport";
import type { Incident } from "../verdicts/judged";
import { spoken } from "../verdicts/reading";
import { incidentMarks } from "./incident_marks";
import { AXIS_HEIGHT, MapCanvas, THUMBNAIL } from "./map_canvas";
import { MapGestures } from "./map_gestures";
import { overlay, stepPill, type Marked } from "./map_overlay";
import { mapStyle } from "./map_style";
import { pointedCell, pointedLabel, readingOf, type Pointed } from "./subject";
import "./map_thumbnail";
import "./tooltip";

export class MapView extends MapCanvas {
  static override properties: PropertyDeclarations = {
    cursor: { attribute: false },
    chosenRow: { attribute: false },
    incidents: { attribute: false },
    isQuiet: { attribute: false },
    pointedRow: { state: true },
  };
  /** The cell that pointer or keys are on, here or at the curve below. */
  declare cursor: Cell | undefined;
  /** A variable; -1 where none is chosen. */
  declare chosenRow: number;
  /** Where something began, in the order of the steps. */
  declare incidents: readonly Incident[];
  /** Whether what the cursor is on is said elsewhere. */
  declare isQuiet: boolean;
  /** A variable whose label the pointer is on, -1 where it is on none. */
  declare private pointedRow: number;

  static override styles = [shared, mapStyle];

  /** Where the keys go on from when the cursor has been away. */
  private last: Cell | undefined;
  /** Who moved the cursor here; undefined where it was moved elsewhere. */
  private mover: "pointer" | "keys" | undefined;
  private spoken = "";
  private readonly gestures = new MapGestures({
    zoom: (steps, rows, x, y) =>
      this.navigate((axes, geometry, viewport) =>
        navigation.zoomedAt(axes, geometry, viewport, steps, rows, ...this.placeAt(x, y)),
      ),
    pan: (dx, dy) =>
      this.navigate((axes, _, viewport) => navigation.pannedBy(axes, viewport, dx, dy)),
    point: (event) => this.point(event),
    leave: () => this.leave(),
    press: (event) => this.press(event),
  });

  constructor() {
    super();
    this.pointedRow = -1;
    this.chosenRow = -1;
    this.incidents = [];
    this.isQuiet = false;
  }

  protected override render() {
    const { geometry, gestures } = this;
    const { grid, statistic, run } = this.subject;
    const label =
      `${statistic.label} of ${this.arrangement.order.length} variables over ${grid.columns} ` +
      `recorded steps of run ${run}. Arrow keys move from cell to cell, with Shift to the next ` +
      "change of status; Enter shows the variable; plus and minus zoom, 0 shows the whole map.";
    return html`
      <div class="room" @wheel=${gestures.onWheel}>
        <div
          class="stage"
          tabindex="0"
          role="application"
          aria-roledescription="map"
          aria-label=${label}
          style=${`height:${geometry?.plotHeight ?? 0}px`}
          @pointerdown=${gestures.onPointerDown}
          @pointermove=${gestures.onPointerMove}
          @pointerup=${gestures.onPointerUp}
          @pointercancel=${gestures.onPointerUp}
          @pointerleave=${gestures.onPointerLeave}
          @click=${gestures.onClick}
          @keydown=${this.onKeyDown}
          @blur=${this.onBlur}
        >
          <canvas class="cells"></canvas>
          ${geometry ? overlay(geometry, this.marked) : nothing}
        </div>
        ${cache(geometry && this.isZoomed ? this.thumbnail(geometry) : nothing)}
      </div>
      <div class="axis" style=${`height:${AXIS_HEIGHT}px`} @wheel=${gestures.onWheel}>
        <canvas class="steps"></canvas>
        ${geometry ? this.marks(geometry) : nothing}
        ${geometry ? stepPill(geometry, this.marked) : nothing}
      </div>
      <div class="unseen" aria-live="polite">${this.spoken}</div>
      <gradient-tooltip></gradient-tooltip>
    `;
  }

  private thumbnail(geometry: Geometry) {
    const { subject, arrangement, viewport, theme } = this;
    return html`<gradient-thumbnail
      style=${`width:${THUMBNAIL - 16}px;height:${geometry.plotHeight}px`}
      .subject=${subject}
      .arrangement=${arrangement}
      .viewport=${viewport}
      .axes=${this.axes}
      .colours=${this.colours}
      .theme=${theme}
      @viewport-change=${(event: CustomEvent<Viewport>) => this.look(event.detail)}
    ></gradient-thumbnail>`;
  }

  private marks(geometry: Geometry) {
    const { incidents, subject, theme } = this;
    const show = (detail: string) =>
      this.dispatchEvent(new CustomEvent("finding-show", { detail }));
    return incidentMarks(incidents, subject.grid.steps, geometry, theme, show);
  }

  private get marked(): Marked {
    const { cursor, chosenRow, pointedRow, arrangement } = this;
    return { cursor, chosenRow, pointedRow, arrangement, grid: this.subject.grid };
  }

  protected override updated(changes: PropertyValues): void {
    // Where keys or a link led to stays in sight, also when a pane takes room from the map.
    if (changes.has("size") && this.mover === "keys" && this.cursor) this.reveal(this.cursor);
    super.updated(changes);
    if (this.drawing) this.placeTooltip();
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
    const { drawing, arrangement, subject, cursor, pointedRow, mover } = this;
    if (!drawing || !mover || (cursor && this.isQuiet)) return undefined;
    if (cursor) return pointedCell(subject, arrangement, drawing, cursor);
    return pointedRow < 0 ? undefined : pointedLabel(subject, arrangement, drawing, pointedRow);
  }

  /** Asks for another viewport. */
  navigate(to: (axes: Axes, geometry: Geometry, viewport: Viewport) => Viewport): void {
    const { axes, geometry, viewport } = this;
    if (axes && geometry) this.look(to(axes, geometry, viewport));
  }

  /** What is asked for before this is drawn goes on from here. */
  private look(viewport: Viewport): void {
    this.viewport = viewport;
    this.dispatchEvent(new CustomEvent("viewport-change", { detail: viewport }));
  }

  private point(event: PointerEvent): void {
    const { geometry } = this;
    if (!geometry) return;
    const [x, y] = this.placeAt(event.clientX, event.clientY);
    const spot = spotAt(geometry, x, y);
    this.pointedRow = x < geometry.gutter ? this.variableAt(y) : -1;
    this.mover = "pointer";
    const shown = spot && this.drawing!.cellShownAt(spot);
    this.moveTo(shown && { row: shown.variable, column: shown.column });
  }

  private leave(): void {
    this.pointedRow = -1;
    this.moveTo(undefined);
    this.mover = undefined;
  }

  private onBlur(): void {
    if (this.mover === "keys") this.moveTo(undefined);
  }

  private press(event: MouseEvent): void {
    const [x, y] = this.placeAt(event.clientX, event.clientY);
    const group = this.groupAt(x, y);
    if (group) return this.fold(group);
    const variable = this.cursor?.row ?? this.variableAt(y);
    if (variable >= 0) this.choose(variable);
  }

  private onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || this.arrangement.order.length === 0) return;
    const { arrangement, subject } = this;
    const start = this.cursor ?? this.last;
    const known = start && arrangement.rowOf[start.row] >= 0 ? start : undefined;
    const from = known ?? {
      row: firstVariable(arrangement, 0),
      column: subject.grid.columns - 1,
    };
    const next = event.altKey ? undefined : moved(subject.grid, arrangement, from, event);
    if (next) this.goTo(next);
    else if (!this.act(deedOf(event), from)) return;
    event.preventDefault();
  }

  private act(deed: KeyDeed | undefined, { row, column }: Cell): boolean {
    const place = this.arrangement.rowOf[row];
    switch (deed?.deed) {
      case "zoom":
        this.navigate((axes, geometry, viewport) =>
          navigation.zoomedAtCell(axes, geometry, viewport, deed.factor, place, column),
        );
        return true;
      case "pan":
        this.navigate((axes, _, viewport) => navigation.pannedBy(axes, viewport, deed.dx, deed.dy));
        return true;
      case "whole":
        this.look(WHOLE);
        return true;
      case "fold":
        this.fold(
          this.arrangement.groups.find(({ first, last }) => first <= place && place < last),
        );
        return true;
      case "choose":
        this.choose(row);
        return true;
      case undefined:
        return false;
    }
  }

  private fold(group: Group | undefined): void {
    if (group) this.dispatchEvent(new CustomEvent("group-fold", { detail: group.name }));
  }

  /** Puts the cursor on a cell as keys do: in sight, announced, with its tooltip. */
  goTo(cell: Cell): void {
    if (!this.geometry) return;
    this.mover = "keys";
    this.pointedRow = -1;
    this.reveal(cell);
    this.spoken = spoken(readingOf(this.subject, cell, 1));
    this.moveTo(cell);
  }

  private reveal({ row, column }: Cell): void {
    const place = this.arrangement.rowOf[row];
    if (place < 0 || !this.isZoomed) return;
    this.navigate((axes, _, viewport) => navigation.revealed(axes, viewport, place, column));
  }

  private moveTo(cell: Cell | undefined): void {
    const known = this.cursor;
    if (cell) this.last = cell;
    if (cell?.row === known?.row && cell?.column === known?.column) return;
    this.dispatchEvent(new CustomEvent("cursor-move", { detail: cell }));
  }

  private choose(variable: number): void {
    this.dispatchEvent(new CustomEvent("row-choose", { detail: variable }));
  }

  /** The variable that stands first at a height, -1 where there is none. */
  private variableAt(y: number): number {
    const { geometry, arrangement } = this;
    const band = geometry ? bandAt(geometry, y) : -1;
    return band < 0 ? -1 : firstVariable(arrangement, geometry!.rows.first[band]);
  }

  /** The group whose label is at a place. */
  private groupAt(x: number, y: number): Group | undefined {
    return this.drawing?.labels.find(
      ({ group, text, ...label }) =>
        group !== undefined &&
        isFoldable(group) &&
        x < label.x + this.measures.strong(text) &&
        Math.abs(y - label.y) <= LABEL_HEIGHT / 2,
    )?.group;
  }

  /** From the top left corner of the map. */
  private placeAt(clientX: number, clientY: number): [number, number] {
    const { x, y } = this.canvas("cells").getBoundingClientRect();
    return [clientX - x, clientY - y];
  }
}

customElements.define("gradient-map", MapView);
