import assert from "node:assert/strict";
import { test } from "node:test";
import { decayOf, decayWords } from "../src/depth/decay";
import { frameOf, nearestSpot } from "../src/depth/frame";
import { kernelsOf } from "../src/depth/kernels";
import { depthLimits } from "../src/depth/limits";
import { columnAtStep, groundOf, profileOf } from "../src/depth/profile";
import type { LimitAnswer } from "../src/recorded/contract";
import type { Grid } from "../src/recorded/grid";
import { GridStore } from "../src/recorded/grid_store";
import { RequestError } from "../src/recorded/requests";
import { runsIn, runWords } from "../src/recorded/run_words";
import { colourScale } from "../src/scales/colour_scale";
import { curveAxis } from "../src/scales/curve_axis";
import { BOOK, bytesOf, gridOf, L2_NORM, runsAnswer, variablesNamed } from "./specimens";

const OK = 1;
const ZERO = 4;
const NULL = 6;

/** A run of one variable to a layer, the first layer first; rows are layers, columns steps. */
const healthy = (...values: number[][]): Grid =>
  gridOf(
    values.map((row) => row.map(() => OK)),
    values,
  );

const profile = (grid: Grid, column: number, run = "a") =>
  profileOf(run, "#123456", grid, groundOf(grid, BOOK, true), column, BOOK, true);

const AXIS = curveAxis(
  [1e-4, 1],
  colourScale("log", { low: 1e-4, high: 1, clippedLow: false, clippedHigh: false }),
  8,
);

test("a layer is judged by the largest of its variables with two axes or more", () => {
  const variables = variablesNamed("a/bias", "a/small", "a/large", "norm/gamma", "b/kernel");
  const shapes = [[64], [2, 2], [8, 8], [64], [3, 3]];
  variables.forEach((variable, place) => (variable.shape = shapes[place]));
  assert.deepEqual(kernelsOf(variables), [2, 4]);
});

test("variables without a layer are layers of their own", () => {
  const variables = variablesNamed("w", "v").map((variable) => ({ ...variable, layer: "" }));
  assert.deepEqual(kernelsOf(variables), [0, 1]);
});

test("where nothing has two axes every variable counts", () => {
  const variables = variablesNamed("a/x", "a/y");
  for (const variable of variables) variable.shape = [3];
  assert.deepEqual(kernelsOf(variables), [0, 1]);
});

test("the decay of a geometric series is its factor towards the first layer", () => {
  const decay = decayOf(healthy([1e-3], [1e-2], [1e-1], [1]), [0, 1, 2, 3], 0)!;
  assert.ok(Math.abs(decay.factor - 0.1) < 1e-6);
  assert.ok(Math.abs(decay.share - 1) < 1e-6);
  assert.ok(Math.abs(decay.exponentAt(3)) < 1e-6);
  assert.deepEqual(decay.reach, [0, 3]);
});

test("the decay is that of least squares over ten steps, absent and zero numbers left out", () => {
  const rows = [
    [1, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 5],
    [1, 9, 8, NaN, 7, 9, 8, 7, 6, 7, 9, 8],
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    [1, 40, 30, 20, 40, 0, 30, 20, 40, 30, 20, 30],
    [1, 55, 45, 66, 77, 33, 44, 55, 66, 77, 33, 44],
  ];
  // From numpy: polyfit of the nanmean of log10 over columns 2 to 11, where finite.
  const decay = decayOf(healthy(...rows), [0, 1, 2, 3, 4], 11)!;
  assert.ok(Math.abs(decay.factor - 0.4614039) < 1e-5);
  assert.ok(Math.abs(decay.share - 0.9745756) < 1e-5);
});

test("there is no decay of fewer than four layers, or where all are alike", () => {
  assert.equal(decayOf(healthy([1], [2], [3]), [0, 1, 2], 0), undefined);
  assert.equal(decayOf(healthy([1], [2], [3], [NaN]), [0, 1, 2, 3], 0), undefined);
  assert.equal(decayOf(healthy([2], [2], [2], [2]), [0, 1, 2, 3], 0), undefined);
});

test("words say whether the gradient shrinks, grows or stays, and how sure that is", () => {
  const words = (factor: number, share: number) =>
    decayWords({ factor, share, exponentAt: () => 0, reach: [1, 5] });
  assert.equal(
    words(0.234, 0.9999).factor,
    "shrinks to 0.23 of its size with each layer towards the first: to 0.003 over 4 layers",
  );
  assert.match(words(0.234, 0.9999).share, /R² 0\.999\.$/);
  assert.match(words(1.5, 1).factor, /^grows to 1\.5 times its size .* to 5\.1 over 4 layers$/);
  assert.match(words(1.5, 1).share, /R² 1\.$/);
  assert.equal(words(1.001, 0.1).factor, "keeps its size from layer to layer");
});

test("points go from the last layer to the first, and none is dropped for its state", () => {
  const grid = gridOf(
    [
      [OK, OK],
      [OK, NULL],
      [OK, ZERO],
    ],
    [
      [1, 2],
      [3, NaN],
      [5, 0],
    ],
  );
  const { points, ground } = profile(grid, 1);
  assert.deepEqual(
    points.map(({ depth, row, value, status }) => [depth, row, value, status.name]),
    [
      [0, 2, 0, "zero"],
      [1, 1, NaN, "null"],
      [2, 0, 2, "ok"],
    ],
  );
  assert.deepEqual(ground.reach, [1, 5]);
  assert.equal(ground.isMarked, true);
  assert.equal(groundOf(healthy([1, 2], [3, 4]), BOOK, true).isMarked, false);
});

