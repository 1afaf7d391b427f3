import assert from "node:assert/strict";
import { test } from "node:test";
import { axesOf } from "../src/map/geometry";
import { deedOf } from "../src/map/navigation";
import {
  panned,
  revealing,
  rowAxis,
  settled,
  span,
  spanning,
  stepAxis,
  WHOLE,
  zoomed,
  type Axis,
} from "../src/map/viewport";
import { reachWords, viewportIn } from "../src/verdicts/viewport_words";
import { groupsOf } from "./specimens";

const STEPS = stepAxis(1000, 700);
const ROWS = rowAxis(groupsOf(...Array<number>(100).fill(3)), 500);
const about = (a: number, b: number, distance = 1e-6) =>
  assert.ok(Math.abs(a - b) <= distance, `${a} is not about ${b}`);

const itemUnder = (axis: Axis, reach: Parameters<typeof settled>[1], place: number) => {
  const { size, offset } = settled(axis, reach);
  return axis.itemAt(size, offset + place);
};

test("what is under the pointer stays there while the map is zoomed", () => {
  for (const axis of [STEPS, ROWS]) {
    let reach = zoomed(axis, undefined, 3, 200);
    for (const factor of [1.7, 1.2, 0.8]) {
      const item = itemUnder(axis, reach, 200);
      reach = zoomed(axis, reach, factor, 200);
      about(itemUnder(axis, reach, 200), item, 0.35);
    }
  }
});

test("nothing smaller than the whole is shown, and the whole is no viewport of its own", () => {
  for (const axis of [STEPS, ROWS]) {
    const near = zoomed(axis, undefined, 2, 100);
    assert.notEqual(near, undefined);
    assert.equal(zoomed(axis, near, 0.01, 100), undefined);
    assert.equal(panned(axis, undefined, 50), undefined);
    assert.ok(settled(axis, zoomed(axis, near, 1e9, 0)).size <= axis.largest);
  }
});

test("panning goes as far as the content does", () => {
  const near = zoomed(STEPS, undefined, 4, 0);
  assert.equal(settled(STEPS, panned(STEPS, near, -100)).offset, 0);
  about(settled(STEPS, panned(STEPS, near, 1e9)).offset, 4 * 700 - 700);
  about(itemUnder(STEPS, panned(STEPS, near, 28), 0), 10);
});

test("an item is brought into sight by the shortest way", () => {
  const near = { size: 10, offset: 3000 };
  assert.deepEqual(revealing(STEPS, near, 320), near);
  about(settled(STEPS, revealing(STEPS, near, 299)).offset, 2990);
  about(settled(STEPS, revealing(STEPS, near, 500)).offset, 5010 - 700);
});

test("a span of items leads to a viewport and back", () => {
  for (const [axis, first, end] of [
    [STEPS, 100, 350],
    [ROWS, 12, 31.5],
  ] as const) {
    const [begin, stop] = span(axis, spanning(axis, first, end));
    about(begin, first, 0.2);
    about(stop, end, 0.2);
  }
  assert.equal(spanning(STEPS, 5, 5), undefined);
});

test("the address says steps, so that it also leads there when there are more of them", () => {
  const recorded = (count: number) => Float64Array.from({ length: count }, (_, i) => 50 * i);
  const axes = axesOf(1000, groupsOf(300), 700, 500);
  const near = { steps: spanning(axes.steps, 100, 200), rows: spanning(axes.rows, 10, 40) };
  const words = reachWords(near, axes, recorded(1000));
  assert.deepEqual(words, { steps: "5000~9950", rows: "10.0~40.0" });
  const later = axesOf(2000, groupsOf(300), 700, 500);
  const found = viewportIn(words.steps, words.rows, later, recorded(2000));
  assert.deepEqual(span(later.steps, found.steps).map(Math.round), [100, 200]);
  assert.deepEqual(reachWords(WHOLE, axes, recorded(1000)), { steps: undefined, rows: undefined });
  assert.deepEqual(viewportIn("x", "1~", axes, recorded(1000)), WHOLE);
});

test("keys zoom, pan, fold and choose", () => {
  const press = (key: string, altKey = false) => deedOf({ key, altKey, shiftKey: false });
  assert.equal(press("+")?.deed, "zoom");
  assert.deepEqual(press("ArrowLeft", true), { deed: "pan", dx: -80, dy: 0 });
  assert.equal(press("0")?.deed, "whole");
  assert.equal(press("f")?.deed, "fold");
  assert.equal(press("Enter")?.deed, "choose");
  assert.equal(press("q"), undefined);
});
