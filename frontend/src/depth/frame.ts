/** Where layers and numbers stand on the chart by depth, CSS pixels. */

import type { CurveAxis } from "../scales/curve_axis";
import type { DepthPoint, Profile } from "./profile";

const GUTTER = 68;
const RIGHT = 28;
const TOP = 14;
/** Room for the names of layers where they are flat, and what slanting ones need besides their length. */
const FLAT_NAMES = 24;
const BESIDE_NAMES = 22;
/** Slanting names are turned by this, and cut to this length. */
export const SLANT = Math.PI / 5;
export const SLANTING_LENGTH = 118;
/** Between the plot and the band of marks, and between bands. */
const BAND_GAP = 5;
export const BAND_HEIGHT = 13;
/** So wide is no band's mark, however few layers there are. */
const WIDEST_MARK = 24;

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** From one layer to the next. */
  spacing: number;
  markWidth: number;
  /** Upper edge of each run's band of marks, below the plot; undefined for a run without. */
  bands: (number | undefined)[];
  namesTop: number;
  areNamesFlat: boolean;
  x(depth: number): number;
  /** @param height of a number on the axis */
  y(height: number): number;
}

/**
 * @param layers of the run that has most
 * @param marked which of the runs need a band of marks
 * @param nameWidth of the longest name
 */
export function frameOf(
  { width, height }: { width: number; height: number },
  layers: number,
  marked: readonly boolean[],
  nameWidth: number,
  axis: CurveAxis,
): Frame {
  const left = GUTTER;
  const right = Math.max(left + 1, width - RIGHT);
  const spacing = (right - left) / Math.max(1, layers);
  const areNamesFlat = nameWidth + 14 <= spacing;
  const slanting = Math.min(nameWidth, SLANTING_LENGTH) * Math.sin(SLANT) + BESIDE_NAMES;
  const names = areNamesFlat ? FLAT_NAMES : slanting;
  const namesTop = height - names;
  const bandsHeight = marked.filter(Boolean).length * (BAND_HEIGHT + BAND_GAP);
  const bottom = Math.max(TOP + 1, namesTop - bandsHeight - BAND_GAP);
  const [low, high] = axis.range;
  return {
    left,
    right,
    top: TOP,
    bottom,
    spacing,
    markWidth: Math.max(2, Math.min(WIDEST_MARK, spacing - 1)),
    bands: marked.map((needsOne, run) =>
      needsOne
        ? bottom + BAND_GAP + marked.slice(0, run).filter(Boolean).length * (BAND_HEIGHT + BAND_GAP)
        : undefined,
    ),
    namesTop,
    areNamesFlat,
    x: (depth) => left + (depth + 0.5) * spacing,
    y: (place) => TOP + ((high - place) / (high - low)) * (bottom - TOP),
  };
}

/** A point of one of the runs. */
export interface Spot {
  profile: Profile;
  point: DepthPoint;
  x: number;
  y: number;
}

/** Where a point is: at its number, or in the band of its run; undefined where it is nowhere. */
export function spotOf(
  frame: Frame,
  axis: CurveAxis,
  profiles: readonly Profile[],
  profile: Profile,
  point: DepthPoint,
): Spot | undefined {
  const x = frame.x(point.depth);
  const height = axis.height(point.value);
  if (height !== null) return { profile, point, x, y: frame.y(height) };
  const band = frame.bands[profiles.indexOf(profile)];
  return band === undefined ? undefined : { profile, point, x, y: band + BAND_HEIGHT / 2 };
}

/** The point nearest to a place on the chart: of its layer, whichever run is nearest in height. */
export function nearestSpot(
  frame: Frame,
  axis: CurveAxis,
  profiles: readonly Profile[],
  x: number,
  y: number,
): Spot | undefined {
  const depth = Math.floor((x - frame.left) / frame.spacing);
  let nearest: Spot | undefined;
  for (const profile of profiles) {
    const point = profile.points[depth];
    const spot = point && spotOf(frame, axis, profiles, profile, point);
    if (spot && !(Math.abs(spot.y - y) >= Math.abs((nearest?.y ?? Infinity) - y))) nearest = spot;
  }
  return nearest;
}
