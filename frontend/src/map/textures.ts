/** The texture of each status, drawn once as text: `#` is ink, `.` is ground. One sign is one CSS pixel. */

export interface Texture {
  width: number;
  height: number;
  /** 1 where there is ink, row-major. */
  ink: Uint8Array;
}

const DRAWINGS: Record<string, string[]> = {
  // Hatched, as forms are where nothing is to be filled in.
  null: [
    "##....", //
    "#....#",
    "....##",
    "...##.",
    "..##..",
    ".##...",
  ],
  // Crosses: a number crossed out.
  nonfinite: [
    "......", //
    ".#..#.",
    "..##..",
    "..##..",
    ".#..#.",
    "......",
  ],
  // A flat line.
  zero: [
    "....", //
    "####",
    "....",
    "....",
  ],
  // Dots, so few that the colour below still tells the number.
  vanishing: [
    "........", //
    ".#......",
    "........",
    "........",
    "........",
    ".....#..",
    "........",
    "........",
  ],
  // Arrow heads that point upwards.
  exploding: [
    ".......", //
    "...#...",
    "..#.#..",
    ".#...#.",
    ".......",
    ".......",
  ],
};

const UNKNOWN = [
  "#.", //
  ".#",
];

/** The texture of a status by its name; nothing for what needs no mark. */
export function textureOf(name: string): Texture | undefined {
  if (name === "ok" || name === "not_recorded") return undefined;
  return parse(DRAWINGS[name] ?? UNKNOWN);
}

function parse(lines: string[]): Texture {
  const signs = lines.join("");
  return {
    width: lines[0].length,
    height: lines.length,
    ink: Uint8Array.from(signs, (sign) => (sign === "#" ? 1 : 0)),
  };
}

/** Whether there is ink at a place given in device pixels. */
export function inkAt(texture: Texture, x: number, y: number, pixelRatio: number): boolean {
  const column = Math.floor(x / pixelRatio) % texture.width;
  const row = Math.floor(y / pixelRatio) % texture.height;
  return texture.ink[row * texture.width + column] === 1;
}
