/** The map as a table for those who do not see it: each variable in words. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { formatCount, formatStep, formatStepCount } from "../scales/number_format";
import { spellsOf } from "../verdicts/limits";
import type { Subject } from "./subject";

/** Thousands of rows would take longer than the map; more are there when they are asked for. */
const PAGE = 500;

export class CellTable extends LitElement {
  static override properties = {
    subject: { attribute: false },
    order: { attribute: false },
    pages: { state: true },
    isReady: { state: true },
  };
  declare subject: Subject;
  /** Variables from top to bottom, as the map shows them. */
  declare order: Int32Array;
  declare private pages: number;
  /** Whether the map has been on the screen: it comes first. */
  declare private isReady: boolean;

  static override styles = css`
    :host {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
      /* Hundreds of rows that nobody sees must not take part in the layout of the page. */
      contain: strict;
    }
    table {
      table-layout: fixed;
    }
    /* Whoever comes here by the keys sees where that is. */
    :host(:focus-within) {
      position: fixed;
      z-index: 40;
      right: 16px;
      bottom: 16px;
      width: 360px;
      height: 44px;
      clip-path: none;
    }
    :host(:focus-within) table {
      position: absolute;
      top: 100%;
    }
    button {
      width: 100%;
      height: 44px;
      font: inherit;
    }
  `;

  constructor() {
    super();
    this.pages = 1;
    this.isReady = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    requestAnimationFrame(() => setTimeout(() => (this.isReady = true)));
  }

  protected override willUpdate(changes: PropertyValues): void {
    const before = changes.get("subject") as Subject | undefined;
    if (before && before.run !== this.subject.run) this.pages = 1;
  }

  protected override render() {
    if (!this.isReady) return nothing;
    const { grid, run } = this.subject;
    const step = formatStep(grid.steps[grid.columns - 1]);
    const shown = this.order.subarray(0, PAGE * this.pages);
    const more = this.order.length - shown.length;
    return html`
      <table>
        <caption>
          Status of each variable of run ${run}
        </caption>
        <thead>
          <tr>
            <th scope="col">Variable</th>
            <th scope="col">Layer</th>
            <th scope="col">Status at step ${step}</th>
            <th scope="col">Since the beginning</th>
          </tr>
        </thead>
        <tbody>
          ${Array.from(shown, (variable) => this.row(variable))}
        </tbody>
      </table>
      ${
        more > 0
          ? html`<button @click=${() => this.pages++}>
              Add ${formatCount(Math.min(PAGE, more))} of ${formatCount(more)} more variables to the
              table
            </button>`
          : nothing
      }
    `;
  }

  private row(variable: number) {
    const { grid, book } = this.subject;
    const { name, layer } = grid.variables[variable];
    const now = book.get(grid.statuses[(variable + 1) * grid.columns - 1]);
    const spells = spellsOf(grid, variable, book.ailing).map(
      ({ status, count, firstStep }) =>
        `${status.word} on ${formatStepCount(count)}, first at ${formatStep(firstStep)}`,
    );
    return html`
      <tr data-variable=${name} data-status=${now.name}>
        <th scope="row">${name}</th>
        <td>${layer}</td>
        <td>${now.word}</td>
        <td>${spells.join("; ")}</td>
      </tr>
    `;
  }
}

customElements.define("gradient-table", CellTable);
