/** Icons of 16 by 16, drawn in the colour of the text around them. */

import { html, svg, type SVGTemplateResult } from "lit";

const icon = (content: SVGTemplateResult) =>
  html` <svg
    width="16"
    height="16"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${content}
  </svg>`;

export const REFRESH = icon(svg`<path d="M13.2 8a5.2 5.2 0 1 1-1.6-3.8M13.4 1.8v3h-3" />`);
export const CLOSE = icon(svg`<path d="M4 4l8 8M12 4l-8 8" />`);
export const CHEVRON = icon(svg`<path d="M4.5 6.5L8 10l3.5-3.5" />`);
export const CHECK = icon(svg`<path d="M3.5 8.5l3 3 6-7" />`);
export const WARNING = icon(
  svg`<path d="M8 2.2L14.6 13.5H1.4zM8 6.5v3.2" /><path d="M8 11.6v.01" stroke-width="2" />`,
);
/** Outlines of their own, for those who do not tell the colours apart. */
export const STOP = icon(
  svg`<path d="M5.3 1.6h5.4l3.7 3.7v5.4l-3.7 3.7H5.3l-3.7-3.7V5.3z" /><path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />`,
);
export const NOTE = icon(
  svg`<circle cx="8" cy="8" r="6.2" /><path d="M8 7.6v3.4" /><path d="M8 5v.01" stroke-width="2" />`,
);
export const COPY = icon(
  svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />`,
);
export const CLOCK = icon(svg`<circle cx="8" cy="8" r="6" /><path d="M8 4.8V8l2.2 1.6" />`);
export const ROWS_FIT = icon(svg`<path d="M3 3h10M3 5.5h10M3 8h10M3 10.5h10M3 13h10" />`);
export const ROWS_READABLE = icon(svg`<path d="M3 4h10M3 8h10M3 12h10" stroke-width="2.4" />`);
export const PLUS = icon(svg`<path d="M8 3.2v9.6M3.2 8h9.6" />`);
export const MINUS = icon(svg`<path d="M3.2 8h9.6" />`);
export const FOLD_ALL = icon(svg`<path d="M3 8h10M5.5 2.5L8 5l2.5-2.5M5.5 13.5L8 11l2.5 2.5" />`);
export const UNFOLD_ALL = icon(svg`<path d="M3 8h10M5.5 4.5L8 2l2.5 2.5M5.5 11.5L8 14l2.5-2.5" />`);
export const SEARCH = icon(svg`<circle cx="7" cy="7" r="4.2" /><path d="M10.2 10.2l3.3 3.3" />`);
export const HELP = icon(
  svg`<circle cx="8" cy="8" r="6.2" /><path d="M6.2 6.3a1.9 1.9 0 1 1 2.6 1.9c-.6.3-.8.6-.8 1.1" /><path d="M8 11.5v.01" stroke-width="2" />`,
);
export const DOWNLOAD = icon(svg`<path d="M8 2.5v7.2M4.9 7L8 10l3.1-3M3 13h10" />`);
export const PLAY = icon(svg`<path d="M5 3.2l7.6 4.8L5 12.8z" />`);
export const PAUSE = icon(svg`<path d="M5.3 3.4v9.2M10.7 3.4v9.2" stroke-width="2.4" />`);
export const GROW = icon(
  svg`<path d="M9.5 6.5L13 3M13 3H9.6M13 3v3.4M6.5 9.5L3 13M3 13h3.4M3 13V9.6" />`,
);
export const SHRINK = icon(
  svg`<path d="M13 3L9.5 6.5M9.5 6.5h3.4M9.5 6.5V3.1M3 13l3.5-3.5M6.5 9.5H3.1M6.5 9.5v3.4" />`,
);
