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
export const CLOCK = icon(svg`<circle cx="8" cy="8" r="6" /><path d="M8 4.8V8l2.2 1.6" />`);
export const ROWS_FIT = icon(svg`<path d="M3 3h10M3 5.5h10M3 8h10M3 10.5h10M3 13h10" />`);
export const ROWS_READABLE = icon(svg`<path d="M3 4h10M3 8h10M3 12h10" stroke-width="2.4" />`);
