/** The limits that runs are judged by: each may be set, and the judgement follows at once. */

import { LitElement, css, html, nothing } from "lit";
import { shared } from "../look/style";
import type { LimitAnswer } from "../recorded/contract";
import { formatValue } from "../scales/number_format";
import { problemWith, withLimit } from "../verdicts/judged";

/** Whoever types is not interrupted by an answer to each sign. */
const PAUSE_MS = 250;

export class LimitEditor extends LitElement {
  static override properties = {
    limits: { attribute: false },
    chosen: { attribute: false },
    problems: { state: true },
  };
  declare limits: readonly LimitAnswer[];
  /** Those that differ from their defaults. */
  declare chosen: Readonly<Record<string, number>>;
  declare private problems: ReadonlyMap<string, string>;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        font-size: 12px;
      }
      summary {
        padding: 4px 2px;
        cursor: pointer;
        color: var(--text-dim);
      }
      .each {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 92px;
        gap: 1px 10px;
        align-items: center;
        padding: 6px 2px;
        border-top: 1px solid var(--line);
      }
      label {
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      input {
        width: 100%;
        height: 26px;
        padding: 0 6px;
        border: 1px solid var(--line-strong);
        border-radius: 5px;
        background: var(--raised);
        text-align: right;
      }
      .changed input {
        border-color: var(--focus);
        font-weight: 500;
      }
      input[aria-invalid="true"] {
        border-color: var(--accent);
      }
      .dim {
        grid-column: 1 / 3;
        color: var(--text-dim);
      }
      .problem {
        grid-column: 1 / 3;
        color: var(--accent);
      }
      .button {
        height: 26px;
        margin: 6px 0;
      }
    `,
  ];

  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.problems = new Map();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  protected override render() {
    const changed = Object.keys(this.chosen).length;
    return html`
      <details ?open=${changed > 0}>
        <summary>
          Limits of the judgement${changed ? html` · <b>${changed} changed</b>` : nothing}
        </summary>
        ${
          changed
            ? html`<button class="button" @click=${() => this.tell({})}>
                Back to the usual limits
              </button>`
            : nothing
        }
        ${this.limits.map((limit) => this.editor(limit))}
      </details>
    `;
  }

  private editor(limit: LimitAnswer) {
    const { name, unit, reason, value } = limit;
    const problem = this.problems.get(name);
    return html`<div class=${name in this.chosen ? "each changed" : "each"} data-limit=${name}>
      <label for=${name}>${name}</label>
      <input
        id=${name}
        inputmode="decimal"
        aria-invalid=${problem ? "true" : "false"}
        aria-describedby=${`${name}-unit`}
        .value=${plainly(this.chosen[name] ?? value)}
        @input=${(event: Event) => this.edit(limit, event.target as HTMLInputElement)}
      />
      ${problem ? html`<span class="problem" role="alert">${problem}</span>` : nothing}
      <span class="dim" id=${`${name}-unit`} title=${`${reason} ${limit.source}`}>
        ${unit}, usually ${formatValue(limit.default)}
      </span>
    </div>`;
  }

  private edit(limit: LimitAnswer, field: HTMLInputElement): void {
    const value = field.value.trim() === "" ? limit.default : Number(field.value);
    const problem = problemWith(limit, value);
    const problems = new Map(this.problems);
    if (problem) problems.set(limit.name, problem);
    else problems.delete(limit.name);
    this.problems = problems;
    clearTimeout(this.timer);
    if (problem) return;
    this.timer = setTimeout(() => this.tell(withLimit(this.chosen, limit, value)), PAUSE_MS);
  }

  private tell(detail: Record<string, number>): void {
    this.dispatchEvent(new CustomEvent("limits-choose", { detail }));
  }
}

function plainly(value: number): string {
  return String(value).replace("e+", "e");
}

customElements.define("gradient-limits", LimitEditor);
