/** The one line that says how a run is. */

import { formatCount, formatStep } from "../scales/number_format";
import { isAiling, type Status, type StatusBook } from "./statuses";
import type { Tally } from "./tally";

export interface Verdict {
  /** The gravest status of the last step, else of any before; undefined where all was well. */
  worst: Status | undefined;
  /** Whether there is nothing to be looked at. */
  isWell: boolean;
  /** How the run is at its last step. */
  sentence: string;
  /** What ailed it before and is over; empty where nothing did. */
  earlier: string;
}

/** @param isUrgent whether its numbers are judged to be sick, be its states as they may */
export function verdictOf(counts: Tally, book: StatusBook, isUrgent = false): Verdict {
  if (counts.lastStep === null) {
    const sentence = "No step has been recorded yet.";
    return { worst: undefined, isWell: true, sentence, earlier: "" };
  }
  const unrecorded = counts.atLast[book.named("not_recorded")?.code ?? 0];
  const judged = counts.variables - unrecorded;
  const ailing = book.ailing.filter((status) => counts.atLast[status.code] > 0);
  const worst = ailing[0] ?? book.ailing.find((status) => counts.ever[status.code] > 0);
  return {
    worst,
    isWell: !worst && !isUrgent,
    sentence: `${sentenceOf(counts, ailing, judged, isUrgent)} at step ${formatStep(counts.lastStep)}.`,
    earlier: earlierOf(counts, book),
  };
}

function sentenceOf(counts: Tally, ailing: Status[], judged: number, isUrgent: boolean): string {
  const noun = judged === counts.variables ? "variables" : "recorded variables";
  if (ailing.length === 0) {
    const what = isUrgent ? "a gradient" : "a healthy gradient";
    if (judged === 1) return `The ${noun.slice(0, -1)} has ${what}`;
    return `All ${formatCount(judged)} ${noun} have ${what}`;
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
