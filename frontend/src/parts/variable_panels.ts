/** The curves of one variable and its histogram of magnitudes, one below the other under the map. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import type { Theme } from "../look/theme";
import { shared } from "../look/style";
import type { Geometry } from "../map/geometry";
import type { HistogramCells } from "../map/histogram_pixels";
import type { StatisticAnswer } from "../recorded/contract";
import type { Block } from "../recorded/decoding";
import { columnOver, rowsOf, type VariableHistory } from "../recorded/variable_store";
import { colourScale, type ColourScale } from "../scales/colour_scale";
import { domainOf } from "../scales/domain";
import type { Limit } from "../verdicts/limits";
import { panelsOf, type Panel } from "../verdicts/panels";
import { valueText } from "../verdicts/reading";
import type { CurveSeries } from "./curve_plot";
import { remembered } from "./remembered";
import type { Subject } from "./subject";
import "./curve";
import "./histogram";

interface Drawn {
  panel: Panel;
  series: readonly CurveSeries[];
  scale: ColourScale;
}

export class VariablePanels extends LitElement {
  static override properties = {
    subject: { attribute: false },
    row: { attribute: false },
    statistics: { attribute: false },
    borders: { attribute: false },
    history: { attribute: false },
    failure: { attribute: false },
    limits: { attribute: false },
    geometry: { attribute: false },
    column: { attribute: false },
    theme: { attribute: false },
    colour: { attribute: false },
  };
  declare subject: Subject;
  declare row: number;
  declare statistics: readonly StatisticAnswer[];
  declare borders: readonly number[];
  /** undefined while it is asked for. */
  declare history: VariableHistory | undefined;
  declare failure: string | undefined;
  declare limits: readonly Limit[];
  declare geometry: Geometry;
  /** Where the cursor is; -1 where it is on no column. */
  declare column: number;
  declare theme: Theme;
  /** Of the run. */
  declare colour: string;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        min-height: 0;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-width: none;
      }
      section + section {
        border-top: 1px solid var(--line);
      }
      h3 {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        margin: 0;
        padding: 5px 16px 0;
        font-size: 12px;
        font-weight: 500;
      }
      .series {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        font-weight: 400;
        color: var(--text-dim);
      }
      .series i {
        width: 14px;
        border-top: 2px solid;
      }
      .series b {
        color: var(--text);
        font-weight: 500;
      }
      gradient-curve {
        height: 96px;
      }
      .first gradient-curve {
        height: 160px;
      }
      gradient-histogram {
        height: 210px;
      }
      p {
        margin: 8px 16px;
        color: var(--text-dim);
        font-size: 12px;
      }
    `,
  ];

  private drawn: readonly Drawn[] = [];
  private readonly cellsOf = remembered(histogramCells);

  /** The cursor moves often, and none of this depends on it. */
  protected override willUpdate(changes: PropertyValues): void {
    const causes = ["subject", "row", "statistics", "history", "colour", "theme"];
    if (!causes.some((name) => changes.has(name))) return;
    const { statistics, subject } = this;
    const rows = this.history && rowsOf(subject.grid.steps, this.history.curves);
    const [first, ...others] = panelsOf(statistics, subject.statistic);
    const shown = rows ? [first, ...others] : [first];
    this.drawn = shown.map((panel) => this.drawnOf(panel, rows));
  }

  private drawnOf(panel: Panel, rows: Int32Array | undefined): Drawn {
    const { grid, statistic, sketch } = this.subject;
    const colours = [this.colour, this.theme.second];
    const series = panel.statistics.flatMap(({ name, label }, position) => {
      const values =
        name === statistic.name
          ? grid.values.subarray(this.row * grid.columns, (this.row + 1) * grid.columns)
          : rows && columnOver(rows, this.history!.curves, this.placeOf(name));
      return values ? [{ label, values, colour: colours[position] }] : [];
    });
    const [first] = panel.statistics;
    const isOnMap = first.name === statistic.name;
    const domain = () => domainOf(first.scale, first.unit, series[0].values, () => true);
    const scale = isOnMap ? sketch.scale : colourScale(first.scale, domain());
    return { panel, series, scale };
  }

  private placeOf(name: string): number {
    return this.statistics.findIndex((statistic) => statistic.name === name);
  }

  protected override render() {
    const { drawn, history, failure } = this;
    const [first, ...others] = drawn;
    return html`
      ${this.curve(first, "first", this.limits)} ${history ? this.histogram(history) : nothing}
      ${others.map((each) => this.curve(each, "", []))}
      ${failure ? html`<p role="alert">The other curves could not be loaded. ${failure}</p>` : nothing}
      ${history || failure ? nothing : html`<p role="status">Loading the other curves …</p>`}
    `;
  }

  private curve({ panel, series, scale }: Drawn, name: string, limits: readonly Limit[]) {
    const [{ absent }] = panel.statistics;
    return html`<section class=${name} data-panel=${panel.statistics[0].name}>
      <h3>${series.map((each, position) => this.legend(each, panel.statistics[position]))}</h3>
      <gradient-curve
        .subject=${this.subject}
        .row=${this.row}
        .series=${series}
        .scale=${scale}
        .absent=${`There is no number to draw at any step: ${absent}.`}
        .limits=${limits}
        .geometry=${this.geometry}
        .column=${this.column}
        .theme=${this.theme}
        @column-move=${this.pass}
      ></gradient-curve>
    </section>`;
  }

  private legend({ label, values, colour }: CurveSeries, statistic: StatisticAnswer) {
    const { column } = this;
    const value = values[column < 0 ? values.length - 1 : column];
    return html`<span class="series" title=${statistic.meaning}>
      <i style=${`border-color:${colour}`}></i>${label}<b>${valueText(value, statistic)}</b>
    </span>`;
  }

  private histogram({ histogram }: VariableHistory) {
    return html`<section data-panel="histogram">
      <h3><span class="series">Magnitudes of the elements, by powers of two</span></h3>
      <gradient-histogram
        .cells=${this.cellsOf(this.subject.grid.steps, histogram)}
        .borders=${this.borders}
        .geometry=${this.geometry}
        .column=${this.column}
        .theme=${this.theme}
        @column-move=${this.pass}
      ></gradient-histogram>
    </section>`;
  }

  private pass(event: CustomEvent<number>): void {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }
}

function histogramCells(steps: Float64Array, block: Block<Uint8Array>): HistogramCells {
  return { bins: block.variableCount, rows: rowsOf(steps, block), shares: block.values };
}

customElements.define("gradient-panels", VariablePanels);
