/** The mark of a severity: an outline and a colour of its own, and a word for a screen reader. */

import { html, type TemplateResult } from "lit";
import { NOTE, STOP, WARNING } from "../look/icons";
import { severityColour, type Theme } from "../look/theme";
import type { Severity } from "../verdicts/findings";

const ICONS: Record<Severity, TemplateResult> = { error: STOP, warning: WARNING, note: NOTE };

/** @param spoken whether no other word says it */
export function severityMark(severity: Severity, theme: Theme, spoken = false): TemplateResult {
  return html`<span
    class="mark"
    data-severity=${severity}
    style=${`color:${severityColour(severity, theme)}`}
    >${ICONS[severity]}${spoken ? html`<span class="unseen">${severity}:</span>` : ""}</span
  >`;
}
