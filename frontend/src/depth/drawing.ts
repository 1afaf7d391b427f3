/** The chart by depth on its canvas. All lengths are CSS pixels. */

import { packed } from "../look/map_paint";
import { statusColour, type Theme } from "../look/theme";
import { elide } from "../map/label_placement";
import { drawSpecimen, FONT } from "../map/painter";
import { textureOf } from "../map/textures";
import type { MapPaint } from "../map/pixels";
import type { CurveAxis } from "../scales/curve_axis";
import type { Status } from "../verdicts/statuses";
import { BAND_HEIGHT, SLANT, SLANTING_LENGTH, spotOf, type Frame } from "./frame";
import type { DepthLimit } from "./limits";
import type { DepthPoint, Profile } from "./profile";

export interface Chart {
  frame: Frame;
  axis: CurveAxis;
  profiles: readonly Profile[];
  limits: readonly DepthLimit[];
  /** Of the layers of the first run, the last layer first. */
  names: readonly string[];
  paint: MapPaint;
  theme: Theme;
}

export const NAME_FONT = `11px ${FONT}`;
/** Between the lines of two slanting names. */
const NAME_ROOM = 15;

export function drawChart(context: CanvasRenderingContext2D, chart: Chart): void {
  drawGrid(context, chart);
  drawNames(context, chart);
  chart.limits.forEach((limit) => drawLimit(context, chart, limit));
  // The first run is the one in view: it lies above the others.
  [...chart.profiles].reverse().forEach((profile) => drawProfile(context, chart, profile));
  chart.profiles.forEach((profile) => drawBand(context, chart, profile));
}

function drawGrid(context: CanvasRenderingContext2D, { frame, axis, theme }: Chart): void {
  const { left, right, y } = frame;
  context.font = NAME_FONT;
  context.textBaseline = "middle";
  context.textAlign = "right";
  context.lineWidth = 1;
  for (const { height, label } of axis.ticks) {
    const line = Math.round(y(height)) + 0.5;
    context.strokeStyle = theme.line;
    stroke(context, [left, line], [right, line]);
    context.fillStyle = theme.textDim;
    context.fillText(label, left - 8, line);
  }
}

function drawNames(context: CanvasRenderingContext2D, { frame, names, theme }: Chart): void {
  const { areNamesFlat, namesTop, spacing } = frame;
  const measure = (text: string) => context.measureText(text).width;
  const stride = areNamesFlat ? 1 : Math.max(1, Math.ceil(NAME_ROOM / spacing));
  context.font = NAME_FONT;
  context.fillStyle = theme.textDim;
  context.textBaseline = "middle";
  context.textAlign = areNamesFlat ? "center" : "right";
  names.forEach((name, depth) => {
    if (depth % stride !== 0) return;
    context.save();
    context.translate(frame.x(depth) + (areNamesFlat ? 0 : 4), namesTop + 9);
    if (!areNamesFlat) context.rotate(-SLANT);
    context.fillText(areNamesFlat ? name : elide(name, SLANTING_LENGTH, measure), 0, 0);
    context.restore();
  });
}

function drawLimit(
  context: CanvasRenderingContext2D,
  { frame, axis, theme }: Chart,
  { status, label, value }: DepthLimit,
): void {
  const height = axis.height(value);
  if (height === null || height < axis.range[0] || height > axis.range[1]) return;
  const line = Math.round(frame.y(height)) + 0.5;
  context.strokeStyle = context.fillStyle = statusColour(status, theme);
  context.lineWidth = 1.25;
  context.setLineDash([5, 4]);
  stroke(context, [frame.left, line], [frame.right, line]);
  context.setLineDash([]);
  context.font = NAME_FONT;
  context.textAlign = "right";
  context.textBaseline = "bottom";
  context.lineWidth = 3;
  context.strokeStyle = theme.page;
  context.strokeText(label, frame.right - 4, line - 3);
  context.fillText(label, frame.right - 4, line - 3);
}

function drawProfile(context: CanvasRenderingContext2D, chart: Chart, profile: Profile): void {
  const { frame, axis } = chart;
  const { points, decay, colour } = profile;
  context.strokeStyle = colour;
  if (decay) {
    context.save();
    context.globalAlpha = 0.55;
    context.lineWidth = 1.25;
    context.setLineDash([1.5, 3.5]);
    context.lineCap = "round";
    const [first, last] = decay.reach.map((place): [number, number] => [
      frame.x(points.length - 1 - place),
      frame.y(decay.exponentAt(place)),
    ]);
    stroke(context, first, last);
    context.restore();
  }
  context.lineWidth = 1.75;
  context.beginPath();
  let isDown = false;
  for (const { depth, value } of points) {
    const height = axis.height(value);
    if (height !== null) {
      if (isDown) context.lineTo(frame.x(depth), frame.y(height));
      else context.moveTo(frame.x(depth), frame.y(height));
    }
    isDown = height !== null;
  }
  context.stroke();
  const radius = Math.min(4.5, Math.max(1.5, frame.spacing * 0.3));
  for (const point of points) drawPoint(context, chart, profile, point, radius);
}

