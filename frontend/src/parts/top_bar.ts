/** The slim bar at the top: which run, which statistic, how fresh. */

import { LitElement, css, html, nothing } from "lit";
import { CHEVRON, REFRESH } from "../look/icons";
import { shared } from "../look/style";
import type { RunAnswer, StatisticAnswer } from "../recorded/contract";
import "./freshness";

export class TopBar extends LitElement {
  static override properties = {
    run: { attribute: false },
    runColour: { attribute: false },
    runsOpen: { attribute: false },
    statistics: { attribute: false },
    statistic: { attribute: false },
    loading: { attribute: false },
  };
  declare run: RunAnswer | undefined;
  declare runColour: string;
  declare runsOpen: boolean;
  declare statistics: readonly StatisticAnswer[];
  declare statistic: StatisticAnswer | undefined;
  declare loading: boolean;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 12px;
        height: 48px;
        padding: 0 10px 0 16px;
        border-bottom: 1px solid var(--line);
      }
      h1 {
        margin: 0 8px 0 0;
        font-size: 15px;
        font-weight: 500;
        white-space: nowrap;
      }
      .run {
        min-width: 0;
        max-width: 320px;
      }
      .dot {
        flex: none;
        width: 10px;
        height: 10px;
        border-radius: 50%;
      }
      .chevron {
        display: inline-grid;
        color: var(--text-dim);
      }
      .space {
        flex: 1;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        color: var(--text-dim);
      }
      .select {
        position: relative;
        color: var(--text);
      }
      .select .chevron {
        position: absolute;
        right: 8px;
        top: 7px;
        pointer-events: none;
      }
      select {
        appearance: none;
        height: 30px;
        padding: 0 28px 0 10px;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--raised);
        color: var(--text);
        cursor: pointer;
      }
      select:hover {
        border-color: var(--text-faint);
      }
      .turning {
        animation: turn 0.9s linear infinite;
      }
      .turn {
        display: inline-grid;
      }
      @keyframes turn {
        to {
          transform: rotate(360deg);
        }
      }
      @media (prefers-reduced-motion: reduce) {
        .turning {
          animation: none;
          opacity: 0.5;
        }
      }
      @media (max-width: 760px) {
        h1,
        label span {
          display: none;
        }
      }
    `,
  ];

  protected override render() {
    const { run, statistic } = this;
    return html`
      <h1>Gradient Health</h1>
      ${run ? this.runButton(run) : nothing} ${statistic ? this.statisticChoice() : nothing}
      <span class="space"></span>
      ${run ? html`<gradient-freshness .run=${run}></gradient-freshness>` : nothing}
      <button
        class="icon refresh"
        title="Refresh"
        aria-label="Refresh"
        @click=${() => this.tell("refresh")}
      >
        <span class=${this.loading ? "turn turning" : "turn"}>${REFRESH}</span>
      </button>
    `;
  }

  private runButton(run: RunAnswer) {
    return html`
      <button
        class="button run"
        title=${`Run ${run.run}`}
        aria-expanded=${this.runsOpen ? "true" : "false"}
        aria-label=${`Run ${run.run}. Show or hide the list of runs.`}
        @click=${() => this.tell("runs-toggle")}
      >
        <span class="dot" style=${`background:${this.runColour}`}></span>
        <span class="elided"><bdi>${run.run}</bdi></span>
        <span class="chevron">${CHEVRON}</span>
      </button>
    `;
  }

  private statisticChoice() {
    const chosen = this.statistic?.name;
    const choose = (event: Event) =>
      this.tell("statistic-choose", (event.target as HTMLSelectElement).value);
    return html`
      <label title=${this.statistic?.meaning ?? ""}>
        <span>Statistic</span>
        <span class="select">
          <select @change=${choose} .value=${chosen ?? ""} aria-label="Statistic">
            ${this.statistics.map(
              ({ name, label }) =>
                html`<option value=${name} ?selected=${name === chosen}>${label}</option>`,
            )}
          </select>
          <span class="chevron">${CHEVRON}</span>
        </span>
      </label>
    `;
  }

  private tell(name: string, detail?: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("gradient-top-bar", TopBar);
