/** Which variables the map shows, in which order, and which of them share a row. */

import type { VariableAnswer } from "../recorded/contract";
import { commonPath } from "../recorded/names";

export type RowOrder = "model" | "severity";

/** What somebody asks of the rows. */
export interface RowWishes {
  order: RowOrder;
  /** Of the variable's name; undefined shows all. */
  pattern: RegExp | undefined;
  /** Statuses of which a variable must have had one at some step; undefined shows all. */
  statuses: ReadonlySet<number> | undefined;
  /** Statuses of which a variable must never have had one; undefined shows all. */
  never: ReadonlySet<number> | undefined;
  /** How many parts of a layer's path name a group; Infinity is the whole path. */
  depth: number;
  /** Names of groups that are folded into one row. */
  folded: ReadonlySet<string>;
}

export const ALL_ROWS: RowWishes = {
  order: "model",
  pattern: undefined,
  statuses: undefined,
  never: undefined,
  depth: Infinity,
  folded: new Set(),
};

/** Variables of one layer, or of several with the same beginning, that stand together. */
export interface Group {
  /** Empty for variables whose layer is unknown. */
  name: string;
  /** Rows. */
  first: number;
  /** Exclusive. */
  last: number;
  /** Whether all of its variables share one row. */
  isFolded: boolean;
  variables: number;
}

export interface Arrangement {
  /** Variables from top to bottom; those that are left out are not among them. */
  order: Int32Array;
  /** Row `r` has the variables `order[starts[r]]` up to, not with, `order[starts[r + 1]]`. */
  starts: Int32Array;
  /** The row of each variable, -1 where it is left out. */
  rowOf: Int32Array;
  groups: Group[];
}

export interface Health {
  /** By variable: the gravest status that it ever had, 0 where it was always well. */
  troubles: ArrayLike<number>;
  /** By variable: on how many steps it was not well. */
  sickSteps: ArrayLike<number>;
  /** Whether a variable ever had a status. */
  ever(variable: number, status: number): boolean;
}

export function arrange(
  variables: readonly VariableAnswer[],
  health: Health,
  wishes: RowWishes,
): Arrangement {
  const order = ordered(shownOf(variables, health, wishes), health, wishes.order);
  const names = groupNames(variables, wishes.depth);
  const starts: number[] = [];
  const groups: Group[] = [];
  const rowOf = new Int32Array(variables.length).fill(-1);
  order.forEach((variable, place) => {
    const name = names[variable];
    let group = groups.at(-1);
    if (group?.name !== name) {
      const isFolded = name !== "" && wishes.folded.has(name);
      group = { name, first: starts.length, last: starts.length, isFolded, variables: 0 };
      groups.push(group);
    }
    if (!group.isFolded || group.variables === 0) starts.push(place);
    group.last = starts.length;
    group.variables++;
    rowOf[variable] = starts.length - 1;
  });
  starts.push(order.length);
  return { order: Int32Array.from(order), starts: Int32Array.from(starts), rowOf, groups };
}

export function rowCount({ starts }: Arrangement): number {
  return starts.length - 1;
}

/** The variables of a row. */
export function variablesIn({ order, starts }: Arrangement, row: number): Int32Array {
  return order.subarray(starts[row], starts[row + 1]);
}

/** The variable that stands first in a row. */
export function firstVariable({ order, starts }: Arrangement, row: number): number {
  return order[starts[row]];
}

/** The name of the group of each variable. */
export function groupNames(variables: readonly VariableAnswer[], depth: number): string[] {
  const layers = variables.map(({ layer }) => layer);
  if (depth === Infinity) return layers;
  const shared = commonPath(layers).split("/").length - 1;
  return layers.map((layer) =>
    layer
      .split("/")
      .slice(0, shared + depth)
      .join("/"),
  );
}

/** How many parts the longest path of a layer has below what all of them begin with. */
export function deepest(variables: readonly VariableAnswer[]): number {
  const layers = variables.map(({ layer }) => layer);
  const shared = commonPath(layers).split("/").length - 1;
  return Math.max(1, ...new Set(layers.map((layer) => layer.split("/").length - shared)));
}

function shownOf(
  variables: readonly VariableAnswer[],
  health: Health,
  { pattern, statuses, never }: RowWishes,
): number[] {
  const shown: number[] = [];
  const had = (variable: number, codes: ReadonlySet<number>) =>
    [...codes].some((status) => health.ever(variable, status));
  variables.forEach(({ name }, variable) => {
    if (pattern && !pattern.test(name)) return;
    if (statuses && !had(variable, statuses)) return;
    if (never && had(variable, never)) return;
    shown.push(variable);
  });
  return shown;
}

/** By severity the worst come first, and among equals those that were sick for longer. */
function ordered(shown: number[], { troubles, sickSteps }: Health, order: RowOrder): number[] {
  if (order === "model") return shown;
  return shown.sort((a, b) => troubles[b] - troubles[a] || sickSteps[b] - sickSteps[a] || a - b);
}
