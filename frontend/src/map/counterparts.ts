/** The same place on the maps of two runs: variable, step, and the part that is in sight. */

import { leafName } from "../recorded/names";
import type { VariableAnswer } from "../recorded/contract";
import type { Cell } from "./cursor";
import type { Axes } from "./geometry";
import { lastAtOrBefore } from "./row_layout";
import { span, spanning, type Viewport } from "./viewport";

/**
 * The variable of `to` that each variable of `from` answers to, -1 where none does: the one with
 * the same name; among those left over, that of the layer at the same place in the order of the
 * model, since a renamed model is still the same model.
 */
export function counterparts(
  from: readonly VariableAnswer[],
  to: readonly VariableAnswer[],
): Int32Array {
  const byName = new Map(to.map(({ name }, place) => [name, place]));
  const result = Int32Array.from(from, ({ name }) => byName.get(name) ?? -1);
  const taken = new Set(result);
  const left = layersOf(from, (place) => result[place] < 0);
  const free = layersOf(to, (place) => !taken.has(place));
  for (let layer = 0; layer < Math.min(left.length, free.length); layer++) {
    pairUp(from, left[layer], to, free[layer], result);
  }
  return result;
}

/** Within a layer: a kernel answers to a kernel; what has no such partner goes by its place. */
function pairUp(
  from: readonly VariableAnswer[],
  left: readonly number[],
  to: readonly VariableAnswer[],
  free: readonly number[],
  result: Int32Array,
): void {
  const leaf = ({ name, layer }: VariableAnswer) => leafName(name, layer).split("/").at(-1);
  const open = new Set(free);
  for (const place of left) {
    const partner = [...open].find((other) => leaf(to[other]) === leaf(from[place]));
    if (partner === undefined) continue;
    result[place] = partner;
    open.delete(partner);
  }
  const rest = [...open];
  for (const place of left) if (result[place] < 0) result[place] = rest.shift() ?? -1;
}

/** Variables layer by layer, in the order of the model. */
function layersOf(
  variables: readonly VariableAnswer[],
  counts: (place: number) => boolean,
): number[][] {
  const layers = new Map<string, number[]>();
  variables.forEach(({ name, layer }, place) => {
    if (!counts(place)) return;
    const key = layer || name.split("/").slice(0, -1).join("/");
    const known = layers.get(key);
    if (known) known.push(place);
    else layers.set(key, [place]);
  });
  return [...layers.values()];
}

/** The column recorded nearest to a step; -1 for a step before the first or after the last. */
export function columnNear(steps: Float64Array, step: number): number {
  const column = lastAtOrBefore(steps, step);
  if (column < 0 || step > steps[steps.length - 1]) return -1;
  const next = Math.min(steps.length - 1, column + 1);
  return steps[next] - step < step - steps[column] ? next : column;
}

/** @param partners what `counterparts` answered */
export function cellBeside(
  { row, column }: Cell,
  partners: Int32Array,
  from: Float64Array,
  to: Float64Array,
): Cell | undefined {
  const cell = { row: partners[row] ?? -1, column: columnNear(to, from[column]) };
  return cell.row < 0 || cell.column < 0 ? undefined : cell;
}

/** A map with its steps. */
export interface Side {
  axes: Axes;
  steps: Float64Array;
}

/** The viewport of one map that shows the same steps and rows as that of another. */
export function viewportBeside(viewport: Viewport, from: Side, to: Side): Viewport {
  const across = (edge: number) => edgeAt(to.steps, stepAt(from.steps, edge));
  const [first, end] = span(from.axes.steps, viewport.steps);
  return {
    steps: viewport.steps && spanning(to.axes.steps, across(first), across(end)),
    rows: viewport.rows && spanning(to.axes.rows, ...span(from.axes.rows, viewport.rows)),
  };
}

/** The step at a place among columns; beyond the last it goes on at the last stride. */
function stepAt(steps: Float64Array, place: number): number {
  const column = Math.max(0, Math.min(steps.length - 1, Math.floor(place)));
  return steps[column] + (place - column) * strideAt(steps, column);
}

/** The inverse of `stepAt`. */
function edgeAt(steps: Float64Array, step: number): number {
  const column = Math.max(0, lastAtOrBefore(steps, step));
  return column + (step - steps[column]) / strideAt(steps, column);
}

function strideAt(steps: Float64Array, column: number): number {
  const begin = Math.min(column, steps.length - 2);
  return begin < 0 ? 1 : steps[begin + 1] - steps[begin];
}
