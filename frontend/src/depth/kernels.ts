/** Which variables stand for their layers: the same as those that the backend judges layers by. */

import type { VariableAnswer } from "../recorded/contract";
import { elementCount } from "../scales/number_format";

/**
 * The largest variable with two axes or more of each layer, in model order; all variables where
 * none has two axes. A bias may have a gradient that is zero by mathematics, so it tells nothing.
 */
export function kernelsOf(variables: readonly VariableAnswer[]): number[] {
  const kernels = new Map<string, number | undefined>();
  variables.forEach(({ name, layer, shape }, place) => {
    const key = layer || name;
    const known = kernels.get(key);
    const size = known === undefined ? -1 : elementCount(variables[known].shape);
    kernels.set(key, shape.length > 1 && elementCount(shape) > size ? place : known);
  });
  const found = [...kernels.values()].filter((place) => place !== undefined);
  return found.length ? found : variables.map((_, place) => place);
}
