import { css } from "lit";
import { noticeStyle } from "./notices";

export const runStyle = [
  noticeStyle,
  css`
    :host {
      display: flex;
      flex-direction: column;
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
    .said {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 6px 16px;
    }
    .found .count {
      display: inline-flex;
      align-items: center;
      gap: 5px;
    }
    .found .mark {
      display: inline-grid;
    }
    .plots {
      display: flex;
      flex-direction: column;
      flex: 1;
      min-width: 0;
      min-height: 0;
    }
    gradient-findings {
      flex: none;
      width: clamp(300px, 32%, 460px);
      border-top: 1px solid var(--line);
      border-left: 1px solid var(--line);
    }
    .work {
      display: flex;
      flex: 1;
      min-height: 0;
      transition: opacity 0.15s;
    }
    :host(.outdated) .work {
      opacity: 0.45;
      pointer-events: none;
    }
    @media (max-width: 860px) {
      .work {
        flex-direction: column;
      }
      .work > gradient-findings {
        flex: 0 1 auto;
        max-height: 45%;
        width: auto;
        border-left: none;
      }
    }
    gradient-depth {
      flex: 1;
    }
    [hidden] {
      display: none !important;
    }
    gradient-map-pane {
      flex: 0 1 auto;
      min-height: 180px;
    }
    gradient-detail {
      flex: 1 0 min(330px, 52%);
    }
    gradient-detail.tall {
      flex-basis: calc(100% - 190px);
    }
  `,
];
