/** The whole tab: puts the parts together and takes what happens in one to the others. */

import { LitElement, html, nothing } from "lit";
import { followPlace, readPlace, writePlace, type Place } from "../host/address";
import type { HostChannel } from "../host/channel";
import { followDarkMode, followSight } from "../host/surroundings";
import { mapPaint } from "../look/map_paint";
import { DARK, LIGHT, runColours, type Theme } from "../look/theme";
import { shared } from "../look/style";
import type { MapPaint } from "../map/pixels";
import { sketchOf } from "../map/sketch";
import type { RunAnswer, RunsAnswer } from "../recorded/contract";
import { JudgementStore } from "../recorded/judgement_store";
import { BACKEND } from "../recorded/requests";
import { runsIn, runWords } from "../recorded/run_words";
import { Store, type Shown } from "../recorded/store";
import { appStyle } from "./app_style";
import { limitsIn } from "../verdicts/judged";
import { MOST_RUNS } from "../verdicts/run_choice";
import { remembered } from "./remembered";
import * as notices from "./notices";
import type { Subject } from "./subject";
import "./beside_view";
import "./finding_list";
import "./run_list";
import "./run_view";
import "./top_bar";

/** From this width on, the list of runs stands beside the map and not over it. */
const ROOM_FOR_RUNS = window.matchMedia("(min-width: 1200px)");

const BESIDE = "beside";

export class App extends LitElement {
  static override properties = {
    theme: { state: true },
    hostRuns: { state: true },
    place: { state: true },
    runsWanted: { state: true },
  };
  declare private theme: Theme;
  /** All runs of TensorBoard, in the order that gives them their colours. */
  declare private hostRuns: string[];
  /** What is asked for, as the address has it; run and statistic stand in the store. */
  declare private place: Place;
  /** undefined: nobody has said. */
  declare private runsWanted: boolean | undefined;

  static override styles = [shared, ...appStyle];

  private readonly store: Store;
  private subject: (Subject & { of: Shown }) | undefined;
  private paint: MapPaint | undefined;
  private readonly paintOf = remembered(mapPaint);
  private readonly coloursOf = remembered(runColours);
  private colours: ReadonlyMap<string, string> = new Map();
  private readonly judgements = new JudgementStore(BACKEND, () => this.requestUpdate());
  private readonly limitsOf = remembered(limitsIn);
  private readonly severalOf = remembered(runsIn);
  /** Runs of the list that are in sight. */
  private runsSeen: ReadonlySet<string> = new Set();
  private inSight = true;
  private reloadedUnseen = false;

  constructor(private readonly channel: HostChannel) {
    super();
    const place = readPlace();
    this.theme = LIGHT;
    this.hostRuns = [];
    this.place = place;
    this.store = new Store(BACKEND, () => this.requestUpdate(), place);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followDarkMode((dark) => {
      document.documentElement.classList.toggle("dark", dark);
      this.theme = dark ? DARK : LIGHT;
    });
    followSight((inSight) => {
      this.inSight = inSight;
      if (inSight && this.reloadedUnseen) this.refresh();
    });
    ROOM_FOR_RUNS.addEventListener("change", () => this.requestUpdate());
    followPlace((place) => this.goTo(place));
    this.channel.onReload(() => this.refresh());
    this.channel.onRunsChanged(() => this.refresh());
    this.refresh();
  }

  /** Out of sight nothing is fetched; it is made up for when the tab comes back. */
  private refresh(): void {
    this.reloadedUnseen = !this.inSight;
    if (!this.inSight) return;
    void this.store.refresh();
    void this.channel.runNames().then((names) => (this.hostRuns = names));
  }

  protected override willUpdate(): void {
    const { shown, book, answer } = this.store.state;
    if (shown !== this.subject?.of) {
      this.subject = shown && {
        of: shown,
        run: shown.run,
        grid: shown.grid,
        statistic: shown.statistic,
        sketch: sketchOf(shown.grid, shown.statistic, book),
        book,
      };
    }
    this.colours = this.coloursOf(this.hostRuns, answer, this.theme);
    if (!this.subject) return;
    this.paint = this.paintOf(this.subject.book, this.subject.statistic.scale, this.theme);
  }

  /** Their panes say how they are, also while the list of runs is away. */
  protected override updated(): void {
    if (this.isBeside) void this.judge();
  }

  protected override render() {
    const { answer, run, statistic, loading } = this.store.state;
    const runs = answer?.runs ?? [];
    const beside = ROOM_FOR_RUNS.matches && (this.runsWanted ?? runs.length > 1);
    const over = !ROOM_FOR_RUNS.matches && this.runsWanted === true;
    return html`
      <gradient-top-bar
        role="banner"
        .run=${run}
        .runColour=${run ? this.colours.get(run.run) : ""}
        .runsOpen=${beside || over}
        .statistics=${answer?.statistics ?? []}
        .statistic=${run && statistic}
        .loading=${loading}
        @runs-toggle=${() => (this.runsWanted = !(beside || over))}
        @statistic-choose=${(event: CustomEvent<string>) => this.choose({ statistic: event.detail })}
        @refresh=${() => this.refresh()}
      ></gradient-top-bar>
      <div class="body" @keydown=${(event: KeyboardEvent) => this.onKeyDown(event, over)}>
        ${over ? html`<div class="curtain" @click=${() => (this.runsWanted = false)}></div>` : nothing}
        ${beside || over ? this.runList(over) : nothing}
        <main>${this.main()}</main>
      </div>
    `;
  }

