/** Layers from the last to the first and their numbers, for one run or several; takes pointer and keys. */

import { LitElement, css, html } from "lit";
import { drawChart, drawPointed, NAME_FONT, type Chart } from "../depth/drawing";
import { frameOf, nearestSpot, spotOf } from "../depth/frame";
import type { DepthLimit } from "../depth/limits";
import type { DepthPoint, Profile } from "../depth/profile";
import { shared } from "../look/style";
import type { Theme } from "../look/theme";
import { fitted } from "../map/painter";
import type { MapPaint } from "../map/pixels";
import type { StatisticAnswer } from "../recorded/contract";
import type { CurveAxis } from "../scales/curve_axis";
import { cellReading, spoken, type Reading } from "../verdicts/reading";
import type { StatusBook } from "../verdicts/statuses";
import { Room } from "./room";
import type { Tooltip } from "./tooltip";
import "./tooltip";

/** A layer's variable at a step, to be shown on the map. */
export interface OpenedLayer {
  run: string;
  variable: string;
  step: number;
}

interface Pointed {
  run: string;
  /** 0 at the last layer. */
  depth: number;
}

export class DepthChart extends LitElement {
  static override properties = {
    profiles: { attribute: false },
    limits: { attribute: false },
    names: { attribute: false },
    axis: { attribute: false },
    statistic: { attribute: false },
    book: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
    pointed: { state: true },
  };
  /** The run in view first. */
  declare profiles: readonly Profile[];
  declare limits: readonly DepthLimit[];
  /** Of the layers of the run in view, the last layer first. */
  declare names: readonly string[];
  declare axis: CurveAxis;
  declare statistic: StatisticAnswer;
  declare book: StatusBook;
  declare paint: MapPaint;
  declare theme: Theme;
  declare private pointed: Pointed | undefined;

  static override styles = [
    shared,
    css`
      :host {
        display: block;
        position: relative;
        min-height: 0;
        overflow: hidden;
      }
      .stage {
        position: absolute;
        inset: 0;
        cursor: pointer;
        outline-offset: -2px;
      }
      canvas {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
    `,
  ];

  private readonly room = new Room(this);
  private chart: Chart | undefined;
  /** What a screen reader says; only of what the keys are on. */
  private said = "";

  protected override render() {
    const { run } = this.profiles[0];
    return html`
      <div
        class="stage"
        tabindex="0"
        role="application"
        aria-roledescription="chart"
        aria-label=${`${this.statistic.label} of run ${run} from the last layer to the first. Arrow keys go from layer to layer, Enter shows the variable on the map.`}
        @pointermove=${this.onPointerMove}
        @pointerleave=${() => (this.pointed = undefined)}
        @blur=${() => (this.pointed = undefined)}
        @click=${this.onClick}
        @keydown=${this.onKeyDown}
      >
        <canvas aria-hidden="true"></canvas>
      </div>
      <div class="unseen" aria-live="polite">${this.said}</div>
      <gradient-tooltip .paint=${this.paint}></gradient-tooltip>
    `;
  }

  protected override updated(): void {
    const { size } = this.room;
    if (!size) return;
    const { profiles, axis, names, limits, paint, theme } = this;
    const canvas = this.renderRoot.querySelector("canvas")!;
    const context = fitted(canvas, size.width, size.height, size.pixelRatio);
    context.font = NAME_FONT;
    const widest = Math.max(0, ...names.map((name) => context.measureText(name).width));
    const layers = Math.max(...profiles.map(({ points }) => points.length));
    const marked = profiles.map(({ ground }) => ground.isMarked);
    const frame = frameOf(size, layers, marked, widest, axis);
    this.chart = { frame, axis, profiles, limits, names, paint, theme };
    drawChart(context, this.chart);
    this.showPointed(context, this.chart);
    const drawn = profiles[0].points.filter(({ value }) => axis.height(value) !== null);
    this.dataset.points = String(drawn.length);
    this.dataset.layers = String(layers);
  }

  private showPointed(context: CanvasRenderingContext2D, chart: Chart): void {
    const tooltip = this.renderRoot.querySelector<Tooltip>("gradient-tooltip")!;
    const found = this.find(this.pointed);
    const spot = found && spotOf(chart.frame, chart.axis, this.profiles, ...found);
    if (found) drawPointed(context, chart, ...found);
    const { x, y } = this.getBoundingClientRect();
    tooltip.anchor = spot && { x: x + spot.x - 5, y: y + spot.y - 5, width: 10, height: 10 };
    tooltip.reading = found && this.readingOf(...found);
  }

  private find(pointed: Pointed | undefined): [Profile, DepthPoint] | undefined {
    const profile = this.profiles.find(({ run }) => run === pointed?.run);
    const point = profile?.points[pointed!.depth];
    return profile && point && [profile, point];
  }

  private readingOf({ run, grid, column }: Profile, { row, depth }: DepthPoint): Reading {
    const { statistic, book } = this;
    const { layer } = grid.variables[row];
    const reading = cellReading(grid, row, Math.max(0, column), statistic, book, 128, 1);
    const place = depth === 0 ? "the last" : `${depth + 1} from the end`;
    const facts = [layer && `layer ${layer} (${place})`, reading.facts].filter(Boolean).join(" · ");
    const others = this.profiles.length > 1 ? `Run ${run}. ` : "";
    return { ...reading, facts, merged: `${others}Click to see the variable on the map.` };
  }

  private readonly onPointerMove = (event: PointerEvent): void => {
    const spot = this.spotAt(event);
    this.pointed = spot && { run: spot.profile.run, depth: spot.point.depth };
  };

  private readonly onClick = (event: MouseEvent): void => {
    const spot = this.spotAt(event);
    if (spot) this.open(spot.profile, spot.point);
  };

  private spotAt({ clientX, clientY }: MouseEvent) {
    if (!this.chart) return undefined;
    const { x, y } = this.getBoundingClientRect();
    const { frame, axis, profiles } = this.chart;
    return nearestSpot(frame, axis, profiles, clientX - x, clientY - y);
  }

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    const { profiles } = this;
    const { run, depth } = this.pointed ?? { run: profiles[0].run, depth: -1 };
    const at = profiles.findIndex((profile) => profile.run === run);
    const to = (next: number, line = at) => {
      const profile = profiles[(line + profiles.length) % profiles.length];
      const last = profile.points.length - 1;
      this.pointed = { run: profile.run, depth: Math.min(last, Math.max(0, next)) };
      this.said = spoken(this.readingOf(...this.find(this.pointed)!));
    };
    if (event.key === "ArrowRight") to(depth + 1);
    else if (event.key === "ArrowLeft") to(depth - 1);
    else if (event.key === "Home") to(0);
    else if (event.key === "End") to(Infinity);
    else if (event.key === "ArrowDown") to(Math.max(0, depth), at + 1);
    else if (event.key === "ArrowUp") to(Math.max(0, depth), at - 1);
    else if (event.key === "Enter" && this.find(this.pointed)) {
      this.open(...this.find(this.pointed)!);
    } else return;
    event.preventDefault();
  };

  private open({ run, grid, column }: Profile, { row }: DepthPoint): void {
    const detail = { run, variable: grid.variables[row].name, step: grid.steps[column] };
    // Up to the view of the run, which knows the map.
    this.dispatchEvent(
      new CustomEvent<OpenedLayer>("variable-open", { detail, bubbles: true, composed: true }),
    );
  }
}

customElements.define("gradient-depth-chart", DepthChart);
