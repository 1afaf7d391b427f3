/** The cells of the map as pixels. Colours are uint32 as ImageData holds them: ABGR from the top. */

import type { Cells } from "./aggregation";
import type { Bins } from "./bins";
import { inkAt, type Texture } from "./textures";

/** How a status is painted. */
export interface StatusPaint {
  /** undefined: the colour of the number. 0: nothing. */
  fill: number | undefined;
  texture: Texture | undefined;
  /** Colour of the texture; undefined: dark on light numbers, light on dark ones. */
  ink: number | undefined;
}

export interface MapPaint {
  /** By status code. */
  statuses: readonly StatusPaint[];
  /** By level: 256 colours, the first for a cell without a number. */
  ramp: Uint32Array;
  /** By level: the colour of a mark on it. */
  rampInk: Uint32Array;
}

export interface PixelJob {
  cells: Cells;
  rows: Bins;
  columns: Bins;
  /** What `representatives` answered for these bins. */
  shown: Int32Array;
  paint: MapPaint;
  pixelRatio: number;
  /** Device pixels left free at the right and at the bottom of each cell. */
  gapX: number;
  gapY: number;
  /** How far the content is scrolled up, in device pixels. */
  scrolled: number;
}

/** Paints into an image of `width` by `height`; what no cell covers becomes transparent. */
export function paintPixels(
  image: Uint32Array,
  width: number,
  height: number,
  job: PixelJob,
): void {
  image.fill(0);
  const { rows, gapY, scrolled } = job;
  for (let band = 0; band < rows.count; band++) {
    const top = Math.max(0, rows.start[band] - scrolled);
    const bottom = Math.min(height, rows.end[band] - gapY - scrolled);
    if (bottom <= top) continue;
    const textured = paintGround(image, width, top, band, job);
    const first = top * width;
    for (let y = top + 1; y < bottom; y++) {
      image.copyWithin(y * width, first, first + width);
    }
    if (textured) paintTextures(image, width, top, bottom, band, job);
  }
}

/** One line of colours; says whether any cell of the band has a texture. */
function paintGround(
  image: Uint32Array,
  width: number,
  y: number,
  band: number,
  { cells, columns, shown, paint, gapX }: PixelJob,
): boolean {
  let textured = false;
  const line = y * width;
  for (let bin = 0; bin < columns.count; bin++) {
    const cell = shown[band * columns.count + bin];
    const { fill, texture } = paint.statuses[cells.statuses[cell]];
    if (texture) textured = true;
    const colour = fill ?? paint.ramp[cells.levels[cell]];
    const end = Math.min(width, columns.end[bin] - gapX);
    image.fill(colour, line + columns.start[bin], line + end);
  }
  return textured;
}

function paintTextures(
  image: Uint32Array,
  width: number,
  top: number,
  bottom: number,
  band: number,
  { cells, columns, shown, paint, pixelRatio, gapX, scrolled }: PixelJob,
): void {
  for (let bin = 0; bin < columns.count; bin++) {
    const cell = shown[band * columns.count + bin];
    const { texture, ink } = paint.statuses[cells.statuses[cell]];
    if (!texture) continue;
    const colour = ink ?? paint.rampInk[cells.levels[cell]];
    const start = columns.start[bin];
    const end = Math.min(width, columns.end[bin] - gapX);
    for (let y = top; y < bottom; y++) {
      for (let x = start; x < end; x++) {
        // Fixed to the content, so that a texture runs on from cell to cell and scrolls with it.
        if (inkAt(texture, x, y + scrolled, pixelRatio)) image[y * width + x] = colour;
      }
    }
  }
}
