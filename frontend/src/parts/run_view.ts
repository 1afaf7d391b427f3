/** One run: its verdict, legend, map, the curve of a variable, and the findings. */

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { shared } from "../look/style";
import type { Theme } from "../look/theme";
import type { Place } from "../host/address";
import { nextWithStatus, type Cell } from "../map/cursor";
import type { Geometry } from "../map/geometry";
import type { MapPaint } from "../map/pixels";
import type { FindingsAnswer, RunAnswer, RunsAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import { BACKEND } from "../recorded/requests";
import { VerdictStore } from "../recorded/verdict_store";
import { areUrgent, cellOf, findingsOf } from "../verdicts/findings";
import type { Tally } from "../verdicts/tally";
import { incidentsOf, limitsIn, limitWords, withVerdicts } from "../verdicts/judged";
import { verdictOf } from "../verdicts/verdict";
import type { FindingList, VariableSought } from "./finding_list";
import { findingsButton } from "./findings_button";
import type { MapPane } from "./map_pane";
import type { OpenedLayer } from "./depth_chart";
import * as notices from "./notices";
import { remembered } from "./remembered";
import { filesOfRun } from "./run_files";
import { runStyle } from "./run_style";
import { carriedOver, type Subject } from "./subject";
import { viewSwitch, viewSwitchStyle } from "./view_switch";
import "./depth_view";
import "./detail";
import "./finding_list";
import "./legend";
import "./map_pane";

export class RunView extends LitElement {
  static override properties = {
    run: { attribute: false },
    subject: { attribute: false },
    tally: { attribute: false },
    answer: { attribute: false },
    failure: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
    place: { attribute: false },
    runsAnswer: { attribute: false },
    colours: { attribute: false },
    cursor: { state: true },
    geometry: { state: true },
    findingsWanted: { state: true },
    isTall: { state: true },
  };
  declare run: RunAnswer;
  /** May be of another run while this one loads. */
  declare subject: Subject;
  declare tally: Tally;
  declare answer: FindingsAnswer | undefined;
  /** Why the last request failed. */
  declare failure: string | undefined;
  declare paint: MapPaint;
  declare theme: Theme;
  declare place: Place;
  declare runsAnswer: RunsAnswer;
  /** Of all runs. */
  declare colours: ReadonlyMap<string, string>;
  declare private cursor: Cell | undefined;
  declare private geometry: Geometry | undefined;
  /** undefined: nobody has said. */
  declare private findingsWanted: boolean | undefined;
  /** Whether the pane of the variable takes most of the room. */
  declare private isTall: boolean;

  static override styles = [shared, viewSwitchStyle, ...runStyle];

  private readonly knownOf = remembered(
    (grid: Grid) => new Set(grid.variables.map(({ name }) => name)),
  );

  constructor() {
    super();
    this.isTall = false;
  }

  private readonly verdicts = new VerdictStore(BACKEND, () => this.requestUpdate());
  private readonly together = remembered(withVerdicts);
  private readonly limitsOf = remembered(limitsIn);
  private readonly incidentsOf = remembered(incidentsOf);
  private readonly filesOf = remembered(filesOfRun);
  private readonly orderOf = () => this.pane.order;

  /** The cursor stays on its variable and step when the map around it grows. */
  protected override willUpdate(changes: PropertyValues): void {
    const before = changes.get("subject") as Subject | undefined;
    if (before) this.cursor = carriedOver(this.cursor, before, this.subject);
    const { run, subject } = this;
    if (run.run !== subject.run || run.problem) return;
    const limits = this.limitsOf(this.place.limits);
    void this.verdicts.show({ run: run.run, revision: run.revision, limits });
  }

  protected override render() {
    const { run, subject, failure, findings } = this;
    // Where nothing was found the limits of the judgement are still to be seen.
    const isJudged = this.verdicts.answer !== undefined || findings.length > 0;
    // What is known with the map is shown with it; what is judged later must not push it aside.
    const isUrgent = areUrgent(this.answer?.findings ?? []);
    const isOpen = isJudged && (this.findingsWanted ?? isUrgent);
    const retry = () => this.dispatchEvent(new Event("retry"));
    return html`
      ${failure ? notices.banner(failure, retry) : nothing}
      ${run.problem ? notices.banner(run.problem) : nothing} ${notices.notesBanner(run.notes)}
      <div class="head">
        <div class="said">
          ${viewSwitch(this.isByDepth ? "depth" : "", (view) => this.tell({ view }))}
          ${notices.verdictLine(verdictOf(this.tally, subject.book, areUrgent(findings)), this.theme)}
          ${
            isJudged
              ? findingsButton(findings, isOpen, this.theme, () => (this.findingsWanted = !isOpen))
              : nothing
          }
        </div>
        <gradient-legend
          ?hidden=${this.isByDepth}
          .statistic=${subject.statistic}
          .sketch=${subject.sketch}
          .tally=${this.tally}
          .book=${subject.book}
          .paint=${this.paint}
          .theme=${this.theme}
          @status-seek=${(event: CustomEvent<number>) => this.seek(event.detail)}
        ></gradient-legend>
      </div>
      <div class="work">
        <div class="plots">${this.plots()}</div>
        ${isOpen ? this.findingList(this.known!) : nothing}
      </div>
    `;
  }

  /** Name of the variable whose curve is shown. */
  private get variable(): string | undefined {
    return this.place.variable;
  }

  /** Why gradients are sick, as far as it is known, and what the numbers are judged to be. */
  private get known(): FindingsAnswer | undefined {
    const { answer, verdicts, subject } = this;
    return this.together(answer, verdicts.answer, subject.run);
  }

  private get findings() {
    return this.known?.findings ?? [];
  }

  private plots() {
    const { grid } = this.subject;
    const row = grid.variables.findIndex(({ name }) => name === this.variable);
    const { isByDepth } = this;
    return html`
      ${isByDepth ? this.depth() : nothing}
      <gradient-map-pane
        ?hidden=${isByDepth}
        .subject=${this.subject}
        .paint=${this.paint}
        .theme=${this.theme}
        .place=${this.place}
        .files=${this.filesOf(this.subject, this, this.theme, this.orderOf, this.known)}
        .incidents=${this.incidentsOf(this.findings)}
        @finding-show=${(event: CustomEvent<string>) => void this.showFinding(event.detail)}
        .cursor=${this.cursor}
        .chosenRow=${row}
        @cursor-move=${(event: CustomEvent<Cell | undefined>) => (this.cursor = event.detail)}
        @row-choose=${(event: CustomEvent<number>) => this.chooseRow(event.detail)}
        @drawn=${(event: CustomEvent<Geometry>) => (this.geometry = event.detail)}
        @place-change=${(event: CustomEvent<Partial<Place>>) => this.tell(event.detail)}
      ></gradient-map-pane>
      ${row >= 0 && this.geometry && !isByDepth ? this.detail(row, this.geometry) : nothing}
    `;
  }

  /** The map stays behind it, so that it is where it was left. */
  private get isByDepth(): boolean {
    return this.place.view === "depth";
  }

  private depth() {
    return html`
      <gradient-depth
        .subject=${this.subject}
        .runsAnswer=${this.runsAnswer}
        .colours=${this.colours}
        .limits=${this.verdicts.answer?.thresholds ?? []}
        .paint=${this.paint}
        .theme=${this.theme}
        .place=${this.place}
        @place-change=${(event: CustomEvent<Partial<Place>>) => this.tell(event.detail)}
        @variable-open=${(event: CustomEvent<OpenedLayer>) => this.open(event.detail)}
      ></gradient-depth>
    `;
  }

  /** From the chart to the row of the map; that of another run is looked at there. */
  private open({ run, variable, step }: OpenedLayer): void {
    const { grid } = this.subject;
    this.choose(variable);
    if (run !== this.subject.run) {
      this.dispatchEvent(new CustomEvent("run-choose", { detail: run }));
      return;
    }
    const row = grid.variables.findIndex(({ name }) => name === variable);
    // A map that was never drawn finds the cursor when it is.
    this.cursor = { row, column: grid.steps.indexOf(step) };
    this.pane.map.goTo(this.cursor);
  }

  private detail(row: number, geometry: Geometry) {
    return html`
      <gradient-detail
        class=${this.isTall ? "tall" : ""}
        .subject=${this.subject}
        .row=${row}
        .column=${this.cursor?.column ?? -1}
        .revision=${this.run.revision}
        .answer=${this.runsAnswer}
        .geometry=${geometry}
        .paint=${this.paint}
        .theme=${this.theme}
        .colour=${this.colours.get(this.subject.run)}
        .isTall=${this.isTall}
        .findings=${findingsOf(this.findings, this.variable)}
        @tall-toggle=${() => (this.isTall = !this.isTall)}
        @finding-show=${(event: CustomEvent<string>) => void this.showFinding(event.detail)}
        @column-move=${(event: CustomEvent<number>) =>
          (this.cursor = event.detail < 0 ? undefined : { row, column: event.detail })}
        @close=${() => this.choose(undefined)}
      ></gradient-detail>
    `;
  }

  private findingList(answer: FindingsAnswer) {
    return html`
      <gradient-findings
        .closable=${true}
        .answer=${answer}
        .known=${this.knownOf(this.subject.grid)}
        .variable=${this.variable}
        .theme=${this.theme}
        .limits=${this.verdicts.answer?.thresholds ?? []}
        .chosenLimits=${this.limitsOf(this.place.limits)}
        .failure=${this.verdicts.failure}
        @limits-choose=${(event: CustomEvent<Record<string, number>>) =>
          this.tell({ limits: limitWords(event.detail) })}
        @variable-seek=${(event: CustomEvent<VariableSought>) => this.seekVariable(event.detail)}
        @close=${() => (this.findingsWanted = false)}
      ></gradient-findings>
    `;
  }

  private choose(variable: string | undefined): void {
    this.tell({ variable, view: undefined });
  }

  private tell(detail: Partial<Place>): void {
    this.dispatchEvent(new CustomEvent("place-change", { detail }));
  }

  /** What is known of a row that is chosen is shown, and not only its curve. */
  private chooseRow(row: number): void {
    const { name } = this.subject.grid.variables[row];
    if (findingsOf(this.findings, name).length) this.findingsWanted = true;
    this.choose(name);
  }

  private async showFinding(id: string): Promise<void> {
    this.findingsWanted = true;
    await this.updateComplete;
    await this.renderRoot.querySelector<FindingList>("gradient-findings")?.show(id);
  }

  private seekVariable({ finding, variable }: VariableSought): void {
    const { grid, book } = this.subject;
    const row = grid.variables.findIndex(({ name }) => name === variable);
    if (row < 0) return;
    this.choose(variable);
    this.pane.map.goTo((this.cursor = cellOf(grid, row, finding, book)));
  }

  private seek(code: number): void {
    const { pane, subject, cursor } = this;
    const cell = nextWithStatus(subject.grid, pane.order, code, cursor?.row ?? -1);
    if (cell) pane.map.goTo(cell);
  }

  private get pane(): MapPane {
    return this.renderRoot.querySelector<MapPane>("gradient-map-pane")!;
  }
}

customElements.define("gradient-run", RunView);
