import assert from "node:assert/strict";
import { test } from "node:test";
import type { LimitAnswer, VerdictAnswer, VerdictsAnswer } from "../src/recorded/contract";
import { VerdictStore } from "../src/recorded/verdict_store";
import {
  incidentsOf,
  limitsIn,
  limitWords,
  problemWith,
  spanWords,
  withLimit,
  withVerdicts,
} from "../src/verdicts/judged";
import { findingOf } from "./specimens";

function verdictOf(facts: Partial<VerdictAnswer> = {}): VerdictAnswer {
  return {
    id: "v",
    rule: "stalled",
    code: "GH205",
    severity: "warning",
    status: "ok",
    variables: ["a"],
    first_step: 12,
    last_step: 950,
    steps: 40,
    of_steps: 48,
    until_end: true,
    evidence: [],
    words: findingOf().words,
    ...facts,
  };
}

const verdictsOf = (...verdicts: VerdictAnswer[]): VerdictsAnswer => ({
  run: "r",
  severity: "",
  verdicts,
  thresholds: [],
  notes: [],
});
const findingsOf = (...findings: ReturnType<typeof findingOf>[]) => ({
  run: "r",
  findings,
  notes: [],
});

test("causes and verdicts stand together, worst first, and what is over comes last", () => {
  const findings = findingsOf(
    findingOf({ id: "error" }),
    findingOf({ id: "note", severity: "note" }),
    findingOf({ id: "over", until: 9 }),
  );
  const verdicts = verdictsOf(
    verdictOf({ id: "grave", severity: "error" }),
    verdictOf({ id: "warning" }),
  );
  const ids = withVerdicts(findings, verdicts, "r")?.findings.map(({ id }) => id);
  assert.deepEqual(ids, ["error", "grave", "warning", "note", "over"]);
});

test("a verdict whose variables are all explained is left out, one that says more is not", () => {
  const findings = findingsOf(findingOf({ variables: ["a", "b"] }));
  const found = (...variables: string[]) => {
    const verdict = verdictOf({ status: "null", variables });
    return withVerdicts(findings, verdictsOf(verdict), "r")!.findings.length - 1;
  };
  assert.equal(found("a"), 0);
  assert.equal(found("a", "c"), 1);
  const other = verdictsOf(verdictOf({ status: "zero" }));
  assert.equal(withVerdicts(findings, other, "r")?.findings.length, 2);
});

test("what belongs to another run is not shown", () => {
  assert.equal(withVerdicts(undefined, undefined, "r"), undefined);
  const others = { ...verdictsOf(verdictOf()), run: "s" };
  assert.deepEqual(withVerdicts(findingsOf(), others, "r")?.findings, []);
});

test("on how many steps is said, and until when where it is over", () => {
  assert.equal(spanWords(verdictOf()), "on 40 of 48 steps");
  assert.equal(spanWords(verdictOf({ steps: 48 })), "on all 48 steps");
  assert.equal(spanWords(verdictOf({ until_end: false })), "on 40 of 48 steps, until 950");
});

test("each step on which something began has one mark, with the worst of it", () => {
  const words = (headline: string) => ({ ...findingOf().words, headline });
  const marks = incidentsOf([
    findingOf({ id: "a", step: 5, words: words("one") }),
    findingOf({ id: "b", step: 5, severity: "note", words: words("two") }),
    findingOf({ id: "c", step: 0, severity: "warning" }),
    findingOf({ id: "d", step: 2, until: 3 }),
  ]);
  assert.deepEqual(
    marks.map(({ id, step }) => [id, step]),
    [
      ["c", 0],
      ["a", 5],
    ],
  );
  assert.equal(marks[1].title, "one\ntwo");
});

const LIMIT: LimitAnswer = {
  name: "null.steps",
  value: 1,
  default: 1,
  least: 1,
  most: null,
  whole: true,
  unit: "",
  reason: "",
  source: "",
  rule: "null",
};

test("limits survive a way through the address, and a default is none", () => {
  const limits = { "vanishing.layer_ratio": 1e-9, "null.steps": 3 };
  assert.deepEqual(limitsIn(limitWords(limits)), limits);
  assert.deepEqual(limitsIn("x,:3,y:,z:w"), {});
  assert.deepEqual(withLimit(limits, LIMIT, 1), { "vanishing.layer_ratio": 1e-9 });
  assert.deepEqual(withLimit({}, LIMIT, 4), { "null.steps": 4 });
});

test("a value that a limit cannot have is refused with the reason", () => {
  assert.equal(problemWith(LIMIT, 2), undefined);
  assert.match(problemWith(LIMIT, 0)!, /at least 1/);
  assert.match(problemWith(LIMIT, 1.5)!, /whole/);
  assert.match(problemWith(LIMIT, NaN)!, /number/);
  assert.match(problemWith({ ...LIMIT, most: 5 }, 6)!, /at most 5/);
});

test("other limits are asked for anew, and the older answer stays until then", async () => {
  const asked: string[] = [];
  const store = new VerdictStore(
    {
      async verdicts(run, limits) {
        asked.push(`${run} ${JSON.stringify(limits)}`);
        if (limits.bad) throw new Error("refused");
        return { ...verdictsOf(verdictOf()), run };
      },
    },
    () => undefined,
  );
  const wish = { run: "r", revision: "1", limits: {} };
  await store.show(wish);
  await store.show({ ...wish });
  assert.deepEqual(asked, ["r {}"]);
  await store.show({ ...wish, limits: { bad: 1 } });
  assert.equal(store.failure, "refused");
  assert.equal(store.answer?.verdicts.length, 1);
  await store.show({ ...wish, run: "s" });
  assert.deepEqual([store.answer?.run, store.failure], ["s", undefined]);
});
