import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeNumbers, decodeStatuses } from "../src/recorded/decoding";
import { joinGrid } from "../src/recorded/grid";
import { bytesOf, variablesNamed } from "./specimens";

test("numbers come as they were sent, absent ones as NaN", () => {
  const buffer = bytesOf(
    [10, 20],
    [1.5, 2.5],
    [
      [1, NaN, -3],
      [4, 5e-30, Infinity],
    ],
    "numbers",
  );
  const block = decodeNumbers(buffer);
  assert.deepEqual([...block.steps], [10, 20]);
  assert.deepEqual([...block.wallTimes], [1.5, 2.5]);
  assert.equal(block.variableCount, 3);
  assert.deepEqual([...block.values], [1, NaN, -3, 4, Math.fround(5e-30), Infinity]);
});

test("statuses take one byte each", () => {
  const block = decodeStatuses(bytesOf([7], [0], [[0, 6, 3]], "statuses"));
  assert.deepEqual([...block.values], [0, 6, 3]);
});

test("a run without steps or without variables is decoded as empty", () => {
  assert.equal(decodeNumbers(bytesOf([], [], [], "numbers")).steps.length, 0);
  assert.equal(decodeStatuses(bytesOf([1, 2], [0, 0], [[], []], "statuses")).variableCount, 0);
});

test("an answer that is not as long as its header says is refused", () => {
  const whole = bytesOf([1, 2], [0, 0], [[1], [2]], "numbers");
  assert.throws(() => decodeNumbers(whole.slice(0, -1)), /must have 56 bytes\. Received: 55 bytes/);
  assert.throws(() => decodeNumbers(new ArrayBuffer(3)), /Received: 3 bytes/);
  assert.throws(() => decodeStatuses(whole), RangeError);
});

test("a grid has the cells of one variable side by side", () => {
  const status = decodeStatuses(
    bytesOf(
      [1, 2, 3],
      [0, 1, 2],
      [
        [1, 2],
        [1, 3],
        [6, 4],
      ],
      "statuses",
    ),
  );
  const numbers = decodeNumbers(
    bytesOf(
      [1, 2, 3],
      [0, 1, 2],
      [
        [1, 10],
        [2, 20],
        [3, 30],
      ],
      "numbers",
    ),
  );
  const grid = joinGrid(variablesNamed("a", "b"), status, numbers);
  assert.deepEqual([...grid.statuses], [1, 1, 6, 2, 3, 4]);
  assert.deepEqual([...grid.values], [1, 2, 3, 10, 20, 30]);
});

test("a step that only one of two answers knows is left out of the grid", () => {
  const status = decodeStatuses(bytesOf([1, 2, 4], [0, 1, 3], [[1], [2], [4]], "statuses"));
  const numbers = decodeNumbers(bytesOf([2, 3, 4], [1, 2, 3], [[20], [30], [40]], "numbers"));
  const grid = joinGrid(variablesNamed("a"), status, numbers);
  assert.deepEqual([...grid.steps], [2, 4]);
  assert.deepEqual([...grid.wallTimes], [1, 3]);
  assert.deepEqual([...grid.statuses], [2, 4]);
  assert.deepEqual([...grid.values], [20, 40]);
});

test("answers about different numbers of variables make no grid", () => {
  const status = decodeStatuses(bytesOf([1], [0], [[1, 1]], "statuses"));
  const numbers = decodeNumbers(bytesOf([1], [0], [[1]], "numbers"));
  assert.throws(() => joinGrid(variablesNamed("a", "b"), status, numbers), /2, 1 and 2 variables/);
});
