/** The canvases of the map: kept in step with their size, the data and what is in sight. */

import { LitElement, type PropertyDeclarations, type PropertyValues } from "lit";
import type { Theme } from "../look/theme";
import type { Arrangement } from "../map/arrangement";
import { CellImage } from "../map/cell_image";
import { Drawing } from "../map/drawing";
import { axesOf, type Axes, type Geometry } from "../map/geometry";
import { gutterOf } from "../map/gutter";
import { textMeasures } from "../map/painter";
import { gravityColours, type GravityColours, type MapPaint } from "../map/pixels";
import type { Viewport } from "../map/viewport";
import { remembered } from "./remembered";
import { Room } from "./room";
import type { Subject } from "./subject";

export const AXIS_HEIGHT = 28;
/** Width of the thumbnail, which is there while a part of the map is out of sight. */
export const THUMBNAIL = 96;

/** What the map is drawn from. */
const LAID_OUT = ["subject", "arrangement", "viewport", "size"];
const PAINTED = [...LAID_OUT, "paint", "theme"];

export class MapCanvas extends LitElement {
  static override properties: PropertyDeclarations = {
    subject: { attribute: false },
    arrangement: { attribute: false },
    viewport: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
  };
  declare subject: Subject;
  declare arrangement: Arrangement;
  declare viewport: Viewport;
  declare paint: MapPaint;
  declare theme: Theme;

  protected drawing: Drawing | undefined;
  protected readonly measures = textMeasures(document.createElement("canvas"));
  private readonly image = new CellImage();
  private readonly gutterOf = remembered(gutterOf);
  private readonly axesOf = remembered(axesOf);
  private readonly coloursOf = remembered(gravityColours);
  private readonly room = new Room(this, ".room");

  /** Where rows and columns are; undefined until the map has a size. */
  get geometry(): Geometry | undefined {
    return this.drawing?.geometry;
  }

  /** What zooming and panning go by; undefined until the map has a size. */
  get axes(): Axes | undefined {
    return this.axesWithin(this.geometry?.plotWidth);
  }

  /** The same for a map that is zoomed, with a thumbnail beside it, whether it is now or not. */
  get axesZoomed(): Axes | undefined {
    const { geometry, isZoomed } = this;
    return this.axesWithin(geometry && geometry.plotWidth - (isZoomed ? 0 : THUMBNAIL));
  }

  private axesWithin(plotWidth: number | undefined): Axes | undefined {
    const { size } = this.room;
    if (plotWidth === undefined || !size) return undefined;
    const { columns } = this.subject.grid;
    return this.axesOf(columns, this.arrangement.groups, plotWidth, size.height);
  }

  protected get isZoomed(): boolean {
    return this.viewport.steps !== undefined || this.viewport.rows !== undefined;
  }

  protected get colours(): GravityColours {
    return this.coloursOf(this.paint, this.subject.sketch.cells.smallIsGrave);
  }

  protected override willUpdate(changes: PropertyValues): void {
    const { size } = this.room;
    if (!size || !LAID_OUT.some((name) => changes.has(name))) return;
    const { subject, arrangement, viewport, image } = this;
    const { grid, sketch } = subject;
    const width = size.width - (this.isZoomed ? THUMBNAIL : 0);
    const gutter = this.gutterOf(grid.variables, arrangement, width, this.measures);
    const frame = { ...size, width };
    this.drawing = new Drawing(grid, sketch, arrangement, gutter, frame, viewport, image);
  }

  protected override updated(changes: PropertyValues): void {
    const { drawing, theme } = this;
    if (!drawing || !PAINTED.some((name) => changes.has(name))) return;
    const { grid, statistic, book, run } = this.subject;
    drawing.drawMap(this.canvas("cells"), this.colours, book, theme);
    drawing.drawAxis(this.canvas("steps"), AXIS_HEIGHT, theme);
    this.dataset.run = run;
    this.dataset.statistic = statistic.name;
    this.dataset.columns = String(grid.columns);
    this.dispatchEvent(new Event("drawn"));
  }

  protected canvas(name: "cells" | "steps"): HTMLCanvasElement {
    return this.renderRoot.querySelector<HTMLCanvasElement>(`canvas.${name}`)!;
  }
}
