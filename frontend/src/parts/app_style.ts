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
    .head {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      justify-content: space-between;
      gap: 6px 24px;
      padding: 10px 16px 8px;
    }
    .work {
      display: flex;
      flex-direction: column;
      flex: 1;
      min-height: 0;
      transition: opacity 0.15s;
    }
    .work.outdated {
      opacity: 0.45;
      pointer-events: none;
    }
    gradient-map {
      flex: 0 1 auto;
      min-height: 140px;
    }
    gradient-detail {
      flex: 1 0 250px;
      max-height: 400px;
    }
  `,
];
