/** Numbers as people read them. */

import { format } from "d3-format";

/** "1.5e-7", and "1e6" rather than "1e+6". */
const scientific = (value: number) => format(".2~e")(value).replace("e+", "e");
const plain = format(".4~r");
const grouped = format(",d");

/** A number of the statistic, to three significant digits or so. */
export function formatValue(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "−infinite";
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e5) return Number.isInteger(value) ? grouped(value) : plain(value);
  return scientific(value);
}

/** The number with its unit, in words that follow it. */
export function formatWithUnit(value: number, unit: string): string {
  if (Number.isNaN(value)) return "–";
  if (unit === "1") return formatShare(value);
  if (unit === "elements") return `${formatValue(value)} ${value === 1 ? "element" : "elements"}`;
  return formatValue(value);
}

/** 0.0004 becomes "0.04 %"; what is neither nothing nor all is never rounded to it. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.01) return "< 0.01 %";
  if (percent < 100 && percent > 99.99) return "> 99.99 %";
  return `${format(".4~r")(Math.round(percent * 100) / 100)} %`;
}

export function formatStep(step: number): string {
  return Number.isInteger(step) ? BigInt(step).toLocaleString("en") : String(step);
}

/** "1 step", "2 steps". */
export function formatStepCount(count: number): string {
  return `${grouped(count)} ${count === 1 ? "step" : "steps"}`;
}

export function formatCount(count: number): string {
  return grouped(count);
}

/** Label of a tick: whole powers of ten shortly, "1e-9", "0.01", "1", "100". */
export function formatTick(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e-2 && size < 1e4) return plain(value);
  return scientific(value);
}

/** [64, 32] becomes "64 × 32". */
export function formatShape(shape: readonly number[]): string {
  return shape.length ? shape.join(" × ") : "scalar";
}

export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** How long ago, in its largest unit. */
export function formatAge(seconds: number): string {
  if (seconds < 2) return "just now";
  if (seconds < 60) return `${Math.floor(seconds)} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  const days = Math.floor(seconds / 86400);
  return days === 1 ? "1 day ago" : `${grouped(days)} days ago`;
}
