/** Which curves of one variable stand together. */

import type { StatisticAnswer } from "../recorded/contract";

export interface Panel {
  title: string;
  /** The first gives the panel its scale. */
  statistics: readonly StatisticAnswer[];
}

const PANELS: readonly (readonly [title: string, ...names: string[]])[] = [
  ["Norm and largest magnitude", "l2_norm", "max_abs"],
  ["Update ratio", "update_ratio"],
  ["Share of zeros", "zero_fraction"],
  ["Share lost in half precision", "float16_lost", "bfloat16_lost"],
];

/** The panel of the statistic on the map first, then the others, without repeating it. */
export function panelsOf(
  statistics: readonly StatisticAnswer[],
  chosen: StatisticAnswer,
): [first: Panel, ...others: Panel[]] {
  const named = (name: string) => statistics.find((statistic) => statistic.name === name);
  const panels = PANELS.map(([title, ...names]) => ({
    title,
    statistics: names.map(named).filter((statistic) => statistic !== undefined),
  })).filter((panel) => panel.statistics.length > 0);
  const isOfChosen = ({ statistics: [first] }: Panel) => first.name === chosen.name;
  const first = panels.find(isOfChosen) ?? { title: chosen.label, statistics: [chosen] };
  return [first, ...panels.filter((panel) => !isOfChosen(panel))];
}
