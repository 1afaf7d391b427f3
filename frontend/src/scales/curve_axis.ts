/** One variable's numbers as heights of a curve, and the axis beside it. */

import { scaleLinear } from "d3-scale";
import type { ColourScale } from "./colour_scale";
import { formatTick } from "./number_format";

export interface CurveAxis {
  /** Height of a number, undefined units; null where it has none. */
  height(value: number): number | null;
  range: [low: number, high: number];
  ticks: { height: number; label: string }[];
}

/** Room above and below the curve, as a share of its extent. */
const MARGIN = 0.08;

/**
 * @param values of the curve, and of the limits that must be in sight with it
 * @param scale of the map: the curve is logarithmic, linear or signed as its colours are
 * @param count of ticks, about
 */
export function curveAxis(values: Iterable<number>, scale: ColourScale, count: number): CurveAxis {
  if (scale.kind === "linear") return linearAxis(values, scale, count);
  if (scale.kind === "signed") return signedAxis(values, scale);
  return logAxis(values, count);
}

function logAxis(values: Iterable<number>, count: number): CurveAxis {
  const height = (value: number) => (value > 0 && value < Infinity ? Math.log10(value) : null);
  const reach = extent(values, height);
  if (!reach) return { height, range: [0, 1], ticks: [] };
  const [low, high] = reach;
  // A decade at least, so that noise does not look like a trend.
  const missing = Math.max(0, 1 - (high - low)) / 2;
  const range = padded(low - missing, high + missing);
  const stride = Math.max(1, Math.ceil((range[1] - range[0]) / Math.max(1, count)));
  const steps = stride === 1 && (range[1] - range[0]) * 3 <= count ? [1, 2, 5] : [1];
  const ticks = [];
  const first = Math.floor(range[0] / stride) * stride;
  for (let exponent = first; exponent <= range[1]; exponent += stride) {
    for (const step of steps) {
      const value = Number(`${step}e${exponent}`);
      const place = Math.log10(value);
      if (place >= range[0] && place <= range[1]) {
        ticks.push({ height: place, label: formatTick(value) });
      }
    }
  }
  return { height, range, ticks };
}

function linearAxis(values: Iterable<number>, scale: ColourScale, count: number): CurveAxis {
  const height = (value: number) => (Number.isFinite(value) ? value : null);
  const { low, high } = scale.domain;
  const [, reached] = extent(values, height) ?? [low, high];
  const top = scaleLinear().domain([low, Math.max(reached, low + (high - low) / 1e3)]);
  const [, nice] = top.nice(count).domain();
  const ticks = top.ticks(count).map((value) => ({ height: value, label: formatTick(value) }));
  return { height, range: padded(low, nice), ticks };
}

function signedAxis(values: Iterable<number>, scale: ColourScale): CurveAxis {
  const height = (value: number) => (Number.isFinite(value) ? scale.extended(value) : null);
  const [low, high] = extent(values, height) ?? [0, 1];
  const ticks = scale.ticks(9).map(({ position, label }) => ({ height: position, label }));
  const range = padded(Math.min(low, 0.45), Math.max(high, 0.55));
  return {
    height,
    range,
    ticks: ticks.filter((t) => t.height >= range[0] && t.height <= range[1]),
  };
}

function extent(
  values: Iterable<number>,
  height: (value: number) => number | null,
): [number, number] | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    const place = height(value);
    if (place === null) continue;
    if (place < low) low = place;
    if (place > high) high = place;
  }
  return low <= high ? [low, high] : undefined;
}

function padded(low: number, high: number): [number, number] {
  const margin = (high - low || 1) * MARGIN;
  return [low - margin, high + margin];
}
