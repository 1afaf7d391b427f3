/** What one cell says, in words. */

import type { StatisticAnswer, VariableAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import { displayName } from "../recorded/names";
import {
  elementCount,
  formatCount,
  formatShape,
  formatStep,
  formatWithUnit,
} from "../scales/number_format";
import type { Status, StatusBook } from "./statuses";

export interface Reading {
  variable: string;
  facts: string;
  /** undefined where no cell but only a variable is meant; then nothing below is given. */
  status?: Status;
  statistic?: string;
  value?: string;
  step?: string;
  time?: string;
  level?: number | undefined;
  /** Said where one rectangle stands for several cells. */
  merged?: string | undefined;
}

export function factsOf({ name, shape, dtype, layer }: VariableAnswer): string {
  const size = elementCount(shape);
  const parts = [formatShape(shape)];
  if (shape.length > 1) parts.push(`${formatCount(size)} elements`);
  parts.push(dtype);
  if (layer && !name.startsWith(`${layer}/`)) parts.push(`layer ${layer}`);
  return parts.join(" · ");
}

export function variableReading(variable: VariableAnswer): Reading {
  return { variable: displayName(variable.name), facts: factsOf(variable) };
}

/**
 * @param level place of the cell on the ramp, 0 where it has no number
 * @param merged how many cells share its rectangle
 */
export function cellReading(
  grid: Grid,
  row: number,
  column: number,
  statistic: StatisticAnswer,
  book: StatusBook,
  level: number,
  merged: number,
): Reading {
  const cell = row * grid.columns + column;
  return {
    ...variableReading(grid.variables[row]),
    status: book.get(grid.statuses[cell]),
    statistic: quantity(statistic),
    value: valueText(grid.values[cell], statistic),
    step: formatStep(grid.steps[column]),
    time: timeText(grid.wallTimes[column]),
    level: level || undefined,
    merged: merged > 1 ? `The worst of ${formatCount(merged)} cells at this place.` : undefined,
  };
}

/** One line for a screen reader. */
export function spoken(reading: Reading): string {
  if (!reading.status) return reading.variable;
  return (
    `${reading.variable}, step ${reading.step}: ${reading.status.word}, ` +
    `${reading.statistic} ${reading.value}`
  );
}

/** The statistic's label, and what it is measured on where the label does not say. */
export function quantity({ label, unit }: StatisticAnswer): string {
  return unit === "gradient" ? `${label} of the gradient` : label;
}

export function valueText(value: number, statistic: StatisticAnswer): string {
  return Number.isNaN(value) ? "none" : formatWithUnit(value, statistic.unit);
}

function timeText(seconds: number): string {
  const time = new Date(seconds * 1000);
  const today = time.toDateString() === new Date().toDateString();
  return today ? time.toLocaleTimeString() : time.toLocaleString();
}
