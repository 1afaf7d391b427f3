import assert from "node:assert/strict";
import { test } from "node:test";
import { cellBeside, columnNear, counterparts, viewportBeside } from "../src/map/counterparts";
import { axesOf } from "../src/map/geometry";
import { domainIn, sketchOf } from "../src/map/sketch";
import { span } from "../src/map/viewport";
import { jointDomain } from "../src/scales/domain";
import { joinedTally, tally } from "../src/verdicts/tally";
import { BOOK, gridOf, groupsOf, L2_NORM, variablesNamed } from "./specimens";

const OK = 1;
const ZERO = 4;
const partners = (from: string[], to: string[]) => [
  ...counterparts(variablesNamed(...from), variablesNamed(...to)),
];

test("a variable answers to the one of the same name, wherever it stands", () => {
  assert.deepEqual(partners(["a/kernel", "b/kernel"], ["b/kernel", "x/bias", "a/kernel"]), [2, 0]);
});

test("where names differ, layers answer to each other in the order of the model", () => {
  const from = ["dense/kernel", "dense/bias", "dense_1/kernel", "head/kernel"];
  const to = ["fc/bias", "fc/kernel", "fc_1/kernel", "head/kernel"];
  assert.deepEqual(partners(from, to), [1, 0, 2, 3]);
  assert.deepEqual(partners(["a/kernel", "b/kernel"], ["x/kernel"]), [0, -1]);
});

test("a step answers to the one recorded nearest to it, and to none outside of what is recorded", () => {
  const steps = Float64Array.of(0, 10, 20);
  assert.deepEqual(
    [0, 4, 6, 20, 21, -1].map((step) => columnNear(steps, step)),
    [0, 0, 1, 2, -1, -1],
  );
  assert.equal(columnNear(new Float64Array(), 1), -1);
  const pairs = Int32Array.of(1, -1);
  const from = Float64Array.of(0, 12, 50);
  assert.deepEqual(cellBeside({ row: 0, column: 1 }, pairs, from, steps), { row: 1, column: 1 });
  assert.equal(cellBeside({ row: 1, column: 1 }, pairs, from, steps), undefined);
  assert.equal(cellBeside({ row: 0, column: 2 }, pairs, from, steps), undefined);
});

test("a map that is led shows the same steps and rows, however often its run recorded", () => {
  const every = (stride: number, count: number) =>
    Float64Array.from({ length: count }, (_, column) => column * stride);
  const groups = groupsOf(...Array<number>(50).fill(4));
  const from = { axes: axesOf(1000, groups, 500, 300), steps: every(1, 1000) };
  const to = { axes: axesOf(100, groups, 500, 300), steps: every(10, 100) };
  const viewport = { steps: { size: 2, offset: 400 }, rows: { size: 6, offset: 120 } };
  const led = viewportBeside(viewport, from, to);
  const [first, end] = span(to.axes.steps, led.steps);
  assert.ok(Math.abs(first - 20) < 0.01 && Math.abs(end - 45) < 0.01, `${first} to ${end}`);
  const rows = span(from.axes.rows, viewport.rows);
  const ledRows = span(to.axes.rows, led.rows);
  assert.ok(Math.abs(rows[0] - ledRows[0]) < 0.5 && Math.abs(rows[1] - ledRows[1]) < 0.5);
  const whole = { steps: undefined, rows: undefined };
  assert.deepEqual(viewportBeside(whole, from, to), whole);
});

test("maps beside each other give a number one colour", () => {
  const small = gridOf([[OK, OK]], [[1e-9, 1e-8]]);
  const large = gridOf([[OK, ZERO]], [[1e-3, 1]]);
  const domain = jointDomain([small, large].map((grid) => domainIn(grid, L2_NORM, BOOK)));
  assert.ok(domain.low <= 1e-9 && domain.high >= 1e-3);
  const [a, b] = [small, large].map((grid) => sketchOf(grid, L2_NORM, BOOK, domain));
  assert.equal(a.scale.position(1e-5), b.scale.position(1e-5));
  assert.ok(a.cells.gravities[0] !== b.cells.gravities[0]);
});

test("the counts of several runs are their sums, and the last step is the latest", () => {
  const of = (statuses: number[][]) => {
    const { statuses: cells, steps, columns } = gridOf(statuses);
    return tally(cells, steps, statuses.length, (row, column) => row * columns + column);
  };
  const joined = joinedTally([
    of([[OK, ZERO]]),
    of([
      [ZERO, OK, OK],
      [OK, OK, OK],
    ]),
  ]);
  assert.equal(joined.variables, 3);
  assert.equal(joined.lastStep, 2);
  assert.deepEqual([joined.ever[ZERO], joined.cells[ZERO], joined.atLast[ZERO]], [2, 2, 1]);
  assert.equal(joined.lastSeen[ZERO], 1);
  assert.equal(joinedTally([]).lastStep, null);
});
