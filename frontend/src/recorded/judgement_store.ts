/** What is known to be wrong with many runs, asked for run by run. */

import type { FindingAnswer, RunAnswer } from "./contract";
import type { Source } from "./requests";
import { withVerdicts } from "../verdicts/judged";

export class JudgementStore {
  /** Run -> causes and verdicts together, worst first; of an older revision until a newer comes. */
  readonly known = new Map<string, readonly FindingAnswer[]>();
  /** Run -> for which revision and limits it was asked. */
  private readonly asked = new Map<string, string>();
  private wanted: readonly RunAnswer[] = [];
  private limits: Readonly<Record<string, number>> = {};
  private isAsking = false;

  constructor(
    private readonly source: Pick<Source, "findings" | "verdicts">,
    private readonly changed: () => void,
  ) {}

  /**
   * Asks for what has changed of these runs, and no more for others: one run after the other, so
   * that two requests at most are under way.
   */
  async show(runs: readonly RunAnswer[], limits: Readonly<Record<string, number>>): Promise<void> {
    this.wanted = runs;
    this.limits = limits;
    if (this.isAsking) return;
    this.isAsking = true;
    for (let run = this.next(); run; run = this.next()) await this.ask(run);
    this.isAsking = false;
  }

  private next(): RunAnswer | undefined {
    return this.wanted.find((run) => !run.problem && this.asked.get(run.run) !== this.wish(run));
  }

  private wish({ run, revision }: RunAnswer): string {
    return JSON.stringify([run, revision, this.limits]);
  }

  private async ask(answer: RunAnswer): Promise<void> {
    const { run } = answer;
    this.asked.set(run, this.wish(answer));
    try {
      const [findings, verdicts] = await Promise.all([
        this.source.findings(run),
        this.source.verdicts(run, this.limits),
      ]);
      // Neither route need repeat the run.
      const all = withVerdicts({ ...findings, run }, { ...verdicts, run }, run);
      this.known.set(run, all?.findings ?? []);
    } catch {
      // In the list this is an extra: the run says what is wrong when it is chosen.
      this.known.delete(run);
    }
    this.changed();
  }
}
