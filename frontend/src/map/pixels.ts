/** The cells of the map as pixels. Colours are uint32 as ImageData holds them: ABGR from the top. */

import type { Bins } from "./bins";
import { levelOf } from "./cells";
import type { Texture } from "./textures";

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

/** The colours of each gravity. */
export interface GravityColours {
  ground: Uint32Array;
  ink: Uint32Array;
  /** By status code. */
  textures: readonly (Texture | undefined)[];
}

export function gravityColours(
  { statuses, ramp, rampInk }: MapPaint,
  smallIsGrave: Uint8Array,
): GravityColours {
  const ground = new Uint32Array(65536);
  const ink = new Uint32Array(65536);
  for (let gravity = 0; gravity < 65536; gravity++) {
    const level = levelOf(gravity, smallIsGrave);
    const paint = statuses[gravity >> 8];
    ground[gravity] = paint.fill ?? ramp[level];
    ink[gravity] = paint.ink ?? rampInk[level];
  }
  return { ground, ink, textures: statuses.map(({ texture }) => texture) };
}

export interface PixelJob {
  rows: Bins;
  columns: Bins;
  /** What `worstOfSpots` answered for these bins. */
  worst: Uint16Array;
  colours: GravityColours;
  pixelRatio: number;
  /** Device pixels left free at the right and at the bottom of each cell. */
  gapX: number;
  gapY: number;
  /** How far the content is moved out of sight, in device pixels. */
  left: number;
  top: number;
}

/** Paints into an image of `width` by `height`; what no cell covers becomes transparent. */
export function paintPixels(
  image: Uint32Array,
  width: number,
  height: number,
  job: PixelJob,
): void {
  image.fill(0);
  const { rows, gapY, top } = job;
  for (let band = 0; band < rows.count; band++) {
    const first = Math.max(0, rows.start[band] - top);
    const end = Math.min(height, rows.end[band] - gapY - top);
    if (end <= first) continue;
    const textured = paintGround(image, width, first, band, job);
    const line = first * width;
    for (let y = first + 1; y < end; y++) image.copyWithin(y * width, line, line + width);
    if (textured) paintTextures(image, width, first, end, band, job);
  }
}

/** One line of colours; says whether any cell of the band has a texture. */
function paintGround(
  image: Uint32Array,
  width: number,
  y: number,
  band: number,
  { columns, worst, colours, gapX, left }: PixelJob,
): boolean {
  const { ground, textures } = colours;
  let textured = false;
  const line = y * width;
  for (let bin = 0; bin < columns.count; bin++) {
    const gravity = worst[band * columns.count + bin];
    if (textures[gravity >> 8] !== undefined) textured = true;
    const colour = ground[gravity];
    const end = line + Math.min(width, columns.end[bin] - gapX - left);
    // By far most cells are a pixel or two, for which `fill` would take longer than the loop.
    for (let x = line + Math.max(0, columns.start[bin] - left); x < end; x++) image[x] = colour;
  }
  return textured;
}

function paintTextures(
  image: Uint32Array,
  width: number,
  first: number,
  end: number,
  band: number,
  { columns, worst, colours, pixelRatio, gapX, left, top }: PixelJob,
): void {
  for (let bin = 0; bin < columns.count; bin++) {
    const gravity = worst[band * columns.count + bin];
    const texture = colours.textures[gravity >> 8];
    if (!texture) continue;
    const colour = colours.ink[gravity];
    const from = Math.max(0, columns.start[bin] - left);
    const to = Math.min(width, columns.end[bin] - gapX - left);
    for (let y = first; y < end; y++) {
      // Fixed to the content, so that a texture runs on from cell to cell and moves with it.
      const line = (Math.floor((y + top) / pixelRatio) % texture.height) * texture.width;
      for (let x = from; x < to; x++) {
        const column = Math.floor((x + left) / pixelRatio) % texture.width;
        if (texture.ink[line + column] === 1) image[y * width + x] = colour;
      }
    }
  }
}
