/** Above the map: which rows it shows, in which order, how they are grouped, how large they are. */

import { LitElement, css, html, nothing } from "lit";
import * as icons from "../look/icons";
import { shared } from "../look/style";
import { formatCount } from "../scales/number_format";
import { HEALTHY, SICK, type RowWords } from "../verdicts/row_filter";
import type { StatusBook } from "../verdicts/statuses";

/** What the buttons for the size of the map ask for. */
export type Sizing = "whole" | "readable" | "larger" | "smaller";

export class RowTools extends LitElement {
  static override properties = {
    words: { attribute: false },
    problem: { attribute: false },
    book: { attribute: false },
    depths: { attribute: false },
    shown: { attribute: false },
    variables: { attribute: false },
    foldable: { attribute: false },
  };
  declare words: RowWords;
  /** Why the filter is no regular expression. */
  declare problem: string | undefined;
  declare book: StatusBook;
  /** How many parts the longest path of a layer has. */
  declare depths: number;
  /** How many variables the map shows, and how many there are. */
  declare shown: number;
  declare variables: number;
  /** Names of all groups that can be folded. */
  declare foldable: readonly string[];

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 6px 10px;
        font-size: 12px;
      }
      /* Rather than that the last buttons stand alone on a second line, it is short. */
      .filter {
        position: relative;
        display: inline-flex;
        flex: 100 1 120px;
        align-items: center;
        max-width: 210px;
      }
      .filter svg {
        position: absolute;
        left: 8px;
        color: var(--text-faint);
        pointer-events: none;
      }
      input {
        width: 100%;
        min-width: 0;
        height: 28px;
        padding: 0 8px 0 28px;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--raised);
      }
      input[aria-invalid="true"] {
        border-color: var(--accent);
      }
      select {
        height: 28px;
        padding: 0 4px;
        border: 1px solid var(--line-strong);
        border-radius: 6px;
        background: var(--raised);
        cursor: pointer;
      }
      label {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        color: var(--text-dim);
      }
      label select {
        color: var(--text);
      }
      .icon {
        width: 28px;
        height: 28px;
      }
      .icons {
        display: inline-flex;
      }
      .count {
        color: var(--text-dim);
      }
      .count:empty {
        margin-right: -10px;
      }
      .problem {
        color: var(--accent);
      }
      .space {
        flex: 1;
      }
    `,
  ];

  protected override render() {
    const { words, problem } = this;
    return html`
      <span class="filter">
        ${icons.SEARCH}
        <input
          type="search"
          class="names"
          placeholder="Filter variables (regex)"
          aria-label="Filter variables by a regular expression"
          aria-invalid=${problem ? "true" : "false"}
          .value=${words.filter}
          @input=${(event: Event) => this.ask({ filter: (event.target as HTMLInputElement).value })}
        />
      </span>
      ${this.stateChoice()} ${this.orderChoice()} ${this.depths > 1 ? this.groupChoice() : nothing}
      ${this.foldable.length ? this.foldButtons() : nothing}
      <span role="status" class=${problem ? "problem" : "count"}>${problem ?? this.count()}</span>
      <span class="space"></span>
      ${this.sizeButtons()}
      <span class="icons"><slot></slot></span>
    `;
  }

  private count(): string {
    const { shown, variables } = this;
    if (shown === variables) return "";
    return `${formatCount(shown)} of ${formatCount(variables)} variables`;
  }

  private stateChoice() {
    const state = (value: string, text: string) => [value, text] as const;
    return this.choice("Rows", "state", [
      state("", "all"),
      state(SICK, "ever sick"),
      ...this.book.ailing.map(({ name, word }) => state(name, `ever ${word}`)),
      state(HEALTHY, "always healthy"),
    ]);
  }

  private orderChoice() {
    return this.choice("Order", "order", [
      ["", "of the model"],
      ["severity", "worst first"],
    ]);
  }

  private groupChoice() {
    const depths = Array.from({ length: this.depths - 1 }, (_, depth) => String(depth + 1));
    return this.choice("Group by", "group", [
      ["", "layer"],
      ...depths.map((depth) => [depth, depth === "1" ? "1 name" : `${depth} names`] as const),
    ]);
  }

  private choice(
    title: string,
    key: "state" | "order" | "group",
    options: readonly (readonly [value: string, text: string])[],
  ) {
    const chosen = this.words[key];
    const choose = (event: Event) => this.ask({ [key]: (event.target as HTMLSelectElement).value });
    return html`<label>
      ${title}
      <select data-key=${key} @change=${choose} .value=${chosen}>
        ${options.map(
          ([value, text]) =>
            html`<option value=${value} ?selected=${value === chosen}>${text}</option>`,
        )}
      </select>
    </label>`;
  }

  private foldButtons() {
    const { foldable } = this;
    return html`<span class="icons">
      ${this.button("Fold every group into one row", icons.FOLD_ALL, () =>
        this.ask({ folded: new Set(foldable) }),
      )}
      ${this.button("Unfold all groups", icons.UNFOLD_ALL, () => this.ask({ folded: new Set() }))}
    </span>`;
  }

  private sizeButtons() {
    const size = (detail: Sizing) => () =>
      this.dispatchEvent(new CustomEvent("size-choose", { detail }));
    return html`<span class="icons" role="group" aria-label="Size of the map">
      ${this.button("All variables at a glance", icons.ROWS_FIT, size("whole"))}
      ${this.button("Rows with names, to scroll through", icons.ROWS_READABLE, size("readable"))}
      ${this.button("Zoom out", icons.MINUS, size("smaller"))}
      ${this.button("Zoom in", icons.PLUS, size("larger"))}
    </span>`;
  }

  private button(words: string, icon: unknown, act: () => void) {
    return html`<button class="icon" title=${words} aria-label=${words} @click=${act}>
      ${icon}
    </button>`;
  }

  private ask(change: Partial<RowWords>): void {
    this.dispatchEvent(new CustomEvent("rows-ask", { detail: { ...this.words, ...change } }));
  }
}

customElements.define("gradient-row-tools", RowTools);
