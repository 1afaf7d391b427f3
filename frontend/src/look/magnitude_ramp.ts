/** The colours of shares in a histogram: the more, the farther from the ground. */

import { packed } from "./map_paint";
import { coolRamp } from "./ramp";
import type { Theme } from "./theme";

/** By share in 255ths; the first is nothing. Small shares are told apart better than large ones. */
export function magnitudeRamp(theme: Theme): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, share) => {
    if (share === 0) return 0;
    const strength = Math.sqrt(share / 255);
    const position = theme.name === "light" ? 0.94 - 0.86 * strength : 0.2 + 0.76 * strength;
    return packed(coolRamp(position));
  });
}
