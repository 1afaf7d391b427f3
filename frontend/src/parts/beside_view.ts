/** Two to four runs beside each other: one scale of colours, one cursor, one part in sight. */

import { LitElement, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Place } from "../host/address";
import { shared } from "../look/style";
import type { Theme } from "../look/theme";
import { cellBeside, viewportBeside, type Side } from "../map/counterparts";
import { nextWithStatus, type Cell } from "../map/cursor";
import type { MapPaint } from "../map/pixels";
import type { Viewport } from "../map/viewport";
import type { FindingAnswer, RunAnswer, RunsAnswer, StatisticAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import { GridStore } from "../recorded/grid_store";
import { BACKEND } from "../recorded/requests";
import { runWords } from "../recorded/run_words";
import type { StatusBook } from "../verdicts/statuses";
import {
  filterChip,
  invitation,
  paneHeader,
  paneNotice,
  paneWords,
  type Pane,
} from "./beside_pane";
import { drawnTogether, Partners, type Together } from "./beside_subjects";
import { besideStyle } from "./beside_style";
import type { MapPane } from "./map_pane";
import { remembered } from "./remembered";
import type { RunLine } from "./run_curves";
import type { Subject } from "./subject";
import { viewSwitch } from "./view_switch";
import "./legend";
import "./map_pane";
import "./run_curves";

/** The cursor, on the map of one of the runs. */
interface Pointed {
  run: string;
  cell: Cell;
}

export class BesideView extends LitElement {
  static override properties = {
    answer: { attribute: false },
    several: { attribute: false },
    judged: { attribute: false },
    statistic: { attribute: false },
    book: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
    place: { attribute: false },
    colours: { attribute: false },
    cursor: { state: true },
  };
  declare answer: RunsAnswer;
  /** Names of the runs, in the order of their panes. */
  declare several: readonly string[];
  declare judged: ReadonlyMap<string, readonly FindingAnswer[]>;
  declare statistic: StatisticAnswer;
  declare book: StatusBook;
  declare paint: MapPaint;
  declare theme: Theme;
  declare place: Place;
  declare colours: ReadonlyMap<string, string>;
  declare private cursor: Pointed | undefined;

  static override styles = [shared, ...besideStyle];

  private grids = this.newGrids();
  private together: Together | undefined;
  private panes: Pane[] = [];
  private readonly partners = new Partners();
  private readonly togetherOf = remembered(
    (key: string, statistic: StatisticAnswer, book: StatusBook, ...grids: Grid[]) =>
      drawnTogether(JSON.parse(key) as string[], grids, statistic, book),
  );

  private newGrids(): GridStore {
    return new GridStore(BACKEND, () => this.requestUpdate());
  }

  protected override willUpdate(): void {
    const { answer, several, statistic, grids } = this;
    const runs = new Map(answer.runs.map((run) => [run.run, run]));
    const shown = several.flatMap((name) => runs.get(name) ?? []).filter(isShown);
    void grids.show(shown, statistic.name);
    const loaded = shown.filter(({ run }) => grids.grid(run, statistic.name));
    const names = loaded.map(({ run }) => run);
    const known = names.map((run) => grids.grid(run, statistic.name)!);
    this.together = known.length
      ? this.togetherOf(JSON.stringify(names), statistic, this.book, ...known)
      : undefined;
    this.panes = several.map((name) => ({
      name,
      run: runs.get(name),
      colour: this.colours.get(name) ?? "var(--line-strong)",
      findings: this.judged.get(name),
      subject: this.together?.subjects.get(name),
      failure: grids.failures.get(name),
    }));
  }

  protected override render() {
    const { panes, together } = this;
    return html`
      <div class="head">
        ${viewSwitch("beside", (view) => this.tell({ view }))}
        ${
          together
            ? html`<gradient-legend
                .statistic=${this.statistic}
                .sketch=${together.sketch}
                .tally=${together.tally}
                .book=${this.book}
                .paint=${this.paint}
                .theme=${this.theme}
                @status-seek=${(event: CustomEvent<number>) => this.seek(event.detail)}
              ></gradient-legend>`
            : nothing
        }
        ${this.place.filter || this.place.state ? filterChip(() => this.tell({ filter: undefined, state: undefined })) : nothing}
      </div>
      <div class="panes">
        ${repeat(
          panes,
          ({ name }) => name,
          (pane) => this.pane(pane),
        )}
        ${panes.length < 2 ? invitation() : nothing}
      </div>
      ${this.curves()}
      <div class="unseen" aria-live="polite">${this.spokenOfOthers()}</div>
    `;
  }

  private pane(pane: Pane) {
    const { name, subject } = pane;
    const cursor = subject && this.cursorOn(subject);
    return html`
      <section class="pane" aria-label=${`Run ${name}`} data-pane=${name}>
        ${paneHeader(pane, cursor, this.theme, () => this.takeOut(name))}
        ${
          subject
            ? html`<gradient-map-pane
                .subject=${subject}
                .paint=${this.paint}
                .theme=${this.theme}
                .place=${this.place}
                .cursor=${cursor}
                .chosenRow=${this.chosenRow(subject)}
                .isBare=${true}
                @cursor-move=${({ detail: cell }: CustomEvent<Cell | undefined>) =>
                  (this.cursor = cell && { run: name, cell })}
                @viewport-change=${(event: CustomEvent<Viewport>) => this.lead(name, event.detail)}
                @row-choose=${(event: CustomEvent<number>) =>
                  this.tell({ variable: subject.grid.variables[event.detail].name })}
                @place-change=${(event: CustomEvent<Partial<Place>>) => this.pass(name, event.detail)}
              ></gradient-map-pane>`
            : paneNotice(pane, () => this.retry())
        }
      </section>
    `;
  }

  /** Without any run there is nothing to be beside. */
  private takeOut(name: string): void {
    const others = this.several.filter((other) => other !== name);
    this.tell({ runs: runWords(others), ...(others.length ? {} : { view: undefined }) });
  }

  private curves() {
    const variable = this.place.variable;
    if (!variable || !this.together) return nothing;
    const lines: RunLine[] = this.panes.flatMap(({ name, colour, subject }) => {
      const row = subject ? this.chosenRow(subject) : -1;
      if (!subject || row < 0) return [];
      const { variables, steps, columns, values } = subject.grid;
      const own = values.subarray(row * columns, (row + 1) * columns);
      return [{ run: name, colour, variable: variables[row].name, steps, values: own }];
    });
    if (lines.length === 0) return nothing;
    return html`<gradient-run-curves
      .variable=${variable}
      .lines=${lines}
      .statistic=${this.statistic}
      .scale=${this.together.sketch.scale}
      .step=${this.step}
      .theme=${this.theme}
      @step-move=${(event: CustomEvent<number>) => this.pointAt(variable, event.detail)}
      @run-choose=${(event: CustomEvent<string>) =>
        this.dispatchEvent(new CustomEvent("run-choose", { detail: event.detail }))}
      @close=${() => this.tell({ variable: undefined })}
    ></gradient-run-curves>`;
  }

  private subjectOf(run: string): Subject | undefined {
    return this.together?.subjects.get(run);
  }

  /** Of the cursor; NaN where there is none. */
  private get step(): number {
    const { cursor } = this;
    return (cursor && this.subjectOf(cursor.run)?.grid.steps[cursor.cell.column]) ?? NaN;
  }

  private cursorOn(subject: Subject): Cell | undefined {
    const { cursor } = this;
    const from = cursor && this.subjectOf(cursor.run);
    if (!cursor || !from) return undefined;
    if (from === subject) return cursor.cell;
    const pairs = this.partners.of(from.grid, subject.grid);
    return cellBeside(cursor.cell, pairs, from.grid.steps, subject.grid.steps);
  }

  /** The row of the variable that is chosen, or of the one that answers to it; -1 without any. */
  private chosenRow({ grid }: Subject): number {
    const rowIn = ({ variables }: Grid) =>
      variables.findIndex(({ name }) => name === this.place.variable);
    const own = this.place.variable ? rowIn(grid) : -1;
    if (own >= 0 || !this.place.variable) return own;
    const owner = [...this.together!.subjects.values()].find((other) => rowIn(other.grid) >= 0);
    return owner ? this.partners.of(owner.grid, grid)[rowIn(owner.grid)] : -1;
  }

  private pointAt(variable: string, step: number): void {
    this.cursor = undefined;
    for (const [run, { grid }] of this.together?.subjects ?? []) {
      const row = grid.variables.findIndex(({ name }) => name === variable);
      const column = grid.steps.indexOf(step);
      if (row >= 0 && column >= 0) this.cursor = { run, cell: { row, column } };
    }
  }

  private spokenOfOthers(): string {
    return this.panes
      .filter(({ name }) => this.cursor && name !== this.cursor.run)
      .flatMap(({ name, subject }) => {
        const cell = subject && this.cursorOn(subject);
        return cell ? paneWords(name, subject, cell) : [];
      })
      .join(" ");
  }

  private mapOf(run: string): MapPane | undefined {
    const pane = `.pane[data-pane="${CSS.escape(run)}"] gradient-map-pane`;
    return this.renderRoot.querySelector<MapPane>(pane) ?? undefined;
  }

  /** What one map has in sight, the others have too. */
  private lead(run: string, viewport: Viewport): void {
    const from = sideOf(this.mapOf(run));
    for (const other of this.several) {
      const pane = other === run ? undefined : this.mapOf(other);
      const to = sideOf(pane);
      if (pane && from && to) pane.viewport = viewportBeside(viewport, from, to);
    }
  }

  /** The others are where the address of one of them says: each as its own steps allow. */
  private pass(run: string, change: Partial<Place>): void {
    const led = "steps" in change ? this.several.filter((other) => other !== run) : [];
    for (const other of led) this.mapOf(other)?.knows(change);
    this.tell(change);
  }

  /** The next cell with a status: on the map of the cursor, or else on the first that has one. */
  private seek(code: number): void {
    const { cursor, several } = this;
    const start = Math.max(0, several.indexOf(cursor?.run ?? ""));
    for (let ahead = 0; ahead <= several.length; ahead++) {
      const pane = this.mapOf(several[(start + ahead) % several.length]);
      if (!pane) continue;
      const from = ahead === 0 && cursor ? cursor.cell.row : -1;
      const cell = nextWithStatus(pane.subject.grid, pane.order, code, from);
      const place = (row: number) => pane.order.indexOf(row);
      if (!cell || (from >= 0 && place(cell.row) <= place(from))) continue;
      pane.map.goTo(cell);
      return;
    }
  }

  private retry(): void {
    this.grids = this.newGrids();
    this.requestUpdate();
  }

  private tell(detail: Partial<Place>): void {
    this.dispatchEvent(new CustomEvent("place-change", { detail }));
  }
}

const isShown = (run: RunAnswer) => !run.problem && run.last_step !== null;

function sideOf(pane: MapPane | undefined): Side | undefined {
  const axes = pane?.map.axes;
  return axes && { axes, steps: pane.subject.grid.steps };
}

customElements.define("gradient-beside", BesideView);
