import assert from "node:assert/strict";
import { test } from "node:test";
import { emphasize, representatives, worstCell, type Cells } from "../src/map/aggregation";
import { binAt, binOfItem, binsOf, type Bins } from "../src/map/bins";
import * as geometry from "../src/map/geometry";
import { paintPixels, type MapPaint, type StatusPaint } from "../src/map/pixels";
import { layoutRows } from "../src/map/row_layout";
import { sketchOf } from "../src/map/sketch";
import { inkAt, textureOf } from "../src/map/textures";
import { BOOK, gridOf, L2_NORM, STATUSES } from "./specimens";

const places = (count: number, size: number) => Array.from({ length: count }, (_, i) => i * size);
const NO_SMALL = new Uint8Array(256);
const OK = 1;
const VANISHING = 2;
const NONFINITE = 5;
const NULL = 6;

test("bins hold every item once, leave no gap and are at least a device pixel wide", () => {
  for (const [count, size, ratio] of [
    [1000, 0.55, 1],
    [300, 2.53, 1],
    [1000, 1.1283, 1.5],
    [7, 40, 2],
    [3, 0.001, 1],
  ]) {
    const bins = binsOf(places(count, size), size, ratio);
    assert.equal(bins.first[0], 0);
    assert.equal(bins.last[bins.count - 1], count);
    for (let bin = 0; bin < bins.count; bin++) {
      assert.ok(bins.end[bin] > bins.start[bin]);
      if (bin === 0) continue;
      assert.equal(bins.first[bin], bins.last[bin - 1]);
      assert.equal(bins.start[bin], bins.end[bin - 1]);
    }
  }
});

test("items are found in their bins, and pixels too", () => {
  const bins = binsOf(places(100, 0.3), 0.3, 1);
  for (let item = 0; item < 100; item++) {
    const bin = binOfItem(bins, item);
    assert.ok(bins.first[bin] <= item && item < bins.last[bin]);
  }
  assert.equal(binAt(bins, 0), 0);
  assert.equal(binAt(bins, -1), -1);
  assert.equal(binAt(bins, 30), -1);
});

test("a place between two layers belongs to no row", () => {
  const bins = binsOf([0, 10, 25], 10, 1);
  assert.equal(binAt(bins, 19), 1);
  assert.equal(binAt(bins, 22), -1);
  assert.equal(binAt(bins, 25), 2);
});

function cellsOf(statuses: number[], levels: number[], columns = statuses.length): Cells {
  return { columns, statuses: Uint8Array.from(statuses), levels: Uint8Array.from(levels) };
}

test("of cells that share a pixel the gravest is shown, wherever it stands", () => {
  for (let bad = 0; bad < 5; bad++) {
    const statuses = [OK, OK, OK, OK, OK];
    statuses[bad] = NULL;
    const cells = cellsOf(statuses, [9, 9, 9, 9, 0]);
    assert.equal(worstCell(cells, NO_SMALL, 0, 1, 0, 5), bad);
  }
});

test("among equals the largest number is shown, and the smallest of those that vanish", () => {
  assert.equal(worstCell(cellsOf([OK, OK, OK], [5, 80, 3]), NO_SMALL, 0, 1, 0, 3), 1);
  const smallIsGrave = Uint8Array.from(NO_SMALL);
  smallIsGrave[VANISHING] = 1;
  const vanishing = cellsOf([VANISHING, OK, VANISHING], [5, 80, 3]);
  assert.equal(worstCell(vanishing, smallIsGrave, 0, 1, 0, 3), 2);
});

test("one bad step of a thousand is among what is drawn on a hundred pixels", () => {
  const statuses = new Array<number>(4 * 1000).fill(OK);
  statuses[2 * 1000 + 517] = NONFINITE;
  const cells = cellsOf(statuses, new Array<number>(4000).fill(100), 1000);
  const columns = binsOf(places(1000, 0.1), 0.1, 1);
  const rows = binsOf(places(4, 0.5), 0.5, 1);
  const shown = representatives(cells, NO_SMALL, rows, columns);
  assert.equal(shown.length, 2 * 100);
  assert.deepEqual(
    [...shown].filter((cell) => statuses[cell] === NONFINITE),
    [2517],
  );
});

test("a lone grave spot is drawn larger, a row of them is not", () => {
  const statuses = Uint8Array.from([1, 1, 1, 1, 1, /**/ 1, 6, 1, 1, 1, /**/ 6, 6, 6, 6, 6]);
  const outspoken = new Uint8Array(256);
  outspoken[NULL] = 1;
  const shown = (upAndDown: boolean) => {
    const spots = Int32Array.from(statuses, (_, cell) => cell);
    emphasize(spots, statuses, outspoken, 5, upAndDown);
    return [...spots];
  };
  assert.deepEqual(shown(false), [0, 1, 2, 3, 4, 6, 6, 6, 8, 9, 10, 11, 12, 13, 14]);
  assert.deepEqual(shown(true), [0, 6, 2, 3, 4, 6, 6, 6, 8, 9, 10, 11, 12, 13, 14]);
});

const plain: StatusPaint = { fill: undefined, texture: undefined, ink: undefined };
const GROUND = 0xff0000aa;
const INK = 0xff00ff00;
const RAMP = Uint32Array.from({ length: 256 }, (_, level) => 0xff000000 + level);

function paintOf(status: number, paint: StatusPaint): MapPaint {
  const statuses = new Array<StatusPaint>(256).fill(plain);
  statuses[status] = paint;
  statuses[0] = { ...plain, fill: 0 };
  return { statuses, ramp: RAMP, rampInk: new Uint32Array(256).fill(INK) };
}

