/** Why gradients are sick: all findings of a run, worst first, each to be opened. */

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { CHEVRON, CLOSE, COPY } from "../look/icons";
import { shared } from "../look/style";
import { severityColour, type Theme } from "../look/theme";
import type { FindingAnswer, FindingsAnswer, LimitAnswer } from "../recorded/contract";
import { displayName } from "../recorded/names";
import { formatCount } from "../scales/number_format";
import { countsOf, findingsOf, severityOf, timeWords } from "../verdicts/findings";
import { findingBody, sentence } from "./finding_body";
import { findingStyle } from "./finding_style";
import { severityMark } from "./severity_mark";
import "./limit_editor";

/** More names stand behind a button. */
const MOST_NAMES = 8;

export interface VariableSought {
  finding: FindingAnswer;
  variable: string;
}

export class FindingList extends LitElement {
  static override properties = {
    answer: { attribute: false },
    known: { attribute: false },
    variable: { attribute: false },
    theme: { attribute: false },
    closable: { attribute: false },
    limits: { attribute: false },
    chosenLimits: { attribute: false },
    failure: { attribute: false },
    open: { state: true },
    named: { state: true },
    copied: { state: true },
  };
  declare answer: FindingsAnswer;
  /** The variables that have a row on the map. */
  declare known: ReadonlySet<string>;
  /** The one that is chosen on the map. */
  declare variable: string | undefined;
  declare theme: Theme;
  declare closable: boolean;
  /** What verdicts are judged by; empty where there are none. */
  declare limits: readonly LimitAnswer[];
  declare chosenLimits: Readonly<Record<string, number>>;
  /** Why the numbers could not be judged. */
  declare failure: string | undefined;
  declare private open: ReadonlySet<string>;
  /** Those whose names are all shown. */
  declare private named: ReadonlySet<string>;
  declare private copied: string | undefined;

  static override styles = [shared, findingStyle];

  constructor() {
    super();
    this.known = new Set();
    this.closable = false;
    this.limits = [];
    this.chosenLimits = {};
    this.open = new Set();
    this.named = new Set();
  }

  /** Opens a finding, brings it into sight and goes there. */
  async show(id: string): Promise<void> {
    this.open = new Set(this.open).add(id);
    await this.updateComplete;
    const button = this.card(id)?.querySelector<HTMLElement>("button.head");
    button?.focus({ preventScroll: true });
    this.reveal(id);
  }

  protected override willUpdate(changes: PropertyValues): void {
    const { run, findings } = this.answer;
    const before = changes.get("answer") as FindingsAnswer | undefined;
    const isNew = changes.has("answer") && !(before?.run === run && before.findings.length);
    if (isNew) this.open = this.named = new Set();
    if (!isNew && !changes.has("variable")) return;
    const chosen = this.ofVariable ?? (isNew ? findings[0] : undefined);
    if (chosen) this.open = new Set(this.open).add(chosen.id);
  }

