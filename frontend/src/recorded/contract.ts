/** What the backend answers; the JSON as it comes over the wire. */

export interface RunAnswer {
  run: string;
  /** One clear text where the run cannot be shown, or not in full. */
  problem: string | null;
  /** One sentence for each piece of the run that was left out. */
  notes?: string[];
  variables: number;
  last_step: number | null;
  /** Seconds since the epoch. */
  last_wall_time: number | null;
  /** Changes whenever the recorded data of the run changed. */
  revision: string;
}

export type ScaleKind = "log" | "linear" | "signed";

export interface StatisticAnswer {
  name: string;
  label: string;
  unit: string;
  scale: ScaleKind;
  meaning: string;
  absent: string;
}

export interface StatusAnswer {
  code: number;
  name: string;
}

export interface ThresholdAnswer {
  name: string;
  value: number;
  unit: string;
  reason: string;
  source: string;
}

export interface RunsAnswer {
  runs: RunAnswer[];
  statistics: StatisticAnswer[];
  statuses: StatusAnswer[];
  thresholds: ThresholdAnswer[];
  version: string;
}

export interface VariableAnswer {
  name: string;
  shape: number[];
  dtype: string;
  /** Empty where it is unknown. */
  layer: string;
}

export interface VariablesAnswer {
  run: string;
  variables: VariableAnswer[];
}