function painted(cells: Cells, rows: Bins, columns: Bins, paint: MapPaint, scrolled = 0, gap = 0) {
  const width = columns.end[columns.count - 1];
  const height = rows.end[rows.count - 1] - scrolled;
  const image = new Uint32Array(width * height).fill(7);
  const shown = representatives(cells, NO_SMALL, rows, columns);
  const job = { cells, rows, columns, shown, paint, pixelRatio: 1, gapX: gap, gapY: gap, scrolled };
  paintPixels(image, width, height, job);
  return Array.from({ length: height }, (_, y) => [...image.subarray(y * width, (y + 1) * width)]);
}

test("a cell has the colour of its number over its whole rectangle, and gaps have none", () => {
  const two = binsOf(places(2, 3), 3, 1);
  const image = painted(
    cellsOf([1, 1, 1, 1], [10, 20, 30, 40], 2),
    two,
    two,
    paintOf(9, plain),
    0,
    1,
  );
  const line = (a: number, b: number) => [RAMP[a], RAMP[a], 0, RAMP[b], RAMP[b], 0];
  const free = [0, 0, 0, 0, 0, 0];
  assert.deepEqual(image, [line(10, 20), line(10, 20), free, line(30, 40), line(30, 40), free]);
});

test("a state's texture lies on its own colour, and on the number's where it is a mark", () => {
  const one = binsOf([0], 12, 1);
  const texture = textureOf("null")!;
  for (const fill of [GROUND, undefined]) {
    const paint = paintOf(NULL, { fill, texture, ink: INK });
    const image = painted(cellsOf([NULL], [50]), one, one, paint);
    for (let y = 0; y < 12; y++) {
      for (let x = 0; x < 12; x++) {
        const expected = inkAt(texture, x, y, 1) ? INK : (fill ?? RAMP[50]);
        assert.equal(image[y][x], expected);
      }
    }
  }
});

test("what was not recorded is not painted", () => {
  const one = binsOf([0], 4, 1);
  assert.deepEqual(
    painted(cellsOf([0], [0]), one, one, paintOf(9, plain)).flat(),
    Array(16).fill(0),
  );
});

test("scrolled content is the same content, higher up", () => {
  const rows = binsOf(places(5, 10), 10, 1);
  const columns = binsOf(places(3, 7), 7, 1);
  const texture = textureOf("zero");
  const paint = paintOf(4, { fill: GROUND, texture, ink: INK });
  const cells = cellsOf([1, 4, 1, 1, 1, 4, 4, 4, 4, 1, 1, 1, 4, 1, 4], places(15, 9), 3);
  const whole = painted(cells, rows, columns, paint);
  assert.deepEqual(painted(cells, rows, columns, paint, 13), whole.slice(13));
});

test("textures differ from one another and leave most of the colour to be seen", () => {
  const ailing = STATUSES.filter(({ code }) => code > 1).map(({ name }) => name);
  const drawn = ailing.map((name) => textureOf(name)!);
  assert.equal(new Set(drawn.map(({ width, ink }) => `${width}:${ink}`)).size, ailing.length);
  for (const { width, height, ink } of drawn) {
    assert.equal(ink.length, width * height);
    const share = ink.reduce((sum, dot) => sum + dot, 0) / ink.length;
    assert.ok(share > 0 && share <= 0.5);
  }
  assert.equal(textureOf("ok"), undefined);
  assert.ok(textureOf("a status of the future"));
});

test("a place on the screen and its cell lead to each other", () => {
  const layout = layoutRows(["a", "a", "b"], 300, "fit");
  const view = geometry.geometryOf(50, layout, 120, 900, 300, 2);
  for (const cell of [
    { row: 0, column: 0 },
    { row: 1, column: 17 },
    { row: 2, column: 49 },
  ]) {
    const spot = geometry.spotOf(view, cell);
    const { x, y, width, height } = geometry.rectangleOf(view, spot, 0);
    assert.deepEqual(geometry.spotAt(view, x + width / 2, y + height / 2, 0), spot);
    assert.deepEqual(geometry.spotAt(view, x + width / 2, y + height / 2 - 9, 9), spot);
    assert.equal(geometry.cellsAt(view, spot), 1);
  }
  assert.equal(geometry.spotAt(view, 60, 10, 0), undefined);
});

test("a row is scrolled into sight and no farther", () => {
  const layout = layoutRows(Array<string>(100).fill("a"), 200, "readable");
  const view = geometry.geometryOf(10, layout, 100, 500, 200, 1);
  assert.equal(geometry.scrolledTo(view, 3, 0), 0);
  assert.equal(geometry.scrolledTo(view, 3, 900), layout.tops[3]);
  assert.equal(geometry.scrolledTo(view, 50, 0), layout.tops[50] + layout.rowHeight - 200);
});

test("a sketch knows the worst of each row and who has no number", () => {
  const statuses = [
    [1, 1, 1],
    [1, 6, 1],
    [2, 1, 1],
    [0, 0, 1],
  ];
  const values = [
    [1, 2, NaN],
    [1, NaN, 1],
    [1e-12, 1, 1],
    [NaN, NaN, 1],
  ];
  const sketch = sketchOf(gridOf(statuses, values), L2_NORM, BOOK);
  assert.deepEqual([...sketch.troubles], [0, NULL, VANISHING, 0]);
  assert.equal(sketch.withoutNumber, 1);
});
