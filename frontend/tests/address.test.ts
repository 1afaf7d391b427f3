import assert from "node:assert/strict";
import { test } from "node:test";
import { hashWith, placeIn } from "../src/host/address";

test("a place that was written is read again, whatever the names hold", () => {
  for (const name of ["a/b", "<img src=x>&run=y", "100 %", "ünï/权重 🙂", "a=b#c?d"]) {
    const place = { run: name, statistic: "l2_norm", variable: name };
    const hash = hashWith("#gradient_health", place)!;
    assert.deepEqual(placeIn(hash), place);
  }
});

test("what others keep in the address stays", () => {
  const hash = "#gradient_health&p.scalars.smoothing=0.6&p.gradient_health.run=old&tagFilter=x";
  assert.equal(
    hashWith(hash, { run: "new" }),
    "#gradient_health&p.scalars.smoothing=0.6&tagFilter=x&p.gradient_health.run=new",
  );
});

test("the address of another tab is not touched", () => {
  assert.equal(hashWith("#scalars&p.gradient_health.run=a", { run: "b" }), undefined);
  assert.equal(hashWith("", { run: "b" }), undefined);
});

test("what is not well encoded is taken as it stands", () => {
  assert.deepEqual(placeIn("#gradient_health&p.gradient_health.run=100%"), { run: "100%" });
  assert.deepEqual(placeIn("#gradient_health&p.gradient_health.run="), {});
});
