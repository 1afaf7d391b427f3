/** What all parts of the tab have in common: fonts, colours as CSS variables, buttons. */

import { css } from "lit";
import latin400 from "@fontsource/roboto/files/roboto-latin-400-normal.woff2";
import latin500 from "@fontsource/roboto/files/roboto-latin-500-normal.woff2";
import { DARK, LIGHT, type Theme } from "./theme";

/** Resolves when text can be measured; a font that fails to load is no reason to wait. */
export async function loadFonts(): Promise<void> {
  const faces = [
    new FontFace("Roboto", `url(${latin400})`, { weight: "400" }),
    new FontFace("Roboto", `url(${latin500})`, { weight: "500" }),
  ];
  for (const face of faces) document.fonts.add(face);
  await Promise.allSettled(faces.map((face) => face.load()));
}

function variables(theme: Theme): string {
  return Object.entries(theme)
    .filter(([name]) => name !== "name")
    .map(
      ([name, value]) =>
        `--${name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`)}:${value};`,
    )
    .join("");
}

/** The style of the page itself; everything else lives in the parts' shadow roots. */
export const PAGE_STYLE = `
  :root { ${variables(LIGHT)} color-scheme: light; }
  :root.dark { ${variables(DARK)} color-scheme: dark; }
  html, body { height: 100%; margin: 0; overflow: hidden; background: var(--page); }
  body {
    font: 13px/1.4 Roboto, "Segoe UI", system-ui, sans-serif;
    color: var(--text);
    font-variant-numeric: tabular-nums;
    -webkit-font-smoothing: antialiased;
  }
`;

export const shared = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  button,
  select,
  input {
    font: inherit;
    color: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    height: 30px;
    padding: 0 10px;
    border: 1px solid var(--line-strong);
    border-radius: 6px;
    background: var(--raised);
    cursor: pointer;
    white-space: nowrap;
  }
  .button:hover {
    border-color: var(--text-faint);
  }
  .icon {
    display: inline-grid;
    place-items: center;
    width: 30px;
    height: 30px;
    padding: 0;
    border: none;
    border-radius: 6px;
    background: none;
    color: var(--text-dim);
    cursor: pointer;
  }
  .icon:hover {
    background: var(--surface);
    color: var(--text);
  }
  .elided {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