  private runList(over: boolean) {
    const { answer, run, tallies, book } = this.store.state;
    return html`
      <gradient-runs
        role="navigation"
        aria-label="Runs"
        class=${over ? "over" : ""}
        .runs=${answer?.runs ?? []}
        .chosen=${this.isBeside ? undefined : run?.run}
        .tallies=${tallies}
        .colours=${this.colours}
        .book=${book}
        .theme=${this.theme}
        .judged=${new Map(this.judgements.known)}
        .filter=${this.place.runfilter ?? ""}
        .several=${this.several}
        .isBeside=${this.isBeside}
        @filter-change=${(event: CustomEvent<string>) => this.change({ runfilter: event.detail })}
        @several-choose=${(event: CustomEvent<string[]>) =>
          this.change({ runs: runWords(event.detail) })}
        @runs-compare=${(event: CustomEvent<string[]>) =>
          this.change({ runs: runWords(event.detail), view: BESIDE })}
        @runs-seen=${(event: CustomEvent<Set<string>>) => {
          this.runsSeen = event.detail;
          void this.judge();
        }}
        @run-choose=${(event: CustomEvent<string>) => {
          if (over) this.runsWanted = false;
          this.choose({ run: event.detail });
          if (this.isBeside) this.change({ view: undefined });
        }}
        @summary-want=${(event: CustomEvent<string>) => void this.store.summarize(event.detail)}
      ></gradient-runs>
    `;
  }

  /** The map comes first. */
  private async judge(): Promise<void> {
    await this.store.settled();
    const runs = this.store.state.answer?.runs ?? [];
    const beside = this.isBeside ? this.several : [];
    const inSight = runs.filter(({ run }) => this.runsSeen.has(run) || beside.includes(run));
    void this.judgements.show(inSight, this.limitsOf(this.place.limits));
  }

  private main() {
    const { answer, run, failure, loading } = this.store.state;
    const retry = () => this.refresh();
    if (!answer) return failure ? notices.failureNotice(failure, retry) : notices.loadingNotice();
    if (!run) return notices.emptyNotice();
    if (this.isBeside) return this.beside(answer);
    const { subject, paint } = this;
    if (!subject || !paint) {
      if (run.problem)
        return [notices.problemNotice(run.run, run.problem), notices.notesBanner(run.notes)];
      if (failure) return notices.failureNotice(failure, retry);
      if (loading) return notices.loadingNotice();
      return this.stepless(run);
    }
    return html`
      <gradient-run
        class=${subject.run === run.run ? "" : "outdated"}
        .run=${run}
        .subject=${subject}
        .tally=${subject.of.tally}
        .answer=${this.store.state.findings}
        .failure=${failure}
        .paint=${paint}
        .theme=${this.theme}
        .place=${this.place}
        .runsAnswer=${answer}
        .colours=${this.colours}
        @retry=${retry}
        @run-choose=${(event: CustomEvent<string>) => this.choose({ run: event.detail })}
        @place-change=${(event: CustomEvent<Partial<Place>>) => this.change(event.detail)}
      ></gradient-run>
    `;
  }

  private get isBeside(): boolean {
    return this.place.view === BESIDE;
  }

  /** Where nobody has said which are beside each other, the run in view and one more. */
  private get several(): readonly string[] {
    const { answer, run } = this.store.state;
    const { runs } = this.place;
    if (runs || !this.isBeside || !run) return this.severalOf(runs).slice(0, MOST_RUNS);
    const names = answer?.runs.map((each) => each.run) ?? [];
    return [...new Set([run.run, ...names])].slice(0, 2);
  }

  private beside(answer: RunsAnswer) {
    const { statistic, book } = this.store.state;
    return html`
      <gradient-beside
        .answer=${answer}
        .several=${this.several}
        .judged=${this.judgements.known}
        .statistic=${statistic}
        .book=${book}
        .paint=${this.paintOf(book, statistic!.scale, this.theme)}
        .theme=${this.theme}
        .place=${this.place}
        .colours=${this.colours}
        @place-change=${(event: CustomEvent<Partial<Place>>) => this.change(event.detail)}
        @run-choose=${(event: CustomEvent<string>) => {
          this.choose({ run: event.detail });
          this.change({ view: undefined });
        }}
      ></gradient-beside>
    `;
  }

  private stepless(answer: RunAnswer) {
    const { run, variables } = answer;
    const { findings } = this.store.state;
    if (!findings?.findings.length) {
      return [notices.waitingNotice(run, variables), notices.notesBanner(answer.notes)];
    }
    return html`
      ${notices.stepless(run)} ${notices.notesBanner(answer.notes)}
      <gradient-findings .answer=${findings} .theme=${this.theme}></gradient-findings>
    `;
  }

  private goTo(place: Place): void {
    this.place = place;
    void this.store.choose(place);
  }

  /** What is zoomed into on one run need not be there on another. */
  private choose(choice: { run?: string; statistic?: string }): void {
    void this.store.choose(choice);
    this.change(choice.run === undefined ? {} : { steps: undefined, rows: undefined });
  }

  private change(change: Partial<Place>): void {
    const { run, statistic } = this.store.state;
    this.place = { ...this.place, ...change, run: run?.run, statistic: statistic?.name };
    writePlace(this.place);
  }

  private onKeyDown(event: KeyboardEvent, over: boolean): void {
    if (event.key !== "Escape") return;
    if (over) this.runsWanted = false;
    else this.change({ variable: undefined });
  }
}

customElements.define("gradient-app", App);
