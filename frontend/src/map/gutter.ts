/** The labels at the left of the map: what they say, and how wide they are. */

import type { VariableAnswer } from "../recorded/contract";
import { commonPath, leafName } from "../recorded/names";
import { formatCount } from "../scales/number_format";
import { firstVariable, rowCount, type Arrangement, type Group } from "./arrangement";
import type { Geometry } from "./geometry";
import { elide, placeLabels } from "./label_placement";
import { topOfRowPlace } from "./row_layout";

export interface GutterLabel {
  text: string;
  x: number;
  /** Centre, from the top of the map. */
  y: number;
  align: "left" | "right";
  /** The group that it names; undefined where it names a row. */
  group: Group | undefined;
}

/** Widths of texts in CSS pixels, in the strong and in the ordinary font. */
export interface Measures {
  strong(text: string): number;
  ordinary(text: string): number;
}

/** What stays as it is while the map is zoomed and panned. */
export interface Gutter {
  width: number;
  /** Where the names of groups begin. */
  textLeft: number;
  groupWidth: number;
  leafWidth: number;
  /** By position in `groups`, and by row. */
  groupNames: readonly string[];
  leaves: readonly string[];
  measures: Measures;
}

const PADDING = 16;
/** Left of the names of groups, where there is any to be folded. */
export const FOLD_MARK = 12;
const BETWEEN = 12;
/** Right of the labels: room for the mark of the worst status, and for the marks of layers. */
const MARKS = 16;
export const LABEL_HEIGHT = 13;
const LARGEST_GROUP = 190;
const LARGEST_LEAF = 170;
const SMALLEST = 96;

/** Whether there is anything to be folded, or unfolded. */
export function isFoldable({ name, variables }: Group): boolean {
  return name !== "" && variables > 1;
}

/** @param available width of the whole map; labels take at most a third of it */
export function gutterOf(
  variables: readonly VariableAnswer[],
  arrangement: Arrangement,
  available: number,
  measures: Measures,
): Gutter {
  const { groups } = arrangement;
  const shared = commonPath(groups.map(({ name }) => name));
  const groupNames = groups.map(({ name }) => name.slice(shared.length));
  const leaves: string[] = new Array<string>(rowCount(arrangement)).fill("");
  for (const { name, first, last, isFolded, variables: count } of groups) {
    for (let row = first; row < last; row++) {
      const variable = variables[firstVariable(arrangement, row)];
      leaves[row] = isFolded ? `${formatCount(count)} variables` : leafName(variable.name, name);
    }
  }
  const mark = groups.some(isFoldable) ? FOLD_MARK : 0;
  const room = Math.max(SMALLEST, available / 3 - PADDING - mark - MARKS - BETWEEN);
  let groupWidth = Math.min(LARGEST_GROUP, widest(groupNames, measures.strong));
  let leafWidth = Math.min(LARGEST_LEAF, widest(leaves, measures.ordinary));
  if (groupWidth + leafWidth > room) {
    groupWidth = Math.min(groupWidth, Math.max(room / 2, room - leafWidth));
    leafWidth = Math.min(leafWidth, room - groupWidth);
  }
  const both = groupWidth > 0 && leafWidth > 0;
  const inner = Math.max(SMALLEST - PADDING, groupWidth + leafWidth + (both ? BETWEEN : 0));
  const textLeft = PADDING + mark;
  const width = Math.ceil(textLeft + inner + MARKS);
  return { width, textLeft, groupWidth, leafWidth, groupNames, leaves, measures };
}

/**
 * The labels in sight, none of which overlaps another.
 *
 * @param troubles by variable, how grave its worst is; decides who is named where not all can be
 */
export function labelsOf(
  gutter: Gutter,
  arrangement: Arrangement,
  geometry: Geometry,
  troubles: ArrayLike<number>,
): GutterLabel[] {
  const { layout } = geometry;
  return layout.named
    ? [...stickyGroups(gutter, arrangement, geometry), ...namedRows(gutter, geometry)]
    : crowdedGroups(gutter, arrangement, geometry, troubles);
}

/** The name of a group stays in sight as long as one of its rows does. */
function stickyGroups(gutter: Gutter, { groups }: Arrangement, geometry: Geometry): GutterLabel[] {
  const { layout, plotHeight } = geometry;
  const half = layout.rowHeight / 2;
  return groups.flatMap((group, position) => {
    const [top, bottom] = extentOf(group, geometry);
    if (group.name === "" || bottom <= 0 || top >= plotHeight) return [];
    const y = top >= 0 ? top + half : Math.min(half, bottom - half);
    const { groupWidth, measures } = gutter;
    const text = elide(gutter.groupNames[position], groupWidth, measures.strong);
    return [{ text, x: gutter.textLeft, y, align: "left" as const, group }];
  });
}

function namedRows({ leaves, width, leafWidth, measures }: Gutter, geometry: Geometry) {
  const { layout, rows } = geometry;
  const labels: GutterLabel[] = [];
  for (let band = 0; band < rows.count; band++) {
    const row = rows.first[band];
    const y = layout.tops[row] + layout.rowHeight / 2 - geometry.top / geometry.pixelRatio;
    const text = elide(leaves[row], leafWidth, measures.ordinary);
    labels.push({ text, x: width - MARKS, y, align: "right", group: undefined });
  }
  return labels;
}

/** Where rows are too low for names, groups have the whole width, and the graver go first. */
function crowdedGroups(
  gutter: Gutter,
  arrangement: Arrangement,
  geometry: Geometry,
  troubles: ArrayLike<number>,
): GutterLabel[] {
  const { plotHeight } = geometry;
  const { textLeft, measures, groupNames, leaves } = gutter;
  const width = gutter.width - MARKS - textLeft;
  const half = LABEL_HEIGHT / 2;
  const inSight = arrangement.groups.flatMap((group, position) => {
    const [top, bottom] = extentOf(group, geometry);
    if (bottom <= 0 || top >= plotHeight) return [];
    const middle = (Math.max(0, top) + Math.min(plotHeight, bottom)) / 2;
    const centre = Math.max(half, Math.min(middle, plotHeight - half));
    return [{ group, position, centre, rank: worstOf(group, arrangement, troubles) }];
  });
  const granted = placeLabels(inSight, LABEL_HEIGHT);
  return inSight
    .filter((_, position) => granted[position])
    .map(({ group, position, centre }) => {
      const name = group.name === "" ? leaves[group.first] : groupNames[position];
      const text = elide(name, width, measures.strong);
      return { text, x: textLeft, y: centre, align: "left" as const, group };
    });
}

/** Top and bottom of a group, from the top of the map. */
export function extentOf({ first, last }: Group, { layout, top, pixelRatio }: Geometry) {
  const scrolled = top / pixelRatio;
  const bottom = topOfRowPlace(layout, last - 1) + layout.rowHeight;
  return [layout.tops[first] - scrolled, bottom - scrolled] as const;
}

function worstOf(
  { first, last }: Group,
  { order, starts }: Arrangement,
  troubles: ArrayLike<number>,
): number {
  let worst = 0;
  for (let place = starts[first]; place < starts[last]; place++) {
    worst = Math.max(worst, troubles[order[place]]);
  }
  return worst;
}

/** A name may be of any length; more than this of it is not measured. */
const ENOUGH = 60;

function widest(texts: readonly string[], measure: (text: string) => number): number {
  let width = 0;
  for (const text of new Set(texts)) {
    if (text) width = Math.max(width, Math.ceil(measure(text.slice(-ENOUGH))));
  }
  return width;
}
