import assert from "node:assert/strict";
import { test } from "node:test";
import { curveAxis } from "../src/scales/curve_axis";
import { colourScale } from "../src/scales/colour_scale";
import * as numbers from "../src/scales/number_format";
import { stepTicks } from "../src/scales/step_ticks";

const steps = (...values: number[]) => Float64Array.from(values);
const columns = (count: number, of: (column: number) => number) =>
  Float64Array.from({ length: count }, (_, column) => of(column));

test("numbers are written as shortly as they stay clear", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [1, "1"],
    [0.04295123, "0.04295"],
    [12345, "12,345"],
    [1.23456e-7, "1.23e-7"],
    [-2.5e30, "−2.5e30"],
    [1e6, "1e6"],
    [Infinity, "infinite"],
    [NaN, "–"],
  ];
  for (const [value, text] of cases) assert.equal(numbers.formatValue(value), text);
});

test("a share is never rounded to nothing or to all", () => {
  assert.equal(numbers.formatShare(0), "0 %");
  assert.equal(numbers.formatShare(1), "100 %");
  assert.equal(numbers.formatShare(0.2018), "20.18 %");
  assert.equal(numbers.formatShare(1e-6), "< 0.01 %");
  assert.equal(numbers.formatShare(1 - 1e-9), "> 99.99 %");
});

test("units follow the number", () => {
  assert.equal(numbers.formatWithUnit(0.5, "1"), "50 %");
  assert.equal(numbers.formatWithUnit(1, "elements"), "1 element");
  assert.equal(numbers.formatWithUnit(1200, "elements"), "1,200 elements");
});

test("shapes, steps and ages are in words of people", () => {
  assert.equal(numbers.formatShape([64, 32]), "64 × 32");
  assert.equal(numbers.formatShape([]), "scalar");
  assert.equal(numbers.elementCount([]), 1);
  assert.equal(numbers.elementCount([3, 0]), 0);
  assert.equal(numbers.formatStep(12500), "12,500");
  assert.equal(numbers.formatStep(2 ** 60), "1,152,921,504,606,846,976");
  assert.deepEqual([0.3, 12, 125, 7300, 86400, 200000].map(numbers.formatAge), [
    "just now",
    "12 s ago",
    "2 min ago",
    "2 h ago",
    "1 day ago",
    "2 days ago",
  ]);
});

test("ticks stand at round steps", () => {
  const ticks = stepTicks(
    columns(400, (column) => column * 50),
    40,
  );
  assert.deepEqual(
    ticks.map((tick) => tick.step),
    [0, 2000, 4000, 6000, 8000, 10000, 12000, 14000, 16000, 18000],
  );
});

test("a denser beginning does not put the other ticks out of step", () => {
  const schedule = columns(300, (column) => (column < 10 ? column : (column - 9) * 50));
  assert.deepEqual(
    stepTicks(schedule, 20.9).map((tick) => tick.step),
    [0, 2000, 4000, 6000, 8000, 10000, 12000, 14000],
  );
});

test("labels of ticks never come closer than their room", () => {
  const schedule = columns(300, (column) => (column < 10 ? column : (column - 9) * 50));
  const restarted = columns(500, (column) => 7 + column * 3 + (column > 250 ? 100000 : 0));
  for (const recorded of [schedule, restarted, steps(5), steps(-20, -10, 0, 10)]) {
    for (const room of [0.5, 3, 31.4, 1000]) {
      const ticks = stepTicks(recorded, room);
      assert.equal(ticks[0].column, 0);
      for (let i = 1; i < ticks.length; i++) {
        assert.ok(ticks[i].column - ticks[i - 1].column >= room);
        assert.equal(ticks[i].step, recorded[ticks[i].column]);
      }
    }
  }
});

test("each of a few steps has its tick where there is room", () => {
  assert.deepEqual(
    stepTicks(steps(0, 1, 2, 3), 0.9).map((tick) => tick.step),
    [0, 1, 2, 3],
  );
  assert.deepEqual(stepTicks(steps(), 10), []);
});

const LOG = colourScale("log", { low: 1e-9, high: 1, clippedLow: false, clippedHigh: false });

test("a curve over many decades has ticks at powers of ten", () => {
  const axis = curveAxis([1e-21, 1e-9, NaN, 0], LOG, 5);
  assert.deepEqual(
    axis.ticks.map((tick) => tick.label),
    ["1e-21", "1e-18", "1e-15", "1e-12", "1e-9"],
  );
  assert.equal(axis.height(0), null);
  assert.equal(axis.height(NaN), null);
  assert.ok(axis.range[0] < -21 && axis.range[1] > -9);
});

test("a curve within a decade has ticks between the powers of ten", () => {
  const axis = curveAxis([0.012, 0.2], LOG, 6);
  assert.deepEqual(
    axis.ticks.map((tick) => tick.label),
    ["0.01", "0.02", "0.05", "0.1", "0.2"],
  );
});

test("a curve without numbers has no ticks that could be taken for numbers", () => {
  assert.deepEqual(curveAxis([NaN, NaN], LOG, 5).ticks, []);
});

test("the axis of shares begins at 0 and that of signed numbers holds 0", () => {
  const whole = { low: 0, high: 1, clippedLow: false, clippedHigh: false };
  const share = curveAxis([0.2, 0.31], colourScale("linear", whole), 5);
  assert.ok(share.range[0] <= 0 && share.range[1] >= 0.31);
  assert.equal(share.ticks[0].label, "0");
  const signed = colourScale("signed", { ...whole, low: -1 });
  const axis = curveAxis([0.001, 0.2], signed, 5);
  assert.ok(axis.ticks.some((tick) => tick.label === "0"));
});
