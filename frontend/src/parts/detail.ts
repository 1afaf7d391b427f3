/** The pane of the chosen variable: what it is, how it was, its curve, the numbers at the cursor. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { statusColour, type Theme } from "../look/theme";
import { CLOSE, GROW, SHRINK } from "../look/icons";
import { shared } from "../look/style";
import type { Geometry } from "../map/geometry";
import type { MapPaint } from "../map/pixels";
import type { FindingAnswer, RunsAnswer } from "../recorded/contract";
import { displayName } from "../recorded/names";
import { BACKEND } from "../recorded/requests";
import { VariableStore, type VariableHistory } from "../recorded/variable_store";
import { formatStep, formatStepCount } from "../scales/number_format";
import { limitsOf, spellsOf, type Limit, type Spell } from "../verdicts/limits";
import { factsOf } from "../verdicts/reading";
import { severityOf } from "../verdicts/findings";
import { isAiling } from "../verdicts/statuses";
import { filesOfVariable } from "./run_files";
import { severityMark } from "./severity_mark";
import { readingOf, type Subject } from "./subject";
import "./export_menu";
import "./specimen";
import "./variable_panels";

export class Detail extends LitElement {
  static override properties = {
    subject: { attribute: false },
    row: { attribute: false },
    column: { attribute: false },
    revision: { attribute: false },
    answer: { attribute: false },
    geometry: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
    colour: { attribute: false },
    findings: { attribute: false },
    isTall: { attribute: false },
  };
  declare subject: Subject;
  declare row: number;
  /** Where the cursor is; -1 where it is on no column. */
  declare column: number;
  /** Of the run. */
  declare revision: string;
  declare answer: RunsAnswer;
  declare geometry: Geometry;
  declare paint: MapPaint;
  declare theme: Theme;
  /** Of the run. */
  declare colour: string;
  /** Those that concern the variable. */
  declare findings: readonly FindingAnswer[];
  declare isTall: boolean;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        border-top: 1px solid var(--line-strong);
      }
      header {
        display: flex;
        align-items: flex-start;
        gap: 20px;
        padding: 10px 10px 2px 16px;
      }
      .what {
        flex: 1;
        min-width: 0;
      }
      h2 {
        margin: 0;
        font-size: 14px;
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .dim {
        color: var(--text-dim);
        font-size: 12px;
      }
      .spells {
        display: flex;
        flex-wrap: wrap;
        gap: 2px 16px;
        margin-top: 3px;
        font-size: 12px;
      }
      .spell {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .why {
        padding: 0;
        border: none;
        background: none;
        color: var(--focus);
        cursor: pointer;
      }
      .why:hover {
        text-decoration: underline;
      }
      .mark {
        display: inline-grid;
      }
      dl {
        display: grid;
        grid-auto-flow: column;
        grid-template-rows: auto auto;
        gap: 1px 24px;
        margin: 0;
        font-size: 12px;
      }
      dt {
        color: var(--text-dim);
      }
      dd {
        display: flex;
        align-items: center;
        gap: 6px;
        margin: 0;
        min-width: 68px;
        font-size: 13px;
        font-weight: 500;
        white-space: nowrap;
      }
      gradient-panels {
        flex: 1;
        margin-top: 4px;
      }
      .limit {
        width: 24px;
        border-top: 1.5px dashed;
      }
    `,
  ];

  private spells: readonly Spell[] = [];
  private limits: readonly Limit[] = [];
  private readonly store = new VariableStore(BACKEND, () => this.requestUpdate());

  /** The cursor moves often, and none of this depends on it. */
  protected override willUpdate(changes: PropertyValues): void {
    if (!["subject", "row", "answer", "revision"].some((name) => changes.has(name))) return;
    const { grid, book, run } = this.subject;
    const variable = grid.variables[this.row].name;
    void this.store.show({ run, revision: this.revision, variable });
    this.spells = spellsOf(grid, this.row, book.all);
    this.limits = this.limitsInSight(this.spells);
  }

  protected override render() {
    const variable = this.subject.grid.variables[this.row];
    const { spells, limits } = this;
    return html`
      <header>
        <div class="what">
          <h2><bdi>${displayName(variable.name)}</bdi></h2>
          <div class="dim">${factsOf(variable)}</div>
          <div class="spells">
            ${spells.map((spell) => this.spell(spell))} ${limits.map((limit) => this.limit(limit))}
            ${this.findings.map((finding) => this.finding(finding))}
          </div>
        </div>
        ${this.numbers()}
        <gradient-export
          .files=${filesOfVariable(
            this.subject,
            this.row,
            this,
            this.theme,
            this.history,
            this.answer.statistics,
          )}
        ></gradient-export>
        <button
          class="icon"
          title=${this.isTall ? "Less room for the curves" : "More room for the curves"}
          aria-label="More room for the curves"
          aria-pressed=${this.isTall ? "true" : "false"}
          @click=${() => this.tell("tall-toggle")}
        >
          ${this.isTall ? SHRINK : GROW}
        </button>
        <button class="icon" title="Close" aria-label="Close" @click=${() => this.tell("close")}>
          ${CLOSE}
        </button>
      </header>
      <gradient-panels
        tabindex="0"
        role="region"
        aria-label="Curves of the variable"
        .subject=${this.subject}
        .row=${this.row}
        .statistics=${this.answer.statistics}
        .borders=${this.answer.histogram_borders}
        .history=${this.history}
        .failure=${this.store.failure}
        .limits=${limits}
        .geometry=${this.geometry}
        .column=${this.column}
        .theme=${this.theme}
        .colour=${this.colour}
        @column-move=${(event: CustomEvent<number>) => this.tell("column-move", event.detail)}
      ></gradient-panels>
    `;
  }

  /** Of this variable, and not of one that was shown before. */
  private get history(): VariableHistory | undefined {
    const { history } = this.store;
    const { grid, run } = this.subject;
    const isOfThis = history?.run === run && history.variable === grid.variables[this.row].name;
    return isOfThis ? history : undefined;
  }

  /** The numbers of the column that the cursor is on, or of the last one. */
  private numbers() {
    const column = this.column < 0 ? this.subject.grid.columns - 1 : this.column;
    const reading = readingOf(this.subject, { row: this.row, column }, 1);
    return html`
      <dl>
        <dt>${this.column < 0 ? "Last step" : "Step"}</dt>
        <dd>${reading.step}</dd>
        <dt>${reading.statistic}</dt>
        <dd>${reading.value}</dd>
        <dt>Status</dt>
        <dd class="status">
          <gradient-specimen
            .status=${reading.status!}
            .paint=${this.paint}
            .level=${reading.level}
          ></gradient-specimen>
          ${reading.status!.word}
        </dd>
      </dl>
    `;
  }

  private spell({ status, count, firstStep, lastStep }: Spell) {
    const steps = formatStepCount(count);
    const when =
      count === 1
        ? ` (${formatStep(firstStep)})`
        : ` (${formatStep(firstStep)} to ${formatStep(lastStep)})`;
    return html`
      <span class="spell">
        ${
          status.name === "ok"
            ? nothing
            : html`<gradient-specimen .status=${status} .paint=${this.paint}></gradient-specimen>`
        }
        ${status.word} on
        ${steps}${isAiling(status) ? html`<span class="dim">${when}</span>` : nothing}
      </span>
    `;
  }

  private finding(finding: FindingAnswer) {
    const { id, code, name, words } = finding;
    return html`<button
      class="spell why"
      title=${words.headline}
      @click=${() => this.dispatchEvent(new CustomEvent("finding-show", { detail: id }))}
    >
      ${severityMark(severityOf(finding), this.theme, true)} ${`Why: ${name || code}`}
    </button>`;
  }

  private limit({ status, label }: Limit) {
    const colour = statusColour(status, this.theme);
    return html`<span class="spell dim"
      ><i class="limit" style=${`border-color:${colour}`}></i>${label}</span
    >`;
  }

  /** A limit is worth its room on the axis only where the variable was ever beyond it. */
  private limitsInSight(spells: readonly Spell[]): Limit[] {
    const { grid, statistic } = this.subject;
    const names = new Set(spells.map(({ status }) => status.name));
    return limitsOf(grid, statistic, this.answer.thresholds).filter(({ status }) =>
      names.has(status),
    );
  }

  private tell(name: string, detail?: number): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

customElements.define("gradient-detail", Detail);
