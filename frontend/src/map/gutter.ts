/** The labels at the left of the map: what they say, and how wide they are. */

import type { VariableAnswer } from "../recorded/contract";
import { commonPath, leafName } from "../recorded/names";
import { elide, placeLabels } from "./label_placement";
import type { RowLayout } from "./row_layout";

export interface GutterLabel {
  text: string;
  x: number;
  /** Centre, from the top of the content. */
  y: number;
  align: "left" | "right";
  strong: boolean;
}

export interface Gutter {
  width: number;
  labels: GutterLabel[];
}

/** Widths of texts in CSS pixels, in the strong and in the ordinary font. */
export interface Measures {
  strong(text: string): number;
  ordinary(text: string): number;
}

const PADDING = 16;
const BETWEEN = 12;
/** Right of the labels: room for the mark of the worst status, and for the marks of layers. */
const MARKS = 16;
const LABEL_HEIGHT = 13;
const LARGEST_LAYER = 190;
const LARGEST_LEAF = 170;
const SMALLEST = 96;

/**
 * @param troubles how grave the worst of each row is; decides which layer is named where not all
 *   can be
 * @param available width of the whole map; labels take at most a third of it
 */
export function gutterOf(
  variables: readonly VariableAnswer[],
  layout: RowLayout,
  troubles: ArrayLike<number>,
  available: number,
  measures: Measures,
): Gutter {
  const shared = commonPath(variables.map((variable) => variable.layer));
  const layers = layout.groups.map((group) => group.layer.slice(shared.length));
  const leaves = layout.named
    ? variables.map(({ name, layer }) => leafName(name, layer))
    : variables.map(({ name, layer }) => (layer === "" ? leafName(name, "") : ""));
  const room = Math.max(SMALLEST, available / 3 - PADDING - MARKS - BETWEEN);
  let layerWidth = Math.min(LARGEST_LAYER, widest(layers, measures.strong));
  let leafWidth = Math.min(LARGEST_LEAF, widest(leaves, measures.ordinary));
  if (layerWidth + leafWidth > room) {
    layerWidth = Math.min(layerWidth, Math.max(room / 2, room - leafWidth));
    leafWidth = Math.min(leafWidth, room - layerWidth);
  }
  const both = layerWidth > 0 && leafWidth > 0;
  const inner = Math.max(SMALLEST - PADDING, layerWidth + leafWidth + (both ? BETWEEN : 0));
  const width = Math.ceil(PADDING + inner + MARKS);
  const right = width - MARKS;

  const labels: GutterLabel[] = [];
  const wishes: { centre: number; rank: number }[] = [];
  layout.groups.forEach((group, position) => {
    if (group.layer === "") return;
    const centre = layout.named
      ? layout.tops[group.first] + layout.rowHeight / 2
      : withinContent((group.top + group.bottom) / 2, layout);
    const text = elide(layers[position], layerWidth, measures.strong);
    labels.push({ text, x: PADDING, y: centre, align: "left", strong: true });
    wishes.push({ centre, rank: worst(troubles, group.first, group.last) });
  });
  const named = placeLabels(wishes, layout.named ? 0 : LABEL_HEIGHT);
  const kept = labels.filter((_, position) => named[position]);
  return {
    width,
    labels: [...kept, ...leafLabels(leaves, layout, troubles, right, leafWidth, measures)],
  };
}

function leafLabels(
  leaves: readonly string[],
  layout: RowLayout,
  troubles: ArrayLike<number>,
  right: number,
  width: number,
  measures: Measures,
): GutterLabel[] {
  const rows = leaves.map((_, row) => row).filter((row) => leaves[row] !== "");
  const centres = rows.map((row) => withinContent(layout.tops[row] + layout.rowHeight / 2, layout));
  const wishes = rows.map((row, position) => ({ centre: centres[position], rank: troubles[row] }));
  const granted = placeLabels(wishes, layout.named ? 0 : LABEL_HEIGHT);
  return rows.flatMap((row, position) => {
    if (!granted[position]) return [];
    const text = elide(leaves[row], width, measures.ordinary);
    return [{ text, x: right, y: centres[position], align: "right" as const, strong: false }];
  });
}

/** Labels are higher than low rows: the outermost would be cut off. */
function withinContent(centre: number, { contentHeight }: RowLayout): number {
  const half = LABEL_HEIGHT / 2;
  return Math.max(half, Math.min(centre, contentHeight - half));
}

function worst(troubles: ArrayLike<number>, first: number, last: number): number {
  let result = 0;
  for (let row = first; row < last; row++) result = Math.max(result, troubles[row]);
  return result;
}

/** A name may be of any length; more than this of it is not measured. */
const ENOUGH = 60;

function widest(texts: readonly string[], measure: (text: string) => number): number {
  return texts.reduce((width, text) => {
    return text ? Math.max(width, Math.ceil(measure(text.slice(-ENOUGH)))) : width;
  }, 0);
}
