/** The one module that draws the map on its canvas. */

import type { StepTick } from "../scales/step_ticks";
import { formatStep } from "../scales/number_format";
import type { Theme } from "../look/theme";
import type { Arrangement } from "./arrangement";
import type { CellImage } from "./cell_image";
import type { Geometry } from "./geometry";
import { columnCentre, MARGIN_RIGHT } from "./geometry";
import { extentOf, FOLD_MARK, isFoldable, type GutterLabel, type Measures } from "./gutter";
import { histogramPixels, type HistogramCells } from "./histogram_pixels";
import { inkAt, type Texture } from "./textures";

export const FONT = "Roboto, 'Segoe UI', system-ui, sans-serif";
const STRONG = `500 12px ${FONT}`;
const ORDINARY = `12px ${FONT}`;
/** In rows lower than this, names are written smaller. */
const CRAMPED_ROW = 14;
const AXIS = `11px ${FONT}`;

const MARK_WIDTH = 4;
const TICK_LENGTH = 5;

/** Makes a canvas as fine as the screen, empties it, and hands out its context in CSS pixels. */
export function fitted(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
  pixelRatio: number,
): CanvasRenderingContext2D {
  const columns = Math.max(1, Math.round(width * pixelRatio));
  const lines = Math.max(1, Math.round(height * pixelRatio));
  const context = canvas.getContext("2d")!;
  if (canvas.width === columns && canvas.height === lines) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, columns, lines);
  } else {
    canvas.width = columns;
    canvas.height = lines;
  }
  canvas.style.width = `${columns / pixelRatio}px`;
  canvas.style.height = `${lines / pixelRatio}px`;
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

/** The cells, right of the labels. */
export function drawCells(
  context: CanvasRenderingContext2D,
  { width, height, pixels }: CellImage,
  { gutter, pixelRatio }: Geometry,
): void {
  if (width === 0 || height === 0) return;
  const bytes = new Uint8ClampedArray(pixels.buffer as ArrayBuffer, 0, pixels.byteLength);
  context.putImageData(new ImageData(bytes, width, height), Math.round(gutter * pixelRatio), 0);
}

export function drawLabels(
  context: CanvasRenderingContext2D,
  labels: readonly GutterLabel[],
  { layout }: Geometry,
  theme: Theme,
): void {
  context.textBaseline = "middle";
  const cramped = layout.named && layout.rowHeight < CRAMPED_ROW;
  for (const { text, x, y, align, group } of labels) {
    const font = group ? STRONG : ORDINARY;
    context.font = cramped ? font.replace("12px", "11px") : font;
    context.fillStyle = group ? theme.text : theme.textDim;
    context.textAlign = align;
    context.fillText(text, x, y + 0.5);
    if (group && isFoldable(group)) drawFoldMark(context, x - FOLD_MARK + 3, y, group.isFolded);
  }
}

/** A small triangle: points down where what is below it can be folded, else to the right. */
function drawFoldMark(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  isFolded: boolean,
): void {
  const [long, wide] = [2.2, 3.2];
  context.beginPath();
  if (isFolded) {
    context.moveTo(x - long, y - wide);
    context.lineTo(x + long, y);
    context.lineTo(x - long, y + wide);
  } else {
    context.moveTo(x - wide, y - long);
    context.lineTo(x, y + long);
    context.lineTo(x + wide, y - long);
  }
  context.fill();
}

/** Where rows are too low for gaps between groups, alternating bars tell groups apart. */
export function drawBrackets(
  context: CanvasRenderingContext2D,
  { groups }: Arrangement,
  geometry: Geometry,
  theme: Theme,
): void {
  const { layout, gutter, pixelRatio, plotHeight } = geometry;
  if (layout.named || groups.length < 2) return;
  groups.forEach((group, position) => {
    const [begin, end] = extentOf(group, geometry);
    if (end <= 0 || begin >= plotHeight) return;
    const top = Math.round(begin * pixelRatio) / pixelRatio;
    const bottom = Math.round(end * pixelRatio) / pixelRatio;
    context.fillStyle = position % 2 ? theme.line : theme.lineStrong;
    context.fillRect(gutter - 12, top, 2, bottom - top);
  });
}

/** At the left of each row the colour of the worst that it ever was. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  { rows, gutter, pixelRatio, gapY, top }: Geometry,
  colourOfRows: (first: number, last: number) => string | undefined,
): void {
  for (let band = 0; band < rows.count; band++) {
    const colour = colourOfRows(rows.first[band], rows.last[band]);
    if (!colour) continue;
    const begin = (rows.start[band] - top) / pixelRatio;
    const height = (rows.end[band] - gapY - rows.start[band]) / pixelRatio;
    context.fillStyle = colour;
    context.fillRect(gutter - 8, begin, MARK_WIDTH, height);
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
    if (centre < 0 || centre > geometry.plotWidth) continue;
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

/** What a histogram is drawn within: CSS pixels, and what stays free above and below. */
export interface HistogramFrame {
  width: number;
  height: number;
  pixelRatio: number;
  top: number;
  bottom: number;
}

/** The histogram of magnitudes over the columns in sight, the largest on top. */
export function drawHistogram(
  canvas: HTMLCanvasElement,
  cells: HistogramCells,
  borders: readonly number[],
  [low, high]: readonly [low: number, high: number],
  geometry: Geometry,
  { width, height, pixelRatio, top, bottom }: HistogramFrame,
  ramp: Uint32Array,
): void {
  const context = fitted(canvas, width, height, pixelRatio);
  const columns = Math.round(geometry.plotWidth * pixelRatio);
  if (cells.shares.length === 0 || columns <= 0) return;
  const pixels = histogramPixels(cells, geometry.columns, ramp, columns, geometry.left);
  const source = new OffscreenCanvas(columns, cells.bins);
  const lines = new ImageData(new Uint8ClampedArray(pixels.buffer as ArrayBuffer), columns);
  source.getContext("2d")!.putImageData(lines, 0, 0);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = false;
  const left = Math.round(geometry.gutter * pixelRatio);
  const place = (exponent: number) =>
    Math.round(pixelRatio * (top + ((high - exponent) / (high - low)) * (height - top - bottom)));
  for (let bin = 0; bin < cells.bins; bin++) {
    const begin = place(Math.min(high, borders[bin + 1]));
    const end = place(Math.max(low, borders[bin]));
    if (end > begin) {
      context.drawImage(source, 0, bin, columns, 1, left, begin, columns, end - begin);
    }
  }
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
