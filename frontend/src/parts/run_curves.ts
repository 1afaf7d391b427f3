/** One statistic of one variable in several runs, in the colours of the runs. */

import { LitElement, css, html, unsafeCSS, type PropertyValues } from "lit";
import uPlot from "uplot";
import plotStyle from "uplot/dist/uPlot.min.css";
import { CLOSE } from "../look/icons";
import { shared } from "../look/style";
import type { Theme } from "../look/theme";
import { columnNear } from "../map/counterparts";
import { FONT } from "../map/painter";
import type { StatisticAnswer } from "../recorded/contract";
import { displayName } from "../recorded/names";
import type { ColourScale } from "../scales/colour_scale";
import { curveAxis } from "../scales/curve_axis";
import { formatStep } from "../scales/number_format";
import { quantity, valueText } from "../verdicts/reading";
import { Room } from "./room";

/** Room for one tick of the axis, CSS pixels. */
const TICK_ROOM = 30;
const GUTTER = 64;

export interface RunLine {
  run: string;
  colour: string;
  /** As it is called in this run. */
  variable: string;
  steps: Float64Array;
  values: Float32Array;
}

export class RunCurves extends LitElement {
  static override properties = {
    variable: { attribute: false },
    lines: { attribute: false },
    statistic: { attribute: false },
    scale: { attribute: false },
    step: { attribute: false },
    theme: { attribute: false },
  };
  declare variable: string;
  declare lines: readonly RunLine[];
  declare statistic: StatisticAnswer;
  declare scale: ColourScale;
  /** Where the cursor is; NaN where there is none. */
  declare step: number;
  declare theme: Theme;

  static override styles = [
    unsafeCSS(plotStyle),
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      header {
        display: flex;
        align-items: center;
        gap: 4px 16px;
        padding: 6px 8px 2px 16px;
      }
      h3 {
        min-width: 0;
        margin: 0;
        font-size: 13px;
        font-weight: 500;
      }
      .what {
        color: var(--text-dim);
        white-space: nowrap;
      }
      .runs {
        display: flex;
        flex: 1;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 2px 6px;
        min-width: 0;
        font-size: 12px;
      }
      .runs button {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        max-width: 280px;
        height: 26px;
        padding: 0 8px;
        border: none;
        border-radius: 6px;
        background: none;
        cursor: pointer;
      }
      .runs button:hover {
        background: var(--surface);
      }
      .runs b {
        font-weight: 500;
        white-space: nowrap;
      }
      i {
        flex: none;
        width: 10px;
        height: 10px;
        border-radius: 50%;
      }
      .plot {
        position: relative;
        flex: 1;
        min-height: 0;
        overflow: hidden;
      }
      .line {
        position: absolute;
        top: 0;
        bottom: 0;
        border-left: 1px dashed var(--text-dim);
        pointer-events: none;
      }
    `,
  ];

  private readonly room = new Room(this, ".plot");
  private plot: uPlot | undefined;
  private drawnFrom: unknown[] = [];

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.plot?.destroy();
    this.plot = undefined;
  }

  protected override render() {
    const { lines, variable, statistic, step } = this;
    const at = Number.isNaN(step) ? "last step" : `step ${formatStep(step)}`;
    return html`
      <header>
        <h3 class="elided" title=${variable}><bdi>${displayName(variable)}</bdi></h3>
        <span class="what">${quantity(statistic)} · ${at}</span>
        <span class="runs">${lines.map((line) => this.run(line))}</span>
        <button
          class="icon"
          title="Close"
          aria-label="Close the curves"
          @click=${() => this.dispatchEvent(new Event("close"))}
        >
          ${CLOSE}
        </button>
      </header>
      <div
        class="plot"
        role="img"
        aria-label=${`${quantity(statistic)} of ${variable} in ${lines.length} runs over the steps`}
        @pointermove=${this.onPointerMove}
        @pointerleave=${() => this.tell(NaN)}
      >
        <div class="line" hidden></div>
      </div>
    `;
  }

  private run({ run, colour, variable, steps, values }: RunLine) {
    const column = Number.isNaN(this.step) ? steps.length - 1 : columnNear(steps, this.step);
    const value = column < 0 ? "not recorded" : valueText(values[column], this.statistic);
    const other = variable === this.variable ? "" : ` (there ${variable})`;
    const choose = () => this.dispatchEvent(new CustomEvent("run-choose", { detail: run }));
    return html`<button title=${`Show the map of ${run}${other}`} @click=${choose}>
      <i style=${`background:${colour}`}></i><span class="elided"><bdi>${run}</bdi></span>
      <b>${value}</b>
    </button>`;
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.size > 1 || !changes.has("step")) this.redraw();
    this.placeLine();
  }

  private redraw(): void {
    const { size } = this.room;
    if (!size) return;
    const { lines, scale, theme } = this;
    const from = [size, scale, theme, ...lines.flatMap(({ run, values }) => [run, values.buffer])];
    const key = [...from, this.variable, ...lines.map(({ colour }) => colour)];
    if (this.plot && key.every((part, place) => part === this.drawnFrom[place])) return;
    this.drawnFrom = key;
    this.plot?.destroy();
    const steps = [...new Set(lines.flatMap((line) => [...line.steps]))].sort((a, b) => a - b);
    const all = lines.flatMap(({ values }) => [...values]);
    const axis = curveAxis(all, scale, Math.max(2, size.height / TICK_ROOM));
    const font = `11px ${FONT}`;
    const ticks = { stroke: theme.textDim, font, ticks: { show: false } };
    const options: uPlot.Options = {
      width: size.width,
      height: size.height,
      padding: [8, 20, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false }, y: { range: () => axis.range } },
      axes: [
        { ...ticks, size: 26, grid: { show: false }, values: (_, at) => at.map(formatStep) },
        {
          ...ticks,
          size: GUTTER,
          gap: 6,
          grid: { stroke: theme.line, width: 1 },
          splits: () => axis.ticks.map((tick) => tick.height),
          values: () => axis.ticks.map((tick) => tick.label),
        },
      ],
      series: [
        {},
        ...lines.map(({ colour }) => ({ stroke: colour, width: 1.75, points: { show: false } })),
      ],
    };
    const data = [steps, ...lines.map((line) => heightsAt(steps, line, axis.height))];
    // A step that a run does not have is undefined, and its line goes on; a gap is null.
    this.plot = new uPlot(options, data as uPlot.AlignedData, this.field);
    this.dataset.lines = String(lines.length);
  }

  private get field(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>(".plot")!;
  }

  private placeLine(): void {
    const line = this.renderRoot.querySelector<HTMLElement>(".line")!;
    line.hidden = !this.plot || Number.isNaN(this.step);
    if (line.hidden) return;
    line.style.left = `${GUTTER + this.plot!.valToPos(this.step, "x")}px`;
  }

  private readonly onPointerMove = (event: PointerEvent): void => {
    if (!this.plot) return;
    const x = event.clientX - this.field.getBoundingClientRect().x - GUTTER;
    const [steps] = this.plot.data;
    this.tell(steps[this.plot.posToIdx(x)] ?? NaN);
  };

  private tell(detail: number): void {
    if (!Object.is(detail, this.step)) {
      this.dispatchEvent(new CustomEvent("step-move", { detail }));
    }
  }
}

function heightsAt(
  steps: readonly number[],
  line: RunLine,
  height: (value: number) => number | null,
): (number | null | undefined)[] {
  const known = new Map<number, number | null>();
  line.steps.forEach((step, column) => known.set(step, height(line.values[column])));
  return steps.map((step) => known.get(step));
}

customElements.define("gradient-run-curves", RunCurves);
