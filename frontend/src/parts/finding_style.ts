import { css } from "lit";

export const findingStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    background: var(--surface);
    container-type: inline-size;
  }
  header {
    display: flex;
    align-items: center;
    gap: 10px;
    padding: 6px 8px 6px 14px;
  }
  h2 {
    margin: 0;
    font-size: 13px;
    font-weight: 500;
  }
  .space {
    flex: 1;
  }
  .dim {
    color: var(--text-dim);
    font-size: 12px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  :host > ul {
    flex: 1;
    min-height: 0;
    padding: 0 8px 8px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  :host > ul > li {
    margin-bottom: 6px;
    border: 1px solid var(--line);
    border-radius: 8px;
    background: var(--raised);
  }
  :host > ul > li[aria-current] {
    border-color: var(--accent);
    box-shadow: inset 3px 0 0 var(--accent);
  }
  .over {
    opacity: 0.75;
  }
  h3 {
    margin: 0;
    font: inherit;
  }
  .head {
    display: grid;
    grid-template-columns: 16px minmax(0, 1fr) 16px;
    gap: 3px 9px;
    width: 100%;
    padding: 9px 10px 8px 12px;
    border: none;
    border-radius: 8px;
    background: none;
    text-align: left;
    cursor: pointer;
  }
  .head:hover {
    background: color-mix(in srgb, var(--line) 40%, transparent);
  }
  .mark {
    display: inline-grid;
    padding-top: 1px;
  }
  .headline {
    overflow-wrap: anywhere;
  }
  .facts {
    grid-column: 2 / 4;
    color: var(--text-dim);
    font-size: 11.5px;
  }
  .chevron {
    display: inline-grid;
    align-self: start;
    padding-top: 1px;
    color: var(--text-dim);
  }
  [aria-expanded="true"] .chevron {
    transform: scaleY(-1);
  }
  code,
  pre,
  .op,
  .name,
  .file {
    font:
      12px/1.5 "Roboto Mono",
      ui-monospace,
      Consolas,
      monospace;
    overflow-wrap: anywhere;
  }
  .headline code {
    font-size: 12px;
  }
  .body {
    padding: 0 12px 12px 37px;
  }
  @container (max-width: 380px) {
    .body {
      padding-left: 12px;
    }
  }
  section {
    margin-top: 10px;
  }
  h4 {
    margin: 0 0 3px;
    font-size: 11px;
    font-weight: 500;
    color: var(--text-dim);
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }
  p + p {
    margin-top: 6px;
  }
  .help {
    padding: 7px 10px;
    border-radius: 6px;
    border-left: 3px solid var(--good);
    background: color-mix(in srgb, var(--good) 9%, transparent);
  }
  .place + .place {
    margin-top: 6px;
  }
  .by {
    margin-top: 6px;
  }
  .by code {
    font-size: 11px;
  }
  .file {
    color: var(--text-dim);
  }
  pre {
    margin: 2px 0 0;
    padding: 6px 9px;
    border-radius: 6px;
    background: var(--surface);
    white-space: pre-wrap;
  }
  .path {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .path li {
    --rail: var(--good);
    position: relative;
    padding: 1px 0 1px 18px;
  }
  .path li.beyond {
    --rail: var(--line-strong);
    color: var(--text-dim);
  }
  .path li::before {
    content: "";
    position: absolute;
    top: 7px;
    left: 1px;
    width: 9px;
    height: 9px;
    border: 2px solid var(--rail);
    border-radius: 50%;
    background: var(--raised);
    z-index: 1;
  }
  .path li::after {
    content: "";
    position: absolute;
    top: 10px;
    bottom: -10px;
    left: 4.5px;
    border-left: 2px solid var(--rail);
  }
  .path li.beyond::after,
  .path li.cut::after {
    border-left: 2px dashed var(--line-strong);
  }
  .path li:last-child::after {
    content: none;
  }
  .path li.hidden::before {
    content: none;
  }
  .path li.cut {
    --rail: var(--cut);
  }
  .path .at {
    margin-left: 8px;
    font-size: 11px;
  }
  .path .end {
    display: block;
    color: var(--cut);
    font-size: 12px;
    font-weight: 500;
  }
  dl {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 1px 12px;
    margin: 0;
    font-size: 12px;
  }
  dt {
    color: var(--text-dim);
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  button.name,
  .more {
    padding: 1px 0;
    border: none;
    background: none;
    color: var(--focus);
    text-align: left;
    cursor: pointer;
  }
  button.name:hover,
  .more:hover {
    text-decoration: underline;
  }
  button.name[aria-current] {
    font-weight: 600;
  }
  .copy {
    margin-top: 12px;
    height: 26px;
    font-size: 12px;
  }
  gradient-limits {
    flex: none;
    max-height: 50%;
    padding: 4px 14px 10px;
    overflow-y: auto;
    scrollbar-width: thin;
  }
  .left-out {
    padding: 0 16px 8px;
  }
`;
