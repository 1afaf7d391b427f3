/** The chart by depth as a table for those who do not see it. */

import { LitElement, css, html } from "lit";
import { formatStep } from "../scales/number_format";
import type { Profile } from "../depth/profile";
import type { StatisticAnswer } from "../recorded/contract";
import { valueText } from "../verdicts/reading";

/** More rows than anybody listens to; the keys on the chart lead to all of them. */
const MOST_ROWS = 500;

export class DepthTable extends LitElement {
  static override properties = {
    profiles: { attribute: false },
    statistic: { attribute: false },
  };
  declare profiles: readonly Profile[];
  declare statistic: StatisticAnswer;

  static override styles = css`
    :host {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
      contain: strict;
    }
  `;

  protected override render() {
    const { profiles, statistic } = this;
    const layers = Math.max(...profiles.map(({ points }) => points.length));
    const [{ grid, points }] = profiles;
    return html`
      <table>
        <caption>
          ${statistic.label} from the last layer to the first
        </caption>
        <thead>
          <tr>
            <th scope="col">Layer, counted from the last</th>
            <th scope="col">Variable</th>
            ${profiles.map(
              ({ run, grid: { steps }, column }) =>
                html`<th scope="col">
                  Run ${run}, ${column < 0 ? "not begun" : `step ${formatStep(steps[column])}`}
                </th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${Array.from({ length: Math.min(MOST_ROWS, layers) }, (_, depth) => {
            const name = points[depth] && grid.variables[points[depth].row].name;
            return html`<tr>
              <td>${depth + 1}</td>
              <th scope="row">${name ?? "none"}</th>
              ${profiles.map((profile) => html`<td>${this.cell(profile, depth)}</td>`)}
            </tr>`;
          })}
        </tbody>
      </table>
    `;
  }

  private cell({ points }: Profile, depth: number): string {
    const point = points[depth];
    if (!point) return "no such layer";
    return `${valueText(point.value, this.statistic)}, ${point.status.word}`;
  }
}

customElements.define("gradient-depth-table", DepthTable);
