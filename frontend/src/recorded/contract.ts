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
  /** Powers of two; bin i of a histogram goes from border i up to border i + 1. */
  histogram_borders: number[];
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

/** A line of the user's own program. */
export interface LocationAnswer {
  file: string;
  line: number;
  function: string;
  /** Empty where it could not be read. */
  source: string;
}

export interface PathStepAnswer {
  op_type: string;
  op_name: string;
  location: LocationAnswer | null;
  /** Whether the gradient ends here, or turns sick. */
  is_cut: boolean;
}

/** What is said of a finding; what there is nothing to say of is empty. */
export interface WordsAnswer {
  headline: string;
  /** What speaks for the cause where that is not plain. */
  evidence: string;
  why: string;
  /** Why it may be meant. */
  note: string;
  /** What to change, told apart by intention. */
  remedies: string[];
  /** All of it, as on a console. */
  text: string;
}

/** One cause of sick gradients; the facts, and the words made from them. */
export interface FindingAnswer {
  /** The same at every reload. */
  id: string;
  code: string;
  /** Empty where this version does not know the code. */
  name: string;
  status: string;
  /** "error", "warning", "note", or what a newer version wrote. */
  severity: string;
  certainty: string;
  variables: string[];
  op_type: string;
  op_name: string;
  layer: string | null;
  /** The most blameworthy first. */
  locations: LocationAnswer[];
  /** From the loss to a variable. */
  path: PathStepAnswer[];
  evidence: { name: string; value: string | number }[];
  ruled_out: { code: string; name: string }[];
  /** On which it was seen first. */
  step: number;
  /** From which the training went on without it; null for what lasts. */
  until: number | null;
  words: WordsAnswer;
}

export interface FindingsAnswer {
  run: string;
  /** Worst first. */
  findings: FindingAnswer[];
  /** One sentence for each piece that was left out. */
  notes: string[];
}

/** A limit of the judgement, as /verdicts gives it: it may be set for one request. */
export interface LimitAnswer extends ThresholdAnswer {
  default: number;
  least: number | null;
  most: number | null;
  /** Whether only whole numbers make sense. */
  whole: boolean;
  rule: string;
}

/** What the recorded numbers of some variables are judged to be. */
export interface VerdictAnswer {
  /** The same at every reload. */
  id: string;
  rule: string;
  /** Empty where the rule has no page. */
  code: string;
  severity: string;
  status: string;
  variables: string[];
  first_step: number;
  last_step: number;
  /** On how many steps of those that were looked at. */
  steps: number;
  of_steps: number;
  until_end: boolean;
  evidence: { name: string; value: string | number }[];
  words: WordsAnswer;
}

export interface VerdictsAnswer {
  run: string;
  /** The worst; empty where there is none. */
  severity: string;
  /** Worst first. */
  verdicts: VerdictAnswer[];
  thresholds: LimitAnswer[];
  notes: string[];
}
