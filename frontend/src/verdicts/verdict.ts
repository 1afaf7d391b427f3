/** The one line that says how a run is. */

import { formatCount, formatStep } from "../scales/number_format";
import { isAiling, type Status, type StatusBook } from "./statuses";
import type { Tally } from "./tally";

export interface Verdict {
  /** The gravest status of the last step, else of any before; undefined where all was well. */
  worst: Status | undefined;
  /** How the run is at its last step. */
  sentence: string;
  /** What ailed it before and is over; empty where nothing did. */
  earlier: string;
}

export function verdictOf(counts: Tally, book: StatusBook): Verdict {
  if (counts.lastStep === null) {
    return { worst: undefined, sentence: "No step has been recorded yet.", earlier: "" };
  }
  const unrecorded = counts.atLast[book.named("not_recorded")?.code ?? 0];
  const judged = counts.variables - unrecorded;
  const ailing = book.ailing.filter((status) => counts.atLast[status.code] > 0);
  return {
    worst: ailing[0] ?? book.ailing.find((status) => counts.ever[status.code] > 0),
    sentence: `${sentenceOf(counts, ailing, judged)} at step ${formatStep(counts.lastStep)}.`,
    earlier: earlierOf(counts, book),
  };
}

function sentenceOf(counts: Tally, ailing: Status[], judged: number): string {
  const noun = judged === counts.variables ? "variables" : "recorded variables";
  if (ailing.length === 0) {
    if (judged === 1) return `The ${noun.slice(0, -1)} has a healthy gradient`;
    return `All ${formatCount(judged)} ${noun} have a healthy gradient`;
  }
  const phrases = ailing.map((status, position) => {
    const count = counts.atLast[status.code];
    const subject =
      formatCount(count) + (position === 0 ? ` of ${formatCount(judged)} ${noun}` : "");
    return `${subject} ${status.verbs[count === 1 ? 0 : 1]}`;
  });
  return phrases.join(", ");
}

/** Variables that had a status at some step and have it no more. */
function earlierOf(counts: Tally, book: StatusBook): string {
  const phrases = book.ailing
    .filter((status) => isAiling(status) && counts.ever[status.code] > counts.atLast[status.code])
    .map((status) => {
      const now = counts.atLast[status.code];
      const gone = counts.ever[status.code] - now;
      const verb = status.pastVerbs[gone === 1 ? 0 : 1];
      if (now > 0) return `${formatCount(gone)} more ${verb}`;
      return `${formatCount(gone)} ${verb}, last at step ${formatStep(counts.lastSeen[status.code])}`;
    });
  return phrases.length ? `Earlier: ${phrases.join("; ")}.` : "";
}
