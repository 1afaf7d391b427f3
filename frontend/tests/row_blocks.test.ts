import assert from "node:assert/strict";
import { test } from "node:test";
import { worstOfSpots } from "../src/map/aggregation";
import { ALL_ROWS, arrange } from "../src/map/arrangement";
import { binsOf } from "../src/map/bins";
import { blocksOf, RowBlocks } from "../src/map/row_blocks";
import { sketchOf } from "../src/map/sketch";
import { BOOK, gridOf, L2_NORM } from "./specimens";

const ROWS = 50;
const COLUMNS = 8;

const places = (count: number, size: number) => Array.from({ length: count }, (_, i) => i * size);
const numbers = (row: number) => places(COLUMNS, 1).map((at) => ((row * 7919 + at * 31) % 97) + 1);
const states = (row: number) => places(COLUMNS, 1).map((at) => (row * 11 + at * 5) % 6);
const rowsOf = (line: (row: number) => number[]) => places(ROWS, 1).map(line);
const grid = gridOf(rowsOf(states), rowsOf(numbers));
const sketch = sketchOf(grid, L2_NORM, BOOK);
const { cells } = sketch;
const model = arrange(grid.variables, sketch, ALL_ROWS);

test("the worst of many rows is the same by blocks of rows as cell by cell", () => {
  const order = Int32Array.from({ length: ROWS }, (_, row) => (row * 17) % ROWS);
  const turned = { ...model, order };
  const blocks = blocksOf(cells, turned);
  const columns = binsOf(places(COLUMNS, 0.7), 0.7, 1, 1, 7);
  for (const height of [0.05, 0.1, 0.19, 0.24, 0.3, 2]) {
    for (const [from, to] of [
      [0, ROWS],
      [3, 41],
    ]) {
      const rows = binsOf(places(ROWS, height), height, 1, from, to);
      assert.deepEqual(
        worstOfSpots(cells, turned, rows, columns, undefined, blocks),
        worstOfSpots(cells, turned, rows, columns),
      );
    }
  }
});

test("blocks of rows are made for a map of many that is drawn again", () => {
  const many = binsOf(places(ROWS, 0.1), 0.1, 1);
  const few = binsOf(places(ROWS, 1), 1, 1);
  const blocks = new RowBlocks();
  assert.equal(blocks.of(cells, model, many), undefined);
  assert.deepEqual(blocks.of(cells, model, many), blocksOf(cells, model));
  assert.equal(blocks.of(cells, model, few), undefined);
  assert.equal(blocks.of({ ...cells }, model, many), undefined);
});
