import { css } from "lit";
import { noticeStyle } from "./notices";
import { viewSwitchStyle } from "./view_switch";

export const besideStyle = [
  noticeStyle,
  viewSwitchStyle,
  css`
    :host {
      display: flex;
      flex: 1;
      flex-direction: column;
      min-height: 0;
    }
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px 20px;
      padding: 10px 16px 8px;
    }
    .wanted {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      font-size: 12px;
      color: var(--text-dim);
    }
    .wanted .button {
      height: 26px;
      color: var(--text);
    }
    .panes {
      display: grid;
      flex: 1;
      grid-template-columns: repeat(2, minmax(0, 1fr));
      grid-auto-rows: minmax(240px, 1fr);
      column-gap: 10px;
      min-height: 0;
      overflow-y: auto;
    }
    /* TensorBoard's own bars take no width; the list of runs takes some where there is room. */
    @media (max-width: 1100px) {
      .panes {
        grid-template-columns: minmax(0, 1fr);
      }
    }
    .pane {
      display: flex;
      flex-direction: column;
      min-width: 0;
      min-height: 0;
      background: var(--page);
    }
    .pane header {
      display: grid;
      flex: none;
      grid-template-columns: 10px auto minmax(0, 1fr) 26px;
      gap: 0 10px;
      align-items: center;
      padding: 7px 8px 5px 16px;
      border-top: 3px solid var(--run);
    }
    .dot {
      width: 10px;
      height: 10px;
      border-radius: 50%;
      background: var(--run);
    }
    h2 {
      max-width: 40ch;
      margin: 0;
      font-size: 14px;
      font-weight: 500;
    }
    .judged {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 12px;
      font-size: 12px;
      color: var(--text-dim);
    }
    .judged span {
      display: inline-flex;
      align-items: center;
      gap: 4px;
      white-space: nowrap;
    }
    .pane header .icon {
      width: 26px;
      height: 26px;
    }
    /* Its place is kept while the pointer is elsewhere, so that no map moves. */
    .reading {
      grid-column: 1 / -1;
      height: 18px;
      margin: 0;
      font-size: 12px;
      color: var(--text-dim);
    }
    .reading b {
      font-weight: 500;
      color: var(--text);
    }
    .pane .notice {
      margin-top: 24px;
    }
    gradient-map-pane {
      flex: 1;
      min-height: 0;
    }
    gradient-run-curves {
      flex: none;
      height: 230px;
      border-top: 1px solid var(--line-strong);
    }
  `,
];