test("before its first step a run has layers and no numbers", () => {
  const { points, decay } = profile(healthy([1], [2], [3], [4]), -1);
  assert.deepEqual(new Set(points.map(({ status }) => status.name)), new Set(["not_recorded"]));
  assert.ok(points.every(({ value }) => Number.isNaN(value)));
  assert.equal(decay, undefined);
});

test("a run stands at the last step that it recorded at or before the chosen one", () => {
  const steps = Float64Array.of(10, 20, 30);
  assert.deepEqual(
    [9, 10, 29, 30, 99].map((step) => columnAtStep(steps, step)),
    [-1, 0, 1, 2, 2],
  );
});

test("pointing finds the layer below the pointer, and of several runs the nearest", () => {
  const deep = profile(healthy([1e-4], [1e-3], [1e-2], [1]), 0, "deep");
  const flat = profile(healthy([1], [1]), 0, "flat");
  const profiles = [deep, flat];
  const frame = frameOf({ width: 500, height: 400 }, 4, [false, false], 30, AXIS);
  const at = (depth: number, height: number) => {
    const spot = nearestSpot(frame, AXIS, profiles, frame.x(depth), frame.y(height));
    return spot && [spot.profile.run, spot.point.depth];
  };
  assert.deepEqual(at(1, -1.9), ["deep", 1]);
  assert.deepEqual(at(1, -0.1), ["flat", 1]);
  assert.deepEqual(at(3, 0), ["deep", 3]);
  assert.equal(at(4, 0), undefined);
});

test("what has no number is found in the band of its run, below the plot", () => {
  const grid = gridOf([[NULL], [OK]], [[NaN], [1]]);
  const frame = frameOf({ width: 500, height: 400 }, 2, [true], 30, AXIS);
  const spot = nearestSpot(frame, AXIS, [profile(grid, 0)], frame.x(1), 10)!;
  assert.equal(spot.point.status.name, "null");
  assert.ok(spot.y > frame.bottom && spot.y < frame.namesTop);
});

test("only runs with marks take room for them", () => {
  const size = { width: 500, height: 400 };
  const frame = frameOf(size, 2, [true, false, true], 30, AXIS);
  assert.equal(frame.bands[1], undefined);
  assert.ok(frame.bands[0]! > frame.bottom);
  assert.ok(frame.bands[2]! > frame.bands[0]!);
  assert.ok(frameOf(size, 2, [false], 30, AXIS).bottom > frame.bottom);
});

test("the warning's limit is the backend's share of the largest norm of the step", () => {
  const limit = (name: string, value: number): LimitAnswer => ({
    ...{ name, value, default: value, unit: "", reason: "", source: "", rule: "" },
    ...{ least: null, most: null, whole: false },
  });
  const judged = [limit("vanishing.layer_ratio", 1e-2), limit("vanishing.steps", 3)];
  const thresholds = [limit("vanishing.relative_norm", 1e-9), limit("exploding.l2_norm", 1e6)];
  const shown = profile(healthy([1, 2], [30, 40]), 1);
  const limits = depthLimits(shown, L2_NORM, thresholds, judged);
  assert.deepEqual(
    limits.map(({ status, value, isMain }) => [status, Number(value.toPrecision(6)), isMain]),
    [
      ["vanishing", 0.4, true],
      ["vanishing", 4e-8, false],
      ["exploding", 1e6, false],
    ],
  );
  assert.deepEqual(depthLimits(shown, { ...L2_NORM, name: "mean" }, thresholds, judged), []);
});

test("names of runs survive the address, whatever signs they have", () => {
  const names = ["a,b", "c/d", "100 %", "<img>"];
  assert.deepEqual(runsIn(runWords(names)), names);
  assert.deepEqual(runsIn(undefined), []);
});

test("further runs are fetched once for each revision, and a failure does not stop the others", async () => {
  const asked: string[] = [];
  let changes = 0;
  const source = {
    variables: async (run: string) => ({ run, variables: variablesNamed("a/kernel") }),
    statistic: async (run: string, name: string) => {
      asked.push(`${run} ${name}`);
      if (run === "broken") throw new RequestError("It is broken.", 500);
      return bytesOf([0], [0], [[1]], name === "status" ? "statuses" : "numbers");
    },
  };
  const store = new GridStore(source, () => changes++);
  const { runs } = runsAnswer({ run: "broken" }, { run: "sound" });
  await store.show(runs, "l2_norm");
  await store.show(runs, "l2_norm");
  assert.equal(asked.length, 4);
  assert.equal(changes, 2);
  assert.equal(store.failures.get("broken"), "It is broken.");
  assert.equal(store.grid("sound", "l2_norm")!.values[0], 1);
  assert.equal(store.grid("sound", "mean"), undefined);
  await store.show([{ ...runs[1], revision: "2" }], "l2_norm");
  assert.equal(asked.length, 6);
});
