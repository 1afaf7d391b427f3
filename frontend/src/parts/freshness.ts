/** The last step of a run and how long ago it was recorded. */

import { LitElement, css, html, nothing } from "lit";
import type { RunAnswer } from "../recorded/contract";
import { formatAge, formatStep } from "../scales/number_format";

/** Recorded less than this many seconds ago counts as a training that goes on. */
const LIVE_SECONDS = 60;

export class Freshness extends LitElement {
  static override properties = { run: { attribute: false } };
  declare run: RunAnswer;

  static override styles = css`
    :host {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      color: var(--text-dim);
      font-size: 12px;
      white-space: nowrap;
    }
    .light {
      width: 8px;
      height: 8px;
      border-radius: 50%;
      background: var(--text-faint);
    }
    .live .light,
    .light.live {
      background: var(--good);
      animation: beat 2s ease-in-out infinite;
    }
    b {
      font-weight: 500;
      color: var(--good);
    }
    @keyframes beat {
      50% {
        opacity: 0.35;
      }
    }
    @media (prefers-reduced-motion: reduce) {
      .light.live {
        animation: none;
      }
    }
  `;

  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = setInterval(() => this.requestUpdate(), 1000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  protected override render() {
    const { last_step, last_wall_time } = this.run;
    if (last_step === null || last_wall_time === null) return nothing;
    const age = Date.now() / 1000 - last_wall_time;
    const live = age < LIVE_SECONDS;
    const when = new Date(last_wall_time * 1000).toLocaleString();
    return html`
      <span class=${live ? "light live" : "light"}></span>
      <span title=${`Step ${formatStep(last_step)} was recorded at ${when}.`}>
        ${live ? html`<b>Live</b> · ` : nothing}step ${formatStep(last_step)} · ${formatAge(age)}
      </span>
    `;
  }
}

customElements.define("gradient-freshness", Freshness);
