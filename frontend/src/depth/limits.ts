/** The limits that layers are judged by, at one step. */

import type { LimitAnswer, StatisticAnswer, ThresholdAnswer } from "../recorded/contract";
import { formatTick } from "../scales/number_format";
import { limitsOf } from "../verdicts/limits";
import type { Profile } from "./profile";

export interface DepthLimit {
  /** Name of the status that lies beyond it. */
  status: string;
  label: string;
  value: number;
  /** Whether it must be in sight, whatever the numbers are. */
  isMain: boolean;
}

/** A layer so far below the largest norm of its step is warned of. */
const WARNED = "vanishing.layer_ratio";

/**
 * @param thresholds that make a variable vanishing or exploding
 * @param judged those of the verdicts, as somebody may have set them
 */
export function depthLimits(
  { grid, column }: Profile,
  statistic: StatisticAnswer,
  thresholds: readonly ThresholdAnswer[],
  judged: readonly LimitAnswer[],
): DepthLimit[] {
  if (column < 0) return [];
  const warned = judged.filter(({ name }) => name === WARNED);
  // Its limit is of the same kind as that of the status: a share of the largest norm.
  const alike = warned.map((limit) => ({ ...limit, name: "vanishing.relative_norm" }));
  const at = (limits: readonly ThresholdAnswer[], isMain: boolean) =>
    limits.flatMap((limit) =>
      limitsOf(grid, statistic, [limit]).map(({ status, values }) => ({
        status,
        label: labelOf(limit, isMain),
        value: values[column],
        isMain,
      })),
    );
  return [...at(alike, true), ...at(thresholds, false)].filter(({ value }) => value > 0);
}

function labelOf({ name, value }: ThresholdAnswer, isMain: boolean): string {
  const [status, quantity] = name.split(".");
  const size = quantity === "relative_norm" ? `${formatTick(value)} of the largest` : "";
  const what = isMain ? `warning of ${status}` : `state "${status}"`;
  return size ? `${what}: ${size}` : what;
}
