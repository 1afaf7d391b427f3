import assert from "node:assert/strict";
import { test } from "node:test";
import { emphasize, worstCell, worstOfSpots } from "../src/map/aggregation";
import type { Arrangement } from "../src/map/arrangement";
import { binAt, binOfItem, binsOf, type Bins } from "../src/map/bins";
import { gravityOf, levelOf, statusOf, type Cells } from "../src/map/cells";
import * as geometry from "../src/map/geometry";
import { gravityColours, paintPixels, type MapPaint, type StatusPaint } from "../src/map/pixels";
import { sketchOf } from "../src/map/sketch";
import { inkAt, textureOf } from "../src/map/textures";
import { WHOLE } from "../src/map/viewport";
import { BOOK, gridOf, groupsOf, L2_NORM, STATUSES } from "./specimens";

const places = (count: number, size: number) => Array.from({ length: count }, (_, i) => i * size);
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
  const smallIsGrave = new Uint8Array(256);
  smallIsGrave[VANISHING] = 1;
  const gravities = Uint16Array.from(statuses, (status, cell) =>
    gravityOf(status, levels[cell], smallIsGrave),
  );
  return { columns, gravities, smallIsGrave };
}

/** All variables in their order, one to a row. */
function plainly(rows: number): Arrangement {
  const order = Int32Array.from({ length: rows }, (_, row) => row);
  const starts = Int32Array.from({ length: rows + 1 }, (_, row) => row);
  return { order, starts, rowOf: order, groups: groupsOf(rows) };
}

test("status and level can be told from a gravity", () => {
  const { smallIsGrave } = cellsOf([], []);
  for (const status of [0, OK, VANISHING, NULL]) {
    for (const level of [0, 1, 128, 255]) {
      const gravity = gravityOf(status, level, smallIsGrave);
      assert.equal(statusOf(gravity), status);
      assert.equal(levelOf(gravity, smallIsGrave), level);
    }
  }
});

const worstColumn = (cells: Cells) => worstCell(cells, plainly(1), 0, 1, 0, cells.columns).column;

test("of cells that share a pixel the gravest is shown, wherever it stands", () => {
  for (let bad = 0; bad < 5; bad++) {
    const statuses = [OK, OK, OK, OK, OK];
    statuses[bad] = NULL;
    assert.equal(worstColumn(cellsOf(statuses, [9, 9, 9, 9, 0])), bad);
  }
});

test("among equals the largest number is shown, and the smallest of those that vanish", () => {
  assert.equal(worstColumn(cellsOf([OK, OK, OK], [5, 80, 3])), 1);
  assert.equal(worstColumn(cellsOf([VANISHING, OK, VANISHING], [5, 80, 3])), 2);
});

test("one bad step of a thousand is among what is drawn on a hundred pixels", () => {
  const statuses = new Array<number>(4 * 1000).fill(OK);
  statuses[2 * 1000 + 517] = NONFINITE;
  const cells = cellsOf(statuses, new Array<number>(4000).fill(100), 1000);
  const columns = binsOf(places(1000, 0.1), 0.1, 1);
  const rows = binsOf(places(4, 0.5), 0.5, 1);
  const shown = worstOfSpots(cells, plainly(4), rows, columns);
  assert.equal(shown.length, 2 * 100);
  const bad = [...shown.keys()].filter((spot) => statusOf(shown[spot]) === NONFINITE);
  assert.deepEqual(bad, [100 + binOfItem(columns, 517)]);
});

test("what several cells share is theirs whether columns are alone or together", () => {
  const statuses = Array.from({ length: 60 }, (_, cell) => (cell * 7) % 5);
  const cells = cellsOf(statuses, new Array<number>(60).fill(9), 10);
  const turned = { ...plainly(6), order: Int32Array.from([5, 3, 1, 4, 2, 0]) };
  for (const size of [3, 0.4]) {
    const columns = binsOf(places(10, size), size, 1, 2, 9);
    const rows = binsOf(places(6, 0.5), 0.5, 1);
    const shown = worstOfSpots(cells, turned, rows, columns);
    for (let band = 0; band < rows.count; band++) {
      for (let bin = 0; bin < columns.count; bin++) {
        let worst = 0;
        for (let row = rows.first[band]; row < rows.last[band]; row++) {
          for (let column = columns.first[bin]; column < columns.last[bin]; column++) {
            worst = Math.max(worst, statuses[turned.order[row] * 10 + column]);
          }
        }
        assert.equal(statusOf(shown[band * columns.count + bin]), worst);
      }
    }
  }
});

