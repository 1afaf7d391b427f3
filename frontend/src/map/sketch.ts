/** What has to be worked out once per grid, statistic and theme before the map can be drawn. */

import type { Grid } from "../recorded/grid";
import type { StatisticAnswer } from "../recorded/contract";
import { colourScale, levelsOf, type ColourScale } from "../scales/colour_scale";
import { domainOf, type Domain } from "../scales/domain";
import type { StatusBook } from "../verdicts/statuses";
import { isAiling } from "../verdicts/statuses";
import { gravityOf, type Cells } from "./cells";

export interface Sketch {
  scale: ColourScale;
  cells: Cells;
  /** By status code: 1 where a single cell is worth being looked at. */
  outspoken: Uint8Array;
  /** By variable: the gravest status that it ever had, 0 where it was always well. */
  troubles: Uint8Array;
  /** By variable: on how many steps it was not well. */
  sickSteps: Uint32Array;
  /** Whether a variable ever had a status. */
  ever(variable: number, status: number): boolean;
  /** Variables that are present at some step but have no number of the statistic there. */
  withoutNumber: number;
}

/** Over which numbers the colours of a grid stretch on their own. */
export function domainIn(
  { statuses, values }: Grid,
  { scale, unit }: StatisticAnswer,
  book: StatusBook,
): Domain {
  const coloured = new Uint8Array(256);
  for (const { code, paint } of book.all) if (paint === "value") coloured[code] = 1;
  return domainOf(scale, unit, values, (cell) => coloured[statuses[cell]] === 1);
}

export function sketchOf(
  grid: Grid,
  statistic: StatisticAnswer,
  book: StatusBook,
  domain: Domain = domainIn(grid, statistic, book),
): Sketch {
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
  const scale = colourScale(statistic.scale, domain);
  const levels = levelsOf(scale, values);
  const ranks = gravitiesByStatus(smallIsGrave);
  const rows = grid.variables.length;
  const gravities = new Uint16Array(statuses.length);
  const troubles = new Uint8Array(rows);
  const sickSteps = new Uint32Array(rows);
  /** A bit for each status that a variable had. */
  const had = new Uint32Array(rows);
  let withoutNumber = 0;
  for (let row = 0, cell = 0; row < rows; row++) {
    let worst = 0;
    let sick = 0;
    let bits = 0;
    let lacks = 0;
    for (const end = cell + columns; cell < end; cell++) {
      const status = statuses[cell];
      const level = levels[cell];
      bits |= 1 << status;
      gravities[cell] = ranks[(status << 8) | level];
      if (level === 0) lacks |= coloured[status];
      if (ailing[status] === 0) continue;
      sick++;
      if (status > worst) worst = status;
    }
    troubles[row] = worst;
    sickSteps[row] = sick;
    had[row] = bits;
    withoutNumber += lacks;
  }
  const cells = { columns, gravities, smallIsGrave };
  const ever = (row: number, status: number) => ((had[row] >> status) & 1) === 1;
  return { scale, cells, outspoken, troubles, sickSteps, ever, withoutNumber };
}

/** The gravity of each status with each level. */
function gravitiesByStatus(smallIsGrave: Uint8Array): Uint16Array {
  return Uint16Array.from({ length: 65536 }, (_, both) =>
    gravityOf(both >> 8, both & 255, smallIsGrave),
  );
}
