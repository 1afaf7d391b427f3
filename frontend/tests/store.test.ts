import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunsAnswer } from "../src/recorded/contract";
import { RequestError, type Source } from "../src/recorded/requests";
import { Store, type Wish } from "../src/recorded/store";
import { bytesOf, findingOf, runsAnswer, variablesNamed } from "./specimens";

/** A backend in memory that writes down what it is asked and can be made to wait or to fail. */
class Logs implements Source {
  asked: string[] = [];
  failure: Error | undefined;
  /** What a request waits for, by what is asked. */
  readonly gates = new Map<string, Promise<void>>();

  constructor(public answer: RunsAnswer) {}

  async runs() {
    await this.ask("runs");
    return this.answer;
  }

  async variables(run: string) {
    await this.ask(`${run} variables`);
    return { run, variables: variablesNamed("a", "b") };
  }

  async findings(run: string) {
    await this.ask(`${run} findings`);
    return {
      run,
      findings: [findingOf({ id: `${run} ${this.answer.runs[0].revision}` })],
      notes: [],
    };
  }

  async statistic(run: string, name: string) {
    await this.ask(`${run} ${name}`);
    const rows = [
      [1, 6],
      [1, 6],
    ];
    return bytesOf([0, 1], [0, 1], rows, name === "status" ? "statuses" : "numbers");
  }

  async verdicts(run: string) {
    await this.ask(`${run} verdicts`);
    return { run, severity: "", verdicts: [], thresholds: [], notes: [] };
  }

  async curves(run: string, variable: string) {
    await this.ask(`${run} curves of ${variable}`);
    return bytesOf([0, 1], [0, 1], [[1], [2]], "numbers");
  }

  async histogram(run: string, variable: string) {
    await this.ask(`${run} histogram of ${variable}`);
    return bytesOf([0, 1], [0, 1], [[255], [255]], "statuses");
  }

  private async ask(what: string): Promise<void> {
    this.asked.push(what);
    await this.gates.get(what);
    if (this.failure) throw this.failure;
  }
}

function storeOf(logs: Logs, wish: Wish = {}) {
  return new Store(logs, () => undefined, wish);
}

test("the run that was written to last is shown first", async () => {
  const logs = new Logs(
    runsAnswer({ run: "old" }, { run: "new", last_wall_time: 9 }, { run: "mid" }),
  );
  const store = storeOf(logs);
  await store.refresh();
  assert.equal(store.state.shown?.run, "new");
  assert.equal(store.state.shown.statistic.name, "l2_norm");
  assert.equal(store.state.loading, false);
});

test("a wish is granted where it can be", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }, { run: "b", last_wall_time: 9 }));
  const store = storeOf(logs, { run: "a", statistic: "mean" });
  await store.refresh();
  assert.equal(store.state.shown?.run, "a");
  assert.equal(store.state.shown.statistic.name, "mean");
  const other = storeOf(logs, { run: "gone", statistic: "gone" });
  await other.refresh();
  assert.equal(other.state.shown?.run, "b");
});

test("what has not changed is not asked for again", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }));
  const store = storeOf(logs);
  await store.refresh();
  const { shown } = store.state;
  logs.asked = [];
  await store.refresh();
  assert.deepEqual(logs.asked, ["runs"]);
  assert.equal(store.state.shown, shown);
});

test("a new revision is fetched, and another statistic of the same revision alone", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }));
  const store = storeOf(logs);
  await store.refresh();
  logs.asked = [];
  await store.choose({ statistic: "mean" });
  assert.deepEqual(logs.asked, ["a mean"]);
  logs.answer = runsAnswer({ run: "a", revision: "2" });
  logs.asked = [];
  await store.refresh();
  assert.deepEqual(logs.asked, ["runs", "a variables", "a status", "a mean", "a findings"]);
  assert.equal(store.state.shown?.revision, "2");
});

test("the answer to an earlier choice does not replace a later one", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }, { run: "b" }));
  const store = storeOf(logs, { run: "a" });
  await store.refresh();
  let release = () => {};
  logs.gates.set("b status", new Promise((resolve) => (release = resolve)));
  const slow = store.choose({ run: "b" });
  await store.choose({ run: "a", statistic: "mean" });
  release();
  await slow;
  assert.equal(store.state.shown?.run, "a");
  assert.equal(store.state.shown.statistic.name, "mean");
});

