/** The grids of further runs, shown together with the run in view. */

import type { RunAnswer } from "./contract";
import { decodeNumbers, decodeStatuses } from "./decoding";
import { joinGrid, type Grid } from "./grid";
import type { Source } from "./requests";

interface Held {
  revision: string;
  statistic: string;
  grid: Grid;
}

export class GridStore {
  /** Run -> why it could not be fetched. */
  readonly failures = new Map<string, string>();
  private readonly held = new Map<string, Held>();
  private wished = "";

  constructor(
    private readonly source: Pick<Source, "variables" | "statistic">,
    private readonly changed: () => void,
  ) {}

  /** May be of an older revision while a newer one loads; never of another statistic. */
  grid(run: string, statistic: string): Grid | undefined {
    const held = this.held.get(run);
    return held?.statistic === statistic ? held.grid : undefined;
  }

  /** Asks for what has changed, one run after the other; runs that nobody wants are let go. */
  async show(runs: readonly RunAnswer[], statistic: string): Promise<void> {
    const wish = JSON.stringify([runs.map(({ run, revision }) => [run, revision]), statistic]);
    if (wish === this.wished) return;
    this.wished = wish;
    this.failures.clear();
    const wanted = new Set(runs.map(({ run }) => run));
    for (const run of this.held.keys()) if (!wanted.has(run)) this.held.delete(run);
    for (const { run, revision } of runs) {
      const held = this.held.get(run);
      if (held?.revision === revision && held.statistic === statistic) continue;
      try {
        const grid = await this.fetch(run, statistic);
        if (this.wished !== wish) return;
        this.held.set(run, { revision, statistic, grid });
      } catch (error) {
        if (this.wished !== wish) return;
        this.failures.set(run, error instanceof Error ? error.message : String(error));
      }
      this.changed();
    }
  }

  private async fetch(run: string, statistic: string): Promise<Grid> {
    const [{ variables }, statuses, numbers] = await Promise.all([
      this.source.variables(run),
      this.source.statistic(run, "status").then(decodeStatuses),
      this.source.statistic(run, statistic).then(decodeNumbers),
    ]);
    return joinGrid(variables, statuses, numbers);
  }
}
