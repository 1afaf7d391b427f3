/** What a finding says when it is opened: where, the path, why, what to do, and for what. */

import { html, nothing, type TemplateResult } from "lit";
import type { FindingAnswer, LocationAnswer, PathStepAnswer } from "../recorded/contract";
import { displayName } from "../recorded/names";
import { formatCount, formatValue } from "../scales/number_format";
import { pathParts, textParts, turnWords, type PathPart } from "../verdicts/findings";

const MOST_STEPS = 7;
const LOSS: PathStepAnswer = { op_type: "loss", op_name: "", location: null, is_cut: false };
/** More of a line of source than anybody reads. */
const LONGEST_LINE = 300;

/** A sentence with what stands between backticks set apart. */
export function sentence(text: string): TemplateResult {
  return html`${textParts(text).map(({ text, isCode }) =>
    isCode ? html`<code><bdi>${displayName(text)}</bdi></code>` : text,
  )}`;
}

export function findingBody(finding: FindingAnswer, variables: TemplateResult): TemplateResult {
  const { locations, path, words, evidence, ruled_out, name } = finding;
  const op = opLine(finding);
  return html`
    ${locations.length || op ? part("Where", html`${locations.map(place)}${op}`) : nothing}
    ${path.length ? part("Path", pathList(finding)) : nothing}
    ${words.evidence ? part("Evidence", html`<p>${sentence(words.evidence)}</p>`) : nothing}
    ${words.why ? part("Why", html`<p>${sentence(words.why)}</p>`) : nothing}
    ${words.note ? part("Note", html`<p>${sentence(words.note)}</p>`) : nothing}
    ${words.remedies.length ? part("Help", remedies(words.remedies)) : nothing}
    ${!name && evidence.length ? part("Recorded", evidenceList(finding)) : nothing}
    ${ruled_out.length ? part("Ruled out", html`<p class="dim">${ruledOut(finding)}</p>`) : nothing}
    ${part(finding.variables.length === 1 ? "Variable" : "Variables", variables)}
  `;
}

function part(title: string, content: TemplateResult): TemplateResult {
  return html`<section data-part=${title.toLowerCase()}>
    <h4>${title}</h4>
    ${content}
  </section>`;
}

function place(location: LocationAnswer): TemplateResult {
  const { source } = location;
  const shown = source.length > LONGEST_LINE ? `${source.slice(0, LONGEST_LINE)}…` : source;
  return html`<div class="place">
    <div class="file">
      <bdi>${fileAndLine(location)}</bdi>${
        location.function ? html` in <code><bdi>${displayName(location.function)}</bdi></code>` : ""
      }
    </div>
    ${shown ? html`<pre><bdi>${shown}</bdi></pre>` : nothing}
  </div>`;
}

/** TensorFlow's name of what is to blame comes after the user's own lines. */
function opLine({ op_type, op_name, layer }: FindingAnswer): TemplateResult | undefined {
  if (!op_type && !layer) return undefined;
  const code = (text: string) => html`<code><bdi>${displayName(text)}</bdi></code>`;
  return html`<div class="dim by">
    ${op_type ? html`op ${code(op_type)} ${op_name ? code(op_name) : nothing}` : nothing}
    ${layer ? html`in layer ${code(layer)}` : nothing}
  </div>`;
}

function fileAndLine({ file, line }: LocationAnswer): string {
  return `${displayName(file)}:${line}`;
}

/** From the loss down to the variable, as the gradient goes. */
function pathList(finding: FindingAnswer): TemplateResult {
  const parts = pathParts([LOSS, ...finding.path], MOST_STEPS);
  return html`<ol class="path" aria-label="From the loss to the variable">
    ${parts.map((part) => pathItem(part, turnWords(finding)))}
  </ol>`;
}

function pathItem({ step, hidden, isBeyond }: PathPart, turn: string): TemplateResult {
  const beyond = isBeyond ? "beyond" : "";
  if (!step) {
    const words = `${formatCount(hidden)} more ${hidden === 1 ? "op" : "ops"}`;
    return html`<li class=${`hidden ${beyond}`}><span class="dim">${words}</span></li>`;
  }
  const isVariable = step.op_type === "variable";
  const name = isVariable && step.op_name ? step.op_name : step.op_type;
  const title = isVariable ? "variable" : step.op_name || nothing;
  return html`<li class=${`${beyond} ${step.is_cut ? "cut" : ""}`} ?data-cut=${step.is_cut}>
    <span class="op" title=${title}><bdi>${displayName(name)}</bdi></span>
    ${
      step.location
        ? html`<span class="dim at"><bdi>${fileAndLine(step.location)}</bdi></span>`
        : nothing
    }
    ${step.is_cut ? html`<strong class="end">✕ ${turn}</strong>` : nothing}
  </li>`;
}

function remedies(each: readonly string[]): TemplateResult {
  return html`<div class="help">${each.map((remedy) => html`<p>${sentence(remedy)}</p>`)}</div>`;
}

/** What there are no words for. */
function evidenceList({ evidence }: FindingAnswer): TemplateResult {
  return html`<dl>
    ${evidence.map(
      ({ name, value }) =>
        html`<dt><bdi>${displayName(name.replaceAll("_", " "))}</bdi></dt>
          <dd>
            <bdi>${typeof value === "number" ? formatValue(value) : displayName(value)}</bdi>
          </dd>`,
    )}
  </dl>`;
}

function ruledOut({ ruled_out }: FindingAnswer): string {
  return ruled_out.map(({ code, name }) => name || code).join(", ");
}
