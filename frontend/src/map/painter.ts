/** The one module that draws the map on its canvas. */

import type { StepTick } from "../scales/step_ticks";
import { formatStep } from "../scales/number_format";
import type { Theme } from "../look/theme";
import type { Geometry } from "./geometry";
import { columnCentre, MARGIN_RIGHT } from "./geometry";
import type { Gutter, GutterLabel, Measures } from "./gutter";
import { paintPixels, type PixelJob } from "./pixels";
import { inkAt, type Texture } from "./textures";

export const FONT = "Roboto, 'Segoe UI', system-ui, sans-serif";
const STRONG = `500 12px ${FONT}`;
const ORDINARY = `12px ${FONT}`;
/** In rows lower than this, names are written smaller. */
const CRAMPED_ROW = 14;
const AXIS = `11px ${FONT}`;

const MARK_WIDTH = 4;
const TICK_LENGTH = 5;

/** Makes a canvas as fine as the screen and hands out its context in CSS pixels. */
export function fitted(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  pixelRatio: number,
): CanvasRenderingContext2D {
  canvas.width = Math.max(1, Math.round(width * pixelRatio));
  canvas.height = Math.max(1, Math.round(height * pixelRatio));
  canvas.style.width = `${canvas.width / pixelRatio}px`;
  canvas.style.height = `${canvas.height / pixelRatio}px`;
  const context = canvas.getContext("2d")!;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  return context;
}

export function textMeasures(canvas: HTMLCanvasElement): Measures {
  const context = canvas.getContext("2d")!;
  const measure = (font: string) => {
    const widths = new Map<string, number>();
    return (text: string) => {
      let width = widths.get(text);
      if (width === undefined) {
        context.font = font;
        width = context.measureText(text).width;
        widths.set(text, width);
      }
      return width;
    };
  };
  return { strong: measure(STRONG), ordinary: measure(ORDINARY) };
}

/** The cells, below and right of the labels. */
export function drawCells(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  job: Omit<PixelJob, "rows" | "columns" | "pixelRatio" | "gapX" | "gapY">,
): void {
  const { columns, rows, pixelRatio } = geometry;
  const width = columns.end[columns.count - 1] - columns.start[0];
  const bottom = rows.end[rows.count - 1] - job.scrolled;
  const height = Math.min(bottom, context.canvas.height);
  if (!(width > 0 && height > 0)) return;
  const image = context.createImageData(width, height);
  paintPixels(new Uint32Array(image.data.buffer), width, height, { ...geometry, ...job });
  context.putImageData(image, Math.round(geometry.gutter * pixelRatio), 0);
}

export function drawGutter(
  context: CanvasRenderingContext2D,
  gutter: Gutter,
  geometry: Geometry,
  scrollTop: number,
  theme: Theme,
): void {
  const { layout } = geometry;
  context.textBaseline = "middle";
  const cramped = layout.named && layout.rowHeight < CRAMPED_ROW;
  for (const label of gutter.labels) {
    const y = stickyCentre(label, geometry, scrollTop);
    if (y < -layout.rowHeight - 8 || y > geometry.plotHeight + layout.rowHeight + 8) continue;
    const font = label.strong ? STRONG : ORDINARY;
    context.font = cramped ? font.replace("12px", "11px") : font;
    context.fillStyle = label.strong ? theme.text : theme.textDim;
    context.textAlign = label.align;
    context.fillText(label.text, label.x, y + 0.5);
  }
  if (!layout.named) drawBrackets(context, geometry, scrollTop, theme);
}

/** The name of a layer stays in sight as long as one of its rows does. */
function stickyCentre(label: GutterLabel, { layout }: Geometry, scrollTop: number): number {
  const y = label.y - scrollTop;
  const half = layout.rowHeight / 2;
  if (!label.strong || !layout.named || y >= half) return y;
  const group = layout.groups.find(({ top, bottom }) => top <= label.y && label.y < bottom);
  return group ? Math.min(half, group.bottom - half - scrollTop) : y;
}

/** Where rows are too low for gaps between layers, alternating bars tell layers apart. */
function drawBrackets(
  context: CanvasRenderingContext2D,
  { layout, gutter, pixelRatio }: Geometry,
  scrollTop: number,
  theme: Theme,
): void {
  if (layout.groups.length < 2) return;
  layout.groups.forEach((group, position) => {
    const top = Math.round((group.top - scrollTop) * pixelRatio) / pixelRatio;
    const bottom = Math.round((group.bottom - scrollTop) * pixelRatio) / pixelRatio;
    context.fillStyle = position % 2 ? theme.line : theme.lineStrong;
    context.fillRect(gutter - 12, top, 2, bottom - top);
  });
}

/** At the left of each row the colour of the worst that it ever was. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  { rows, gutter, pixelRatio, gapY }: Geometry,
  scrollTop: number,
  colourOfRows: (first: number, last: number) => string | undefined,
): void {
  for (let band = 0; band < rows.count; band++) {
    const colour = colourOfRows(rows.first[band], rows.last[band]);
    if (!colour) continue;
    const top = rows.start[band] / pixelRatio - scrollTop;
    context.fillStyle = colour;
    context.fillRect(
      gutter - 8,
      top,
      MARK_WIDTH,
      (rows.end[band] - gapY - rows.start[band]) / pixelRatio,
    );
  }
}

export function drawAxis(
  context: CanvasRenderingContext2D,
  geometry: Geometry,
  ticks: readonly StepTick[],
  theme: Theme,
): void {
  const { gutter, pixelRatio } = geometry;
  context.font = AXIS;
  context.textBaseline = "top";
  context.fillStyle = theme.textDim;
  context.strokeStyle = theme.lineStrong;
  context.lineWidth = 1 / pixelRatio;
  for (const { column, step } of ticks) {
    const centre = columnCentre(geometry, column);
    const x = (Math.floor((gutter + centre) * pixelRatio) + 0.5) / pixelRatio;
    context.beginPath();
    context.moveTo(x, 1);
    context.lineTo(x, 1 + TICK_LENGTH);
    context.stroke();
    const text = formatStep(step);
    const half = context.measureText(text).width / 2;
    // The outermost labels stay within the map as long as it is wide enough for them.
    const overhang = Math.max(0, centre + half - geometry.plotWidth - MARGIN_RIGHT);
    context.textAlign = "center";
    context.fillText(text, gutter + Math.max(centre - overhang, Math.min(half, centre)), 9);
  }
  context.textAlign = "right";
  context.fillStyle = theme.textFaint;
  context.fillText("step", gutter - 16, 9);
}

/** A specimen of a status for the legend: its ground with its texture, over the whole canvas. */
export function drawSpecimen(
  context: CanvasRenderingContext2D,
  ground: number,
  ink: number,
  texture: Texture | undefined,
  pixelRatio: number,
): void {
  const { width, height } = context.canvas;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer).fill(ground);
  if (texture) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        if (inkAt(texture, x, y, pixelRatio)) pixels[y * width + x] = ink;
      }
    }
  }
  context.putImageData(image, 0, 0);
}