/** A shape for each status, so that it is told without its colour. */
function drawPoint(
  context: CanvasRenderingContext2D,
  chart: Chart,
  { colour }: Profile,
  { depth, value, status }: DepthPoint,
  radius: number,
): void {
  const height = chart.axis.height(value);
  if (height === null) return;
  const x = chart.frame.x(depth);
  const y = chart.frame.y(height);
  const isPlain = status.name === "ok";
  context.fillStyle = isPlain ? colour : statusColour(status.name, chart.theme);
  context.strokeStyle = isPlain ? chart.theme.page : colour;
  context.lineWidth = 1.25;
  context.beginPath();
  if (isPlain) {
    context.arc(x, y, radius, 0, 2 * Math.PI);
  } else if (status.name === "vanishing" || status.name === "exploding") {
    const up = status.name === "exploding" ? -1 : 1;
    const size = radius + 1.5;
    context.moveTo(x, y + up * size);
    context.lineTo(x + size, y - up * size * 0.8);
    context.lineTo(x - size, y - up * size * 0.8);
    context.closePath();
  } else {
    context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
  }
  context.fill();
  context.stroke();
}

/** What has no number on the axis stands below it, with the texture it has on the map. */
function drawBand(context: CanvasRenderingContext2D, chart: Chart, profile: Profile): void {
  const { frame, axis, profiles, theme } = chart;
  const top = frame.bands[profiles.indexOf(profile)];
  if (top === undefined) return;
  const patterns = new Map<number, CanvasPattern | string>();
  context.fillStyle = theme.plot;
  context.fillRect(frame.left, top, frame.right - frame.left, BAND_HEIGHT);
  context.fillStyle = profile.colour;
  context.beginPath();
  context.arc(frame.left - 12, top + BAND_HEIGHT / 2, 4, 0, 2 * Math.PI);
  context.fill();
  for (const point of profile.points) {
    const { depth, status, value } = point;
    const isNumber = axis.height(value) !== null;
    if (isNumber && status.paint === "value") continue;
    const width = frame.markWidth;
    const x = frame.x(depth) - width / 2;
    if (status.paint === "blank") {
      context.strokeStyle = theme.lineStrong;
      context.lineWidth = 1;
      context.strokeRect(x + 0.5, top + 0.5, Math.max(1, width - 1), BAND_HEIGHT - 1);
      continue;
    }
    let fill = patterns.get(status.code);
    if (!fill) patterns.set(status.code, (fill = fillOf(context, chart, status)));
    context.fillStyle = fill;
    context.fillRect(x, top, width, BAND_HEIGHT);
  }
}

function fillOf(
  context: CanvasRenderingContext2D,
  { paint, theme }: Chart,
  status: Status,
): CanvasPattern | string {
  const { fill, ink } = paint.statuses[status.code];
  const texture = textureOf(status.name);
  const ground = status.name === "ok" ? theme.noNumber : statusColour(status.name, theme);
  if (!texture) return ground;
  const ratio = context.getTransform().a;
  const tile = document.createElement("canvas");
  tile.width = Math.round(texture.width * ratio);
  tile.height = Math.round(texture.height * ratio);
  const signs = ink ?? packed(theme.page);
  drawSpecimen(tile.getContext("2d")!, fill ?? packed(ground), signs, texture, ratio);
  const pattern = context.createPattern(tile, "repeat")!;
  // A pattern is drawn in the context's pixels, and the context counts in CSS pixels.
  pattern.setTransform(new DOMMatrix().scale(1 / ratio));
  return pattern;
}

/** Around the point that is pointed at, and down to its layer. */
export function drawPointed(
  context: CanvasRenderingContext2D,
  chart: Chart,
  profile: Profile,
  point: DepthPoint,
): void {
  const { frame, axis, profiles, theme } = chart;
  const spot = spotOf(frame, axis, profiles, profile, point);
  const x = frame.x(point.depth);
  context.strokeStyle = theme.textDim;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  stroke(context, [x, frame.top], [x, frame.namesTop]);
  context.setLineDash([]);
  if (!spot) return;
  context.strokeStyle = theme.text;
  context.lineWidth = 2;
  context.beginPath();
  context.arc(spot.x, spot.y, 8, 0, 2 * Math.PI);
  context.stroke();
}

function stroke(
  context: CanvasRenderingContext2D,
  from: [number, number],
  to: [number, number],
): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.stroke();
}
