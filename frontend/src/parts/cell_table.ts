/** The map as a table for those who do not see it: each variable in words. */

import { LitElement, css, html } from "lit";
import { formatStep, formatStepCount } from "../scales/number_format";
import { spellsOf } from "../verdicts/limits";
import type { Subject } from "./subject";

export class CellTable extends LitElement {
  static override properties = { subject: { attribute: false } };
  declare subject: Subject;

  static override styles = css`
    :host {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
      /* A thousand rows that nobody sees must not take part in the layout of the page. */
      contain: strict;
    }
    table {
      table-layout: fixed;
    }
  `;

  protected override render() {
    const { grid, book, run } = this.subject;
    const last = grid.columns - 1;
    const step = formatStep(grid.steps[last]);
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
          ${grid.variables.map(({ name, layer }, row) => {
            const now = book.get(grid.statuses[row * grid.columns + last]);
            const spells = spellsOf(grid, row, book.ailing);
            return html`
              <tr data-variable=${name} data-status=${now.name}>
                <th scope="row">${name}</th>
                <td>${layer}</td>
                <td>${now.word}</td>
                <td>
                  ${spells
                    .map(
                      ({ status, count, firstStep }) =>
                        `${status.word} on ${formatStepCount(count)}, first at ${formatStep(firstStep)}`,
                    )
                    .join("; ")}
                </td>
              </tr>
            `;
          })}
        </tbody>
      </table>
    `;
  }
}

customElements.define("gradient-table", CellTable);
