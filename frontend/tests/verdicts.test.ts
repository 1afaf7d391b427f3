import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_ROWS, arrange } from "../src/map/arrangement";
import { moved, nextWithStatus } from "../src/map/cursor";
import { sketchOf } from "../src/map/sketch";
import { limitsOf, spellsOf } from "../src/verdicts/limits";
import { cellReading, spoken } from "../src/verdicts/reading";
import { StatusBook } from "../src/verdicts/statuses";
import { tally } from "../src/verdicts/tally";
import { verdictOf } from "../src/verdicts/verdict";
import { BOOK, gridOf, L2_NORM, MEAN, STATUSES } from "./specimens";

function verdict(...rows: number[][]) {
  const { statuses, steps, columns } = gridOf(rows);
  const index = (variable: number, column: number) => variable * columns + column;
  return verdictOf(tally(statuses, steps, rows.length, index), BOOK);
}

test("the verdict speaks of the last step, gravest first", () => {
  const { sentence, worst } = verdict([1, 6], [6, 6], [1, 2], [1, 1]);
  assert.equal(sentence, "2 of 4 variables have no gradient, 1 vanishes at step 1.");
  assert.equal(worst?.name, "null");
});

test("one variable is spoken of in the singular", () => {
  assert.equal(verdict([6], [1]).sentence, "1 of 2 variables has no gradient at step 0.");
  assert.equal(verdict([1]).sentence, "The variable has a healthy gradient at step 0.");
});

test("a healthy run is called healthy", () => {
  const { sentence, worst, earlier } = verdict([1, 1], [1, 1]);
  assert.equal(sentence, "All 2 variables have a healthy gradient at step 1.");
  assert.equal(worst, undefined);
  assert.equal(earlier, "");
});

test("a run without a sick state whose numbers are judged to be sick is not called healthy", () => {
  const { statuses, steps } = gridOf([[1], [1]]);
  const well = tally(statuses, steps, 2, (variable) => variable);
  assert.equal(verdictOf(well, BOOK).isWell, true);
  const judged = verdictOf(well, BOOK, true);
  assert.equal(judged.sentence, "All 2 variables have a gradient at step 0.");
  assert.equal(judged.isWell, false);
});

test("what is over is not forgotten", () => {
  const { sentence, earlier } = verdict([5, 5, 1], [1, 5, 1], [3, 1, 1], [1, 3, 3]);
  assert.equal(sentence, "1 of 4 variables explodes at step 2.");
  assert.equal(earlier, "Earlier: 2 were non-finite, last at step 1; 1 more exploded.");
});

test("a run that ails on some steps is not shown as sound though its last step is", () => {
  const { sentence, worst, earlier } = verdict([1, 1, 1], [1, 5, 1]);
  assert.equal(sentence, "All 2 variables have a healthy gradient at step 2.");
  assert.equal(earlier, "Earlier: 1 was non-finite, last at step 1.");
  assert.equal(worst?.name, "nonfinite");
});

test("variables that the last step does not speak of are not counted among the healthy", () => {
  assert.equal(
    verdict([1, 1], [1, 0], [1, 1]).sentence,
    "All 2 recorded variables have a healthy gradient at step 1.",
  );
});

test("a run without a step has no verdict", () => {
  assert.equal(verdict([], []).sentence, "No step has been recorded yet.");
});

test("cells are counted in either order of rows and columns", () => {
  const steps = Float64Array.from([10, 20]);
  const byStep = Uint8Array.from([1, 6, 1, /**/ 1, 1, 4]);
  const counts = tally(byStep, steps, 3, (variable, column) => column * 3 + variable);
  assert.equal(counts.cells[1], 4);
  assert.equal(counts.ever[6], 1);
  assert.equal(counts.atLast[6], 0);
  assert.equal(counts.atLast[4], 1);
  assert.equal(counts.lastSeen[6], 10);
});

test("every status of the backend has words, also one that this tab does not know", () => {
  const book = new StatusBook([...STATUSES, { code: 7, name: "wrong_sign" }]);
  assert.deepEqual(
    book.all.map((status) => status.word),
    [
      "wrong sign",
      "no gradient",
      "non-finite",
      "zero",
      "exploding",
      "vanishing",
      "present",
      "not recorded",
    ],
  );
  assert.equal(book.ailing[0].name, "wrong_sign");
  assert.equal(book.get(200).word, "status 200");
});

