/** Verdicts as the list of findings has them, the limits in the address, and marks on the map. */

import type {
  FindingAnswer,
  FindingsAnswer,
  LimitAnswer,
  VerdictAnswer,
  VerdictsAnswer,
} from "../recorded/contract";
import { formatCount, formatStep, formatStepCount } from "../scales/number_format";
import { SEVERITIES, severityOf, type Severity } from "./findings";

/** A verdict in the form of a finding: it has no place in the program, and is not over. */
export function asFinding(verdict: VerdictAnswer): FindingAnswer {
  const { id, code, rule, status, severity, variables, evidence, words, first_step } = verdict;
  return {
    id,
    code,
    name: rule,
    status,
    severity,
    certainty: spanWords(verdict),
    variables,
    op_type: "",
    op_name: "",
    layer: null,
    locations: [],
    path: [],
    evidence,
    ruled_out: [],
    step: first_step,
    until: null,
    words,
  };
}

/** On how many of the steps, such as "on 40 of 48 steps, until 950". */
export function spanWords({ steps, of_steps, until_end, last_step }: VerdictAnswer): string {
  const share =
    steps === of_steps
      ? `on all ${formatStepCount(steps)}`
      : `on ${formatCount(steps)} of ${formatStepCount(of_steps)}`;
  return until_end ? share : `${share}, until ${formatStep(last_step)}`;
}

/**
 * Causes and verdicts together, worst first, causes before verdicts; what is over comes last. A
 * verdict all of whose variables have that status for a cause that is known says nothing more.
 */
export function withVerdicts(
  findings: FindingsAnswer | undefined,
  verdicts: VerdictsAnswer | undefined,
  run: string,
): FindingsAnswer | undefined {
  if (!findings && !verdicts) return undefined;
  const known = findings?.run === run ? findings : { run, findings: [], notes: [] };
  const judged = verdicts?.run === run ? verdicts : undefined;
  const explained = new Set(
    known.findings
      .filter(({ until }) => until === null)
      .flatMap(({ status, variables }) => variables.map((name) => `${status} ${name}`)),
  );
  const unexplained = (judged?.verdicts ?? []).filter(
    ({ status, variables }) => !variables.every((name) => explained.has(`${status} ${name}`)),
  );
  const all = [...known.findings, ...unexplained.map(asFinding)];
  const rank = (finding: FindingAnswer) =>
    (finding.until === null ? 0 : SEVERITIES.length) + SEVERITIES.indexOf(severityOf(finding));
  const sorted = all
    .map((finding, place) => ({ finding, place }))
    .sort((a, b) => rank(a.finding) - rank(b.finding) || a.place - b.place)
    .map(({ finding }) => finding);
  return { run, findings: sorted, notes: [...known.notes, ...(judged?.notes ?? [])] };
}

/** Where something began, on the axis of the steps. */
export interface Incident {
  step: number;
  severity: Severity;
  /** The finding it stands for; the worst of those that began there. */
  id: string;
  title: string;
}

/** One mark for each step on which anything began. */
export function incidentsOf(findings: readonly FindingAnswer[]): Incident[] {
  const byStep = new Map<number, Incident>();
  for (const finding of findings) {
    const { step, id, words, until } = finding;
    const known = byStep.get(step);
    if (until !== null) continue;
    if (known) known.title += `\n${words.headline}`;
    else byStep.set(step, { step, severity: severityOf(finding), id, title: words.headline });
  }
  return [...byStep.values()].sort((a, b) => a.step - b.step);
}

/** The limits that the address asks for, such as "vanishing.layer_ratio:0.0001". */
export function limitsIn(words: string | undefined): Record<string, number> {
  const limits: Record<string, number> = {};
  for (const part of (words ?? "").split(",")) {
    const [name, value] = part.split(":");
    if (name && value && Number.isFinite(Number(value))) limits[name] = Number(value);
  }
  return limits;
}

/** The address of limits; empty where all are as usual. */
export function limitWords(limits: Readonly<Record<string, number>>): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name}:${value}`)
    .join(",");
}

/** The limits with one of them set, or back at its default. */
export function withLimit(
  limits: Readonly<Record<string, number>>,
  { name, default: usual }: LimitAnswer,
  value: number,
): Record<string, number> {
  const { [name]: _, ...others } = limits;
  return value === usual ? others : { ...others, [name]: value };
}

/** What is wrong with a value for a limit; undefined where nothing is. */
export function problemWith(
  { least, most, whole }: LimitAnswer,
  value: number,
): string | undefined {
  if (!Number.isFinite(value)) return "This must be a number.";
  if (whole && !Number.isInteger(value)) return "This must be a whole number.";
  if (least !== null && value < least) return `This must be at least ${least}.`;
  if (most !== null && value > most) return `This must be at most ${most}.`;
  return undefined;
}
