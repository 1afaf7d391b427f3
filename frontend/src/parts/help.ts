/** How to read the map, in place: what rows, columns, colours and keys are. */

import { LitElement, css, html } from "lit";
import { CLOSE, HELP } from "../look/icons";
import { shared } from "../look/style";
import type { MapPaint } from "../map/pixels";
import type { StatisticAnswer } from "../recorded/contract";
import { quantity } from "../verdicts/reading";
import type { StatusBook } from "../verdicts/statuses";
import "./specimen";

const KEYS: readonly (readonly [keys: string, deed: string])[] = [
  ["Arrows, Page up, Page down, Home, End", "move from cell to cell"],
  ["Shift + left or right", "go to the next change of status"],
  ["Enter", "show the curves of the variable; Escape closes them"],
  ["+ and −", "zoom; 0 shows the whole map"],
  ["Alt + arrows", "move the map"],
  ["f", "fold the layer into one row, and unfold it"],
];
const POINTER: readonly (readonly [deed: string, result: string])[] = [
  ["Wheel, or pinch", "zooms both axes; over the labels only rows, over the steps only steps"],
  ["Drag", "moves the map; the small map at its right leads to any part"],
  ["Click on a cell", "shows the curves of its variable"],
  ["Click on a layer", "folds it into one row, and unfolds it"],
];

export class Help extends LitElement {
  static override properties = {
    book: { attribute: false },
    paint: { attribute: false },
    statistic: { attribute: false },
  };
  declare book: StatusBook;
  declare paint: MapPaint;
  declare statistic: StatisticAnswer;

  static override styles = [
    shared,
    css`
      :host {
        display: inline-block;
      }
      dialog {
        width: min(720px, calc(100vw - 32px));
        max-height: calc(100vh - 32px);
        padding: 0;
        border: 1px solid var(--line-strong);
        border-radius: 10px;
        background: var(--raised);
        color: var(--text);
        box-shadow: 0 10px 40px var(--shadow);
        font-size: 13px;
        line-height: 1.5;
      }
      dialog::backdrop {
        background: rgba(0, 0, 0, 0.35);
      }
      .content {
        padding: 16px 22px 22px;
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
      }
      h2 {
        margin: 0;
        font-size: 17px;
        font-weight: 500;
      }
      h3 {
        margin: 16px 0 4px;
        font-size: 13px;
        font-weight: 500;
      }
      p {
        margin: 6px 0;
      }
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 3px 14px;
        margin: 0;
      }
      dt {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        font-weight: 500;
      }
      dd {
        margin: 0;
        color: var(--text-dim);
      }
      @media (max-width: 600px) {
        dl {
          grid-template-columns: 1fr;
        }
      }
    `,
  ];

  protected override render() {
    return html`
      <button
        class="icon"
        title="How to read this"
        aria-label="How to read this"
        aria-haspopup="dialog"
        @click=${() => this.dialog.showModal()}
      >
        ${HELP}
      </button>
      <dialog aria-labelledby="title" @click=${this.onClick}>
        <div class="content">
          <header>
            <h2 id="title">How to read this</h2>
            <button
              class="icon"
              title="Close"
              aria-label="Close"
              @click=${() => this.dialog.close()}
            >
              ${CLOSE}
            </button>
          </header>
          <p>
            Each row is a variable, in the order of the model and grouped by layer; each column is a
            recorded step. The colour is the ${quantity(this.statistic)}, on the scale above the
            map. ${this.statistic.meaning}
          </p>
          <p>
            Where there are more cells than pixels, each pixel shows the worst of what it covers:
            one bad step is never lost. The mark left of a row has the colour of the worst that the
            row ever was.
          </p>
          <h3>States</h3>
          <dl>
            ${this.book.all
              .filter(({ name }) => name !== "ok")
              .map(
                (status) =>
                  html`<dt>
                      <gradient-specimen .status=${status} .paint=${this.paint}></gradient-specimen>
                      ${status.word}
                    </dt>
                    <dd>${status.meaning}</dd>`,
              )}
          </dl>
          <h3>Pointer</h3>
          ${list(POINTER)}
          <h3>Keys, on the map</h3>
          ${list(KEYS)}
        </div>
      </dialog>
    `;
  }

  private get dialog(): HTMLDialogElement {
    return this.renderRoot.querySelector("dialog")!;
  }

  /** A click beside the content closes it. */
  private onClick(event: MouseEvent): void {
    if (event.target === this.dialog) this.dialog.close();
  }
}

function list(entries: readonly (readonly [term: string, meaning: string])[]) {
  return html`<dl>
    ${entries.map(
      ([term, meaning]) =>
        html`<dt>${term}</dt>
          <dd>${meaning}</dd>`,
    )}
  </dl>`;
}

customElements.define("gradient-help", Help);
