/** The colours of the tab in TensorBoard's light and dark mode. */

import type { RunsAnswer } from "../recorded/contract";
import type { Severity } from "../verdicts/findings";

export interface Theme {
  name: "light" | "dark";
  page: string;
  surface: string;
  raised: string;
  line: string;
  lineStrong: string;
  text: string;
  textDim: string;
  textFaint: string;
  accent: string;
  focus: string;
  good: string;
  /** A second curve beside one in the colour of its run. */
  second: string;
  shadow: string;
  /** Ground below the cells, seen where nothing was recorded. */
  plot: string;
  /** A cell that is present but has no number of the chosen statistic. */
  noNumber: string;
  /** Middle of the signed ramp. */
  neutral: string;
}

export const LIGHT: Theme = {
  name: "light",
  page: "#ffffff",
  surface: "#f6f7f9",
  raised: "#ffffff",
  line: "#e3e6ea",
  lineStrong: "#c7ccd4",
  text: "#1f2329",
  textDim: "#5b6470",
  textFaint: "#626a76",
  accent: "#b44700",
  focus: "#1a6fd8",
  good: "#1e8449",
  second: "#b0821e",
  shadow: "rgba(20, 28, 40, 0.18)",
  plot: "#f1f3f5",
  noNumber: "#ccd1d8",
  neutral: "#eceff2",
};

export const DARK: Theme = {
  name: "dark",
  page: "#303030",
  surface: "#383838",
  raised: "#424242",
  line: "#4a4a4a",
  lineStrong: "#666a70",
  text: "#f2f3f5",
  textDim: "#bcc1c8",
  textFaint: "#b4bac2",
  accent: "#ffa552",
  focus: "#7db3ff",
  good: "#5fd08b",
  second: "#e0b34f",
  shadow: "rgba(0, 0, 0, 0.5)",
  plot: "#262626",
  noNumber: "#6a6f76",
  neutral: "#3f4348",
};

/** Colour of each status where it stands alone: a state's cells, a chip, a mark beside a curve. */
const STATUS_COLOURS: Record<string, Record<Theme["name"], string>> = {
  null: { light: "#cc2a3d", dark: "#ee5868" },
  nonfinite: { light: "#b815ee", dark: "#cd38ff" },
  zero: { light: "#e8a715", dark: "#f0b93d" },
  exploding: { light: "#d8620b", dark: "#fa8f45" },
  vanishing: { light: "#3c4da0", dark: "#93a5ee" },
};

/** Colour of the texture on a state's own colour. */
const STATE_INK: Record<string, Record<Theme["name"], string>> = {
  null: { light: "#f3a9b2", dark: "#7c1420" },
  nonfinite: { light: "#f6d3ff", dark: "#43005c" },
  zero: { light: "#8a5c00", dark: "#6b4700" },
};

export function statusColour(name: string, theme: Theme): string {
  return STATUS_COLOURS[name]?.[theme.name] ?? (name === "ok" ? theme.good : theme.textFaint);
}

export function stateInk(name: string, theme: Theme): string | undefined {
  return STATE_INK[name]?.[theme.name];
}

/** How much a finding asks for attention. */
const SEVERITY_COLOURS: Record<Severity, Record<Theme["name"], string>> = {
  error: { light: "#cc2a3d", dark: "#ff8f9b" },
  warning: { light: "#b25a00", dark: "#ffa552" },
  note: { light: "#1a6fd8", dark: "#7db3ff" },
};

export function severityColour(severity: Severity, theme: Theme): string {
  return SEVERITY_COLOURS[severity][theme.name];
}

/** TensorBoard's own palette, in the order in which it gives colours to runs. */
const RUN_COLOURS = ["#425066", "#12b5cb", "#e52592", "#f9ab00", "#9334e6", "#7cb342", "#e8710a"];
const FIRST_IN_DARK = "#8e98a3";

/**
 * The colour of each run, as on the other tabs.
 *
 * @param all runs of TensorBoard, in its order; where it does not tell, ours must do
 */
export function runColours(
  all: readonly string[],
  answer: RunsAnswer | undefined,
  theme: Theme,
): ReadonlyMap<string, string> {
  const ours = answer?.runs.map(({ run }) => run) ?? [];
  const colours = new Map<string, string>();
  for (const run of [...all, ...ours]) {
    if (!colours.has(run)) colours.set(run, runColour(colours.size, theme));
  }
  return colours;
}

function runColour(position: number, theme: Theme): string {
  const place = position % RUN_COLOURS.length;
  return place === 0 && theme.name === "dark" ? FIRST_IN_DARK : RUN_COLOURS[place];
}
