/** What stands around the map of one run among several. */

import { html, nothing, type TemplateResult } from "lit";
import { CLOSE } from "../look/icons";
import type { Theme } from "../look/theme";
import type { Cell } from "../map/cursor";
import type { FindingAnswer, RunAnswer } from "../recorded/contract";
import * as notices from "./notices";
import { severityCounts } from "./severity_counts";
import { readingOf, type Subject } from "./subject";

/** One run of those beside each other. */
export interface Pane {
  name: string;
  /** undefined where the logs have no such run. */
  run: RunAnswer | undefined;
  colour: string;
  findings: readonly FindingAnswer[] | undefined;
  /** undefined while it loads, or where it cannot be shown. */
  subject: Subject | undefined;
  failure: string | undefined;
}

export function paneHeader(
  { name, colour, findings, subject }: Pane,
  cursor: Cell | undefined,
  theme: Theme,
  remove: () => void,
): TemplateResult {
  return html`
    <header style=${`--run:${colour}`}>
      <span class="dot"></span>
      <h2 class="elided" title=${name}><bdi>${name}</bdi></h2>
      <span class="judged">${severityCounts(findings, theme)}</span>
      <button class="icon" title="Take out" aria-label=${`Take out run ${name}`} @click=${remove}>
        ${CLOSE}
      </button>
      <p class="reading elided">${subject && cursor ? readingLine(subject, cursor) : nothing}</p>
    </header>
  `;
}

function readingLine(subject: Subject, cursor: Cell): TemplateResult {
  const { variable, step, status, value } = readingOf(subject, cursor, 1);
  return html`<b>${value}</b> · ${status?.word} · step ${step} · <bdi>${variable}</bdi>`;
}

/** What a screen reader is told of the other runs where the keys are. */
export function paneWords(name: string, subject: Subject, cursor: Cell): string {
  const { variable, step, status, value } = readingOf(subject, cursor, 1);
  return `${name}: ${variable}, step ${step}, ${status?.word}, ${value}.`;
}

/** In the place of a map that there is not; undefined while it loads. */
export function paneNotice({ name, run, failure }: Pane, retry: () => void): TemplateResult {
  if (!run) return notices.problemNotice(name, "There is no run of this name in these logs.");
  if (run.problem) return notices.problemNotice(name, run.problem);
  if (failure) return notices.failureNotice(failure, retry);
  if (run.last_step === null) return notices.waitingNotice(name, run.variables);
  return notices.loadingNotice();
}

/** Where there is nothing yet to compare with. */
export function invitation(): TemplateResult {
  return html`
    <div class="pane" data-notice="choose">
      <div class="notice" role="status">
        <h2>Choose two to four runs</h2>
        <p>Tick them in the list of runs, or click on them there with Ctrl.</p>
      </div>
    </div>
  `;
}

/** Rows that are left out on all maps must not be forgotten. */
export function filterChip(showAll: () => void): TemplateResult {
  return html`<span class="wanted">
    Only some rows are shown.
    <button class="button" @click=${showAll}>Show all</button>
  </span>`;
}
