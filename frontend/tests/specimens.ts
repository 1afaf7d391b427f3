/** Runs small enough to be written out, in the forms that the modules take them in. */

import type {
  FindingAnswer,
  PathStepAnswer,
  RunsAnswer,
  StatisticAnswer,
  VariableAnswer,
} from "../src/recorded/contract";
import type { Group } from "../src/map/arrangement";
import type { Grid } from "../src/recorded/grid";
import { StatusBook } from "../src/verdicts/statuses";

const STATUS_NAMES = ["not_recorded", "ok", "vanishing", "exploding", "zero", "nonfinite", "null"];

export const STATUSES = STATUS_NAMES.map((name, code) => ({ code, name }));
export const BOOK = new StatusBook(STATUSES);

export const L2_NORM: StatisticAnswer = {
  name: "l2_norm",
  label: "L2 norm",
  unit: "gradient",
  scale: "log",
  meaning: "",
  absent: "no gradient",
};

export const MEAN: StatisticAnswer = { ...L2_NORM, name: "mean", label: "Mean", scale: "signed" };

export function variablesNamed(...names: string[]): VariableAnswer[] {
  return names.map((name) => ({
    name,
    shape: [2, 3],
    dtype: "float32",
    layer: name.split("/").slice(0, -1).join("/"),
  }));
}

/** Rows are variables, columns are steps 0, 1, 2 and so on. */
export function gridOf(statuses: number[][], values?: number[][]): Grid {
  const columns = statuses[0]?.length ?? 0;
  return {
    variables: variablesNamed(...statuses.map((_, row) => `layer_${row}/kernel`)),
    columns,
    steps: Float64Array.from({ length: columns }, (_, column) => column),
    wallTimes: Float64Array.from({ length: columns }, (_, column) => 1000 + column),
    statuses: Uint8Array.from(statuses.flat()),
    values: Float32Array.from((values ?? statuses).flat()),
  };
}

/** Groups of so many rows each, one after the other, none folded. */
export function groupsOf(...sizes: number[]): Group[] {
  let last = 0;
  return sizes.map((size, position) => {
    const first = last;
    last += size;
    return { name: `layer_${position}`, first, last, isFolded: false, variables: size };
  });
}

/** What /statistic answers, written byte by byte; `rows` are steps. */
export function bytesOf(
  steps: number[],
  wallTimes: number[],
  rows: number[][],
  kind: "numbers" | "statuses",
): ArrayBuffer {
  const variables = rows[0]?.length ?? 0;
  const cell = kind === "numbers" ? 4 : 1;
  const bytes = new ArrayBuffer(16 + 16 * steps.length + cell * steps.length * variables);
  const view = new DataView(bytes);
  view.setUint32(0, steps.length, true);
  view.setUint32(4, variables, true);
  steps.forEach((step, at) => view.setFloat64(16 + 8 * at, step, true));
  wallTimes.forEach((time, at) => view.setFloat64(16 + 8 * (steps.length + at), time, true));
  rows.flat().forEach((value, at) => {
    const place = 16 + 16 * steps.length + cell * at;
    if (kind === "numbers") view.setFloat32(place, value, true);
    else view.setUint8(place, value);
  });
  return bytes;
}

export function runsAnswer(...runs: Partial<RunsAnswer["runs"][number]>[]): RunsAnswer {
  const usual = {
    run: "a",
    problem: null,
    variables: 2,
    last_step: 1,
    last_wall_time: 1,
    revision: "1",
  };
  return {
    runs: runs.map((run) => ({ ...usual, ...run })),
    statistics: [L2_NORM, MEAN],
    statuses: STATUSES,
    thresholds: [],
    histogram_borders: [-25, -14, 0, 16],
    version: "0.1.0",
  };
}

export function findingOf(facts: Partial<FindingAnswer> = {}): FindingAnswer {
  return {
    id: "1",
    code: "GN101",
    name: "stop-gradient",
    status: "null",
    severity: "error",
    certainty: "certain",
    variables: ["a"],
    op_type: "StopGradient",
    op_name: "",
    layer: null,
    locations: [],
    path: [],
    evidence: [],
    ruled_out: [],
    step: 0,
    until: null,
    words: { headline: "", evidence: "", why: "", note: "", remedies: [], text: "" },
    ...facts,
  };
}

/** Ops "0", "1" and so on. */
export function pathOf(length: number, cut?: number): PathStepAnswer[] {
  return Array.from({ length }, (_, position) => ({
    op_type: String(position),
    op_name: "",
    location: null,
    is_cut: position === cut,
  }));
}
