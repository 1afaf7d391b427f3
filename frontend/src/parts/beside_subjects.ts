/** Several runs drawn together: one scale of colours, one count of what ails them. */

import { counterparts } from "../map/counterparts";
import { domainIn, sketchOf, type Sketch } from "../map/sketch";
import type { StatisticAnswer } from "../recorded/contract";
import type { Grid } from "../recorded/grid";
import { jointDomain } from "../scales/domain";
import type { StatusBook } from "../verdicts/statuses";
import { joinedTally, tally, type Tally } from "../verdicts/tally";
import type { Subject } from "./subject";

export interface Together {
  /** By name of the run. */
  subjects: ReadonlyMap<string, Subject>;
  /** What the legend says of all of them. */
  sketch: Sketch;
  tally: Tally;
}

export function drawnTogether(
  names: readonly string[],
  grids: readonly Grid[],
  statistic: StatisticAnswer,
  book: StatusBook,
): Together {
  const domain = jointDomain(grids.map((grid) => domainIn(grid, statistic, book)));
  const subjects = new Map<string, Subject>();
  grids.forEach((grid, place) => {
    const sketch = sketchOf(grid, statistic, book, domain);
    subjects.set(names[place], { run: names[place], grid, statistic, sketch, book });
  });
  const sketches = [...subjects.values()].map(({ sketch }) => sketch);
  const withoutNumber = sketches.reduce((sum, sketch) => sum + sketch.withoutNumber, 0);
  const counts = grids.map(({ statuses, steps, variables, columns }) =>
    tally(statuses, steps, variables.length, (row, column) => row * columns + column),
  );
  return { subjects, sketch: { ...sketches[0], withoutNumber }, tally: joinedTally(counts) };
}

/** Which variable of one grid answers to which of another; worked out once for two grids. */
export class Partners {
  private readonly known = new WeakMap<Grid, WeakMap<Grid, Int32Array>>();

  of(from: Grid, to: Grid): Int32Array {
    let ofFrom = this.known.get(from);
    if (!ofFrom) this.known.set(from, (ofFrom = new WeakMap()));
    let pairs = ofFrom.get(to);
    if (!pairs) ofFrom.set(to, (pairs = counterparts(from.variables, to.variables)));
    return pairs;
  }
}
