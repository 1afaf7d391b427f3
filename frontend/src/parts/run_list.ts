/** All runs with their colour and, in a few words, their health. */

import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { statusColour, type Theme } from "../look/theme";
import { WARNING } from "../look/icons";
import { shared } from "../look/style";
import type { FindingAnswer, RunAnswer } from "../recorded/contract";
import { formatCount, formatStep } from "../scales/number_format";
import { areUrgent } from "../verdicts/findings";
import { matching, MOST_RUNS, ranged, toggled } from "../verdicts/run_choice";
import type { StatusBook } from "../verdicts/statuses";
import type { Tally } from "../verdicts/tally";
import { runListStyle } from "./run_list_style";
import { severityCounts } from "./severity_counts";

/** With fewer runs a filter would only be in the way. */
const WORTH_FILTERING = 4;

export class RunList extends LitElement {
  static override properties = {
    runs: { attribute: false },
    chosen: { attribute: false },
    tallies: { attribute: false },
    colours: { attribute: false },
    book: { attribute: false },
    theme: { attribute: false },
    filter: { attribute: false },
    several: { attribute: false },
    isBeside: { attribute: false },
    judged: { attribute: false },
  };
  declare runs: readonly RunAnswer[];
  declare chosen: string | undefined;
  declare tallies: ReadonlyMap<string, Tally>;
  declare colours: ReadonlyMap<string, string>;
  declare book: StatusBook;
  declare theme: Theme;
  /** A regular expression of names; empty finds all. */
  declare filter: string;
  /** Those that are chosen to be seen beside each other. */
  declare several: readonly string[];
  /** Whether they are seen so now. */
  declare isBeside: boolean;
  /** Run -> what is known to be wrong with it; changed in place. */
  declare judged: ReadonlyMap<string, readonly FindingAnswer[]>;

  static override styles = [shared, runListStyle];

  private readonly seen = new IntersectionObserver((entries) => this.onSeen(entries));
  private readonly inSight = new Set<string>();
  /** The run that was chosen when the list was scrolled to it. */
  private broughtInSight: string | undefined;
  /** Whether somebody has led the list elsewhere since. */
  private isScrolled = false;

  constructor() {
    super();
    for (const type of ["wheel", "pointerdown", "keydown"] as const) {
      this.addEventListener(type, () => (this.isScrolled = true), { passive: true });
    }
  }

  protected override render() {
    const { found, problem } = matching(this.runs, this.filter);
    const hasSeveral = this.runs.length > 1;
    return html`
      <div class="head">
        <span>${this.countWords(found.length)}</span>
        ${this.several.length > 1 && !this.isBeside ? this.besideButton() : nothing}
      </div>
      ${this.runs.length >= WORTH_FILTERING || this.filter ? this.filterField(problem) : nothing}
      <ul aria-label="Runs" class=${hasSeveral ? "several" : ""}>
        ${repeat(
          found,
          ({ run }) => run,
          (run) =>
            html`<li data-run=${run.run}>
              ${hasSeveral ? this.box(run) : nothing}${this.item(run)}
            </li>`,
        )}
      </ul>
      ${found.length ? nothing : html`<p class="none" role="status">No run has such a name.</p>`}
    `;
  }

  private countWords(found: number): string {
    const all = `${formatCount(this.runs.length)} ${this.runs.length === 1 ? "run" : "runs"}`;
    return found === this.runs.length ? all : `${formatCount(found)} of ${all}`;
  }

  private besideButton() {
    return html`<button
      class="button beside"
      @click=${() => this.tell("runs-compare", this.several)}
    >
      Compare ${this.several.length}
    </button>`;
  }

  private filterField(problem: string | undefined) {
    const onInput = (event: Event) =>
      this.tell("filter-change", (event.target as HTMLInputElement).value);
    return html`
      <div class="filter">
        <input
          type="search"
          placeholder="Filter runs (regex)"
          aria-label="Filter runs by a regular expression"
          spellcheck="false"
          .value=${this.filter}
          aria-invalid=${problem ? "true" : "false"}
          aria-describedby=${problem ? "problem" : nothing}
          @input=${onInput}
        />
        ${problem ? html`<p id="problem" role="status">${problem} All runs are shown.</p>` : nothing}
      </div>
    `;
  }