test("a reading says variable, step, status and number in words", () => {
  const grid = gridOf([[1, 2]], [[0.5, 3.1e-12]]);
  const reading = cellReading(grid, 0, 1, L2_NORM, BOOK, 17, 1);
  assert.equal(reading.variable, "layer_0/kernel");
  assert.equal(reading.facts, "2 × 3 · 6 elements · float32");
  assert.equal(reading.merged, undefined);
  assert.equal(
    spoken(reading),
    "layer_0/kernel, step 1: vanishing, L2 norm of the gradient 3.1e-12",
  );
  assert.match(cellReading(grid, 0, 0, L2_NORM, BOOK, 9, 12).merged!, /worst of 12 cells/);
});

test("spells tell how often and since when", () => {
  const grid = gridOf([[1, 6, 6, 1, 6]]);
  const [missing, present] = spellsOf(grid, 0, BOOK.all);
  assert.deepEqual([missing.count, missing.firstStep, missing.lastStep], [3, 1, 4]);
  assert.equal(present.count, 2);
});

test("the limit of vanishing follows the largest norm of each step", () => {
  const grid = gridOf(
    [
      [1, 1],
      [1, 6],
    ],
    [
      [2, 5],
      [10, NaN],
    ],
  );
  const thresholds = [
    { name: "vanishing.relative_norm", value: 1e-9 },
    { name: "exploding.l2_norm", value: 1e4 },
  ].map((threshold) => ({ ...threshold, unit: "", reason: "", source: "" }));
  const [vanishing, exploding] = limitsOf(grid, L2_NORM, thresholds);
  assert.deepEqual([...vanishing.values], [10 * 1e-9, 5 * 1e-9]);
  assert.deepEqual([...exploding.values], [1e4, 1e4]);
  assert.deepEqual(limitsOf(grid, MEAN, thresholds), []);
});

const KEYS = gridOf([
  [1, 1, 1, 6, 6, 1],
  [1, 1, 1, 1, 1, 1],
  [4, 1, 1, 1, 1, 4],
]);
const PLAIN = arrange(KEYS.variables, sketchOf(KEYS, L2_NORM, BOOK), ALL_ROWS);
const press = (key: string, row: number, column: number, shiftKey = false) =>
  moved(KEYS, PLAIN, { row, column }, { key, shiftKey });

test("arrow keys move by one cell and stop at the edges", () => {
  assert.deepEqual(press("ArrowRight", 0, 0), { row: 0, column: 1 });
  assert.deepEqual(press("ArrowRight", 0, 5), { row: 0, column: 5 });
  assert.deepEqual(press("ArrowUp", 0, 5), { row: 0, column: 5 });
  assert.deepEqual(press("ArrowDown", 1, 5), { row: 2, column: 5 });
  assert.deepEqual(press("PageDown", 0, 2), { row: 2, column: 2 });
  assert.deepEqual(press("End", 1, 2), { row: 1, column: 5 });
  assert.equal(press("x", 1, 2), undefined);
});

test("with Shift they move to the next change of status", () => {
  assert.deepEqual(press("ArrowRight", 0, 0, true), { row: 0, column: 3 });
  assert.deepEqual(press("ArrowLeft", 0, 5, true), { row: 0, column: 4 });
  assert.deepEqual(press("ArrowRight", 1, 0, true), { row: 1, column: 5 });
});

test("variables with a status are visited one after the other, and then again", () => {
  assert.deepEqual(nextWithStatus(KEYS, PLAIN.order, 6, -1), { row: 0, column: 3 });
  assert.deepEqual(nextWithStatus(KEYS, PLAIN.order, 1, 0), { row: 1, column: 0 });
  assert.deepEqual(nextWithStatus(KEYS, PLAIN.order, 6, 0), { row: 0, column: 3 });
  assert.deepEqual(nextWithStatus(KEYS, PLAIN.order, 4, 1), { row: 2, column: 0 });
  assert.equal(nextWithStatus(KEYS, PLAIN.order, 5, 0), undefined);
});
