/** The whole map, small, with a frame around the part that is in sight. */

import { LitElement, css, html, type PropertyValues } from "lit";
import type { Theme } from "../look/theme";
import type { Arrangement } from "../map/arrangement";
import { CellImage } from "../map/cell_image";
import { Drawing } from "../map/drawing";
import type { Axes } from "../map/geometry";
import type { GravityColours } from "../map/pixels";
import { panned, settled, WHOLE, type Axis, type Reach, type Viewport } from "../map/viewport";
import { Room } from "./room";
import type { Subject } from "./subject";

/** The frame is never smaller than this. CSS pixels. */
const SMALLEST = 4;

export class MapThumbnail extends LitElement {
  static override properties = {
    subject: { attribute: false },
    arrangement: { attribute: false },
    viewport: { attribute: false },
    axes: { attribute: false },
    colours: { attribute: false },
    theme: { attribute: false },
  };
  declare subject: Subject;
  declare arrangement: Arrangement;
  declare viewport: Viewport;
  /** Of the map that this is the thumbnail of. */
  declare axes: Axes;
  declare colours: GravityColours;
  declare theme: Theme;

  static override styles = css`
    :host {
      position: absolute;
      top: 0;
      right: 4px;
      overflow: hidden;
      border-radius: 3px;
      background: var(--plot);
      cursor: grab;
      touch-action: none;
    }
    canvas {
      display: block;
      width: 100%;
      opacity: 0.75;
    }
    .frame {
      position: absolute;
      box-sizing: border-box;
      border: 2px solid var(--text);
      border-radius: 2px;
      outline: 1px solid var(--page);
      background: color-mix(in srgb, var(--page) 18%, transparent);
      pointer-events: none;
    }
  `;

  private readonly image = new CellImage();
  private readonly room = new Room(this);
  private isHeld = false;

  constructor() {
    super();
    this.addEventListener("pointerdown", (event) => this.hold(event));
    this.addEventListener("pointermove", (event) => this.isHeld && this.centre(event));
    this.addEventListener("pointerup", () => (this.isHeld = false));
    this.addEventListener("pointercancel", () => (this.isHeld = false));
  }

  protected override render() {
    const { axes, viewport } = this;
    const [left, width] = shareOf(axes.steps, viewport.steps);
    const [top, height] = shareOf(axes.rows, viewport.rows);
    const percent = (share: number) => `${(100 * share).toFixed(2)}%`;
    return html`
      <canvas aria-hidden="true"></canvas>
      <div
        class="frame"
        style=${
          `left:${percent(left)};top:${percent(top)};` +
          `width:max(${SMALLEST}px,${percent(width)});height:max(${SMALLEST}px,${percent(height)})`
        }
      ></div>
    `;
  }

  protected override updated(changes: PropertyValues): void {
    const causes = ["subject", "arrangement", "colours", "size"];
    const { size } = this.room;
    if (!size || !causes.some((name) => changes.has(name))) return;
    const { grid, sketch, book } = this.subject;
    const { arrangement, image } = this;
    const drawing = new Drawing(grid, sketch, arrangement, undefined, size, WHOLE, image);
    const canvas = this.renderRoot.querySelector("canvas")!;
    drawing.drawMap(canvas, this.colours, book, this.theme);
    // A young run does not fill its columns, nor a small one its rows; its thumbnail does.
    canvas.style.height = "100%";
    canvas.style.width = "100%";
  }

  private hold(event: PointerEvent): void {
    event.preventDefault();
    this.isHeld = true;
    this.setPointerCapture(event.pointerId);
    this.centre(event);
  }

  /** Brings what was pressed into the middle of the map. */
  private centre(event: PointerEvent): void {
    const box = this.getBoundingClientRect();
    const x = (event.clientX - box.x) / box.width;
    const y = (event.clientY - box.y) / box.height;
    const { axes, viewport } = this;
    const detail: Viewport = {
      steps: centred(axes.steps, viewport.steps, x),
      rows: centred(axes.rows, viewport.rows, y),
    };
    this.dispatchEvent(new CustomEvent("viewport-change", { detail }));
  }
}

/** Where the part in sight begins, and how long it is, as shares of the whole. */
function shareOf(axis: Axis, reach: Reach | undefined): [begin: number, length: number] {
  const { size, offset } = settled(axis, reach);
  const content = Math.max(1, axis.content(size));
  return [offset / content, Math.min(1, axis.length / content)];
}

function centred(axis: Axis, reach: Reach | undefined, share: number): Reach | undefined {
  const { size, offset } = settled(axis, reach);
  return panned(axis, reach, share * axis.content(size) - axis.length / 2 - offset);
}

customElements.define("gradient-thumbnail", MapThumbnail);
