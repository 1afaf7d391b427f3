import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunAnswer } from "../src/recorded/contract";
import { JudgementStore } from "../src/recorded/judgement_store";
import { runsIn, runWords } from "../src/recorded/run_words";
import { matching, ranged, toggled } from "../src/verdicts/run_choice";
import { findingOf, runsAnswer } from "./specimens";

/** A backend that answers when it is let, and counts what it is asked at once. */
class Judges {
  asked: string[] = [];
  most = 0;
  failing = false;
  private open = 0;

  async findings(run: string) {
    await this.ask(`${run} findings`);
    return { run, findings: [findingOf({ severity: "warning" })], notes: [] };
  }

  async verdicts(run: string, limits: Readonly<Record<string, number>>) {
    await this.ask(`${run} verdicts ${JSON.stringify(limits)}`);
    return { run, severity: "", verdicts: [], thresholds: [], notes: [] };
  }

  private async ask(what: string): Promise<void> {
    this.asked.push(what);
    this.most = Math.max(this.most, ++this.open);
    await new Promise((resolve) => setTimeout(resolve, 1));
    this.open--;
    if (this.failing) throw new Error("gone");
  }
}

const runsOf = (...runs: Partial<RunAnswer>[]) => runsAnswer(...runs).runs;

test("runs that are looked at are judged, two requests at a time and each revision once", async () => {
  const judges = new Judges();
  const store = new JudgementStore(judges, () => {});
  await store.show(runsOf({ run: "a" }, { run: "b" }, { run: "c", problem: "torn" }), {});
  assert.deepEqual(judges.asked, ["a findings", "a verdicts {}", "b findings", "b verdicts {}"]);
  assert.equal(judges.most, 2);
  assert.equal(store.known.get("b")?.[0].severity, "warning");
  await store.show(runsOf({ run: "a" }, { run: "b", revision: "2" }), {});
  assert.deepEqual(judges.asked.slice(4), ["b findings", "b verdicts {}"]);
  await store.show(runsOf({ run: "a" }), { "null.steps": 5 });
  assert.deepEqual(judges.asked.slice(6), ["a findings", 'a verdicts {"null.steps":5}']);
});

test("a run that went out of sight before its turn is not asked for", async () => {
  const judges = new Judges();
  const store = new JudgementStore(judges, () => {});
  const first = store.show(runsOf({ run: "a" }, { run: "b" }), {});
  void store.show(runsOf({ run: "c" }), {});
  await first;
  assert.deepEqual(
    judges.asked.filter((what) => what.endsWith("findings")),
    ["a findings", "c findings"],
  );
});

test("a judgement that fails leaves the run without one, and the next runs get theirs", async () => {
  const judges = new Judges();
  const store = new JudgementStore(judges, () => {});
  judges.failing = true;
  await store.show(runsOf({ run: "a" }, { run: "b" }), {});
  assert.equal(store.known.size, 0);
  assert.equal(judges.asked.length, 4);
});

test("runs are chosen and given up one by one, and no more than fit", () => {
  assert.deepEqual(toggled(["a"], "b"), ["a", "b"]);
  assert.deepEqual(toggled(["a", "b"], "a"), ["b"]);
  assert.deepEqual(toggled(["a", "b", "c", "d"], "e"), ["a", "b", "c", "d"]);
});

test("a range of runs begins where it was begun, and has no more than fit", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  assert.deepEqual(ranged(names, "b", "d"), ["b", "c", "d"]);
  assert.deepEqual(ranged(names, "f", "a"), ["f", "e", "d", "c"]);
  assert.deepEqual(ranged(names, "gone", "c"), ["c"]);
});

test("runs are found by a regular expression, and all are there while it is none", () => {
  const runs = [{ run: "train/1" }, { run: "train/12" }, { run: "Test" }];
  const names = (filter: string) => matching(runs, filter).found.map(({ run }) => run);
  assert.deepEqual(names("1$"), ["train/1"]);
  assert.deepEqual(names("t"), ["train/1", "train/12", "Test"]);
  assert.deepEqual(names("T"), ["Test"]);
  assert.deepEqual(names("(1"), ["train/1", "train/12", "Test"]);
  assert.match(matching(runs, "(1").problem!, /not a regular expression/);
});

test("names of several runs stand in one part of the address, whatever they hold", () => {
  const names = ["a,b", "<img src=x>", "50 %", "权重", "a%2Cb"];
  assert.deepEqual(runsIn(runWords(names)), names);
  assert.deepEqual(runsIn(undefined), []);
});
