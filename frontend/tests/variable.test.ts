import assert from "node:assert/strict";
import { test } from "node:test";
import { binsOf } from "../src/map/bins";
import { exponentRange, histogramPixels } from "../src/map/histogram_pixels";
import { RequestError } from "../src/recorded/requests";
import { columnOver, rowsOf, VariableStore } from "../src/recorded/variable_store";
import { powerOfTwo, PRECISION_LIMITS, USUAL_EXPONENTS } from "../src/scales/precision_limits";
import { panelsOf } from "../src/verdicts/panels";
import { bytesOf, L2_NORM, MEAN } from "./specimens";

/** Answers when it is told to. */
function slowSource() {
  const waiting = new Map<string, () => void>();
  const asked: string[] = [];
  let failure: Error | undefined;
  const answer = async (what: string, bytes: ArrayBuffer) => {
    asked.push(what);
    await new Promise<void>((resolve) => waiting.set(what, resolve));
    if (failure) throw failure;
    return bytes;
  };
  return {
    asked,
    fail: (error: Error) => (failure = error),
    release: (variable: string) => {
      waiting.get(`curves ${variable}`)!();
      waiting.get(`histogram ${variable}`)!();
    },
    curves: (_: string, variable: string) =>
      answer(`curves ${variable}`, bytesOf([0, 5], [0, 1], [[1], [2]], "numbers")),
    histogram: (_: string, variable: string) =>
      answer(`histogram ${variable}`, bytesOf([5], [1], [[255]], "statuses")),
  };
}

const wish = (variable: string, revision = "1") => ({ run: "r", revision, variable });

test("what was asked for last is shown, whoever answers first", async () => {
  const source = slowSource();
  const store = new VariableStore(source, () => undefined);
  const first = store.show(wish("a"));
  const second = store.show(wish("b"));
  source.release("b");
  source.release("a");
  await Promise.all([first, second]);
  assert.equal(store.history?.variable, "b");
});

test("the same is not asked for twice, and a new revision is shown over the older one", async () => {
  const source = slowSource();
  const store = new VariableStore(source, () => undefined);
  const first = store.show(wish("a"));
  void store.show(wish("a"));
  source.release("a");
  await first;
  assert.equal(source.asked.length, 2);
  const second = store.show(wish("a", "2"));
  assert.equal(store.history?.revision, "1");
  source.release("a");
  await second;
  assert.equal(store.history?.revision, "2");
});

test("a failure is told, and asked about again", async () => {
  const source = slowSource();
  const store = new VariableStore(source, () => undefined);
  source.fail(new RequestError("It is gone.", 404));
  const first = store.show(wish("a"));
  source.release("a");
  await first;
  assert.equal(store.failure, "It is gone.");
  void store.show(wish("a"));
  assert.equal(source.asked.length, 4);
});

test("numbers are laid over the steps of the map, NaN where they have none", () => {
  const steps = Float64Array.from([0, 3, 5, 9]);
  const rows = rowsOf(steps, { steps: Float64Array.from([3, 4, 9]) });
  assert.deepEqual([...rows], [-1, 0, -1, 2]);
  const block = {
    steps,
    wallTimes: steps,
    variableCount: 2,
    values: Float32Array.from([1, 2, 3, 4, 5, 6]),
  };
  assert.deepEqual([...columnOver(rows, block, 1)], [NaN, 2, NaN, 6]);
});

test("the statistic on the map stands first, and each stands once", () => {
  const named = (name: string) => ({ ...L2_NORM, name });
  const all = [L2_NORM, named("max_abs"), MEAN, named("update_ratio")];
  const names = (chosen: typeof L2_NORM) =>
    panelsOf(all, chosen).map(({ statistics }) => statistics.map(({ name }) => name).join("+"));
  assert.deepEqual(names(L2_NORM), ["l2_norm+max_abs", "update_ratio"]);
  assert.deepEqual(names(MEAN), ["mean", "l2_norm+max_abs", "update_ratio"]);
  assert.deepEqual(names(all[3]), ["update_ratio", "l2_norm+max_abs"]);
});

test("a share of one step is seen also where many steps share its pixel", () => {
  const steps = 100;
  const shares = new Uint8Array(steps * 2);
  shares[57 * 2 + 1] = 3;
  const rows = Int32Array.from({ length: steps }, (_, column) => column);
  const starts = Array.from({ length: steps }, (_, column) => column * 0.1);
  const columns = binsOf(starts, 0.1, 1);
  const ramp = Uint32Array.from({ length: 256 }, (_, share) => share);
  const image = histogramPixels({ bins: 2, rows, shares }, columns, ramp, 10, 0);
  assert.deepEqual([...image.subarray(0, 10)], Array(10).fill(0));
  assert.equal(
    image.subarray(10).reduce((sum, colour) => sum + colour, 0),
    3,
  );
});

test("all exponents that occur are in sight, and in any case the limits of float16", () => {
  const borders = [-126, -25, -14, 0, 16, 128];
  assert.deepEqual(exponentRange(Uint8Array.from([0, 0, 9, 0, 0]), borders, [-29, 19]), [-29, 19]);
  assert.deepEqual(exponentRange(Uint8Array.from([1, 0, 0, 0, 0]), borders, [-29, 19]), [-126, 19]);
  const [low, high] = USUAL_EXPONENTS;
  for (const { exponent, format } of PRECISION_LIMITS) {
    assert.equal(low < exponent && exponent < high, format === "float16");
  }
  assert.equal(powerOfTwo(-14), "2⁻¹⁴");
});
