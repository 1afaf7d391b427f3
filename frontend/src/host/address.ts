/** Which run, statistic and variable are shown, as part of TensorBoard's own address. */

const PLUGIN = "gradient_health";
const PREFIX = `p.${PLUGIN}.`;

export interface Place {
  run?: string | undefined;
  statistic?: string | undefined;
  variable?: string | undefined;
}

const KEYS = ["run", "statistic", "variable"] as const;

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

/** Somebody may have typed it: what is not well encoded is taken as it stands. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
