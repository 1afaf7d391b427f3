import assert from "node:assert/strict";
import { test } from "node:test";
import { csvOfStatuses, csvOfValues, csvOfVariable, jsonOfRun } from "../src/recorded/exports";
import { fileName } from "../src/recorded/file_names";
import { BOOK, gridOf, L2_NORM, MEAN, variablesNamed } from "./specimens";

const GRID = {
  ...gridOf(
    [
      [1, 6],
      [5, 1],
    ],
    [
      [0.1, NaN],
      [Infinity, 2e-12],
    ],
  ),
  variables: variablesNamed('a/"k",1', "line\nbreak"),
};

test("a table has a line for each variable that is shown and a column for each step", () => {
  assert.deepEqual(csvOfValues(GRID, [1, 0]), [
    "variable,layer,shape,dtype,0,1\r\n",
    '"line\nbreak",,2x3,float32,inf,2e-12\r\n',
    '"a/""k"",1",a,2x3,float32,0.1,\r\n',
  ]);
  assert.deepEqual(csvOfStatuses(GRID, [0], BOOK)[1], '"a/""k"",1",a,2x3,float32,ok,null\r\n');
});

test("a variable has a line for each step, and its statuses and curves over the same steps", () => {
  const steps = Float64Array.from([1]);
  const values = Float32Array.from([5, -7]);
  const curves = { steps, wallTimes: steps, variableCount: 2, values };
  const histogram = { steps, wallTimes: steps, variableCount: 1, values: new Uint8Array(1) };
  const history = { run: "r", revision: "1", variable: "a", curves, histogram };
  assert.deepEqual(csvOfVariable(GRID, 0, history, [L2_NORM, MEAN], BOOK), [
    "step,wall_time,status,l2_norm,mean\r\n",
    "0,1000,ok,,\r\n",
    "1,1001,null,5,-7\r\n",
  ]);
});

test("JSON has every number that comes back as it was, and words for what is none", () => {
  const made = JSON.parse(jsonOfRun("r", GRID, L2_NORM, undefined, BOOK)) as {
    variables: { name: string; l2_norm: unknown[]; statuses: string[] }[];
  };
  assert.deepEqual(made.variables[0].l2_norm, [0.1, null]);
  assert.deepEqual(made.variables[1].l2_norm, ["inf", 2e-12]);
  assert.deepEqual(made.variables[1].statuses, ["nonfinite", "ok"]);
});

test("a file is named after its run, whatever that is called", () => {
  assert.equal(fileName("a/b", "l2_norm", "csv"), "a_b.l2_norm.csv");
  assert.equal(fileName("<img src=x onerror=alert(1)>", "png"), "_img_src_x_onerror_alert_1_.png");
  assert.equal(fileName("../..", "csv"), ".._...csv");
});
