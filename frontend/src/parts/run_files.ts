/** What can be saved of a run, and of one of its variables. */

import { pictureOf } from "../look/picture";
import type { Theme } from "../look/theme";
import type { FindingsAnswer, StatisticAnswer } from "../recorded/contract";
import * as exports from "../recorded/exports";
import { fileName } from "../recorded/file_names";
import type { VariableHistory } from "../recorded/variable_store";
import type { Exported } from "./export_menu";
import type { Subject } from "./subject";

/**
 * @param view what the picture shows
 * @param order variables of the map from top to bottom; those that are left out are not saved
 */
export function filesOfRun(
  { run, grid, statistic, book }: Subject,
  view: HTMLElement,
  theme: Theme,
  order: () => ArrayLike<number>,
  findings: FindingsAnswer | undefined,
): Exported[] {
  return [
    pictureFile(run, view, theme),
    {
      label: `${statistic.label} of each variable and step (CSV)`,
      file: fileName(run, statistic.name, "csv"),
      type: "text/csv",
      make: () => exports.csvOfValues(grid, order()),
    },
    {
      label: "Status of each variable and step (CSV)",
      file: fileName(run, "status", "csv"),
      type: "text/csv",
      make: () => exports.csvOfStatuses(grid, order(), book),
    },
    {
      label: "Both, with the findings (JSON)",
      file: fileName(run, statistic.name, "json"),
      type: "application/json",
      make: () => [exports.jsonOfRun(run, grid, statistic, findings, book)],
    },
  ];
}

/** @param history undefined while it is not known; then there is only the picture */
export function filesOfVariable(
  { run, grid, book }: Subject,
  row: number,
  view: HTMLElement,
  theme: Theme,
  history: VariableHistory | undefined,
  statistics: readonly StatisticAnswer[],
): Exported[] {
  const { name } = grid.variables[row];
  const picture = pictureFile(fileName(run, name), view, theme);
  if (!history) return [picture];
  return [
    picture,
    {
      label: "All of its curves (CSV)",
      file: fileName(run, name, "csv"),
      type: "text/csv",
      make: () => exports.csvOfVariable(grid, row, history, statistics, book),
    },
  ];
}

function pictureFile(name: string, view: HTMLElement, theme: Theme): Exported {
  return {
    label: "Picture of this view (PNG)",
    file: fileName(name, "png"),
    type: "image/png",
    make: () => pictureOf(view, theme.page),
  };
}
