/** Names of variables and layers as people get to see them. They may be anything, also nothing. */

/** Stands for a name of which there is nothing to see. */
export const NAMELESS = "(without a name)";

const LONGEST = 240;
const HEAD = 60;

/** The whole name, unless it is longer than anybody reads. */
export function displayName(name: string): string {
  if (name.trim() === "") return NAMELESS;
  const signs = [...name];
  if (signs.length <= LONGEST) return name;
  return `${signs.slice(0, HEAD).join("")} … ${signs.slice(HEAD - LONGEST).join("")}`;
}

/** What is left of a variable's name below the name of its layer. */
export function leafName(name: string, layer: string): string {
  const isBelow = layer !== "" && name.startsWith(`${layer}/`) && name.length > layer.length + 1;
  return (isBelow ? name.slice(layer.length + 1) : name).trim() || NAMELESS;
}

/** The part that all layers begin with says nothing; empty, or ends in a slash. */
export function commonPath(layers: readonly string[]): string {
  const known = [...new Set(layers)].filter((layer) => layer !== "");
  if (known.length < 2) return "";
  const parts = known[0].split("/");
  let shared = parts.length - 1;
  for (const layer of known) {
    const others = layer.split("/");
    shared = Math.min(shared, others.length - 1);
    for (let position = 0; position < shared; position++) {
      if (others[position] !== parts[position]) shared = position;
    }
  }
  return shared ? `${parts.slice(0, shared).join("/")}/` : "";
}

/** Somebody may have typed it: what is not well encoded is taken as it stands. */
export function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
