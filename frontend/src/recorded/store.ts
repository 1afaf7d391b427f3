/** What the tab knows and shows, and when it asks for more. */

import type {
  FindingsAnswer,
  RunAnswer,
  RunsAnswer,
  StatisticAnswer,
  VariableAnswer,
  VariablesAnswer,
} from "./contract";
import { decodeNumbers, decodeStatuses, type Block } from "./decoding";
import { joinGrid, type Grid } from "./grid";
import { RequestError, type Source } from "./requests";
import { StatusBook } from "../verdicts/statuses";
import { tally, type Tally } from "../verdicts/tally";

/** A grid with what it is a grid of. */
export interface Shown {
  run: string;
  revision: string;
  statistic: StatisticAnswer;
  grid: Grid;
  tally: Tally;
}

/** What somebody asks to see; what is left out stays as it is. */
export interface Wish {
  run?: string | undefined;
  statistic?: string | undefined;
}

export interface PageState {
  /** undefined until the first answer. */
  answer: RunsAnswer | undefined;
  book: StatusBook;
  run: RunAnswer | undefined;
  statistic: StatisticAnswer | undefined;
  /** May lag behind `run` and `statistic` while they load, so that nothing flickers. */
  shown: Shown | undefined;
  /** Of the run that is shown, or of one without a step; may lag behind as `shown` does. */
  findings: FindingsAnswer | undefined;
  loading: boolean;
  /** Why the last request failed; `shown` is then what was there before. */
  failure: string | undefined;
  tallies: ReadonlyMap<string, Tally>;
}

/** What was fetched of the run in view, for one revision of it. */
interface Fetched {
  run: string;
  revision: string;
  variables: readonly VariableAnswer[];
  findings: FindingsAnswer;
  status: Block<Uint8Array>;
  statistics: Map<string, Block<Float32Array>>;
}

export class Store {
  state: PageState = {
    answer: undefined,
    book: new StatusBook([]),
    run: undefined,
    statistic: undefined,
    shown: undefined,
    findings: undefined,
    loading: true,
    failure: undefined,
    tallies: new Map(),
  };

  private fetched: Fetched | undefined;
  private readonly tallied = new Map<string, string>();
  /** Which request for the list of runs, and which for a grid, is the last one. */
  private listing = 0;
  private turn = 0;
  private showing = Promise.resolve();
  private summaries = Promise.resolve();

  constructor(
    private readonly source: Source,
    private readonly changed: () => void,
    private wished: Wish,
  ) {}

  /** Asks which runs there are, and for what changed of the run in view. */
  async refresh(): Promise<void> {
    const turn = ++this.listing;
    this.update({ loading: true });
    try {
      const answer = await this.source.runs();
      if (turn !== this.listing) return;
      const run = chosenRun(answer, this.state.run?.run ?? this.wished.run);
      const name = this.state.statistic?.name ?? this.wished.statistic;
      const statistic = answer.statistics.find((s) => s.name === name) ?? answer.statistics[0];
      this.update({ answer, book: new StatusBook(answer.statuses), run, statistic });
    } catch (error) {
      if (turn === this.listing) this.fail(error);
      return;
    }
    await this.show();
  }

  async choose(wish: Wish): Promise<void> {
    const { answer } = this.state;
    if (!answer) {
      this.wished = wish;
      return;
    }
    const run = answer.runs.find((r) => r.run === wish.run) ?? this.state.run;
    const named = answer.statistics.find((s) => s.name === wish.statistic);
    this.update({ run, statistic: named ?? this.state.statistic });
    await this.show();
  }

  /** Resolves when what was to be shown is there, or cannot be; extras wait for that. */
  settled(): Promise<void> {
    return this.showing;
  }

  /** Counts the statuses of a run; one after the other, and not before the run in view is there. */
  summarize(name: string): Promise<void> {
    this.summaries = this.summaries.then(() => this.showing).then(() => this.summarizeNow(name));
    return this.summaries;
  }

