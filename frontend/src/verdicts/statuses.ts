/** The words of each status. Codes and names come from the backend, words belong to the tab. */

import type { StatusAnswer } from "../recorded/contract";

export interface Status {
  code: number;
  name: string;
  /** As it stands in the legend, in the tooltip and for a screen reader. */
  word: string;
  meaning: string;
  /** Of one variable and of several, now and before. */
  verbs: readonly [one: string, several: string];
  pastVerbs: readonly [one: string, several: string];
  /** "blank": nothing is drawn; "value": the colour is the number's; "state": a colour of its own. */
  paint: "blank" | "value" | "state";
}

const KNOWN: Record<string, Omit<Status, "code" | "name">> = {
  not_recorded: {
    word: "not recorded",
    meaning: "Nothing was recorded of the variable at this step.",
    verbs: ["is not recorded", "are not recorded"],
    pastVerbs: ["was not recorded", "were not recorded"],
    paint: "blank",
  },
  ok: {
    word: "present",
    meaning: "The gradient is finite, and not zero everywhere.",
    verbs: ["is present", "are present"],
    pastVerbs: ["was present", "were present"],
    paint: "value",
  },
  vanishing: {
    word: "vanishing",
    meaning: "The gradient is lost beside the largest one of the same step.",
    verbs: ["vanishes", "vanish"],
    pastVerbs: ["vanished", "vanished"],
    paint: "value",
  },
  exploding: {
    word: "exploding",
    meaning: "The norm of the gradient is beyond the limit.",
    verbs: ["explodes", "explode"],
    pastVerbs: ["exploded", "exploded"],
    paint: "value",
  },
  zero: {
    word: "zero",
    meaning: "Every element of the gradient is 0.",
    verbs: ["is zero", "are zero"],
    pastVerbs: ["was zero", "were zero"],
    paint: "state",
  },
  nonfinite: {
    word: "non-finite",
    meaning: "At least one element of the gradient is NaN or infinite.",
    verbs: ["is non-finite", "are non-finite"],
    pastVerbs: ["was non-finite", "were non-finite"],
    paint: "state",
  },
  null: {
    word: "no gradient",
    meaning: "There is no gradient: it is None.",
    verbs: ["has no gradient", "have no gradient"],
    pastVerbs: ["had no gradient", "had no gradient"],
    paint: "state",
  },
};

/** Statuses by code. */
export class StatusBook {
  private readonly byCode = new Map<number, Status>();

  constructor(answers: readonly StatusAnswer[]) {
    for (const { code, name } of answers) {
      this.byCode.set(code, { code, name, ...(KNOWN[name] ?? unknownWords(name)) });
    }
  }

  /** Gravest first. */
  get all(): Status[] {
    return [...this.byCode.values()].sort((a, b) => b.code - a.code);
  }

  /** Those that ask for attention, gravest first. */
  get ailing(): Status[] {
    return this.all.filter((status) => isAiling(status));
  }

  get(code: number): Status {
    const known = this.byCode.get(code);
    return known ?? { code, name: `status_${code}`, ...unknownWords(`status ${code}`) };
  }

  named(name: string): Status | undefined {
    return [...this.byCode.values()].find((status) => status.name === name);
  }
}

export function isAiling(status: Status): boolean {
  return status.name !== "ok" && status.name !== "not_recorded";
}

/** A newer backend may judge what this tab has no words for: then its name must do. */
function unknownWords(name: string): Omit<Status, "code" | "name"> {
  const word = name.replaceAll("_", " ");
  return {
    word,
    meaning: "",
    verbs: [`is ${word}`, `are ${word}`],
    pastVerbs: [`was ${word}`, `were ${word}`],
    paint: "value",
  };
}
