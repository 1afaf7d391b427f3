/** The cells in sight as pixels, kept from frame to frame: what only moves is moved. */

import { emphasize, worstOfSpots } from "./aggregation";
import type { Arrangement } from "./arrangement";
import { binsBetween } from "./bins";
import type { Geometry } from "./geometry";
import { paintPixels, type GravityColours, type Region } from "./pixels";
import { RowBlocks } from "./row_blocks";
import type { Sketch } from "./sketch";

/** A spot below this width may escape the eye. CSS pixels. */
const SEEN = 2;
/** Beside a region, as many bins as what is emphasized there can depend on. */
const BESIDE = 3;

/** What is painted: an image of the same is an image of the same cells, perhaps of other ones. */
interface Painted {
  sketch: Sketch;
  arrangement: Arrangement;
  colours: GravityColours;
  geometry: Geometry;
}

export class CellImage {
  /** In device pixels. */
  width = 0;
  height = 0;
  /** Colours as ImageData holds them. */
  pixels = new Uint32Array(0);
  private worst: Uint16Array | undefined;
  private readonly rows = new RowBlocks();
  private known: Painted | undefined;

  /** Makes it show what is in sight. */
  update(sketch: Sketch, arrangement: Arrangement, geometry: Geometry, colours: GravityColours) {
    const painted = { sketch, arrangement, geometry, colours };
    const { known } = this;
    this.known = painted;
    const [width, height] = sizeOf(geometry);
    const isSame = known && width === this.width && height === this.height && alike(known, painted);
    this.fit(width, height);
    const all = { fromX: 0, toX: width, fromY: 0, toY: height };
    if (!isSame) return this.paint(all, painted);
    const dx = geometry.left - known.geometry.left;
    const dy = geometry.top - known.geometry.top;
    if (Math.abs(dx) >= width || Math.abs(dy) >= height) return this.paint(all, painted);
    this.move(dx, dy);
    const come = (length: number, d: number) => (d < 0 ? [0, -d] : [length - d, length]);
    const [fromX, toX] = come(width, dx);
    const [fromY, toY] = come(height, dy);
    this.paint({ ...all, fromX, toX }, painted);
    this.paint({ ...all, fromY, toY }, painted);
  }

  private fit(width: number, height: number): void {
    this.width = width;
    this.height = height;
    const size = width * height;
    if (this.pixels.length === size) return;
    // One that is large enough is used again: zooming in and out would make many.
    const { buffer } = this.pixels;
    const isEnough = buffer.byteLength >= size * Uint32Array.BYTES_PER_ELEMENT;
    this.pixels = isEnough ? new Uint32Array(buffer, 0, size) : new Uint32Array(size);
  }

  /** What this brings in at the edges is still to be painted. */
  private move(dx: number, dy: number): void {
    const distance = dy * this.width + dx;
    if (distance > 0) this.pixels.copyWithin(0, distance);
    else if (distance < 0) this.pixels.copyWithin(-distance, 0, this.pixels.length + distance);
  }

  private paint(region: Region, { sketch, arrangement, geometry, colours }: Painted): void {
    const { fromX, toX, fromY, toY } = region;
    if (toX <= fromX || toY <= fromY) return;
    const { left, top, columnWidth, layout } = geometry;
    const columns = binsBetween(geometry.columns, fromX + left, toX + left, BESIDE);
    const rows = binsBetween(geometry.rows, fromY + top, toY + top, BESIDE);
    const blocks = this.rows.of(sketch.cells, arrangement, rows);
    const worst = worstOfSpots(sketch.cells, arrangement, rows, columns, this.worst, blocks);
    if (worst.length > (this.worst?.length ?? 0)) this.worst = worst;
    if (columnWidth < SEEN) {
      emphasize(worst, sketch.outspoken, columns.count, layout.rowHeight < SEEN);
    }
    paintPixels(this.pixels, this.width, region, { ...geometry, rows, columns, worst, colours });
  }
}

/** Whether two show the same content in the same size, be it in another place. */
function alike(a: Painted, b: Painted): boolean {
  return (
    a.sketch === b.sketch &&
    a.arrangement === b.arrangement &&
    a.colours === b.colours &&
    a.geometry.columnWidth === b.geometry.columnWidth &&
    a.geometry.layout.rowHeight === b.geometry.layout.rowHeight &&
    a.geometry.pixelRatio === b.geometry.pixelRatio
  );
}

/** As far as there is content in sight. */
function sizeOf({ columns, rows, pixelRatio, plotWidth, plotHeight, left, top }: Geometry) {
  if (columns.count === 0 || rows.count === 0) return [0, 0];
  const width = Math.min(Math.round(plotWidth * pixelRatio), columns.end[columns.count - 1] - left);
  const height = Math.min(Math.round(plotHeight * pixelRatio), rows.end[rows.count - 1] - top);
  return width > 0 && height > 0 ? [width, height] : [0, 0];
}