  private async summarizeNow(name: string): Promise<void> {
    const run = this.state.answer?.runs.find((candidate) => candidate.run === name);
    if (!run || run.last_step === null || this.tallied.get(name) === run.revision) return;
    try {
      const bytes = await this.source.statistic(name, "status");
      const { steps, values, variableCount } = decodeStatuses(bytes);
      const index = (variable: number, column: number) => column * variableCount + variable;
      const counts = tally(values, steps, variableCount, index);
      this.tallied.set(name, run.revision);
      this.update({ tallies: new Map(this.state.tallies).set(name, counts) });
    } catch {
      // A summary is an extra: the run says what is wrong with it when it is chosen.
    }
  }

  private show(): Promise<void> {
    return (this.showing = this.showNow());
  }

  /** Makes `shown` what `run` and `statistic` say. What was asked for last wins. */
  private async showNow(): Promise<void> {
    const turn = ++this.turn;
    const { run, statistic, shown } = this.state;
    if (!run || !statistic || run.last_step === null) {
      const findings = this.state.findings?.run === run?.run ? this.state.findings : undefined;
      this.update({ shown: undefined, findings, loading: false, failure: undefined });
      // What ended a training before its first step is known all the same.
      if (run && !run.problem) await this.showFindings(run.run, turn);
      return;
    }
    const current = shown?.run === run.run && shown.revision === run.revision;
    if (current && shown.statistic.name === statistic.name) {
      this.update({ loading: false, failure: undefined });
      return;
    }
    this.update({ loading: true });
    try {
      const fetched = await this.fetch(run, statistic.name);
      if (turn === this.turn) this.take(fetched, statistic);
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  private async showFindings(run: string, turn: number): Promise<void> {
    try {
      const findings = await this.source.findings(run);
      if (turn === this.turn) this.update({ findings });
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  private take(fetched: Fetched, statistic: StatisticAnswer): void {
    this.fetched = fetched;
    const { run, revision, variables, status } = fetched;
    const grid = joinGrid(variables, status, fetched.statistics.get(statistic.name)!);
    const index = (variable: number, column: number) => variable * grid.columns + column;
    const counts = tally(grid.statuses, grid.steps, variables.length, index);
    this.tallied.set(run, revision);
    const tallies = new Map(this.state.tallies).set(run, counts);
    const shown = { run, revision, statistic, grid, tally: counts };
    const { findings } = fetched;
    this.update({ shown, findings, loading: false, failure: undefined, tallies });
  }

  /** What is known of this revision is not asked for again. */
  private async fetch({ run, revision }: RunAnswer, statistic: string): Promise<Fetched> {
    const known = this.fetched;
    if (known?.run === run && known.revision === revision) {
      if (!known.statistics.has(statistic)) {
        known.statistics.set(statistic, decodeNumbers(await this.source.statistic(run, statistic)));
      }
      return known;
    }
    const ask = () =>
      Promise.all([
        this.source.variables(run),
        this.source.statistic(run, "status").then(decodeStatuses),
        this.source.statistic(run, statistic).then(decodeNumbers),
        this.source.findings(run),
      ]);
    let [table, status, numbers, findings] = await ask();
    // The variables of a run may change between two of the answers; not twice in a row.
    if (!agree(table, status, numbers)) [table, status, numbers, findings] = await ask();
    const statistics = new Map([[statistic, numbers]]);
    return { run, revision, variables: table.variables, findings, status, statistics };
  }

  private fail(error: unknown): void {
    if (!(error instanceof RequestError || error instanceof RangeError)) console.error(error);
    const { shown, run } = this.state;
    // Another run's map under this run's name would be a lie; an older map of the same run is not.
    const kept = shown?.run === run?.run ? shown : undefined;
    const findings = this.state.findings?.run === run?.run ? this.state.findings : undefined;
    this.update({ loading: false, failure: messageOf(error), shown: kept, findings });
  }

  private update(change: Partial<PageState>): void {
    this.state = { ...this.state, ...change };
    this.changed();
  }
}

function agree(table: VariablesAnswer, ...blocks: { variableCount: number }[]): boolean {
  return blocks.every((block) => block.variableCount === table.variables.length);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The one wished for, or the one that was written to last. */
function chosenRun(answer: RunsAnswer, name: string | undefined): RunAnswer | undefined {
  const wished = answer.runs.find((run) => run.run === name);
  if (wished) return wished;
  const age = (run: RunAnswer) => run.last_wall_time ?? -Infinity;
  return [...answer.runs].sort((a, b) => age(b) - age(a))[0];
}
