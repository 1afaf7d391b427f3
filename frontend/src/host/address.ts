/** What is shown, as part of TensorBoard's own address: a copied link opens the same view. */

import { decoded } from "../recorded/names";

const PLUGIN = "gradient_health";
const PREFIX = `p.${PLUGIN}.`;

/** The parts of a place; what is empty, or left out, is as it is usually. */
const KEYS = [
  "run",
  "statistic",
  "variable",
  // Which of the views, and the runs that some of them show beside each other.
  "view",
  "runs",
  // Which runs the list of them has.
  "runfilter",
  // Which rows the map has, and which part of it is in sight.
  "filter",
  "state",
  "order",
  "group",
  "folded",
  "steps",
  "rows",
  // Limits of the judgement that differ from their defaults.
  "limits",
  // The step that is looked at where only one is.
  "step",
] as const;

export type Place = { [Key in (typeof KEYS)[number]]?: string | undefined };

/** @param hash such as "#gradient_health&p.gradient_health.run=a%2Fb" */
export function placeIn(hash: string): Place {
  const place: Place = {};
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [name, value] = splitOnce(part);
    const key = KEYS.find((candidate) => name === PREFIX + candidate);
    if (key && value !== "") place[key] = decoded(value);
  }
  return place;
}

/**
 * The hash with our part replaced and everybody else's kept.
 *
 * @returns undefined where TensorBoard shows another tab, whose address is not ours to change
 */
export function hashWith(hash: string, place: Place): string | undefined {
  const parts = hash.replace(/^#/, "").split("&");
  if (parts[0] !== PLUGIN) return undefined;
  const others = parts.slice(1).filter((part) => part !== "" && !part.startsWith(PREFIX));
  const ours = KEYS.flatMap((key) => {
    const value = place[key];
    return value ? [`${PREFIX}${key}=${encodeURIComponent(value)}`] : [];
  });
  return `#${[PLUGIN, ...others, ...ours].join("&")}`;
}

export function readPlace(): Place {
  return placeIn(window.parent.location.hash);
}

/** Calls back when somebody changes our part of the address: a link followed, a step in the history. */
export function followPlace(listener: (place: Place) => void): void {
  window.parent.addEventListener("hashchange", () => {
    if (hashWith(window.parent.location.hash, {}) !== undefined) listener(readPlace());
  });
}

/** Adds no entry to the history. */
export function writePlace(place: Place): void {
  const { location, history } = window.parent;
  const hash = hashWith(location.hash, place);
  if (hash === undefined || hash === location.hash) return;
  history.replaceState(history.state, "", `${location.pathname}${location.search}${hash}`);
}

function splitOnce(part: string): [string, string] {
  const equals = part.indexOf("=");
  return equals < 0 ? [part, ""] : [part.slice(0, equals), part.slice(equals + 1)];
}
