/** Which runs are chosen to be seen beside each other. */

import { patternOf } from "./row_filter";

export const MOST_RUNS = 4;

/** With a run added at the end, or taken out; one too many is not added. */
export function toggled(chosen: readonly string[], run: string): string[] {
  if (chosen.includes(run)) return chosen.filter((name) => name !== run);
  return chosen.length < MOST_RUNS ? [...chosen, run] : [...chosen];
}

/** From one run of a list to another, at most as many as fit, beginning with `from`. */
export function ranged(names: readonly string[], from: string, to: string): string[] {
  const start = names.indexOf(from);
  const end = names.indexOf(to);
  if (end < 0) return [];
  if (start < 0) return [to];
  const between = names.slice(Math.min(start, end), Math.max(start, end) + 1);
  return (start > end ? between.reverse() : between).slice(0, MOST_RUNS);
}

/** The runs whose names a regular expression finds; all of them while it is none. */
export function matching<Run extends { run: string }>(
  runs: readonly Run[],
  filter: string,
): { found: readonly Run[]; problem: string | undefined } {
  const { pattern, problem } = patternOf(filter);
  return { found: pattern ? runs.filter(({ run }) => pattern.test(run)) : runs, problem };
}