test("a lone grave spot is drawn larger, a row of them is not", () => {
  const statuses = [1, 1, 1, 1, 1, /**/ 1, 6, 1, 1, 1, /**/ 6, 6, 6, 6, 6];
  const outspoken = new Uint8Array(256);
  outspoken[NULL] = 1;
  const shown = (upAndDown: boolean) => {
    // The level tells which cell it was.
    const spots = Uint16Array.from(statuses, (status, cell) => (status << 8) | cell);
    emphasize(spots, outspoken, 5, upAndDown);
    return [...spots].map((gravity) => gravity & 255);
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

function painted(
  cells: Cells,
  rows: Bins,
  columns: Bins,
  paint: MapPaint,
  { left = 0, top = 0, gap = 0 } = {},
) {
  const width = columns.end[columns.count - 1] - left;
  const height = rows.end[rows.count - 1] - top;
  const image = new Uint32Array(width * height).fill(7);
  const worst = worstOfSpots(cells, plainly(rows.last[rows.count - 1]), rows, columns);
  const colours = gravityColours(paint, cells.smallIsGrave);
  const gaps = { gapX: gap, gapY: gap };
  const job = { rows, columns, worst, colours, pixelRatio: 1, ...gaps, left, top };
  paintPixels(image, width, { fromX: 0, toX: width, fromY: 0, toY: height }, job);
  return Array.from({ length: height }, (_, y) => [...image.subarray(y * width, (y + 1) * width)]);
}

test("a cell has the colour of its number over its whole rectangle, and gaps have none", () => {
  const two = binsOf(places(2, 3), 3, 1);
  const image = painted(cellsOf([1, 1, 1, 1], [10, 20, 30, 40], 2), two, two, paintOf(9, plain), {
    gap: 1,
  });
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

test("content that is moved is the same content, higher up and farther to the left", () => {
  const rows = binsOf(places(5, 10), 10, 1);
  const columns = binsOf(places(3, 7), 7, 1);
  const texture = textureOf("zero");
  const paint = paintOf(4, { fill: GROUND, texture, ink: INK });
  const cells = cellsOf([1, 4, 1, 1, 1, 4, 4, 4, 4, 1, 1, 1, 4, 1, 4], places(15, 9), 3);
  const whole = painted(cells, rows, columns, paint);
  const moved = painted(cells, rows, columns, paint, { left: 5, top: 13 });
  assert.deepEqual(
    moved,
    whole.slice(13).map((line) => line.slice(5)),
  );
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

test("a place on the screen and its cell lead to each other, wherever the map is moved to", () => {
  const groups = groupsOf(2, 1);
  for (const viewport of [
    WHOLE,
    { steps: { size: 30, offset: 11.3 }, rows: { size: 40, offset: 7.7 } },
  ]) {
    const view = geometry.geometryOf(50, groups, 120, 780, 100, 2, viewport);
    for (const [row, column] of [
      [0, 1],
      [1, 17],
      [2, 24],
    ]) {
      const spot = geometry.spotOf(view, row, column)!;
      const { x, y, width, height } = geometry.rectangleOf(view, spot);
      assert.deepEqual(geometry.spotAt(view, x + width / 2, y + height / 2), spot);
      assert.deepEqual(geometry.sizeOf(view, spot), { rows: 1, columns: 1 });
      const centre = geometry.columnCentre(view, column);
      assert.equal(geometry.columnAt(view, centre), column);
    }
    assert.equal(geometry.spotAt(view, 60, 10), undefined);
  }
});

test("what is out of sight has no place on the screen, and what is cut off ends at the edge", () => {
  const viewport = { steps: { size: 20, offset: 505 }, rows: undefined };
  const view = geometry.geometryOf(100, groupsOf(3), 100, 500, 90, 1, viewport);
  assert.equal(geometry.spotOf(view, 0, 10), undefined);
  const { x, width } = geometry.rectangleOf(view, geometry.spotOf(view, 0, 25)!);
  assert.deepEqual([x, width], [100, 14]);
  assert.deepEqual(geometry.columnsInSight(view), [25.25, 50.25]);
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
