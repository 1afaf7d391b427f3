/** Chooses one of the recorded steps, and lets them go by as in a film. */

import { LitElement, css, html } from "lit";
import { PAUSE, PLAY } from "../look/icons";
import { shared } from "../look/style";
import { formatStep } from "../scales/number_format";

/** All steps go by in this time, however many there are. */
const WHOLE_MS = 8000;
/** Few steps go by no slower than this. */
const SLOWEST_MS = 400;
/** For who wants no motion: few pictures, each long enough to be looked at. */
const STILL_MS = 1000;
const STILLS = 10;

const NO_MOTION = window.matchMedia("(prefers-reduced-motion: reduce)");

export class StepPlayer extends LitElement {
  static override properties = {
    steps: { attribute: false },
    column: { attribute: false },
    isPlaying: { state: true },
  };
  /** Ascending. */
  declare steps: Float64Array;
  declare column: number;
  declare isPlaying: boolean;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        align-items: center;
        gap: 12px;
      }
      .icon {
        border: 1px solid var(--line-strong);
        background: var(--raised);
        color: var(--text);
      }
      input {
        flex: 1;
        min-width: 80px;
        height: 24px;
        margin: 0;
        accent-color: var(--focus);
        cursor: pointer;
      }
      output {
        min-width: 120px;
        font-weight: 500;
        text-align: right;
        white-space: nowrap;
      }
      .dim {
        font-weight: 400;
        color: var(--text-dim);
      }
    `,
  ];

  private frame = 0;

  constructor() {
    super();
    this.isPlaying = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.pause();
  }

  protected override render() {
    const { steps, column, isPlaying } = this;
    const last = steps.length - 1;
    const words = isPlaying ? "Pause" : "Play the steps";
    const now = formatStep(steps[column]);
    return html`
      <button
        class="icon"
        title=${`${words} (space)`}
        aria-label=${words}
        ?disabled=${last < 1}
        @click=${() => this.toggle()}
      >
        ${isPlaying ? PAUSE : PLAY}
      </button>
      <input
        type="range"
        min="0"
        max=${last}
        aria-label="Step"
        aria-valuetext=${`Step ${now}`}
        .value=${String(column)}
        @input=${this.onInput}
        @keydown=${this.onKeyDown}
      />
      <output aria-live=${isPlaying ? "off" : "polite"}
        >Step ${now}<span class="dim"> of ${formatStep(steps[last])}</span></output
      >
    `;
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }

  private play(): void {
    const last = this.steps.length - 1;
    const from = this.column >= last ? 0 : this.column;
    const { pace, stride } = paceOf(this.steps.length, NO_MOTION.matches);
    const start = performance.now();
    const turn = (now: number) => {
      const gone = Math.floor(Math.max(0, now - start) / pace) * stride;
      const column = Math.min(this.steps.length - 1, from + gone);
      if (column !== this.column) this.choose(column);
      if (column >= this.steps.length - 1) this.pause();
      else this.frame = requestAnimationFrame(turn);
    };
    this.setPlaying(true);
    this.frame = requestAnimationFrame(turn);
  }

  private pause(): void {
    cancelAnimationFrame(this.frame);
    if (this.isPlaying) this.setPlaying(false);
  }

  private setPlaying(isPlaying: boolean): void {
    this.isPlaying = isPlaying;
    this.dispatchEvent(new CustomEvent("playing", { detail: isPlaying }));
  }

  private readonly onInput = (event: Event): void => {
    this.pause();
    this.choose(Number((event.target as HTMLInputElement).value));
  };

  private readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    this.toggle();
  };

  private choose(column: number): void {
    this.dispatchEvent(new CustomEvent("column-choose", { detail: column }));
  }
}

/** @returns milliseconds from one picture to the next, and how many steps lie between them */
function paceOf(steps: number, isStill: boolean): { pace: number; stride: number } {
  if (isStill) return { pace: STILL_MS, stride: Math.max(1, Math.ceil(steps / STILLS)) };
  return { pace: Math.min(SLOWEST_MS, WHOLE_MS / steps), stride: 1 };
}

customElements.define("gradient-step-player", StepPlayer);