  private get ofVariable(): FindingAnswer | undefined {
    return findingsOf(this.answer.findings, this.variable)[0];
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has("variable") && this.ofVariable) this.reveal(this.ofVariable.id);
  }

  protected override render() {
    const { findings, notes } = this.answer;
    const counts = countsOf(findings).map(({ words }) => words);
    return html`
      <header>
        <h2 id="title">Findings</h2>
        <span class="dim">${counts.join(", ")}</span>
        <span class="space"></span>
        ${
          this.closable
            ? html`<button
                class="icon"
                title="Hide the findings"
                aria-label="Hide the findings"
                @click=${() => this.dispatchEvent(new Event("close"))}
              >
                ${CLOSE}
              </button>`
            : nothing
        }
      </header>
      <ul aria-labelledby="title" style=${`--cut:${severityColour("error", this.theme)}`}>
        ${repeat(
          findings,
          ({ id }) => id,
          (finding) => this.item(finding),
        )}
      </ul>
      ${
        this.failure
          ? html`<p class="dim left-out" role="alert">
              The numbers could not be judged. ${this.failure}
            </p>`
          : nothing
      }
      ${
        this.limits.length
          ? html`<gradient-limits
              .limits=${this.limits}
              .chosen=${this.chosenLimits}
              @limits-choose=${(event: CustomEvent<unknown>) =>
                this.dispatchEvent(new CustomEvent("limits-choose", { detail: event.detail }))}
            ></gradient-limits>`
          : nothing
      }
      ${notes.map((note) => html`<p class="dim left-out">${note}</p>`)}
    `;
  }

  private item(finding: FindingAnswer) {
    const { id, code, name, certainty, variables, until } = finding;
    const isOpen = this.open.has(id);
    const isChosen = this.variable !== undefined && variables.includes(this.variable);
    const count = variables.length;
    const facts = [
      `${code} ${name}`.trim(),
      certainty,
      `${formatCount(count)} variable${count === 1 ? "" : "s"}`,
      timeWords(finding),
    ];
    return html`<li
      data-finding=${id}
      class=${until === null ? "" : "over"}
      aria-current=${isChosen ? "true" : nothing}
    >
      <h3>
        <button
          class="head"
          aria-expanded=${isOpen ? "true" : "false"}
          @click=${() => this.toggle(id)}
        >
          ${severityMark(severityOf(finding), this.theme, true)}
          <span class="headline">${sentence(finding.words.headline)}</span>
          <span class="chevron">${CHEVRON}</span>
          <span class="facts">${facts.filter((fact) => fact !== "").join(" · ")}</span>
        </button>
      </h3>
      ${
        isOpen
          ? html`<div class="body">
              ${findingBody(finding, this.variables(finding))} ${this.copyButton(finding)}
            </div>`
          : nothing
      }
    </li>`;
  }

  private variables(finding: FindingAnswer) {
    const { id, variables } = finding;
    const all = this.named.has(id) || variables.length <= MOST_NAMES + 1;
    const shown = all ? variables : variables.slice(0, MOST_NAMES);
    return html`<ul class="variables">
      ${shown.map((name) => html`<li>${this.name(finding, name)}</li>`)}
      ${
        all
          ? nothing
          : html`<li>
              <button class="more" @click=${() => (this.named = new Set(this.named).add(id))}>
                and ${formatCount(variables.length - MOST_NAMES)} more
              </button>
            </li>`
      }
    </ul>`;
  }

  private name(finding: FindingAnswer, variable: string) {
    const shown = html`<bdi>${displayName(variable)}</bdi>`;
    if (!this.known.has(variable)) return html`<span class="name">${shown}</span>`;
    const detail: VariableSought = { finding, variable };
    return html`<button
      class="name"
      title="Show it on the map"
      aria-current=${variable === this.variable ? "true" : nothing}
      @click=${() => this.dispatchEvent(new CustomEvent("variable-seek", { detail }))}
    >
      ${shown}
    </button>`;
  }

  /** The clipboard is there on secure pages only. */
  private copyButton({ id, words }: FindingAnswer) {
    const { clipboard } = navigator as { clipboard?: Clipboard };
    if (!clipboard) return nothing;
    const copy = () => clipboard.writeText(words.text).then(() => (this.copied = id));
    return html`<button class="button copy" @click=${copy}>
      ${COPY} <span role="status">${this.copied === id ? "Copied" : "Copy as text"}</span>
    </button>`;
  }

  private toggle(id: string): void {
    const open = new Set(this.open);
    if (!open.delete(id)) open.add(id);
    this.open = open;
  }

  private reveal(id: string): void {
    this.card(id)?.scrollIntoView({ block: "nearest" });
  }

  private card(id: string): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(`[data-finding="${CSS.escape(id)}"]`);
  }
}

customElements.define("gradient-findings", FindingList);
