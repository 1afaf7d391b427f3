/** How many findings there are, and whether they are shown. */

import { html, type TemplateResult } from "lit";
import type { Theme } from "../look/theme";
import type { FindingAnswer } from "../recorded/contract";
import { formatCount } from "../scales/number_format";
import { countsOf } from "../verdicts/findings";
import { severityMark } from "./severity_mark";

export function findingsButton(
  findings: readonly FindingAnswer[],
  isOpen: boolean,
  theme: Theme,
  toggle: () => void,
): TemplateResult {
  const counts = countsOf(findings);
  const earlier = findings.length - counts.reduce((sum, { count }) => sum + count, 0);
  return html`
    <button
      class="button found"
      title=${isOpen ? "Hide the findings" : "Show the findings"}
      aria-expanded=${isOpen ? "true" : "false"}
      @click=${toggle}
    >
      ${counts.map(
        ({ severity, words }) =>
          html`<span class="count">${severityMark(severity, theme)} ${words}</span>`,
      )}
      ${findings.length ? "" : html`<span class="count">no findings</span>`}
      ${earlier ? html`<span class="count">${formatCount(earlier)} earlier</span>` : ""}
    </button>
  `;
}
