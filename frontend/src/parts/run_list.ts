/** All runs with their colour and, in a few words, their health. */

import { LitElement, css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { statusColour, type Theme } from "../look/theme";
import { WARNING } from "../look/icons";
import { shared } from "../look/style";
import type { RunAnswer } from "../recorded/contract";
import { formatCount, formatStep } from "../scales/number_format";
import type { StatusBook } from "../verdicts/statuses";
import type { Tally } from "../verdicts/tally";

/** With fewer runs a filter would only be in the way. */
const WORTH_FILTERING = 8;

export class RunList extends LitElement {
  static override properties = {
    runs: { attribute: false },
    chosen: { attribute: false },
    tallies: { attribute: false },
    colours: { attribute: false },
    book: { attribute: false },
    theme: { attribute: false },
    filter: { state: true },
  };
  declare runs: readonly RunAnswer[];
  declare chosen: string | undefined;
  declare tallies: ReadonlyMap<string, Tally>;
  declare colours: ReadonlyMap<string, string>;
  declare book: StatusBook;
  declare theme: Theme;
  declare private filter: string;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        background: var(--surface);
      }
      .head {
        padding: 14px 16px 8px;
        font-size: 12px;
        font-weight: 500;
        color: var(--text-dim);
      }
      input {
        margin: 0 12px 8px;
        height: 30px;
        padding: 0 10px;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--raised);
      }
      ul {
        flex: 1;
        margin: 0;
        padding: 0 8px 12px;
        overflow-y: auto;
        scrollbar-width: thin;
        list-style: none;
      }
      button {
        display: grid;
        grid-template-columns: 10px minmax(0, 1fr) auto;
        gap: 4px 10px;
        align-items: center;
        width: 100%;
        padding: 8px;
        border: none;
        border-radius: 6px;
        background: none;
        text-align: left;
        cursor: pointer;
      }
      button:hover {
        background: var(--line);
      }
      button[aria-current="true"] {
        background: var(--raised);
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      .dot {
        width: 10px;
        height: 10px;
        border-radius: 50%;
      }
      .name {
        display: -webkit-box;
        overflow: hidden;
        overflow-wrap: anywhere;
        line-height: 1.3;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
      }
      .step {
        color: var(--text-faint);
        font-size: 11px;
      }
      .health {
        grid-column: 2 / 4;
        display: flex;
        flex-direction: column;
        gap: 5px;
        font-size: 11.5px;
        color: var(--text-dim);
        min-height: 16px;
      }
      .bar {
        display: flex;
        gap: 1px;
        height: 4px;
        border-radius: 2px;
        overflow: hidden;
      }
      /* A single bad step among thousands is still to be seen. */
      .bar i {
        min-width: 3px;
      }
      .problem {
        flex-direction: row;
        align-items: center;
        color: var(--accent);
      }
      .problem svg {
        flex: none;
      }
    `,
  ];

  private readonly seen = new IntersectionObserver((entries) => this.onSeen(entries));

  constructor() {
    super();
    this.filter = "";
  }

  protected override render() {
    const words = this.filter.toLowerCase();
    const runs = this.runs.filter(({ run }) => run.toLowerCase().includes(words));
    return html`
      <div class="head">
        ${formatCount(this.runs.length)} ${this.runs.length === 1 ? "run" : "runs"}
      </div>
      ${
        this.runs.length >= WORTH_FILTERING
          ? html`<input
              type="search"
              placeholder="Filter runs"
              aria-label="Filter runs"
              @input=${(event: Event) => (this.filter = (event.target as HTMLInputElement).value)}
            />`
          : nothing
      }
      <ul aria-label="Runs">
        ${repeat(
          runs,
          ({ run }) => run,
          (run) => html`<li data-run=${run.run}>${this.item(run)}</li>`,
        )}
      </ul>
    `;
  }

  private item(run: RunAnswer) {
    return html`
      <button
        aria-current=${run.run === this.chosen ? "true" : "false"}
        title=${run.run}
        @click=${() => this.tell("run-choose", run.run)}
      >
        <span class="dot" style=${`background:${this.colours.get(run.run)}`}></span>
        <span class="name"><bdi>${run.run}</bdi></span>
        <span class="step">${run.last_step === null ? "" : formatStep(run.last_step)}</span>
        ${this.health(run)}
      </button>
    `;
  }

  private health(run: RunAnswer) {
    if (run.problem) {
      return html`<span class="health problem" title=${run.problem}>${WARNING} not readable</span>`;
    }
    if (run.last_step === null) return html`<span class="health">no step yet</span>`;
    const counts = this.tallies.get(run.run);
    if (!counts) return html`<span class="health"></span>`;
    const present = this.book.all.filter(
      ({ code, name }) => counts.ever[code] > 0 && name !== "not_recorded",
    );
    const ailing = this.book.ailing.filter(({ code }) => counts.atLast[code] > 0);
    const ailed = this.book.ailing.filter(
      ({ code }) => counts.atLast[code] === 0 && counts.ever[code] > 0,
    );
    const words = [
      ...ailing.map(({ code, word }) => `${word} ${formatCount(counts.atLast[code])}`),
      ...ailed.map(({ code, word }) => `earlier ${word} ${formatCount(counts.ever[code])}`),
    ];
    return html`
      <span class="health">
        <span class="bar" aria-hidden="true">
          ${present.map(
            ({ code, name }) =>
              html`<i
                style=${`flex:${counts.cells[code]};background:${statusColour(name, this.theme)}`}
              ></i>`,
          )}
        </span>
        ${words.length ? words.join(" · ") : `healthy · ${formatCount(counts.variables)} variables`}
      </span>
    `;
  }

  /** Only runs that are looked at are summarized: each costs a request. */
  protected override updated(): void {
    this.seen.disconnect();
    for (const item of this.renderRoot.querySelectorAll("li")) this.seen.observe(item);
  }

  private onSeen(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      if (isIntersecting) this.tell("summary-want", (target as HTMLElement).dataset.run);
    }
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("gradient-runs", RunList);
