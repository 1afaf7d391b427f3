import assert from "node:assert/strict";
import { test } from "node:test";
import {
  areUrgent,
  cellOf,
  countsOf,
  findingsOf,
  pathParts,
  severityOf,
  textParts,
  timeWords,
  turnWords,
} from "../src/verdicts/findings";
import { BOOK, findingOf, gridOf, pathOf } from "./specimens";

const error = findingOf();
const warning = findingOf({ severity: "warning", variables: ["a", "b"] });
const note = findingOf({ severity: "note", variables: ["b"] });
const over = findingOf({ step: 3, until: 1500 });

test("findings are counted by severity, worst first, without those that are over", () => {
  const words = countsOf([note, error, over, error, warning]).map((each) => each.words);
  assert.deepEqual(words, ["2 errors", "1 warning", "1 note"]);
  assert.deepEqual(countsOf([over]), []);
});

test("notes alone, and what is over, are not urgent", () => {
  assert.equal(areUrgent([note, over]), false);
  assert.equal(areUrgent([note, warning]), true);
  assert.equal(areUrgent([]), false);
});

test("a severity that a newer version wrote counts as a warning", () => {
  const unknown = findingOf({ severity: "catastrophe" });
  assert.equal(severityOf(unknown), "warning");
  assert.equal(countsOf([unknown])[0].words, "1 warning");
});

test("a variable has the findings that name it, in their order", () => {
  assert.deepEqual(findingsOf([error, warning, note], "b"), [warning, note]);
  assert.deepEqual(findingsOf([error, warning, note], "c"), []);
  assert.deepEqual(findingsOf([error, findingOf({ variables: ["undefined"] })], undefined), []);
});

test("it is said since when, and whether it is over", () => {
  assert.equal(timeWords(findingOf({ step: 1234 })), "since step 1,234");
  assert.equal(
    timeWords(over),
    "seen at step 3, no more since the training went on from step 1,500",
  );
});

test("what stands between backticks is set apart, and no sign is lost", () => {
  const parts = (sentence: string) =>
    textParts(sentence).map(({ text, isCode }) => (isCode ? `[${text}]` : text));
  assert.deepEqual(parts("`a/b` has none."), ["[a/b]", " has none."]);
  assert.deepEqual(parts("Use `x` or `y`"), ["Use ", "[x]", " or ", "[y]"]);
  assert.deepEqual(parts("no name"), ["no name"]);
  assert.deepEqual(parts("a ` alone"), ["a ` alone"]);
  assert.deepEqual(parts("`a` and ` alone"), ["[a]", " and ` alone"]);
  assert.deepEqual(parts("`"), ["`"]);
  assert.deepEqual(parts(""), []);
});

/** "0 1 2x (3) 6": x marks the cut, a number in brackets counts what is left out. */
function drawn(length: number, cut: number | undefined, most: number): string {
  return pathParts(pathOf(length, cut), most)
    .map(({ step, hidden }) => (step ? step.op_type + (step.is_cut ? "x" : "") : `(${hidden})`))
    .join(" ");
}

test("of a long path its ends and what is around the cut are kept, the rest is counted", () => {
  assert.equal(drawn(4, 2, 7), "0 1 2x 3");
  assert.equal(drawn(20, 10, 7), "0 1 (7) 9 10x 11 (6) 18 19");
  assert.equal(drawn(20, 0, 7), "0x 1 2 3 (13) 17 18 19");
  assert.equal(drawn(9, undefined, 4), "0 1 (5) 7 8");
  assert.equal(drawn(0, undefined, 7), "");
  const path = pathParts(pathOf(1000, 400), 7);
  assert.equal(
    path.reduce((sum, { step, hidden }) => sum + (step ? 1 : hidden), 0),
    1000,
  );
});

test("what the gradient does at the marked op is said by its status", () => {
  const words = (status: string) => turnWords(findingOf({ status }));
  assert.equal(words("null"), "the gradient ends here");
  assert.equal(words("zero"), "the gradient turns zero here");
  assert.equal(words("nonfinite"), "the gradient turns non-finite here");
  assert.equal(words("vanishing"), "the gradient shrinks here");
  assert.equal(words("exploding"), "the gradient grows here");
  assert.equal(words("of a newer version"), "the cause is here");
});

test("no sound gradient comes beyond the cut", () => {
  const beyond = pathParts(pathOf(20, 10), 7).map(({ isBeyond }) => isBeyond);
  assert.deepEqual(beyond, [false, false, false, false, false, true, true, true, true]);
  assert.ok(pathParts(pathOf(5), 7).every(({ isBeyond }) => !isBeyond));
});

test("a finding leads to the first cell of the row with its status, else to the last cell", () => {
  const grid = gridOf([
    [1, 1, 6, 6],
    [1, 6, 1, 1],
    [1, 1, 1, 1],
  ]);
  const finding = findingOf({ status: "null" });
  assert.deepEqual(cellOf(grid, 0, finding, BOOK), { row: 0, column: 2 });
  assert.deepEqual(cellOf(grid, 1, finding, BOOK), { row: 1, column: 1 });
  assert.deepEqual(cellOf(grid, 2, finding, BOOK), { row: 2, column: 3 });
  assert.deepEqual(cellOf(grid, 1, findingOf({ status: "new" }), BOOK), { row: 1, column: 3 });
});
