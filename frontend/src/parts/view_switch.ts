/** Which of the views of a run is shown. */

import { css, html } from "lit";

/** As the address has them; the map is the usual one. */
const VIEWS = [
  ["", "Map"],
  ["depth", "By depth"],
  ["beside", "Side by side"],
] as const;

export const viewSwitchStyle = css`
  .views {
    display: inline-flex;
    flex: none;
    padding: 2px;
    gap: 2px;
    border: 1px solid var(--line-strong);
    border-radius: 7px;
    background: var(--surface);
  }
  .views button {
    height: 24px;
    padding: 0 10px;
    border: none;
    border-radius: 5px;
    background: none;
    color: var(--text-dim);
    cursor: pointer;
    white-space: nowrap;
  }
  .views button:hover {
    color: var(--text);
  }
  .views button[aria-pressed="true"] {
    background: var(--raised);
    color: var(--text);
    font-weight: 500;
    box-shadow: 0 0 0 1px var(--line-strong);
  }
`;

export function viewSwitch(shown: string, choose: (view: string | undefined) => void) {
  return html`<span class="views" role="group" aria-label="View">
    ${VIEWS.map(
      ([view, word]) =>
        html`<button
          aria-pressed=${view === shown ? "true" : "false"}
          @click=${() => choose(view || undefined)}
        >
          ${word}
        </button>`,
    )}
  </span>`;
}
