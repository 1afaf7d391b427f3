/** Names of files that are saved. */

/** @param parts names of runs, variables and statistics, which may be anything, and the ending */
export function fileName(...parts: string[]): string {
  const safe = parts.map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, "_").slice(0, 60));
  return safe.filter((part) => part !== "").join(".");
}
