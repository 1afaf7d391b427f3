/** A small rectangle that looks as a status does on the map. */

import { LitElement, css, html } from "lit";
import { drawSpecimen, fitted } from "../map/painter";
import type { MapPaint } from "../map/pixels";
import type { Status } from "../verdicts/statuses";

const WIDTH = 24;
const HEIGHT = 14;
/** For a status whose colour is the number's: about where such numbers lie on the ramp. */
const TYPICAL_LEVEL: Record<string, number> = { vanishing: 30, exploding: 240 };

export class Specimen extends LitElement {
  static override properties = {
    status: { attribute: false },
    paint: { attribute: false },
    level: { attribute: false },
  };
  declare status: Status;
  declare paint: MapPaint;
  /** Place on the ramp, where that matters. */
  declare level: number | undefined;

  static override styles = css`
    :host {
      display: inline-block;
      width: ${WIDTH}px;
      height: ${HEIGHT}px;
      border-radius: 3px;
      overflow: hidden;
      flex: none;
      background: var(--plot);
      box-shadow: inset 0 0 0 1px var(--line-strong);
    }
    canvas {
      display: block;
      position: relative;
    }
  `;

  protected override render() {
    return html`<canvas aria-hidden="true"></canvas>`;
  }

  protected override updated(): void {
    const canvas = this.renderRoot.querySelector("canvas")!;
    const context = fitted(canvas, WIDTH, HEIGHT, window.devicePixelRatio);
    const { fill, ink, texture } = this.paint.statuses[this.status.code];
    const level = this.level ?? TYPICAL_LEVEL[this.status.name] ?? 128;
    drawSpecimen(
      context,
      fill ?? this.paint.ramp[level],
      ink ?? this.paint.rampInk[level],
      texture,
      window.devicePixelRatio,
    );
  }
}

customElements.define("gradient-specimen", Specimen);
