import { css } from "lit";
import { noticeStyle } from "./notices";

export const appStyle = [
  noticeStyle,
  css`
    :host {
      display: flex;
      flex-direction: column;
      height: 100vh;
      background: var(--page);
      color: var(--text);
    }
    .body {
      position: relative;
      display: flex;
      flex: 1;
      min-height: 0;
    }
    gradient-runs {
      flex: none;
      width: 260px;
      border-right: 1px solid var(--line);
    }
    gradient-runs.over {
      position: absolute;
      z-index: 20;
      top: 0;
      bottom: 0;
      left: 0;
      width: min(320px, 100%);
      box-shadow: 8px 0 24px var(--shadow);
    }
    .curtain {
      position: absolute;
      z-index: 19;
      inset: 0;
    }
    main {
      display: flex;
      flex-direction: column;
      flex: 1;
      min-width: 0;
      min-height: 0;
    }
    gradient-run {
      flex: 1;
      min-height: 0;
    }
    .notice + gradient-findings {
      flex: 1;
      width: min(760px, 100%);
      margin: 24px auto 0;
      border: 1px solid var(--line);
      border-bottom: none;
      border-radius: 8px 8px 0 0;
    }
  `,
];
