/** What zooming, panning and keys make of a viewport. Places from the top left corner of the map. */

import type { KeyPress } from "./cursor";
import { columnCentre, rectangleOfRow, type Axes, type Geometry } from "./geometry";
import { panned, revealing, zoomed, type Viewport } from "./viewport";

const KEY_ZOOM = 1.5;
const KEY_PAN = 80;

/** Zooms about a place; on the labels rows only, on the axis of the steps steps only. */
export function zoomedAt(
  { steps: stepAxis, rows: rowAxis }: Axes,
  { gutter, plotWidth, plotHeight }: Geometry,
  viewport: Viewport,
  steps: number,
  rows: number,
  x: number,
  y: number,
): Viewport {
  const within = (place: number, length: number) => Math.min(length, Math.max(0, place));
  const isOnLabels = x < gutter;
  const isOnAxis = y > plotHeight;
  return {
    steps: isOnLabels
      ? viewport.steps
      : zoomed(stepAxis, viewport.steps, steps, within(x - gutter, plotWidth)),
    rows: isOnAxis ? viewport.rows : zoomed(rowAxis, viewport.rows, rows, within(y, plotHeight)),
  };
}

/** Zooms about a cell, or about the middle where its row is out of sight. */
export function zoomedAtCell(
  axes: Axes,
  geometry: Geometry,
  viewport: Viewport,
  factor: number,
  row: number,
  column: number,
): Viewport {
  const line = rectangleOfRow(geometry, row);
  const x = geometry.gutter + Math.max(0, columnCentre(geometry, column));
  const y = line ? line.y + line.height / 2 : geometry.plotHeight / 2;
  return zoomedAt(axes, geometry, viewport, factor, factor, x, y);
}

export function pannedBy(axes: Axes, viewport: Viewport, dx: number, dy: number): Viewport {
  return {
    steps: panned(axes.steps, viewport.steps, dx),
    rows: panned(axes.rows, viewport.rows, dy),
  };
}

/** The nearest viewport with a cell in sight. */
export function revealed(axes: Axes, viewport: Viewport, row: number, column: number): Viewport {
  return {
    steps: revealing(axes.steps, viewport.steps, column),
    rows: revealing(axes.rows, viewport.rows, row),
  };
}

/** What a key asks for, beside moving the cursor. */
export type KeyDeed =
  | { deed: "zoom"; factor: number }
  | { deed: "pan"; dx: number; dy: number }
  | { deed: "whole" | "fold" | "choose" };

export function deedOf({ key, altKey }: KeyPress & { altKey: boolean }): KeyDeed | undefined {
  if (altKey) {
    const sideways = { ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0;
    const upAndDown = { ArrowUp: -1, ArrowDown: 1 }[key] ?? 0;
    if (!sideways && !upAndDown) return undefined;
    return { deed: "pan", dx: KEY_PAN * sideways, dy: KEY_PAN * upAndDown };
  }
  switch (key) {
    case "+":
    case "=":
      return { deed: "zoom", factor: KEY_ZOOM };
    case "-":
      return { deed: "zoom", factor: 1 / KEY_ZOOM };
    case "0":
      return { deed: "whole" };
    case "f":
      return { deed: "fold" };
    case "Enter":
    case " ":
      return { deed: "choose" };
    default:
      return undefined;
  }
}