test("the map stays while it is fetched anew, and after that has failed", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }));
  const store = storeOf(logs);
  await store.refresh();
  const { shown } = store.state;
  logs.failure = new RequestError("The log cannot be read.", 500);
  await store.refresh();
  assert.equal(store.state.failure, "The log cannot be read.");
  assert.equal(store.state.shown, shown);
  logs.failure = undefined;
  await store.refresh();
  assert.equal(store.state.failure, undefined);
});

test("a run that cannot be fetched does not appear with another run's map", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }, { run: "b" }));
  const store = storeOf(logs, { run: "a" });
  await store.refresh();
  logs.failure = new RequestError("No.", 404);
  await store.choose({ run: "b" });
  assert.equal(store.state.shown, undefined);
  assert.equal(store.state.failure, "No.");
});

test("findings come with the map that they belong to", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }, { run: "b" }));
  const store = storeOf(logs, { run: "a" });
  await store.refresh();
  assert.equal(store.state.findings?.findings[0].id, "a 1");
  let release = () => {};
  logs.gates.set("b status", new Promise((resolve) => (release = resolve)));
  const slow = store.choose({ run: "b" });
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(store.state.shown?.run, "a");
  assert.equal(store.state.findings.run, "a");
  release();
  await slow;
  assert.equal(store.state.findings.run, "b");
  logs.failure = new RequestError("No.", 404);
  await store.choose({ run: "a" });
  assert.equal(store.state.findings, undefined);
});

test("the findings of a run without a step are known, and of an unreadable one not asked for", async () => {
  const stepless = { last_step: null, last_wall_time: null };
  const logs = new Logs(
    runsAnswer({ run: "a", ...stepless }, { run: "b", problem: "It is newer." }),
  );
  logs.answer.runs[1].last_step = null;
  const store = storeOf(logs, { run: "a" });
  await store.refresh();
  assert.equal(store.state.findings?.run, "a");
  logs.answer = {
    ...logs.answer,
    runs: [{ ...logs.answer.runs[0], revision: "2" }, logs.answer.runs[1]],
  };
  await store.refresh();
  assert.equal(store.state.findings.findings[0].id, "a 2");
  await store.choose({ run: "b" });
  assert.equal(store.state.findings, undefined);
  assert.ok(!logs.asked.includes("b findings"));
});

test("a run without a step is not asked for its numbers", async () => {
  const logs = new Logs(runsAnswer({ run: "a", last_step: null, last_wall_time: null }));
  const store = storeOf(logs);
  await store.refresh();
  assert.deepEqual(logs.asked, ["runs", "a findings"]);
  assert.equal(store.state.shown, undefined);
  assert.equal(store.state.loading, false);
});

test("a choice made before the first answer is kept for it", async () => {
  const logs = new Logs(runsAnswer({ run: "a", last_wall_time: 9 }, { run: "b" }));
  const store = storeOf(logs);
  const first = store.refresh();
  await store.choose({ run: "b" });
  await first;
  assert.equal(store.state.shown?.run, "b");
});

test("summaries wait for the run in view, and for one another", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }, { run: "b" }, { run: "c" }));
  const store = storeOf(logs, { run: "a" });
  let release = () => {};
  logs.gates.set("a status", new Promise((resolve) => (release = resolve)));
  const map = store.refresh();
  await new Promise((resolve) => setTimeout(resolve));
  const summaries = Promise.all(["a", "b", "c"].map((run) => store.summarize(run)));
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual(logs.asked, ["runs", "a variables", "a status", "a l2_norm", "a findings"]);
  release();
  await map;
  await summaries;
  assert.deepEqual(logs.asked.slice(5), ["b status", "c status"]);
});

test("a summary is made once for each revision", async () => {
  const logs = new Logs(runsAnswer({ run: "a" }, { run: "b" }));
  const store = storeOf(logs, { run: "a" });
  await store.refresh();
  logs.asked = [];
  await store.summarize("b");
  await store.summarize("b");
  await store.summarize("a");
  assert.deepEqual(logs.asked, ["b status"]);
  assert.equal(store.state.tallies.get("b")?.atLast[6], 1);
});
