/** The box beside the pointer: which cell this is and what was recorded there. */

import { LitElement, css, html, nothing } from "lit";
import { shared } from "../look/style";
import type { MapPaint } from "../map/pixels";
import type { Rectangle } from "../map/geometry";
import type { Reading } from "../verdicts/reading";
import "./specimen";

const DISTANCE = 14;
const MARGIN = 8;

export class Tooltip extends LitElement {
  static override properties = {
    anchor: { attribute: false },
    reading: { attribute: false },
    paint: { attribute: false },
  };
  /** What the box stands beside, in coordinates of the window; undefined hides it. */
  declare anchor: Rectangle | undefined;
  declare reading: Reading | undefined;
  declare paint: MapPaint;

  static override styles = [
    shared,
    css`
      :host {
        position: fixed;
        z-index: 30;
        top: 0;
        left: 0;
        max-width: min(380px, calc(100vw - 16px));
        padding: 9px 12px 10px;
        border-radius: 8px;
        border: 1px solid var(--line-strong);
        background: var(--raised);
        box-shadow: 0 6px 24px var(--shadow);
        pointer-events: none;
        font-size: 12px;
      }
      :host([hidden]) {
        display: none;
      }
      .name {
        font-weight: 500;
        font-size: 13px;
        overflow-wrap: anywhere;
      }
      .dim {
        color: var(--text-dim);
      }
      .status {
        display: flex;
        align-items: center;
        gap: 8px;
        margin-top: 8px;
        font-weight: 500;
      }
      .value {
        display: flex;
        justify-content: space-between;
        gap: 24px;
        margin-top: 3px;
      }
      .value b {
        font-weight: 500;
      }
      .merged {
        margin-top: 6px;
        padding-top: 6px;
        border-top: 1px solid var(--line);
      }
    `,
  ];

  protected override render() {
    const { reading } = this;
    if (!reading) return nothing;
    return html`
      <div class="name"><bdi>${reading.variable}</bdi></div>
      <div class="dim">${reading.facts}</div>
      ${
        reading.status
          ? html`
              <div class="status">
                <gradient-specimen
                  .status=${reading.status}
                  .paint=${this.paint}
                  .level=${reading.level}
                ></gradient-specimen>
                <span>${reading.status.word}</span>
              </div>
              <div class="dim">${reading.status.meaning}</div>
              <div class="value">
                <span class="dim">${reading.statistic}</span><b>${reading.value}</b>
              </div>
              <div class="value"><span class="dim">Step</span><b>${reading.step}</b></div>
              <div class="value"><span class="dim">Recorded</span><span>${reading.time}</span></div>
            `
          : nothing
      }
      ${reading.merged ? html`<div class="merged dim">${reading.merged}</div>` : nothing}
    `;
  }

  protected override updated(): void {
    this.hidden = !this.anchor || !this.reading;
    if (this.hidden) return;
    const { x, y, width, height } = this.anchor!;
    const { offsetWidth, offsetHeight } = this;
    const right = x + width + DISTANCE;
    const fits = right + offsetWidth + MARGIN <= window.innerWidth;
    const left = fits ? right : x - DISTANCE - offsetWidth;
    const below = y + height + DISTANCE;
    const roomy = below + offsetHeight + MARGIN <= window.innerHeight;
    const top = roomy ? below : y - DISTANCE - offsetHeight;
    this.style.left = `${clamped(left, window.innerWidth - offsetWidth - MARGIN)}px`;
    this.style.top = `${clamped(top, window.innerHeight - offsetHeight - MARGIN)}px`;
  }
}

function clamped(place: number, highest: number): number {
  return Math.round(Math.max(MARGIN, Math.min(place, highest)));
}

customElements.define("gradient-tooltip", Tooltip);
