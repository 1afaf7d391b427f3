/** What is known of one variable beyond the statistic on the map, and when it is asked for. */

import { decodeNumbers, decodeStatuses, type Block } from "./decoding";
import type { Source } from "./requests";

/** What is asked for: a variable, of one revision of a run. */
export interface VariableWish {
  run: string;
  revision: string;
  variable: string;
}

export interface VariableHistory extends VariableWish {
  /** A column for each statistic, in the order of the list of statistics; NaN where absent. */
  curves: Block<Float32Array>;
  /** A column for each bin: the share of the elements in 255ths. Without steps if not recorded. */
  histogram: Block<Uint8Array>;
}

export class VariableStore {
  /** May be of an older revision while a newer one loads; never of another variable. */
  history: VariableHistory | undefined;
  failure: string | undefined;
  private wished: VariableWish | undefined;

  constructor(
    private readonly source: Pick<Source, "curves" | "histogram">,
    private readonly changed: () => void,
  ) {}

  /** Asks for what has changed; what was asked for last wins. */
  async show(wish: VariableWish): Promise<void> {
    if (isSame(wish, this.wished)) return;
    const { run, revision, variable } = wish;
    this.wished = wish;
    this.failure = undefined;
    if (this.history?.run !== run || this.history.variable !== variable) this.history = undefined;
    try {
      const [curves, histogram] = await Promise.all([
        this.source.curves(run, variable).then(decodeNumbers),
        this.source.histogram(run, variable).then(decodeStatuses),
      ]);
      if (this.wished !== wish) return;
      this.history = { run, revision, variable, curves, histogram };
    } catch (error) {
      if (this.wished !== wish) return;
      this.failure = error instanceof Error ? error.message : String(error);
      // The next refresh asks again.
      this.wished = undefined;
    }
    this.changed();
  }
}

function isSame(a: VariableWish, b: VariableWish | undefined): boolean {
  return a.run === b?.run && a.revision === b.revision && a.variable === b.variable;
}

/** The row of a block that has each of `steps`; -1 where none has. Both ascending. */
export function rowsOf(steps: Float64Array, { steps: known }: { steps: Float64Array }): Int32Array {
  const rows = new Int32Array(steps.length).fill(-1);
  for (let column = 0, row = 0; column < steps.length; column++) {
    while (row < known.length && known[row] < steps[column]) row++;
    if (known[row] === steps[column]) rows[column] = row;
  }
  return rows;
}

/** One column of a block of numbers over other steps; NaN where it has none of them. */
export function columnOver(
  rows: Int32Array,
  { values, variableCount }: Block<Float32Array>,
  column: number,
): Float32Array {
  return Float32Array.from(rows, (row) => (row < 0 ? NaN : values[row * variableCount + column]));
}
