import { css } from "lit";

export const runListStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--surface);
  }
  .head {
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-height: 44px;
    padding: 6px 12px 4px 16px;
    font-size: 12px;
    font-weight: 500;
    color: var(--text-dim);
  }
  .head .button {
    height: 28px;
    font-weight: 400;
    color: var(--text);
  }
  .filter {
    margin: 0 12px 8px;
  }
  .filter input {
    width: 100%;
    height: 30px;
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--raised);
  }
  .filter input[aria-invalid="true"] {
    border-color: var(--accent);
  }
  .filter p,
  .none {
    margin: 4px 2px 0;
    font-size: 11.5px;
    color: var(--accent);
  }
  .none {
    margin: 8px 16px;
    color: var(--text-dim);
  }
  ul {
    flex: 1;
    margin: 0;
    padding: 0 8px 12px;
    overflow-y: auto;
    scrollbar-width: thin;
    list-style: none;
  }
  li {
    position: relative;
  }
  li > input {
    position: absolute;
    z-index: 1;
    top: 9px;
    left: 7px;
    width: 15px;
    height: 15px;
    margin: 0;
    cursor: pointer;
  }
  li > input:disabled {
    cursor: default;
  }
  li > button {
    display: grid;
    grid-template-columns: 10px minmax(0, 1fr) auto;
    gap: 4px 10px;
    align-items: center;
    width: 100%;
    padding: 8px;
    border: none;
    border-radius: 6px;
    background: none;
    text-align: left;
    cursor: pointer;
  }
  .several li > button {
    padding-left: 31px;
  }
  li > button:hover {
    background: var(--line);
  }
  li > button[aria-current="true"] {
    background: var(--raised);
    box-shadow: inset 0 0 0 1px var(--line-strong);
  }
  .dot {
    width: 10px;
    height: 10px;
    border-radius: 50%;
  }
  .name {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    line-height: 1.3;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }
  .step {
    color: var(--text-faint);
    font-size: 11px;
  }
  .health {
    grid-column: 2 / 4;
    display: flex;
    flex-direction: column;
    gap: 5px;
    font-size: 11.5px;
    color: var(--text-dim);
    min-height: 16px;
  }
  .judged {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    min-height: 18px;
    font-size: 12px;
    color: var(--text);
  }
  .judged span {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .judged .mark,
  .judged .well {
    display: inline-grid;
  }
  .judged svg {
    width: 14px;
    height: 14px;
  }
  .bar {
    display: flex;
    gap: 1px;
    height: 4px;
    border-radius: 2px;
    overflow: hidden;
  }
  /* A single bad step among thousands is still to be seen. */
  .bar i {
    min-width: 3px;
  }
  .problem {
    flex-direction: row;
    align-items: center;
    color: var(--accent);
  }
  .problem svg {
    flex: none;
  }
`;
