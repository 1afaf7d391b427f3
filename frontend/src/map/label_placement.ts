/** Which labels find room, and what they say. */

/** Signs of a text that are looked at when it is shortened. */
const LONGEST = 400;

/**
 * Shortens a text to a width. The end of a path tells most, so the beginning gives way, at a
 * slash where there is one.
 *
 * @param measure width of a text
 */
export function elide(text: string, width: number, measure: (text: string) => number): string {
  if (text.length <= LONGEST && measure(text) <= width) return text;
  // Nothing as long as this fits anywhere, and measuring takes as long as the text is.
  const signs = [...text.slice(-LONGEST)];
  const slashes = signs.flatMap((sign, position) => (sign === "/" ? [position] : []));
  const tail = (start: number) => `…${signs.slice(start).join("")}`;
  const fits = (start: number) => measure(tail(start)) <= width;
  const slash = slashes[firstFitting(slashes, fits)];
  if (slash !== undefined) return tail(slash);
  const start = firstFitting(
    signs.map((_, position) => position),
    fits,
  );
  return start < signs.length ? tail(start) : "";
}

/** Where in ascending `starts` the first one is from which the rest fits. */
function firstFitting(starts: readonly number[], fits: (start: number) => boolean): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(starts[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

export interface LabelWish {
  /** Centre of what it names. */
  centre: number;
  /** Wishes of higher rank are placed first. */
  rank: number;
}

/**
 * Places labels of one height so that none overlaps another: the higher in rank first, and among
 * equals from the top.
 *
 * @returns for each wish whether it is granted
 */
export function placeLabels(wishes: readonly LabelWish[], height: number): boolean[] {
  const order = wishes.map((_, position) => position);
  order.sort((a, b) => wishes[b].rank - wishes[a].rank || wishes[a].centre - wishes[b].centre);
  const granted = new Array<boolean>(wishes.length).fill(false);
  const taken: number[] = [];
  for (const position of order) {
    const { centre } = wishes[position];
    const slot = insertionPoint(taken, centre);
    if (slot > 0 && centre - taken[slot - 1] < height) continue;
    if (slot < taken.length && taken[slot] - centre < height) continue;
    taken.splice(slot, 0, centre);
    granted[position] = true;
  }
  return granted;
}

function insertionPoint(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
