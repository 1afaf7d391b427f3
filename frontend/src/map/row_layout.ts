/** Where each row of the map stands. CSS pixels from the top of the content. */

export interface LayerGroup {
  /** Empty for variables whose layer is unknown. */
  layer: string;
  first: number;
  /** Exclusive. */
  last: number;
  top: number;
  bottom: number;
}

export interface RowLayout {
  rowHeight: number;
  tops: Float64Array;
  contentHeight: number;
  groups: LayerGroup[];
  /** Whether a row is high enough for its name. */
  named: boolean;
}

export type Density = "fit" | "readable";

const LARGEST_ROW = 24;
const READABLE_ROW = 17;
/** Rows below this carry no name, and layers stand side by side without a gap. */
export const NAMED_ROW = 12;
const LARGEST_GAP = 5;

/**
 * @param layers of each row, in order
 * @param density "fit": all rows within `height`; "readable": rows never lower than a line of text
 */
export function layoutRows(layers: readonly string[], height: number, density: Density): RowLayout {
  const groups = groupsOf(layers);
  const count = Math.max(1, layers.length);
  const gaps = Math.max(0, groups.length - 1);
  // Layers stand apart as far as the names of their rows leave room for it.
  let gap = Math.min(LARGEST_GAP, Math.max(0, (height - NAMED_ROW * count) / Math.max(1, gaps)));
  if (density === "readable") gap = LARGEST_GAP;
  let rowHeight = Math.min(LARGEST_ROW, (height - gap * gaps) / count);
  if (density === "readable") rowHeight = Math.max(READABLE_ROW, rowHeight);
  const tops = new Float64Array(layers.length);
  let top = 0;
  for (const group of groups) {
    if (group.first > 0) top += gap;
    group.top = top;
    for (let row = group.first; row < group.last; row++, top += rowHeight) tops[row] = top;
    group.bottom = top;
  }
  return { rowHeight, tops, contentHeight: top, groups, named: rowHeight >= NAMED_ROW };
}

/** The height at which no row could be higher. */
export function naturalHeight(layers: readonly string[]): number {
  return Math.ceil(layoutRows(layers, Infinity, "fit").contentHeight);
}

/** Whether "fit" leaves rows too low for their names, so that there is something to choose. */
export function hasChoiceOfDensity(layers: readonly string[], height: number): boolean {
  return layoutRows(layers, height, "fit").rowHeight < READABLE_ROW;
}

function groupsOf(layers: readonly string[]): LayerGroup[] {
  const groups: LayerGroup[] = [];
  for (let row = 0; row < layers.length; row++) {
    const previous = groups[groups.length - 1];
    if (previous && previous.layer === layers[row]) previous.last = row + 1;
    else groups.push({ layer: layers[row], first: row, last: row + 1, top: 0, bottom: 0 });
  }
  return groups;
}
