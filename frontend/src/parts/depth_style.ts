import { css } from "lit";

export const depthStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    min-height: 0;
    position: relative;
  }
  .runs {
    display: flex;
    flex-direction: column;
    gap: 4px;
    max-height: 40%;
    margin: 0;
    padding: 2px 16px 8px;
    overflow-y: auto;
    scrollbar-width: thin;
    list-style: none;
  }
  .run {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    min-height: 22px;
  }
  .dot {
    flex: none;
    width: 10px;
    height: 10px;
    border-radius: 50%;
  }
  .name {
    flex: none;
    max-width: 220px;
    font-weight: 500;
  }
  .dim {
    color: var(--text-dim);
  }
  .remove {
    flex: none;
    width: 22px;
    height: 22px;
  }
  select {
    height: 26px;
    max-width: 220px;
    padding: 0 4px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--raised);
    font-size: 12px;
    cursor: pointer;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: 4px 20px;
    padding: 8px 28px 0 16px;
    border-top: 1px solid var(--line);
    font-size: 12px;
    color: var(--text-dim);
  }
  .ends > :last-child {
    text-align: right;
  }
  .ends b {
    font-weight: 500;
    color: var(--text);
  }
  .states {
    display: inline-flex;
    flex-wrap: wrap;
    justify-content: center;
    gap: 4px 16px;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  gradient-depth-chart {
    flex: 1;
    min-height: 200px;
  }
  gradient-step-player {
    flex: none;
    padding: 8px 20px 12px 16px;
    border-top: 1px solid var(--line);
  }
`;
