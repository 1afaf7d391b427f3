/** What colours and textures mean, and how often each occurs. */

import { LitElement, css, html, nothing } from "lit";
import { rampColour } from "../look/ramp";
import type { Theme } from "../look/theme";
import { shared } from "../look/style";
import type { MapPaint } from "../map/pixels";
import type { Sketch } from "../map/sketch";
import type { StatisticAnswer } from "../recorded/contract";
import { formatCount } from "../scales/number_format";
import { quantity } from "../verdicts/reading";
import type { Status, StatusBook } from "../verdicts/statuses";
import type { Tally } from "../verdicts/tally";
import "./specimen";

const STOPS = 24;

export class Legend extends LitElement {
  static override properties = {
    statistic: { attribute: false },
    sketch: { attribute: false },
    tally: { attribute: false },
    book: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
  };
  declare statistic: StatisticAnswer;
  declare sketch: Sketch;
  declare tally: Tally;
  declare book: StatusBook;
  declare paint: MapPaint;
  declare theme: Theme;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 22px;
        font-size: 12px;
      }
      .states {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
      }
      .state {
        display: inline-flex;
        align-items: center;
        gap: 7px;
        height: 28px;
        padding: 0 8px;
        border: none;
        border-radius: 6px;
        background: none;
        white-space: nowrap;
      }
      button.state {
        cursor: pointer;
      }
      button.state:hover {
        background: var(--surface);
      }
      .state b {
        font-weight: 500;
      }
      .never {
        color: var(--text-faint);
      }
      .ramp {
        position: relative;
        display: grid;
        grid-template-columns: auto 220px;
        column-gap: 24px;
        align-items: center;
        margin-right: 18px;
      }
      @media (max-width: 1100px) {
        .ramp {
          grid-template-columns: auto 180px;
          margin-right: 4px;
        }
      }
      .what {
        color: var(--text-dim);
        white-space: nowrap;
      }
      .scale {
        position: relative;
        height: 32px;
      }
      .bar {
        position: absolute;
        inset: 4px 0 auto;
        height: 10px;
        border-radius: 2px;
      }
      .tick {
        position: absolute;
        top: 14px;
        width: 1px;
        height: 4px;
        background: var(--line-strong);
      }
      .tick span {
        position: absolute;
        top: 3px;
        transform: translateX(-50%);
        font-size: 10.5px;
        line-height: 14px;
        color: var(--text-dim);
        white-space: nowrap;
      }
      .beyond {
        position: absolute;
        top: 4px;
        border: 5px solid transparent;
        filter: drop-shadow(0 0 0.5px var(--text-dim));
      }
      .below {
        left: -11px;
        border-right-color: var(--end);
      }
      .above {
        right: -11px;
        border-left-color: var(--end);
      }
    `,
  ];

  protected override render() {
    const { statistic, sketch, book } = this;
    const shown = book.all.filter((status) => status.name !== "ok");
    return html`
      <div class="ramp" title=${statistic.meaning}>
        <span class="what">${quantity(statistic)}</span>
        ${this.scale()}
      </div>
      <div class="states" role="group" aria-label="States">
        ${shown.map((status) => this.state(status))}
        ${
          sketch.withoutNumber
            ? html`<span class="state" title=${`There is none: ${statistic.absent}.`}>
                <gradient-specimen
                  .status=${book.named("ok")!}
                  .paint=${this.paint}
                  .level=${0}
                ></gradient-specimen>
                no number <b>${formatCount(sketch.withoutNumber)}</b>
              </span>`
            : nothing
        }
      </div>
    `;
  }

  private scale() {
    const { scale } = this.sketch;
    const colour = rampColour(scale.kind, this.theme);
    const stops = Array.from({ length: STOPS + 1 }, (_, stop) => colour(stop / STOPS));
    const { clippedLow, clippedHigh } = scale.domain;
    return html`
      <div class="scale">
        <div class="bar" style=${`background:linear-gradient(to right,${stops.join(",")})`}></div>
        ${
          clippedLow
            ? html`<i class="beyond below" style=${`--end:${stops[0]}`} title="and less"></i>`
            : nothing
        }
        ${
          clippedHigh
            ? html`<i class="beyond above" style=${`--end:${stops[STOPS]}`} title="and more"></i>`
            : nothing
        }
        ${scale.ticks(6).map(
          ({ position, label }) =>
            html`<div class="tick" style=${`left:${position * 100}%`}>
              <span>${label}</span>
            </div>`,
        )}
      </div>
    `;
  }

  private state(status: Status) {
    const { tally } = this;
    const ever = tally.ever[status.code];
    const specimen = html`<gradient-specimen
      .status=${status}
      .paint=${this.paint}
    ></gradient-specimen>`;
    if (status.name === "not_recorded") {
      if (!ever) return nothing;
      return html`<span class="state" title=${status.meaning}>${specimen} ${status.word}</span>`;
    }
    if (!ever) {
      return html`<span class="state never" title=${status.meaning} data-status=${status.name}>
        ${specimen} ${status.word} 0
      </span>`;
    }
    const title =
      `${status.meaning} ${formatCount(ever)} of ${formatCount(tally.variables)} variables at ` +
      `some step, ${formatCount(tally.cells[status.code])} cells in all. ` +
      "Click to go from one to the next.";
    return html`
      <button
        class="state"
        title=${title}
        data-status=${status.name}
        @click=${() => this.seek(status)}
      >
        ${specimen} ${status.word} <b>${formatCount(ever)}</b>
      </button>
    `;
  }

  private seek(status: Status): void {
    this.dispatchEvent(new CustomEvent("status-seek", { detail: status.code }));
  }
}

customElements.define("gradient-legend", Legend);
