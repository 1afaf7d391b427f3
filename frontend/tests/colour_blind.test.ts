import assert from "node:assert/strict";
import { test } from "node:test";
import { lab, rgb } from "d3-color";
import { textureOf } from "../src/map/textures";
import { coolRamp } from "../src/look/ramp";
import { DARK, LIGHT, statusColour } from "../src/look/theme";

/**
 * What is left of linear RGB where one kind of cone is missing: the matrices of Machado, Oliveira
 * and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
 * at full severity.
 */
const MISSING: Record<string, number[][]> = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const companded = (part: number) =>
  part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;

function seen(colour: string, matrix: number[][]) {
  const { r, g, b } = rgb(colour);
  const parts = [r, g, b].map((part) => linear(part / 255));
  const [red, green, blue] = matrix.map((row) =>
    row.reduce((sum, weight, place) => sum + weight * parts[place], 0),
  );
  const byte = (part: number) => 255 * companded(Math.min(1, Math.max(0, part)));
  return lab(rgb(byte(red), byte(green), byte(blue)));
}

function distance(a: string, b: string, matrix: number[][]): number {
  const [one, other] = [seen(a, matrix), seen(b, matrix)];
  return Math.hypot(one.l - other.l, one.a - other.a, one.b - other.b);
}

const STATES = ["null", "nonfinite", "zero"];

for (const [kind, matrix] of Object.entries(MISSING)) {
  test(`states with a colour of their own are told apart with ${kind}, and from every number`, () => {
    for (const theme of [LIGHT, DARK]) {
      const colours = STATES.map((name) => statusColour(name, theme));
      const numbers = Array.from({ length: 21 }, (_, step) => coolRamp(step / 20));
      colours.forEach((colour, place) => {
        for (const other of colours.slice(place + 1)) {
          assert.ok(distance(colour, other, matrix) > 20, `${theme.name} ${colour} ${other}`);
        }
        for (const number of numbers) {
          assert.ok(distance(colour, number, matrix) > 20, `${theme.name} ${colour} ${number}`);
        }
      });
    }
  });
}

test("without any colour the textures still tell every state", () => {
  const drawn = [...STATES, "exploding", "vanishing"].map((name) => textureOf(name)!);
  const asText = drawn.map(({ width, height, ink }) => `${width} ${height} ${ink}`);
  assert.equal(new Set(asText).size, drawn.length);
});
