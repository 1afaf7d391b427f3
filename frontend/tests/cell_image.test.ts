import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, ALL_ROWS } from "../src/map/arrangement";
import { CellImage } from "../src/map/cell_image";
import { geometryOf } from "../src/map/geometry";
import { gravityColours, type MapPaint, type StatusPaint } from "../src/map/pixels";
import { sketchOf } from "../src/map/sketch";
import { textureOf } from "../src/map/textures";
import { BOOK, gridOf, L2_NORM, STATUSES } from "./specimens";

const ROWS = 60;
const COLUMNS = 90;
const WIDTH = 80;
const HEIGHT = 50;

/** Numbers from 0 to 1 that are the same each time. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

const random = numbers(7);
const statuses = Array.from({ length: ROWS }, () =>
  Array.from({ length: COLUMNS }, () => (random() < 0.9 ? 1 : Math.floor(random() * 8))),
);
const values = statuses.map((line) => line.map((status) => (status === 1 ? random() : NaN)));
const grid = gridOf(statuses, values);
const sketch = sketchOf(grid, L2_NORM, BOOK);
const arrangement = arrange(grid.variables, sketch, ALL_ROWS);

const paint: MapPaint = {
  statuses: Array.from({ length: 256 }, (_, code): StatusPaint => {
    const status = STATUSES.find((each) => each.code === code);
    const texture = status && textureOf(status.name);
    return { fill: code > 1 ? 0xff000000 + code : undefined, texture, ink: 0xffff0000 + code };
  }),
  ramp: Uint32Array.from({ length: 256 }, (_, level) => 0xff00ff00 + level),
  rampInk: new Uint32Array(256).fill(0xffffffff),
};
const colours = gravityColours(paint, sketch.cells.smallIsGrave);

function geometryAt(size: number, rowSize: number, ratio: number, x: number, y: number) {
  const viewport = { steps: { size, offset: x }, rows: { size: rowSize, offset: y } };
  return geometryOf(COLUMNS, arrangement.groups, 0, WIDTH, HEIGHT, ratio, viewport);
}

/** Of one that has never shown anything else. */
function fresh(geometry: ReturnType<typeof geometryAt>): CellImage {
  const image = new CellImage();
  image.update(sketch, arrangement, geometry, colours);
  return image;
}

for (const ratio of [1, 1.5, 2]) {
  for (const [size, rowSize] of [
    [0.9, 0.85],
    [1.4, 1.3],
    [2.6, 1.1],
    [17, 13],
    [40, 30],
  ]) {
    test(`a map that was moved looks as one drawn there, with cells of ${size} by ${rowSize} at ${ratio}`, () => {
      const image = new CellImage();
      const walk = numbers(11);
      for (let turn = 0; turn < 40; turn++) {
        // Mostly a little, at times beyond all that was in sight.
        const reach = turn % 9 === 8 ? 1 : 0.2;
        const x = (walk() * reach + (turn % 3) * 0.2) * Math.max(0, COLUMNS * size - WIDTH);
        const y = (walk() * reach + (turn % 2) * 0.1) * Math.max(0, ROWS * rowSize - HEIGHT);
        const geometry = geometryAt(size, rowSize, ratio, x, y);
        image.update(sketch, arrangement, geometry, colours);
        const expected = fresh(geometry);
        assert.ok(image.width > 0 && image.height > 0);
        assert.deepEqual([image.width, image.height], [expected.width, expected.height]);
        assert.deepEqual(image.pixels, expected.pixels, `at ${x}, ${y}`);
      }
    });
  }
}

test("other colours, rows or sizes are painted anew", () => {
  const image = new CellImage();
  const geometry = geometryAt(17, 13, 1, 100, 80);
  image.update(sketch, arrangement, geometry, colours);
  const before = image.pixels.slice();
  const dark = gravityColours({ ...paint, ramp: new Uint32Array(256) }, new Uint8Array(256));
  image.update(sketch, arrangement, geometry, dark);
  assert.notDeepEqual(image.pixels, before);
  image.update(sketch, arrangement, geometry, colours);
  assert.deepEqual(image.pixels, before);
  const turned = { ...arrangement, order: arrangement.order.slice().reverse() };
  image.update(sketch, turned, geometry, colours);
  assert.notDeepEqual(image.pixels, before);
  image.update(sketch, arrangement, geometryAt(18, 13, 1, 100, 80), colours);
  assert.notDeepEqual(image.pixels, before);
});
