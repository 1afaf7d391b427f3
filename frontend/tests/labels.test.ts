import assert from "node:assert/strict";
import { test } from "node:test";
import { ALL_ROWS, arrange } from "../src/map/arrangement";
import { geometryOf } from "../src/map/geometry";
import { gutterOf, labelsOf } from "../src/map/gutter";
import { elide, placeLabels } from "../src/map/label_placement";
import { fittingRow, layoutRows, NAMED_ROW, naturalHeight } from "../src/map/row_layout";
import { WHOLE, type Viewport } from "../src/map/viewport";
import { commonPath, displayName, leafName } from "../src/recorded/names";
import type { VariableAnswer } from "../src/recorded/contract";
import { groupsOf, variablesNamed } from "./specimens";

const measure = (text: string) => text.length * 7;
const MEASURES = { strong: measure, ordinary: measure };

test("rows fill the height, grouped by layer, without overlapping", () => {
  for (const height of [100, 333, 700]) {
    for (const groups of [groupsOf(2, 2, 1), groupsOf(...Array<number>(60).fill(3)), groupsOf(8)]) {
      const layout = layoutRows(groups, fittingRow(groups, height));
      const isFull = Math.abs(layout.contentHeight - height) < 1e-6;
      assert.ok(isFull || (layout.contentHeight < height && layout.rowHeight === 24));
      for (let row = 1; row < layout.tops.length; row++) {
        assert.ok(layout.tops[row] - layout.tops[row - 1] >= layout.rowHeight - 1e-9);
      }
    }
  }
});

test("layers stand apart where there is room, and rows keep their names before that", () => {
  const groups = groupsOf(2, 2, 2);
  const gapAt = (height: number) => {
    const layout = layoutRows(groups, fittingRow(groups, height));
    return [layout.named, layout.tops[2] - layout.tops[1] - layout.rowHeight] as const;
  };
  assert.deepEqual(gapAt(60), [false, 0]);
  const [named, gap] = gapAt(6 * NAMED_ROW + 3);
  assert.ok(named && gap > 0 && gap < 1.5);
  assert.ok(gapAt(400)[1] > 4);
});

test("a few rows are not stretched", () => {
  assert.equal(naturalHeight(groupsOf(2)), 48);
  assert.equal(fittingRow(groupsOf(2), 5000), 24);
});

test("granted labels keep their distance, and the graver go first", () => {
  const wishes = Array.from({ length: 100 }, (_, i) => ({ centre: i * 3, rank: i === 50 ? 6 : 0 }));
  const granted = placeLabels(wishes, 13);
  const centres = wishes.filter((_, i) => granted[i]).map(({ centre }) => centre);
  assert.ok(granted[50]);
  assert.ok(granted[0]);
  assert.ok(centres.length > 15);
  for (let i = 1; i < centres.length; i++) assert.ok(centres[i] - centres[i - 1] >= 13);
});

test("a long path loses its beginning, at a slash where that is possible", () => {
  assert.equal(elide("a/b", 100, measure), "a/b");
  assert.equal(elide("encoder/block_3/attention/query", 126, measure), "…/attention/query");
  assert.equal(elide("averyverylongname", 70, measure), "…ylongname");
  assert.equal(elide("abc", 3, measure), "");
});

test("signs outside the basic plane are not torn apart", () => {
  assert.equal(elide("xx🙂🙂", 5 * 7, measure), "…🙂🙂");
});

test("even absurdly long names are shortened at once", () => {
  const start = performance.now();
  const text = elide("long/".repeat(20000), 100, measure);
  assert.ok(measure(text) <= 100 && text.length > 5);
  assert.ok(performance.now() - start < 200);
  assert.ok([...displayName("long/".repeat(20000))].length < 250);
});

test("what all layers begin with is left out", () => {
  assert.equal(commonPath(["gpt/block_0/a", "gpt/block_0/b", "gpt/block_0/b"]), "gpt/block_0/");
  assert.equal(commonPath(["gpt/block_0", "gpt/block_1", ""]), "gpt/");
  assert.equal(commonPath(["gpt/a", "head"]), "");
  assert.equal(commonPath(["a/b", "a/b"]), "");
  assert.equal(commonPath([]), "");
});

test("below its layer a variable goes by the rest of its name", () => {
  assert.equal(leafName("dense/kernel", "dense"), "kernel");
  assert.equal(leafName("dense_1/kernel", "dense"), "dense_1/kernel");
  assert.equal(leafName("scale", ""), "scale");
  assert.equal(leafName("dense", "dense"), "dense");
  assert.equal(leafName("  ", ""), "(without a name)");
  assert.equal(displayName(""), "(without a name)");
});

function labelsOn(
  variables: VariableAnswer[],
  width: number,
  height: number,
  troubles: ArrayLike<number>,
  viewport: Viewport = WHOLE,
) {
  const health = { troubles, sickSteps: troubles, ever: () => false };
  const arrangement = arrange(variables, health, ALL_ROWS);
  const gutter = gutterOf(variables, arrangement, width, MEASURES);
  const plotWidth = width - gutter.width;
  const { groups } = arrangement;
  const view = geometryOf(10, groups, gutter.width, plotWidth, height, 1, viewport);
  return { gutter, labels: labelsOf(gutter, arrangement, view, troubles) };
}

test("labels of the gutter stay within it, and it within a third of the map", () => {
  const variables = variablesNamed(
    "a".repeat(300) + "/kernel",
    "b/" + "c".repeat(300),
    "short/kernel",
  );
  for (const available of [400, 1000, 2500]) {
    const { gutter, labels } = labelsOn(variables, available, 300, new Uint8Array(3));
    const { width } = gutter;
    assert.ok(width <= available / 3 + 1 || width < 150, String(width));
    for (const { text, x, align } of labels) {
      const left = align === "left" ? x : x - measure(text);
      assert.ok(left >= 0 && left + measure(text) <= width, text);
    }
    assert.equal(labels.filter(({ group }) => group).length, 3);
    assert.equal(labels.filter(({ group }) => !group).length, 3);
  }
});

const MANY = variablesNamed(
  ...Array.from({ length: 300 }, (_, i) => `block_${i >> 1}/part_${i % 2}`),
);

test("where rows are too low for names, layers are named as far as there is room", () => {
  const troubles = new Uint8Array(300);
  troubles[111] = 6;
  const { labels } = labelsOn(MANY, 1000, 500, troubles);
  assert.ok(labels.length > 20 && labels.length < 50);
  assert.ok(labels.some((label) => label.text === "block_55"));
  const centres = labels.map((label) => label.y).sort((a, b) => a - b);
  for (let i = 1; i < centres.length; i++) assert.ok(centres[i] - centres[i - 1] >= 13);
});

test("zoomed in, labels of neither kind overlap, and a layer is named while a row of it is seen", () => {
  for (const size of [2, 5, 11, 12, 17, 30]) {
    for (const offset of [0, 7, 61.5]) {
      const viewport = { steps: undefined, rows: { size, offset } };
      const { labels } = labelsOn(MANY, 1000, 200, new Uint8Array(300), viewport);
      assert.ok(labels.length > 0);
      for (const isGroup of [true, false]) {
        const column = labels.filter(({ group }) => (group !== undefined) === isGroup);
        const centres = column.map(({ y }) => y).sort((a, b) => a - b);
        for (let i = 1; i < centres.length; i++) {
          assert.ok(centres[i] - centres[i - 1] >= 11.9, `${size} ${offset}`);
        }
      }
    }
  }
});
