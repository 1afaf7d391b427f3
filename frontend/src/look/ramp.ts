/** The colour ramps of the map. */

import { hcl } from "d3-color";
import { interpolateRgbBasis } from "d3-interpolate";
import type { ScaleKind } from "../recorded/contract";
import type { Theme } from "./theme";

/**
 * Position, hue and chroma; lightness goes up evenly with the position, which is what makes equal
 * ratios look equal, and what is left of the colours for those who do not tell the hues apart.
 * All of it is cool: the states have the warm colours for themselves.
 */
const COOL: readonly (readonly [position: number, hue: number, chroma: number])[] = [
  [0, 288, 26],
  [0.18, 284, 44],
  [0.4, 262, 40],
  [0.6, 222, 36],
  [0.8, 176, 38],
  [1, 128, 30],
];
const DARKEST = 9;
const LIGHTEST = 92;

/** The ramp for magnitudes and shares, `position` from 0 to 1. */
export function coolRamp(position: number): string {
  let upper = 1;
  while (upper < COOL.length - 1 && position > COOL[upper][0]) upper++;
  const [from, fromHue, fromChroma] = COOL[upper - 1];
  const [to, toHue, toChroma] = COOL[upper];
  const share = (position - from) / (to - from);
  return hcl(
    fromHue + (toHue - fromHue) * share,
    fromChroma + (toChroma - fromChroma) * share,
    DARKEST + (LIGHTEST - DARKEST) * position,
  )
    .rgb()
    .clamp()
    .formatHex();
}

/** A colour of the ramp of a kind of scale, `position` from 0 to 1. */
export function rampColour(kind: ScaleKind, theme: Theme): (position: number) => string {
  if (kind !== "signed") return coolRamp;
  // Violet for negative and green for positive: common kinds of colour vision tell them apart.
  return interpolateRgbBasis(
    theme.name === "light"
      ? ["#3b1a78", "#7a5fc0", "#c9bfe6", theme.neutral, "#b7dccb", "#2f9a76", "#00543b"]
      : ["#d3c2ff", "#8f74d8", "#4f4478", theme.neutral, "#2f5c4c", "#35a880", "#a9f0d0"],
  );
}
