import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_ROWS, arrange, deepest, rowCount, variablesIn } from "../src/map/arrangement";
import { moved, nextWithStatus } from "../src/map/cursor";
import { sketchOf } from "../src/map/sketch";
import {
  foldedIn,
  foldedWords,
  HEALTHY,
  NO_WORDS,
  patternOf,
  SICK,
  wishesOf,
  type RowWords,
} from "../src/verdicts/row_filter";
import { BOOK, gridOf, L2_NORM, variablesNamed } from "./specimens";

const NAMES = ["net/a/k", "net/a/b", "net/b/x/k", "net/b/y/k", "net/b/y/b"];
const GRID = {
  ...gridOf([
    [1, 1, 1],
    [1, 6, 1],
    [2, 1, 1],
    [4, 4, 1],
    [1, 1, 1],
  ]),
  variables: variablesNamed(...NAMES),
};
const SKETCH = sketchOf(GRID, L2_NORM, BOOK);

const arranged = (words: Partial<RowWords>) =>
  arrange(GRID.variables, SKETCH, wishesOf({ ...NO_WORDS, ...words }, BOOK).wishes);
const order = (words: Partial<RowWords>) => [...arranged(words).order];

test("variables stand in the order of the model, a group to each layer", () => {
  const { order, groups, rowOf } = arranged({});
  assert.deepEqual([...order], [0, 1, 2, 3, 4]);
  assert.deepEqual([...rowOf], [0, 1, 2, 3, 4]);
  assert.deepEqual(
    groups.map(({ name, first, last }) => [name, first, last]),
    [
      ["net/a", 0, 2],
      ["net/b/x", 2, 3],
      ["net/b/y", 3, 5],
    ],
  );
});

test("worst first means the gravest status, then the longest, then the model's order", () => {
  assert.deepEqual(order({ order: "severity" }), [1, 3, 2, 0, 4]);
});

test("a filter is a regular expression, and one that is none says so and filters nothing", () => {
  assert.deepEqual(order({ filter: "/k$" }), [0, 2, 3]);
  assert.deepEqual(order({ filter: "NET/A" }), []);
  assert.deepEqual(order({ filter: "net/A" }), []);
  assert.deepEqual(order({ filter: "b/(x|y)" }), [2, 3, 4]);
  assert.ok(patternOf("(").problem);
  assert.deepEqual(order({ filter: "(" }), [0, 1, 2, 3, 4]);
});

test("a state chooses the variables that ever had it", () => {
  assert.deepEqual(order({ state: "null" }), [1]);
  assert.deepEqual(order({ state: SICK }), [1, 2, 3]);
  assert.deepEqual(order({ state: HEALTHY }), [0, 4]);
  assert.deepEqual(order({ state: "no such state" }), [0, 1, 2, 3, 4]);
});

test("what is left out has no row, and keys pass over it", () => {
  const found = arranged({ filter: "/k$" });
  assert.deepEqual([...found.rowOf], [0, -1, 1, 2, -1]);
  const press = (key: string, shiftKey = false) =>
    moved(GRID, found, { row: 2, column: 1 }, { key, shiftKey });
  assert.deepEqual(press("ArrowDown"), { row: 3, column: 1 });
  assert.deepEqual(press("ArrowUp"), { row: 0, column: 1 });
  assert.deepEqual(press("End", true), { row: 3, column: 2 });
  assert.equal(nextWithStatus(GRID, found.order, 6, -1), undefined);
  assert.deepEqual(nextWithStatus(GRID, found.order, 4, 3), { row: 3, column: 0 });
});

test("a group that is folded has one row for all of its variables", () => {
  const found = arranged({ folded: new Set(["net/b/y", "net/a"]) });
  assert.equal(rowCount(found), 3);
  assert.deepEqual([...found.rowOf], [0, 0, 1, 2, 2]);
  assert.deepEqual([...variablesIn(found, 2)], [3, 4]);
  assert.deepEqual(
    found.groups.map(({ isFolded, variables }) => [isFolded, variables]),
    [
      [true, 2],
      [false, 1],
      [true, 2],
    ],
  );
});

test("groups can be named by the beginning of the path", () => {
  assert.equal(deepest(GRID.variables), 2);
  assert.deepEqual(
    arranged({ group: "1" }).groups.map(({ name }) => name),
    ["net/a", "net/b"],
  );
});

test("what is folded survives a way through the address", () => {
  for (const folded of [[], ["net/a"], ["net/a", "net/b/y"], ["a,b", "<%>"]]) {
    const words = { ...NO_WORDS, folded: new Set(folded) };
    const { groups } = arrange(GRID.variables, SKETCH, ALL_ROWS);
    const found = foldedIn(foldedWords(words, groups), "", GRID.variables);
    for (const name of folded) assert.ok(found.has(name));
    if (!folded.length) assert.equal(found.size, 0);
  }
});
