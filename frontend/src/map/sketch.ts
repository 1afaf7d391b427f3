/** What has to be worked out once per grid, statistic and theme before the map can be drawn. */

import type { Grid } from "../recorded/grid";
import type { StatisticAnswer } from "../recorded/contract";
import { colourScale, levelsOf, type ColourScale } from "../scales/colour_scale";
import { domainOf } from "../scales/domain";
import type { StatusBook } from "../verdicts/statuses";
import { isAiling } from "../verdicts/statuses";
import type { Cells } from "./aggregation";

export interface Sketch {
  scale: ColourScale;
  cells: Cells;
  /** By status code: 1 where the smallest number is the worst. */
  smallIsGrave: Uint8Array;
  /** By status code: 1 where a single cell is worth being looked at. */
  outspoken: Uint8Array;
  /** By row: the gravest status that it ever had, 0 where it was always well. */
  troubles: Uint8Array;
  /** Variables that are present at some step but have no number of the statistic there. */
  withoutNumber: number;
}

export function sketchOf(grid: Grid, statistic: StatisticAnswer, book: StatusBook): Sketch {
  const coloured = new Uint8Array(256);
  const ailing = new Uint8Array(256);
  const smallIsGrave = new Uint8Array(256);
  const outspoken = new Uint8Array(256);
  for (const status of book.all) {
    if (status.paint === "value") coloured[status.code] = 1;
    if (isAiling(status)) ailing[status.code] = 1;
    if (status.paint === "state") outspoken[status.code] = 1;
    if (status.name === "vanishing") smallIsGrave[status.code] = 1;
  }
  const { statuses, values, columns } = grid;
  const domain = domainOf(
    statistic.scale,
    statistic.unit,
    values,
    (cell) => coloured[statuses[cell]] === 1,
  );
  const scale = colourScale(statistic.scale, domain);
  const levels = levelsOf(scale, values);
  const troubles = new Uint8Array(grid.variables.length);
  const lacking = new Uint8Array(grid.variables.length);
  for (let cell = 0; cell < statuses.length; cell++) {
    const status = statuses[cell];
    const row = Math.floor(cell / columns);
    if (levels[cell] === 0 && coloured[status] === 1) lacking[row] = 1;
    if (ailing[status] === 1 && status > troubles[row]) troubles[row] = status;
  }
  const cells = { columns, statuses, levels };
  const withoutNumber = lacking.reduce((sum, lacks) => sum + lacks, 0);
  return { scale, cells, smallIsGrave, outspoken, troubles, withoutNumber };
}
