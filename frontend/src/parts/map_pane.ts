/** The map with the tools above it: which rows, in which order, and which part is in sight. */

import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import type { Place } from "../host/address";
import { shared } from "../look/style";
import type { Theme } from "../look/theme";
import { arrange, deepest, type Arrangement, type Group } from "../map/arrangement";
import type { Cell } from "../map/cursor";
import { isFoldable } from "../map/gutter";
import { zoomedAt } from "../map/navigation";
import type { MapPaint } from "../map/pixels";
import { naturalHeight, READABLE_ROW } from "../map/row_layout";
import { WHOLE, type Viewport } from "../map/viewport";
import { foldedIn, foldedWords, type RowWords, wishesOf } from "../verdicts/row_filter";
import type { Incident } from "../verdicts/judged";
import { reachKey, reachWords, viewportIn } from "../verdicts/viewport_words";
import { AXIS_HEIGHT } from "./map_canvas";
import type { MapView } from "./map_view";
import type { Exported } from "./export_menu";
import { remembered } from "./remembered";
import type { Sizing } from "./row_tools";
import type { Subject } from "./subject";
import "./cell_table";
import "./export_menu";
import "./help";
import "./map_view";
import "./row_tools";

/** The address follows a viewport only when it has come to rest. */
const REST_MS = 300;
const BUTTON_ZOOM = 1.6;

export class MapPane extends LitElement {
  static override properties = {
    subject: { attribute: false },
    paint: { attribute: false },
    theme: { attribute: false },
    cursor: { attribute: false },
    chosenRow: { attribute: false },
    place: { attribute: false },
    isBare: { attribute: false },
    files: { attribute: false },
    incidents: { attribute: false },
    viewport: { attribute: false },
  };
  declare subject: Subject;
  declare paint: MapPaint;
  declare theme: Theme;
  declare cursor: Cell | undefined;
  /** A variable; -1 where none is chosen. */
  declare chosenRow: number;
  declare place: Place;
  /** What can be saved. */
  declare files: readonly Exported[];
  declare incidents: readonly Incident[];
  /** Without tools and the box beside the pointer. */
  declare isBare: boolean;
  /** Of its own making, except where somebody leads it. */
  declare viewport: Viewport;

