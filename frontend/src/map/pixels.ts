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

/** A part of an image; ends are exclusive. */
export interface Region {
  fromX: number;
  toX: number;
  fromY: number;
  toY: number;
}

/** Paints a region of an image that is `width` wide; what no cell covers becomes transparent. */
export function paintPixels(
  image: Uint32Array,
  width: number,
  region: Region,
  job: PixelJob,
): void {
  const { rows, gapY, top } = job;
  const { fromX, toX, fromY, toY } = region;
  const ground = new Ground(job, region);
  let free = fromY;
  for (let band = 0; band < rows.count; band++) {
    const first = Math.max(fromY, rows.start[band] - top);
    const end = Math.min(toY, rows.end[band] - gapY - top);
    if (end <= first) continue;
    clear(image, width, region, free, first);
    const line = first * width + fromX;
    ground.paint(image, line, band);
    for (let y = first + 1; y < end; y++) {
      image.copyWithin(y * width + fromX, line, line + toX - fromX);
    }
    ground.paintTextures(image, width, first, end, band);
    free = end;
  }
  clear(image, width, region, free, toY);
}

function clear(
  image: Uint32Array,
  width: number,
  { fromX, toX }: Region,
  fromY: number,
  toY: number,
): void {
  for (let y = fromY; y < toY; y++) image.fill(0, y * width + fromX, y * width + toX);
}

/** What the bands of a region have in common, worked out once for all of them. */
class Ground {
  /** The bin that each pixel of a line is of; one more than there are where it is of none. */
  private readonly binOfPixel: Uint16Array;
  /** The colour of each bin of the band that is being painted, and that of none at the end. */
  private readonly colours: Uint32Array;
  /** The bins of that band that have a texture. */
  private readonly textured: Int32Array;
  private texturedCount = 0;
  private readonly isTextured: Uint8Array;
  /** By texture: its column under each pixel of a line. */
  private readonly phases = new Map<Texture, Uint8Array>();

  constructor(
    private readonly job: PixelJob,
    private readonly region: Region,
  ) {
    const { columns, gapX, left, colours } = job;
    const { fromX, toX } = region;
    this.binOfPixel = new Uint16Array(toX - fromX).fill(columns.count);
    for (let bin = 0; bin < columns.count; bin++) {
      const from = Math.max(0, columns.start[bin] - left - fromX);
      this.binOfPixel.fill(bin, from, Math.max(from, columns.end[bin] - gapX - left - fromX));
    }
    this.colours = new Uint32Array(columns.count + 1);
    this.textured = new Int32Array(columns.count);
    this.isTextured = Uint8Array.from(colours.textures, (texture) => (texture ? 1 : 0));
  }

  /** One line of colours. */
  paint(image: Uint32Array, line: number, band: number): void {
    const { binOfPixel, colours, textured, isTextured, job } = this;
    const { worst } = job;
    const { ground } = job.colours;
    const { count } = job.columns;
    const base = band * count;
    let found = 0;
    for (let bin = 0; bin < count; bin++) {
      const gravity = worst[base + bin];
      colours[bin] = ground[gravity];
      if (isTextured[gravity >> 8] === 1) textured[found++] = bin;
    }
    this.texturedCount = found;
    for (let x = 0; x < binOfPixel.length; x++) image[line + x] = colours[binOfPixel[x]];
  }

  /** On the lines from `first` to `end` of the band that was painted last. */
  paintTextures(image: Uint32Array, width: number, first: number, end: number, band: number): void {
    const { textured, texturedCount, job, region } = this;
    const { columns, worst, colours, pixelRatio, gapX, left, top } = job;
    for (let place = 0; place < texturedCount; place++) {
      const bin = textured[place];
      const gravity = worst[band * columns.count + bin];
      const texture = colours.textures[gravity >> 8]!;
      const phase = this.phaseOf(texture);
      const colour = colours.ink[gravity];
      const from = Math.max(region.fromX, columns.start[bin] - left);
      const to = Math.min(region.toX, columns.end[bin] - gapX - left);
      for (let y = first; y < end; y++) {
        // Fixed to the content, so that a texture runs on from cell to cell and moves with it.
        const line = (Math.floor((y + top) / pixelRatio) % texture.height) * texture.width;
        for (let x = from; x < to; x++) {
          if (texture.ink[line + phase[x - region.fromX]] === 1) image[y * width + x] = colour;
        }
      }
    }
  }

  private phaseOf(texture: Texture): Uint8Array {
    const known = this.phases.get(texture);
    if (known) return known;
    const { pixelRatio, left } = this.job;
    const { fromX } = this.region;
    const phase = new Uint8Array(this.binOfPixel.length);
    for (let x = 0; x < phase.length; x++) {
      phase[x] = Math.floor((x + fromX + left) / pixelRatio) % texture.width;
    }
    this.phases.set(texture, phase);
    return phase;
  }
}
