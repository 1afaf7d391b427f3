/** How much is known to be wrong, in marks and short words. */

import { html, nothing, type TemplateResult } from "lit";
import { CHECK } from "../look/icons";
import type { Theme } from "../look/theme";
import type { FindingAnswer } from "../recorded/contract";
import { formatCount } from "../scales/number_format";
import { countsOf } from "../verdicts/findings";
import { severityMark } from "./severity_mark";

/** @param findings undefined while nobody knows */
export function severityCounts(
  findings: readonly FindingAnswer[] | undefined,
  theme: Theme,
): TemplateResult | typeof nothing {
  if (!findings) return nothing;
  const counts = countsOf(findings);
  const earlier = findings.length - counts.reduce((sum, { count }) => sum + count, 0);
  if (findings.length === 0) {
    return html`<span
      ><span class="well" style=${`color:${theme.good}`}>${CHECK}</span> no findings</span
    >`;
  }
  return html`${counts.map(
    ({ severity, words }) => html`<span>${severityMark(severity, theme)} ${words}</span>`,
  )}${earlier ? html`<span>${formatCount(earlier)} earlier</span>` : nothing}`;
}
