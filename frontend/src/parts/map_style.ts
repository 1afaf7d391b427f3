import { css } from "lit";

export const mapStyle = css`
  :host {
    display: flex;
    flex-direction: column;
    position: relative;
    min-height: 0;
  }
  .room {
    position: relative;
    flex: 1;
    min-height: 0;
    overflow: hidden;
  }
  .stage {
    position: absolute;
    inset: 0 0 auto;
    overflow: hidden;
    cursor: crosshair;
    touch-action: none;
  }
  .stage:focus-visible {
    outline-offset: -2px;
  }
  canvas {
    position: absolute;
    top: 0;
    left: 0;
    display: block;
  }
  .axis {
    position: relative;
    flex: none;
    overflow: hidden;
  }
  .row,
  .column,
  .cell,
  .chosen,
  .pointer,
  .label {
    position: absolute;
    pointer-events: none;
  }
  .row {
    box-shadow:
      0 -1px 0 var(--text-dim),
      0 1px 0 var(--text-dim);
    opacity: 0.7;
  }
  .column {
    box-shadow:
      -1px 0 0 var(--text-dim),
      1px 0 0 var(--text-dim);
    opacity: 0.5;
  }
  .cell {
    min-width: 3px;
    min-height: 3px;
    border-radius: 1px;
    box-shadow:
      0 0 0 1.5px #fff,
      0 0 0 3px #14181f;
  }
  .chosen {
    box-shadow: 0 0 0 1.5px var(--accent);
    border-radius: 1px;
  }
  .pointer {
    left: 4px;
    width: 0;
    height: 0;
    margin-top: -4px;
    border: 4px solid transparent;
    border-left: 6px solid var(--accent);
  }
  .label {
    left: 0;
    display: flex;
    justify-content: flex-end;
    padding: 0 4px 0 12px;
    transform: translateY(-50%);
    background: var(--page);
    font-size: 12px;
    line-height: 17px;
    direction: rtl;
  }
  .incident {
    position: absolute;
    top: -1px;
    width: 12px;
    height: 10px;
    margin-left: -6px;
    padding: 0;
    border: none;
    background: currentColor;
    clip-path: polygon(50% 10%, 95% 95%, 5% 95%);
    cursor: pointer;
  }
  .incident:hover,
  .incident:focus-visible {
    clip-path: polygon(50% 0, 100% 100%, 0 100%);
  }
  .pill {
    position: absolute;
    top: 5px;
    padding: 1px 6px;
    border-radius: 4px;
    left: clamp(26px, var(--at), 100% - 26px);
    transform: translateX(-50%);
    background: var(--text);
    color: var(--page);
    font-size: 11px;
    line-height: 16px;
  }
`;
