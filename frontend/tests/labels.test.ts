import assert from "node:assert/strict";
import { test } from "node:test";
import { gutterOf } from "../src/map/gutter";
import { elide, placeLabels } from "../src/map/label_placement";
import { hasChoiceOfDensity, layoutRows, NAMED_ROW, naturalHeight } from "../src/map/row_layout";
import { commonPath, displayName, leafName } from "../src/recorded/names";
import { variablesNamed } from "./specimens";

const measure = (text: string) => text.length * 7;
const MEASURES = { strong: measure, ordinary: measure };
const layersOf = (...sizes: number[]) =>
  sizes.flatMap((size, layer) => Array<string>(size).fill(`layer_${layer}`));

test("rows fill the height, grouped by layer, without overlapping", () => {
  for (const height of [100, 333, 700]) {
    for (const layers of [
      layersOf(2, 2, 1),
      layersOf(...Array<number>(60).fill(3)),
      ["", "", "a"],
    ]) {
      const layout = layoutRows(layers, height, "fit");
      assert.ok(layout.contentHeight <= height + 1e-9);
      for (let row = 1; row < layers.length; row++) {
        assert.ok(layout.tops[row] - layout.tops[row - 1] >= layout.rowHeight - 1e-9);
      }
      assert.equal(
        layout.groups.reduce((sum, group) => sum + group.last - group.first, 0),
        layers.length,
      );
    }
  }
});

test("layers stand apart where there is room, and rows keep their names before that", () => {
  const layers = layersOf(2, 2, 2);
  const roomy = layoutRows(layers, 400, "fit");
  assert.ok(roomy.groups[1].top - roomy.groups[0].bottom > 4);
  const tight = layoutRows(layers, 6 * NAMED_ROW + 2, "fit");
  assert.ok(tight.named);
  assert.ok(Math.abs(tight.groups[1].top - tight.groups[0].bottom - 1) < 1e-9);
  assert.equal(layoutRows(layers, 60, "fit").named, false);
});

test("a few rows are not stretched, and many can be made readable", () => {
  const few = layersOf(2);
  assert.equal(naturalHeight(few), layoutRows(few, 5000, "fit").contentHeight);
  assert.equal(hasChoiceOfDensity(few, 500), false);
  const many = layersOf(200);
  assert.equal(hasChoiceOfDensity(many, 500), true);
  const readable = layoutRows(many, 500, "readable");
  assert.ok(readable.named && readable.contentHeight > 500);
});

test("a layer that comes again later is a group of its own", () => {
  const { groups } = layoutRows(["a", "b", "a"], 100, "fit");
  assert.deepEqual(
    groups.map((group) => group.layer),
    ["a", "b", "a"],
  );
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

test("labels of the gutter stay within it, and it within a third of the map", () => {
  const variables = variablesNamed(
    "a".repeat(300) + "/kernel",
    "b/" + "c".repeat(300),
    "short/kernel",
  );
  const layers = variables.map((variable) => variable.layer);
  for (const available of [400, 1000, 2500]) {
    const layout = layoutRows(layers, 300, "fit");
    const { width, labels } = gutterOf(variables, layout, new Uint8Array(3), available, MEASURES);
    assert.ok(width <= available / 3 + 1 || width < 150, String(width));
    for (const { text, x, align } of labels) {
      const left = align === "left" ? x : x - measure(text);
      assert.ok(left >= 0 && left + measure(text) <= width, text);
    }
    for (const strong of [true, false]) {
      const column = labels.filter((label) => label.strong === strong);
      assert.equal(column.length, 3);
    }
  }
});

test("where rows are too low for names, layers are named as far as there is room", () => {
  const variables = Array.from({ length: 300 }, (_, i) => `block_${i >> 1}/part_${i % 2}`);
  const table = variablesNamed(...variables);
  const troubles = new Uint8Array(300);
  troubles[111] = 6;
  const layers = table.map((variable) => variable.layer);
  const layout = layoutRows(layers, 500, "fit");
  const { labels } = gutterOf(table, layout, troubles, 1000, MEASURES);
  assert.ok(labels.length > 20 && labels.length < 50);
  assert.ok(labels.some((label) => label.text === "block_55"));
  const centres = labels.map((label) => label.y).sort((a, b) => a - b);
  for (let i = 1; i < centres.length; i++) assert.ok(centres[i] - centres[i - 1] >= 13);
});
