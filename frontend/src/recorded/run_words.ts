/** Several runs in one part of the address. Their names may have any sign in them. */

import { decoded } from "./names";

export function runsIn(words: string | undefined): string[] {
  return [...new Set((words ?? "").split(",").filter(Boolean).map(decoded))];
}

/** Empty where there is none. */
export function runWords(runs: readonly string[]): string {
  return runs.map(encodeURIComponent).join(",");
}
