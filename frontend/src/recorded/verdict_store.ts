/** The judgement of a run's numbers, by the limits that were asked for. */

import type { VerdictsAnswer } from "./contract";
import type { Source } from "./requests";

export interface VerdictWish {
  run: string;
  revision: string;
  /** Limits that differ from their defaults. */
  limits: Readonly<Record<string, number>>;
}

export class VerdictStore {
  /** May be by older limits or of an older revision while others load; never of another run. */
  answer: VerdictsAnswer | undefined;
  failure: string | undefined;
  private wished: string | undefined;

  constructor(
    private readonly source: Pick<Source, "verdicts">,
    private readonly changed: () => void,
  ) {}

  /** Asks for what has changed; what was asked for last wins. */
  async show({ run, revision, limits }: VerdictWish): Promise<void> {
    const wish = JSON.stringify([run, revision, limits]);
    if (wish === this.wished) return;
    this.wished = wish;
    if (this.answer?.run !== run) this.answer = undefined;
    try {
      const answer = await this.source.verdicts(run, limits);
      if (this.wished !== wish) return;
      // The route need not repeat the run.
      this.answer = { ...answer, run };
      this.failure = undefined;
    } catch (error) {
      if (this.wished !== wish) return;
      this.failure = error instanceof Error ? error.message : String(error);
    }
    this.changed();
  }
}
