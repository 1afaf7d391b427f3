/** What stands in the place of the map while there is none, or above it. */

import { css, html, nothing, type TemplateResult } from "lit";
import { CHECK, CLOCK, WARNING } from "../look/icons";
import type { Verdict } from "../verdicts/verdict";
import { statusColour, type Theme } from "../look/theme";

/** What is to be added stands at the odd places. */
const KERAS = [
  "import tb_gradplugin as tbg\n\nmodel.fit(x, y, ",
  'callbacks=[tbg.GradientHealth("logs/run1")]',
  ")",
];

const CUSTOM_LOOP = [
  "import tb_gradplugin as tbg\n\n",
  'with tbg.GradientRecorder("logs/run1", variables) as recorder:',
  "\n    for x, y in batches:\n        ...\n" +
    "        gradients = tape.gradient(loss, variables)\n        ",
  "recorder.record(gradients)",
  "\n        optimizer.apply_gradients(zip(gradients, variables))",
];

export function emptyNotice(): TemplateResult {
  const snippet = (title: string, parts: readonly string[]) => {
    const marked = parts.map((part, place) => (place % 2 ? html`<mark>${part}</mark>` : part));
    return html`<figure>
      <figcaption>${title}</figcaption>
      <pre>${marked}</pre>
    </figure>`;
  };
  return html`
    <div class="notice wide" role="status" data-notice="empty">
      <h2>No gradients have been recorded in these logs yet</h2>
      <p>
        Add one line to the training code, or two to a loop of your own. The tab fills as soon as
        TensorBoard reads the log.
      </p>
      <div class="snippets">${snippet("Keras", KERAS)} ${snippet("Custom loop", CUSTOM_LOOP)}</div>
    </div>
  `;
}

export function waitingNotice(run: string, variables: number): TemplateResult {
  return html`
    <div class="notice" role="status" data-notice="waiting">
      ${CLOCK}
      <h2>Waiting for the first step of ${run}</h2>
      <p>${variables} variables are known, and no gradient has been recorded yet.</p>
    </div>
  `;
}

/** Above findings: what ended the training stands among them. */
export function stepless(run: string): TemplateResult {
  return html`
    <div class="notice found" role="status" data-notice="stepless">
      ${CLOCK}
      <h2>No step of ${run} has been recorded</h2>
      <p>This is what was found out before its first step ended.</p>
    </div>
  `;
}

export function problemNotice(run: string, problem: string): TemplateResult {
  return html`
    <div class="notice" role="alert" data-notice="problem">
      ${WARNING}
      <h2>${run} cannot be shown</h2>
      <p>${problem}</p>
    </div>
  `;
}

export function failureNotice(message: string, retry: () => void): TemplateResult {
  return html`
    <div class="notice" role="alert" data-notice="failure">
      ${WARNING}
      <h2>The gradients could not be loaded</h2>
      <p>${message}</p>
      <button class="button" @click=${retry}>Try again</button>
    </div>
  `;
}

/** Above a map that is still there. */
export function banner(message: string, retry?: () => void): TemplateResult {
  return html`
    <div class="banner" role="alert">
      ${WARNING}<span>${message}</span>
      ${retry ? html`<button class="button" @click=${retry}>Try again</button>` : ""}
    </div>
  `;
}

const MOST_NOTES = 3;

/** What of the run was left out. */
export function notesBanner(notes: readonly string[] = []): TemplateResult | typeof nothing {
  if (!notes.length) return nothing;
  const more = notes.length - MOST_NOTES;
  const rest =
    more > 0 ? html`<p title=${notes.slice(MOST_NOTES).join("\n")}>and ${more} more</p>` : "";
  return html`
    <div class="banner notes" role="note">
      ${WARNING}
      <span>${notes.slice(0, MOST_NOTES).map((note) => html`<p>${note}</p>`)}${rest}</span>
    </div>
  `;
}

export function loadingNotice(): TemplateResult {
  const rows = Array.from({ length: 14 }, (_, row) => row);
  return html`
    <div class="skeleton" role="status" aria-label="Loading" data-notice="loading">
      ${rows.map((row) => html`<i style=${`--at:${row}`}></i>`)}
    </div>
  `;
}

export function verdictLine(verdict: Verdict, theme: Theme): TemplateResult {
  const { worst, isWell, sentence, earlier } = verdict;
  const colour = worst || isWell ? statusColour(worst?.name ?? "ok", theme) : theme.text;
  return html`
    <div class="verdict" role="status">
      <span class="sign" style=${`color:${colour}`}>${isWell ? CHECK : WARNING}</span>
      <span><strong>${sentence}</strong> <span class="earlier">${earlier}</span></span>
    </div>
  `;
}

export const noticeStyle = css`
  .notice {
    width: 100%;
    margin: 9vh auto 0;
    max-width: 600px;
    padding: 0 24px;
    text-align: center;
    color: var(--text-dim);
  }
  .notice.wide {
    max-width: 1040px;
  }
  .notice.found {
    margin-top: 3vh;
  }
  .notice > svg {
    width: 28px;
    height: 28px;
    color: var(--accent);
  }
  .notice h2 {
    margin: 8px 0 6px;
    font-size: 18px;
    font-weight: 500;
    color: var(--text);
    overflow-wrap: anywhere;
  }
  .notice p {
    margin: 0 0 16px;
    overflow-wrap: anywhere;
  }
  .snippets {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(400px, 100%), 1fr));
    gap: 20px;
    margin-top: 28px;
    text-align: left;
  }
  figure {
    margin: 0;
    min-width: 0;
  }
  figcaption {
    margin-bottom: 6px;
    font-weight: 500;
    color: var(--text);
  }
  pre {
    margin: 0;
    padding: 14px 16px;
    overflow-x: auto;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--surface);
    color: var(--text-dim);
    font:
      12px/1.6 "Roboto Mono",
      ui-monospace,
      Consolas,
      monospace;
  }
  mark {
    padding: 2px 3px;
    margin: 0 -3px;
    border-radius: 3px;
    background: color-mix(in srgb, var(--accent) 16%, transparent);
    color: var(--accent);
    font-weight: 600;
  }
  .banner {
    display: flex;
    align-items: center;
    gap: 10px;
    margin: 8px 16px 0;
    padding: 6px 8px 6px 12px;
    border: 1px solid color-mix(in srgb, var(--accent) 45%, transparent);
    border-radius: 8px;
    background: color-mix(in srgb, var(--accent) 9%, transparent);
  }
  .banner > svg {
    flex: none;
    color: var(--accent);
  }
  .banner span {
    flex: 1;
    overflow-wrap: anywhere;
  }
  .banner.notes {
    border-color: var(--line-strong);
    background: var(--surface);
    color: var(--text-dim);
    font-size: 12px;
  }
  .banner p {
    margin: 1px 0;
  }
  .skeleton {
    display: grid;
    gap: 6px;
    padding: 24px 16px;
  }
  .skeleton i {
    height: 18px;
    border-radius: 4px;
    background: var(--surface);
    animation: breathe 1.6s ease-in-out infinite;
    animation-delay: calc(var(--at) * 70ms);
  }
  @keyframes breathe {
    50% {
      background: var(--line);
    }
  }
  .verdict {
    display: flex;
    gap: 9px;
    align-items: baseline;
    font-size: 15px;
  }
  .verdict strong {
    font-weight: 500;
  }
  .verdict .sign {
    flex: none;
    align-self: center;
    display: inline-grid;
  }
  .verdict .earlier {
    color: var(--text-dim);
    font-size: 13px;
  }
`;
