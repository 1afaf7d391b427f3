/** What findings say, as the list needs it. */

import { firstWithStatus, type Cell } from "../map/cursor";
import type { FindingAnswer, PathStepAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import { formatCount, formatStep } from "../scales/number_format";
import type { StatusBook } from "./statuses";

export type Severity = "error" | "warning" | "note";

/** Worst first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

/** What a newer version calls otherwise asks to be looked at, no less. */
export function severityOf({ severity }: FindingAnswer): Severity {
  return SEVERITIES.find((known) => known === severity) ?? "warning";
}

export interface SeverityCount {
  severity: Severity;
  count: number;
  /** Such as "2 errors". */
  words: string;
}

/** Of those that there are, worst first. What is over is not counted. */
export function countsOf(findings: readonly FindingAnswer[]): SeverityCount[] {
  return SEVERITIES.flatMap((severity) => {
    const lasting = findings.filter(
      (finding) => finding.until === null && severityOf(finding) === severity,
    );
    const count = lasting.length;
    if (count === 0) return [];
    return [
      { severity, count, words: `${formatCount(count)} ${severity}${count === 1 ? "" : "s"}` },
    ];
  });
}

/** Whether somebody should see them without having asked. */
export function areUrgent(findings: readonly FindingAnswer[]): boolean {
  return countsOf(findings).some(({ severity }) => severity !== "note");
}

/** Those that concern a variable, worst first. */
export function findingsOf(
  findings: readonly FindingAnswer[],
  variable: string | undefined,
): FindingAnswer[] {
  return findings.filter(({ variables }) => variable !== undefined && variables.includes(variable));
}

/** When it was so, such as "since step 0". */
export function timeWords({ step, until }: FindingAnswer): string {
  if (until === null) return `since step ${formatStep(step)}`;
  return `seen at step ${formatStep(step)}, no more since the training went on from step ${formatStep(until)}`;
}

const TURNS: Record<string, string> = {
  null: "the gradient ends here",
  zero: "the gradient turns zero here",
  nonfinite: "the gradient turns non-finite here",
  vanishing: "the gradient shrinks here",
  exploding: "the gradient grows here",
};

/** What the gradient does at the op that is marked on the path. */
export function turnWords({ status }: FindingAnswer): string {
  return TURNS[status] ?? "the cause is here";
}

export interface TextPart {
  text: string;
  /** Whether it stood between backticks. */
  isCode: boolean;
}

/** A sentence in its parts; a backtick without another one is an ordinary sign. */
export function textParts(sentence: string): TextPart[] {
  const pieces = sentence.split("`");
  const lonely = pieces.length % 2 === 0 ? pieces.pop() : undefined;
  if (lonely !== undefined) pieces.push(`${pieces.pop()}\`${lonely}`);
  return pieces
    .map((text, position) => ({ text, isCode: position % 2 === 1 }))
    .filter(({ text }) => text !== "");
}

export interface PathPart {
  /** undefined where ops are left out. */
  step: PathStepAnswer | undefined;
  /** How many ops are left out here. */
  hidden: number;
  /** Whether it lies beyond the cut, where no sound gradient comes. */
  isBeyond: boolean;
}

/** The path with what matters of it: its ends, and the cut with what is around it. */
export function pathParts(path: readonly PathStepAnswer[], most: number): PathPart[] {
  const last = path.length - 1;
  const cut = path.findIndex((step) => step.is_cut);
  const distance = (position: number) =>
    Math.min(position, last - position, cut < 0 ? Infinity : Math.abs(position - cut));
  const nearest = [...path.keys()].sort((a, b) => distance(a) - distance(b) || a - b);
  const kept = new Set(nearest.slice(0, most));
  const parts: PathPart[] = [];
  path.forEach((step, position) => {
    const isBeyond = cut >= 0 && position > cut;
    const previous = parts.at(-1);
    if (kept.has(position)) parts.push({ step, hidden: 0, isBeyond });
    else if (previous && !previous.step) previous.hidden++;
    else parts.push({ step: undefined, hidden: 1, isBeyond });
  });
  return parts;
}

/** The first cell of a row that a finding speaks of, or the last of the row where none does. */
export function cellOf(grid: Grid, row: number, finding: FindingAnswer, book: StatusBook): Cell {
  const code = book.named(finding.status)?.code;
  const column = code === undefined ? -1 : firstWithStatus(grid, row, code);
  return { row, column: column < 0 ? grid.columns - 1 : column };
}
