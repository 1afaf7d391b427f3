/** What somebody asks of the rows in words, and the arrangement that comes of it. */

import {
  ALL_ROWS,
  groupNames,
  type Group,
  type RowOrder,
  type RowWishes,
} from "../map/arrangement";
import type { VariableAnswer } from "../recorded/contract";
import { decoded } from "../recorded/names";
import { isAiling, type StatusBook } from "./statuses";

/** As it stands in the address: everything is text, and what is empty is not asked for. */
export interface RowWords {
  /** A regular expression of names. */
  filter: string;
  /** "", "sick", "healthy", or the name of a status. */
  state: string;
  /** "severity", else the order of the model. */
  order: string;
  /** How many parts of a layer's path name a group; empty is the whole path. */
  group: string;
  folded: ReadonlySet<string>;
}

export const NO_WORDS: RowWords = {
  filter: "",
  state: "",
  order: "",
  group: "",
  folded: new Set(),
};

export const SICK = "sick";
export const HEALTHY = "healthy";

/** The wishes, and why the filter is not a regular expression, if it is none. */
export function wishesOf(
  words: RowWords,
  book: StatusBook,
): { wishes: RowWishes; problem: string | undefined } {
  const { pattern, problem } = patternOf(words.filter);
  const order: RowOrder = words.order === "severity" ? "severity" : "model";
  const depth = depthIn(words.group);
  const { folded } = words;
  const wishes = { ...ALL_ROWS, pattern, order, depth, folded, ...statesOf(words.state, book) };
  return { wishes, problem };
}

function depthIn(group: string): number {
  return /^[1-9]\d*$/.test(group) ? Number(group) : Infinity;
}

/** Capitals are told apart only where the expression has some. */
export function patternOf(text: string): {
  pattern: RegExp | undefined;
  problem: string | undefined;
} {
  if (text === "") return { pattern: undefined, problem: undefined };
  try {
    return { pattern: new RegExp(text, /[A-Z]/.test(text) ? "u" : "iu"), problem: undefined };
  } catch {
    return { pattern: undefined, problem: "This is not a regular expression yet." };
  }
}

function statesOf(state: string, book: StatusBook): Pick<RowWishes, "statuses" | "never"> {
  const ailing = new Set(book.ailing.map(({ code }) => code));
  if (state === SICK) return { statuses: ailing, never: undefined };
  if (state === HEALTHY) return { statuses: undefined, never: ailing };
  const status = book.named(state);
  const known = status && isAiling(status) ? new Set([status.code]) : undefined;
  return { statuses: known, never: undefined };
}

const EVERY = "*";

/** The groups that are folded, as the address has them. */
export function foldedWords({ folded }: RowWords, groups: readonly Group[]): string {
  const all = groups.filter(({ name, variables }) => name !== "" && variables > 1);
  if (all.length > 0 && all.every(({ name }) => folded.has(name))) return EVERY;
  return [...folded].map(encodeURIComponent).join(",");
}

/** The inverse of `foldedWords`. */
export function foldedIn(
  words: string | undefined,
  group: string | undefined,
  variables: readonly VariableAnswer[],
): ReadonlySet<string> {
  if (!words) return new Set();
  const depth = depthIn(group ?? "");
  if (words === EVERY) return new Set(groupNames(variables, depth));
  return new Set(words.split(",").map(decoded));
}