  static override styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
      }
      gradient-row-tools {
        flex: none;
        padding: 2px 20px 8px 16px;
      }
      gradient-map {
        flex: 0 1 auto;
        min-height: 0;
      }
      p {
        margin: 32px 16px;
        text-align: center;
        color: var(--text-dim);
      }
      p button {
        margin-left: 8px;
      }
    `,
  ];

  private arrangement!: Arrangement;
  private words!: RowWords;
  private problem: string | undefined;
  /** The part of the address that the viewport follows, as it was read or written last. */
  private reachKnown = reachKey({});
  private rest: ReturnType<typeof setTimeout> | undefined;
  private readonly arranged = remembered(arrange);
  private readonly wished = remembered(wishesOf);
  private readonly worded = remembered(wordsOf);
  // Nothing of this changes while the map is zoomed and panned.
  private readonly depthOf = remembered(deepest);
  private readonly heightOf = remembered(naturalHeight);
  private readonly foldableOf = remembered(foldableNames);

  constructor() {
    super();
    this.isBare = false;
    this.files = [];
    this.incidents = [];
    this.viewport = WHOLE;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.rest);
  }

  protected override willUpdate(changes: PropertyValues): void {
    const { grid, sketch, book, run } = this.subject;
    const { filter, state, order, group, folded } = this.place;
    this.words = this.worded(filter, state, order, group, folded, grid.variables);
    const { wishes, problem } = this.wished(this.words, book);
    this.problem = problem;
    this.arrangement = this.arranged(grid.variables, sketch, wishes);
    const before = changes.get("subject") as Subject | undefined;
    if (before && before.run !== run) this.viewport = WHOLE;
    const asked = changes.get("place") as Place | undefined;
    const isOther = asked && ROW_KEYS.some((key) => asked[key] !== this.place[key]);
    if (isOther) this.viewport = { ...this.viewport, rows: undefined };
  }

  protected override updated(changes: PropertyValues): void {
    if (changes.has("place")) this.follow();
  }

  protected override render() {
    const { subject, arrangement, words } = this;
    const { variables } = subject.grid;
    const height = this.heightOf(arrangement.groups) + AXIS_HEIGHT;
    return html`
      ${
        this.isBare
          ? nothing
          : html`<gradient-row-tools
              .words=${words}
              .problem=${this.problem}
              .book=${subject.book}
              .depths=${this.depthOf(variables)}
              .shown=${arrangement.order.length}
              .variables=${variables.length}
              .foldable=${this.foldableOf(arrangement.groups)}
              @rows-ask=${(event: CustomEvent<RowWords>) => this.ask(event.detail)}
              @size-choose=${(event: CustomEvent<Sizing>) => this.resize(event.detail)}
            >
              <gradient-export .files=${this.files}></gradient-export>
              <gradient-help
                .book=${subject.book}
                .paint=${this.paint}
                .statistic=${subject.statistic}
              ></gradient-help>
            </gradient-row-tools>`
      }
      ${arrangement.order.length ? nothing : this.nothingFound()}
      <gradient-map
        style=${`height:${height}px`}
        ?hidden=${arrangement.order.length === 0}
        .subject=${subject}
        .arrangement=${arrangement}
        .viewport=${this.viewport}
        .paint=${this.paint}
        .theme=${this.theme}
        .cursor=${this.cursor}
        .chosenRow=${this.chosenRow}
        .incidents=${this.incidents}
        .isQuiet=${this.isBare}
        @finding-show=${this.pass}
        @viewport-change=${(event: CustomEvent<Viewport>) => this.look(event.detail)}
        @group-fold=${(event: CustomEvent<string>) => this.fold(event.detail)}
        @cursor-move=${this.pass}
        @row-choose=${this.pass}
        @drawn=${this.onDrawn}
      ></gradient-map>
      <gradient-table .subject=${subject} .order=${arrangement.order}></gradient-table>
    `;
  }

  private nothingFound() {
    const showAll = () => this.ask({ ...this.words, filter: "", state: "" });
    return html`<p role="status">
      No variable is like that. <button class="button" @click=${showAll}>Show all</button>
    </p>`;
  }

  /** Variables from top to bottom, without those that are left out. */
  get order(): Int32Array {
    return this.arrangement.order;
  }

  get map(): MapView {
    return this.renderRoot.querySelector<MapView>("gradient-map")!;
  }

  private onDrawn(): void {
    this.follow();
    this.dispatchEvent(new CustomEvent("drawn", { detail: this.map.geometry }));
  }

  /** Goes where the address says, once the map has a size. */
  private follow(): void {
    const { steps, rows } = this.place;
    const { axes, axesZoomed } = this.map;
    if (reachKey(this.place) === this.reachKnown || !axes || !axesZoomed) return;
    this.knows(this.place);
    const own = reachWords(this.viewport, axes, this.subject.grid.steps);
    if (own.steps === steps && own.rows === rows) return;
    this.viewport = viewportIn(steps, rows, axesZoomed, this.subject.grid.steps);
  }

  /** The address says what is in sight, here or on the map that leads this one. */
  knows(place: Place): void {
    this.reachKnown = reachKey(place);
  }

  private look(viewport: Viewport): void {
    this.viewport = viewport;
    this.dispatchEvent(new CustomEvent("viewport-change", { detail: viewport }));
    clearTimeout(this.rest);
    this.rest = setTimeout(() => this.remember(), REST_MS);
  }

  private remember(): void {
    const { axes } = this.map;
    if (!axes) return;
    const words = reachWords(this.viewport, axes, this.subject.grid.steps);
    this.knows(words);
    this.tell(words);
  }

  private resize(sizing: Sizing): void {
    if (sizing === "whole") {
      this.look(WHOLE);
      return;
    }
    if (sizing === "readable") {
      this.look({ ...this.viewport, rows: { size: READABLE_ROW, offset: 0 } });
      return;
    }
    const factor = sizing === "larger" ? BUTTON_ZOOM : 1 / BUTTON_ZOOM;
    this.map.navigate((axes, geometry, viewport) => {
      const { gutter, plotWidth, plotHeight } = geometry;
      const x = gutter + plotWidth / 2;
      return zoomedAt(axes, geometry, viewport, factor, factor, x, plotHeight / 2);
    });
  }

  private fold(name: string): void {
    const folded = new Set(this.words.folded);
    if (!folded.delete(name)) folded.add(name);
    this.ask({ ...this.words, folded });
  }

  private ask(words: RowWords): void {
    const { filter, state, order, group } = words;
    const folded = foldedWords(words, this.arrangement.groups);
    this.tell({ filter, state, order, group, folded });
  }

  private tell(change: Partial<Place>): void {
    this.dispatchEvent(new CustomEvent("place-change", { detail: change }));
  }

  private pass(event: CustomEvent<unknown>): void {
    this.dispatchEvent(new CustomEvent(event.type, { detail: event.detail }));
  }
}

/** Whatever decides which row stands where. */
const ROW_KEYS = ["filter", "state", "order", "group"] as const;

function wordsOf(
  filter: string | undefined,
  state: string | undefined,
  order: string | undefined,
  group: string | undefined,
  folded: string | undefined,
  variables: Parameters<typeof foldedIn>[2],
): RowWords {
  return {
    filter: filter ?? "",
    state: state ?? "",
    order: order ?? "",
    group: group ?? "",
    folded: foldedIn(folded, group, variables),
  };
}

function foldableNames(groups: readonly Group[]): string[] {
  return [...new Set(groups.filter(isFoldable).map(({ name }) => name))];
}

customElements.define("gradient-map-pane", MapPane);
