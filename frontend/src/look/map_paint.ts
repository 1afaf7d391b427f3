/** The colours of the map's cells as the painter wants them. */

import { rgb } from "d3-color";
import { textureOf } from "../map/textures";
import type { MapPaint, StatusPaint } from "../map/pixels";
import type { ScaleKind } from "../recorded/contract";
import type { Status, StatusBook } from "../verdicts/statuses";
import { rampColour } from "./ramp";
import { stateInk, statusColour, type Theme } from "./theme";

/** Marks on numbers: light on the dark half of the ramp and dark on the light half. */
const LIGHT_INK = "#dbe6fb";
const DARK_INK = "#0a2540";
const TURN = 0.5;

export function mapPaint(book: StatusBook, kind: ScaleKind, theme: Theme): MapPaint {
  const ramp = new Uint32Array(256).fill(packed(theme.noNumber));
  const rampInk = new Uint32Array(256).fill(packed(theme.text));
  const colour = rampColour(kind, theme);
  for (let level = 1; level < 256; level++) {
    const ground = colour((level - 1) / 254);
    ramp[level] = packed(ground);
    rampInk[level] = packed(brightness(ground) > TURN ? DARK_INK : LIGHT_INK);
  }
  const plain: StatusPaint = { fill: undefined, texture: undefined, ink: undefined };
  const byCode = new Array<StatusPaint>(256).fill(plain);
  for (const status of book.all) byCode[status.code] = paintOf(status, theme);
  return { statuses: byCode, ramp, rampInk };
}

function paintOf(status: Status, theme: Theme): StatusPaint {
  const texture = textureOf(status.name);
  if (status.paint === "blank") return { fill: 0, texture, ink: undefined };
  const ink = stateInk(status.name, theme);
  if (status.paint === "value" || ink === undefined) {
    return { fill: undefined, texture, ink: undefined };
  }
  return { fill: packed(statusColour(status.name, theme)), texture, ink: packed(ink) };
}

/** A CSS colour as ImageData holds it in a little-endian uint32. */
export function packed(colour: string): number {
  const { r, g, b } = rgb(colour);
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

function brightness(colour: string): number {
  const { r, g, b } = rgb(colour);
  return (0.299 * r + 0.587 * g + 0.114 * b) / 255;
}
