/** The gradient from the last layer to the first at one step, of one run or several. */

import { LitElement, html, nothing, type PropertyValues } from "lit";
import { decayWords, FEWEST_LAYERS } from "../depth/decay";
import { depthLimits, type DepthLimit } from "../depth/limits";
import { columnAtStep, groundOf, profileOf, type Ground, type Profile } from "../depth/profile";
import type { Place } from "../host/address";
import { CLOSE } from "../look/icons";
import { shared } from "../look/style";
import type { Theme } from "../look/theme";
import type { MapPaint } from "../map/pixels";
import type { LimitAnswer, RunAnswer, RunsAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import { GridStore } from "../recorded/grid_store";
import { commonPath, displayName } from "../recorded/names";
import { BACKEND } from "../recorded/requests";
import { runsIn, runWords } from "../recorded/run_words";
import { curveAxis, type CurveAxis } from "../scales/curve_axis";
import { formatCount, formatStep } from "../scales/number_format";
import { depthStyle } from "./depth_style";
import { remembered } from "./remembered";
import type { Subject } from "./subject";
import "./depth_chart";
import "./depth_table";
import "./specimen";
import { type StepPlayer } from "./step_player";
import "./step_player";

/** The address follows the step only when it has come to rest. */
const REST_MS = 300;
const TICKS = 8;

export class DepthView extends LitElement {
  static override properties = {
    subject: { attribute: false },
    runsAnswer: { attribute: false },
    colours: { attribute: false },
    limits: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
    place: { attribute: false },
    step: { state: true },
    isPlaying: { state: true },
  };
  declare subject: Subject;
  declare runsAnswer: RunsAnswer;
  /** Of all runs. */
  declare colours: ReadonlyMap<string, string>;
  /** Those of the verdicts. */
  declare limits: readonly LimitAnswer[];
  declare paint: MapPaint;
  declare theme: Theme;
  declare place: Place;
  /** undefined: the last one, also when another comes. */
  declare private step: number | undefined;
  declare private isPlaying: boolean;

  static override styles = [shared, depthStyle];

  private readonly store = new GridStore(BACKEND, () => this.requestUpdate());
  private readonly grounds = new WeakMap<Grid, Ground>();
  private readonly namesOf = remembered(layerNames);
  private profiles: Profile[] = [];
  /** Of those that are shown beside the run in view. */
  private others: RunAnswer[] = [];
  private stepKnown: string | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.isPlaying = false;
    this.addEventListener("keydown", (event) => this.onKeyDown(event));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.rest);
  }

  protected override willUpdate(changes: PropertyValues): void {
    const { subject, place } = this;
    if (changes.has("place") && place.step !== this.stepKnown) {
      this.stepKnown = place.step;
      const step = Number(place.step);
      this.step = place.step === undefined || !Number.isFinite(step) ? undefined : step;
    }
    const wanted = new Set(runsIn(place.runs));
    this.others = this.runsAnswer.runs.filter(
      ({ run, last_step }) => run !== subject.run && wanted.has(run) && last_step !== null,
    );
    void this.store.show(this.others, subject.statistic.name);
    this.profiles = [
      this.profile(subject.run, subject.grid),
      ...this.others.flatMap(({ run }) => {
        const grid = this.store.grid(run, subject.statistic.name);
        return grid ? [this.profile(run, grid)] : [];
      }),
    ];
  }

  protected override render() {
    const { subject, profiles } = this;
    const [main] = profiles;
    const limits = depthLimits(main, subject.statistic, this.runsAnswer.thresholds, this.limits);
    const names = this.namesOf(subject.grid, main.ground.kernels);
    return html`
      <ul class="runs" aria-label="Runs by depth">
        ${profiles.map((profile) => this.run(profile))}
        ${this.others.map(({ run }) => this.awaited(run))} ${this.choice()}
      </ul>
      <div class="ends">
        <span><b>Last layer</b>, where the gradient begins</span>
        <span class="states">
          <span>${pointWords(main)}</span>
          ${this.states(main)}
        </span>
        <span>where it ends, <b>first layer</b></span>
      </div>
      <gradient-depth-chart
        .profiles=${profiles}
        .limits=${limits}
        .names=${names}
        .axis=${this.axis(limits)}
        .statistic=${subject.statistic}
        .book=${subject.book}
        .paint=${this.paint}
        .theme=${this.theme}
      ></gradient-depth-chart>
      <gradient-step-player
        .steps=${subject.grid.steps}
        .column=${main.column}
        @column-choose=${(event: CustomEvent<number>) => this.goTo(event.detail)}
        @playing=${(event: CustomEvent<boolean>) => (this.isPlaying = event.detail)}
      ></gradient-step-player>
      ${
        this.isPlaying
          ? nothing
          : html`<gradient-depth-table
              .profiles=${profiles}
              .statistic=${subject.statistic}
            ></gradient-depth-table>`
      }
    `;
  }

  private profile(run: string, grid: Grid): Profile {
    const { subject, step } = this;
    const last = subject.grid.steps[subject.grid.columns - 1];
    const at = columnAtStep(grid.steps, step ?? last);
    // Before the first step of the run in view there is nothing to choose.
    const column = grid === subject.grid ? Math.max(0, at) : at;
    const colour = this.colours.get(run) ?? this.theme.textDim;
    const ground = this.ground(grid);
    return profileOf(run, colour, grid, ground, column, subject.book, this.isLogarithmic);
  }

  private get isLogarithmic(): boolean {
    return this.subject.statistic.scale === "log";
  }

  private ground(grid: Grid): Ground {
    let ground = this.grounds.get(grid);
    if (!ground) {
      ground = groundOf(grid, this.subject.book, this.isLogarithmic);
      this.grounds.set(grid, ground);
    }
    return ground;
  }

  private axis(limits: readonly DepthLimit[]): CurveAxis {
    const { profiles, subject } = this;
    const numbers = profiles.flatMap(({ ground }) => ground.reach);
    const main = limits.filter(({ isMain }) => isMain).map(({ value }) => value);
    return curveAxis([...numbers, ...main], subject.sketch.scale, TICKS);
  }

  private run({ run, colour, decay, grid, column, points }: Profile) {
    const { statistic } = this.subject;
    const isMain = run === this.subject.run;
    const words = decay && decayWords(decay);
    const layers = points.filter(({ value }) => value > 0 && value < Infinity).length;
    const lacking =
      layers < FEWEST_LAYERS
        ? `${formatCount(layers)} of ${formatCount(points.length)} layers have a number: too few for a decay.`
        : "";
    const step = grid.steps[column];
    const wished = this.step ?? this.profiles[0].grid.steps[this.profiles[0].column];
    const when =
      column < 0 ? "It begins later." : step === wished ? "" : `Step ${formatStep(step)}.`;
    return html`<li class="run" data-run=${run}>
      <span class="dot" style=${`background:${colour}`}></span>
      <span class="name elided" title=${run}><bdi>${displayName(run)}</bdi></span>
      <span
        >${words ? `${statistic.label} ${words.factor}.` : this.isLogarithmic ? lacking : ""}
        <span class="dim">${words?.share ?? ""} ${when}</span></span
      >
      ${isMain ? nothing : this.removal(run)}
    </li>`;
  }

  /** A run that is not there yet, or not at all. */
  private awaited(run: string) {
    if (this.profiles.some((profile) => profile.run === run)) return nothing;
    const failure = this.store.failures.get(run);
    return html`<li class="run" data-run=${run}>
      <span class="dot" style=${`background:${this.colours.get(run)}`}></span>
      <span class="name elided" title=${run}><bdi>${displayName(run)}</bdi></span>
      <span class="dim" role="status">${failure ?? "Loading…"}</span>
      ${this.removal(run)}
    </li>`;
  }

  private removal(run: string) {
    return html`<button
      class="icon remove"
      title=${`Without ${run}`}
      aria-label=${`Take run ${run} out of the chart`}
      @click=${() => this.showRuns(runsIn(this.place.runs).filter((other) => other !== run))}
    >
      ${CLOSE}
    </button>`;
  }

  private choice() {
    const shown = new Set([this.subject.run, ...this.others.map(({ run }) => run)]);
    const free = this.runsAnswer.runs.filter((r) => !shown.has(r.run) && r.last_step !== null);
    if (!free.length) return nothing;
    const choose = (event: Event) => {
      const select = event.target as HTMLSelectElement;
      const { value } = select;
      select.value = "";
      this.showRuns([...runsIn(this.place.runs), value]);
    };
    return html`<li>
      <select aria-label="Compare with another run" @change=${choose}>
        <option value="" selected>Compare with another run…</option>
        ${free.map(({ run }) => html`<option value=${run}>${run}</option>`)}
      </select>
    </li>`;
  }

  /** The states of the layers of the run in view at this step, gravest first. */
  private states({ points }: Profile) {
    return this.subject.book.all.map((status) => {
      const count = points.filter((point) => point.status.code === status.code).length;
      if (!count || status.name === "ok") return nothing;
      return html`<span class="state" title=${status.meaning} data-status=${status.name}>
        <gradient-specimen .status=${status} .paint=${this.paint}></gradient-specimen>
        ${status.word} ${formatCount(count)}
      </span>`;
    });
  }

  private goTo(column: number): void {
    const { steps, columns } = this.subject.grid;
    this.step = column === columns - 1 ? undefined : steps[column];
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.stepKnown = this.step === undefined ? undefined : String(this.step);
      this.tell({ step: this.stepKnown });
    }, REST_MS);
  }

  private showRuns(runs: readonly string[]): void {
    this.tell({ runs: runWords([...new Set(runs)]) || undefined });
  }

  private onKeyDown(event: KeyboardEvent): void {
    const from = event.composedPath()[0];
    if (event.key !== " " || from instanceof HTMLButtonElement) return;
    if (from instanceof HTMLSelectElement) return;
    event.preventDefault();
    this.renderRoot.querySelector<StepPlayer>("gradient-step-player")?.toggle();
  }

  private tell(detail: Partial<Place>): void {
    this.dispatchEvent(new CustomEvent("place-change", { detail }));
  }
}

function pointWords({ grid, ground: { kernels } }: Profile): string {
  return kernels.length === grid.variables.length
    ? "A point is a variable."
    : "A point is a layer, by its kernel; biases are on the map.";
}

/** Of the layers, the last first, without the path that all have in common. */
function layerNames(grid: Grid, kernels: readonly number[]): string[] {
  const names = kernels.map((row) => grid.variables[row].layer || grid.variables[row].name);
  const common = commonPath(names);
  return names.map((name) => displayName(name.slice(common.length))).reverse();
}

customElements.define("gradient-depth", DepthView);
