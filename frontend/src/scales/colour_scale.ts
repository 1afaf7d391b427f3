/** From a number to its place on the colour ramp, and the ticks beside the ramp. */

import { scaleLinear, scaleLog, scaleSymlog } from "d3-scale";
import type { ScaleKind } from "../recorded/contract";
import type { Domain } from "./domain";
import { HEADS, halvesOf, isNaNOf, valueOfHead } from "./float_heads";
import { formatTick } from "./number_format";

export interface Tick {
  value: number;
  /** 0 at the low end, 1 at the high end. */
  position: number;
  label: string;
}

export interface ColourScale {
  kind: ScaleKind;
  domain: Domain;
  /** 0 to 1, numbers beyond an end at that end; NaN for NaN. */
  position(value: number): number;
  /** Like `position`, but going on beyond the ends. */
  extended(value: number): number;
  /** About `count` ticks, low to high. */
  ticks(count: number): Tick[];
}

/** So many decades around 0 are told apart on a signed scale. */
const SIGNED_DECADES = 4;

export function colourScale(kind: ScaleKind, domain: Domain): ColourScale {
  const { low, high } = domain;
  const extended = transformOf(kind, domain);
  return {
    kind,
    domain,
    extended,
    position(value) {
      return Math.min(1, Math.max(0, extended(value)));
    },
    ticks(count) {
      return tickValues(kind, low, high, count).map((value) => ({
        value,
        position: extended(value),
        label: formatTick(value),
      }));
    },
  };
}

function transformOf(kind: ScaleKind, { low, high }: Domain): (value: number) => number {
  if (kind === "log") {
    const scale = scaleLog().domain([low, high]);
    return (value) => (value > 0 ? scale(value) : Number.isNaN(value) ? NaN : -Infinity);
  }
  if (kind === "linear") {
    const scale = scaleLinear().domain([low, high]);
    return (value) => scale(value);
  }
  const scale = scaleSymlog()
    .constant(high / 10 ** SIGNED_DECADES)
    .domain([low, high]);
  return (value) => scale(value);
}

function tickValues(kind: ScaleKind, low: number, high: number, count: number): number[] {
  if (kind === "linear") return scaleLinear().domain([low, high]).ticks(count);
  const top = Math.round(Math.log10(high));
  if (kind === "log") return powers(Math.round(Math.log10(low)), top, count);
  const side = powers(top - SIGNED_DECADES + 1, top, Math.max(1, Math.floor((count - 1) / 2)));
  return [...side.map((value) => -value).reverse(), 0, ...side];
}

/** Powers of ten at an even stride, counted down from the highest. */
function powers(low: number, high: number, count: number): number[] {
  const stride = Math.max(1, Math.ceil((high - low) / Math.max(1, count - 1)));
  const result: number[] = [];
  for (let exponent = high; exponent >= low; exponent -= stride) result.unshift(power(exponent));
  return result;
}

/** `10 ** -7` is off by one unit in the last place; the literal is not. */
function power(exponent: number): number {
  return Number(`1e${exponent}`);
}

/** Places on the ramp that cells are stored with. */
export const LEVELS = 255;

/** The level of each head of a number: 1 to 255 along the ramp. */
export function levelOfHeads(scale: ColourScale): Uint8Array {
  return Uint8Array.from({ length: HEADS }, (_, head) => {
    const place = scale.position(valueOfHead(head));
    return Number.isNaN(place) ? 0 : 1 + Math.round(place * (LEVELS - 1));
  });
}

/** Levels of numbers: 1 to 255 along the ramp, 0 where there is no number. */
export function levelsOf(scale: ColourScale, values: Float32Array): Uint8Array {
  const levels = new Uint8Array(values.length);
  const halves = halvesOf(values);
  const ofHead = levelOfHeads(scale);
  for (let cell = 0; cell < values.length; cell++) {
    const head = halves[2 * cell + 1];
    if (!isNaNOf(head, halves[2 * cell])) levels[cell] = ofHead[head];
  }
  return levels;
}
