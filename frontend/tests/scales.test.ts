import assert from "node:assert/strict";
import { test } from "node:test";
import { lab } from "d3-color";
import { DARK, LIGHT } from "../src/look/theme";
import { coolRamp, rampColour } from "../src/look/ramp";
import { colourScale, levelsOf } from "../src/scales/colour_scale";
import { domainOf, type Domain } from "../src/scales/domain";

const all = () => true;
const domain = (low: number, high: number): Domain => ({
  low,
  high,
  clippedLow: false,
  clippedHigh: false,
});
const logDomain = (...values: number[]) =>
  domainOf("log", "gradient", Float32Array.from(values), all);

test("a logarithmic domain goes from decade to decade around the numbers", () => {
  assert.deepEqual(logDomain(3e-7, 0.02, 40), domain(1e-7, 100));
});

test("numbers that hardly differ do not get the whole ramp", () => {
  assert.deepEqual(logDomain(0.2, 0.3), domain(0.01, 1));
});

test("a few far outliers are clipped, and the domain says so", () => {
  const crowd = Array.from({ length: 100 }, (_, i) => 1 + i / 20);
  const low = logDomain(...crowd, 1e-20);
  assert.equal(low.low, 0.1);
  assert.equal(low.clippedLow, true);
  assert.equal(low.clippedHigh, false);
  const high = logDomain(...crowd, 1e20);
  assert.equal(high.high, 10);
  assert.equal(high.clippedHigh, true);
});

test("what is spread evenly over many decades is not clipped", () => {
  const decay = Array.from({ length: 240 }, (_, i) => 10 ** (-i / 10));
  const found = logDomain(...decay);
  assert.equal(found.clippedLow, false);
  assert.ok(found.low <= 1.3e-24);
});

test("cells with a state of their own do not stretch the domain", () => {
  const values = Float32Array.from([1e30, 0.5, 2]);
  const found = domainOf("log", "gradient", values, (cell) => cell > 0);
  assert.deepEqual(found, domain(0.1, 10));
});

test("without any number there still is a domain", () => {
  for (const kind of ["log", "linear", "signed"] as const) {
    const { low, high } = domainOf(kind, "gradient", Float32Array.from([NaN, NaN]), all);
    assert.ok(low < high, kind);
    assert.ok(colourScale(kind, domain(low, high)).ticks(5).length > 0, kind);
  }
});

test("shares stand between 0 and 1 and counts between 0 and the largest", () => {
  const values = Float32Array.from([0.1, 0.2]);
  assert.deepEqual(domainOf("linear", "1", values, all), domain(0, 1));
  assert.deepEqual(domainOf("linear", "elements", Float32Array.from([3, 17]), all), domain(0, 17));
});

test("a signed domain is symmetric", () => {
  const values = Float32Array.from([-0.002, 0.03, 0]);
  const found = domainOf("signed", "gradient", values, all);
  assert.equal(found.low, -found.high);
  const scale = colourScale("signed", found);
  assert.equal(scale.position(0), 0.5);
  assert.ok(Math.abs(scale.position(0.01) + scale.position(-0.01) - 1) < 1e-12);
});

test("equal ratios are equal distances on a logarithmic scale, and ends hold what is beyond", () => {
  const scale = colourScale("log", domain(1e-4, 1e4));
  assert.ok(Math.abs(scale.position(1) - 0.5) < 1e-12);
  assert.ok(Math.abs(scale.position(1e-2) - 0.25) < 1e-12);
  assert.equal(scale.position(1e9), 1);
  assert.equal(scale.position(1e-9), 0);
  assert.equal(scale.position(0), 0);
  assert.ok(Number.isNaN(scale.position(NaN)));
});

test("ticks of a logarithmic scale are whole powers of ten, evenly apart", () => {
  const ticks = colourScale("log", domain(1e-24, 10)).ticks(6);
  assert.deepEqual(
    ticks.map((tick) => tick.label),
    ["1e-24", "1e-19", "1e-14", "1e-9", "1e-4", "10"],
  );
});

test("levels follow the scale and 0 means that there is no number", () => {
  const values = Float32Array.from([NaN, 0, 1e-4, 1, 1e4, 1e30]);
  const scale = colourScale("log", domain(1e-4, 1e4));
  assert.deepEqual([...levelsOf(scale, values)], [0, 1, 1, 128, 255, 255]);
  const linear = colourScale("linear", domain(0, 1));
  assert.deepEqual([...levelsOf(linear, Float32Array.from([NaN, 0, 0.5, 1]))], [0, 1, 128, 255]);
});

test("the ramp grows lighter evenly, so that it also reads without hues", () => {
  const lightness = Array.from({ length: 21 }, (_, step) => lab(coolRamp(step / 20)).l);
  const steps = lightness.slice(1).map((value, i) => value - lightness[i]);
  for (const step of steps) assert.ok(step > 2.5 && step < 6, String(step));
});

test("the signed ramp is neutral in the middle and as strong at either end", () => {
  for (const theme of [LIGHT, DARK]) {
    const colour = rampColour("signed", theme);
    const chroma = (at: number) => Math.hypot(lab(colour(at)).a, lab(colour(at)).b);
    assert.ok(chroma(0.5) < 8, theme.name);
    assert.ok(chroma(0) > 20 && chroma(1) > 20, theme.name);
    const contrast = (at: number) => Math.abs(lab(colour(at)).l - lab(colour(0.5)).l);
    assert.ok(contrast(0) > 35 && contrast(1) > 35, theme.name);
  }
});
