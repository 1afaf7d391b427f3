/** Marks on the axis of the map at the steps on which something began. */

import { html, type TemplateResult } from "lit";
import { severityColour, type Theme } from "../look/theme";
import { columnCentre, type Geometry } from "../map/geometry";
import { lastAtOrBefore } from "../map/row_layout";
import { formatStep } from "../scales/number_format";
import type { Incident } from "../verdicts/judged";

/** Marks nearer than this are one. CSS pixels. */
const WIDTH = 12;

export function incidentMarks(
  incidents: readonly Incident[],
  steps: Float64Array,
  geometry: Geometry,
  theme: Theme,
  show: (id: string) => void,
): TemplateResult[] {
  const { gutter, plotWidth } = geometry;
  const marks: TemplateResult[] = [];
  let before = -Infinity;
  for (const { step, severity, id, title } of incidents) {
    // What began on a step that was not recorded is seen from the next one on.
    const column = Math.min(steps.length - 1, lastAtOrBefore(steps, step - 0.5) + 1);
    const x = columnCentre(geometry, column);
    if (x < 0 || x > plotWidth || x - before < WIDTH) continue;
    before = x;
    marks.push(
      html`<button
        class="incident"
        title=${title}
        aria-label=${`${severity} at step ${formatStep(step)}: ${title}`}
        style=${`left:${gutter + x}px;color:${severityColour(severity, theme)}`}
        @click=${() => show(id)}
      ></button>`,
    );
  }
  return marks;
}