  private box({ run }: RunAnswer) {
    const { several } = this;
    const isChosen = several.includes(run);
    const isFull = !isChosen && several.length >= MOST_RUNS;
    return html`<input
      type="checkbox"
      .checked=${isChosen}
      ?disabled=${isFull}
      style=${`accent-color:${this.colours.get(run)}`}
      title=${isFull ? `At most ${MOST_RUNS} runs fit beside each other.` : "Compare this run"}
      aria-label=${`Compare run ${run}`}
      @change=${() => this.tell("several-choose", toggled(several, run))}
    />`;
  }

  private item(run: RunAnswer) {
    return html`
      <button
        aria-current=${run.run === this.chosen ? "true" : "false"}
        title=${run.run}
        @click=${(event: MouseEvent) => this.onClick(event, run.run)}
      >
        <span class="dot" style=${`background:${this.colours.get(run.run)}`}></span>
        <span class="name"><bdi>${run.run}</bdi></span>
        <span class="step">${run.last_step === null ? "" : formatStep(run.last_step)}</span>
        ${this.health(run)}
      </button>
    `;
  }

  /** With Ctrl or Shift, as in lists of files, several runs are chosen. */
  private onClick(event: MouseEvent, run: string): void {
    const { chosen, several } = this;
    const from = several.at(-1) ?? chosen ?? run;
    if (event.shiftKey) {
      const names = matching(this.runs, this.filter).found.map((found) => found.run);
      this.tell("runs-compare", ranged(names, from, run));
    } else if (event.ctrlKey || event.metaKey) {
      const begun = several.length || !chosen || chosen === run ? several : [chosen];
      this.tell("runs-compare", toggled(begun, run));
    } else this.tell("run-choose", run);
  }

  private health(run: RunAnswer) {
    if (run.problem) {
      return html`<span class="health problem" title=${run.problem}>${WARNING} not readable</span>`;
    }
    if (run.last_step === null) return html`<span class="health">no step yet</span>`;
    const judged = html`<span class="judged">
      ${severityCounts(this.judged.get(run.run), this.theme)}
    </span>`;
    const counts = this.tallies.get(run.run);
    if (!counts) return html`<span class="health">${judged}</span>`;
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
        ${judged}
        <span class="bar" aria-hidden="true">
          ${present.map(
            ({ code, name }) =>
              html`<i
                style=${`flex:${counts.cells[code]};background:${statusColour(name, this.theme)}`}
              ></i>`,
          )}
        </span>
        ${words.length ? words.join(" · ") : `${this.wellWord(run)} · ${variablesOf(counts)}`}
      </span>
    `;
  }

  /** A run whose numbers are judged to be sick is not called healthy, though no state of it is. */
  private wellWord({ run }: RunAnswer): string {
    return areUrgent(this.judged.get(run) ?? []) ? "all present" : "healthy";
  }

  /** Only runs that are looked at are summarized: each costs a request. */
  protected override updated(): void {
    this.seen.disconnect();
    const items = this.renderRoot.querySelectorAll("li");
    for (const item of items) this.seen.observe(item);
    const { chosen } = this;
    // Runs above it grow as more is known of them; whoever scrolls the list wants another place.
    if (chosen !== this.broughtInSight) this.isScrolled = false;
    this.broughtInSight = chosen;
    if (this.isScrolled) return;
    [...items].find(({ dataset }) => dataset.run === chosen)?.scrollIntoView({ block: "nearest" });
  }

  private onSeen(entries: IntersectionObserverEntry[]): void {
    for (const { isIntersecting, target } of entries) {
      const { run } = (target as HTMLElement).dataset;
      if (run === undefined) continue;
      if (isIntersecting) this.inSight.add(run);
      else this.inSight.delete(run);
      if (isIntersecting) this.tell("summary-want", run);
    }
    this.tell("runs-seen", new Set(this.inSight));
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function variablesOf({ variables }: Tally): string {
  return variables === 1 ? "1 variable" : `${formatCount(variables)} variables`;
}

customElements.define("gradient-runs", RunList);
