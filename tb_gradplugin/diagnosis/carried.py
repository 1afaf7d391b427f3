"""Which values depend on which variables: one sweep for all of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from tb_gradplugin.diagnosis.edges import Edges


@dataclasses.dataclass(frozen=True)
class Carried:
    """The network as it is seen from the variables.

    Attributes:
      bits: for each value, one bit for each variable that it depends on.
      sources: for each value that depends on one, the op input nearest to a variable; following
        them leads to a variable in few ops.
    """

    bits: list[int]
    sources: dict[int, int]


def carried(
    variables: Mapping[int, int],
    edges: Edges,
    within: bytearray | None = None,
    blocked: bytearray | None = None,
) -> Carried:
    """Sweeps from the variables towards the loss.

    Args:
      variables: bits by the index of the value (a handle, or a tensor).
      edges: the network.
      within: for each op, 1 where it is to be entered; None for all.
      blocked: for each value, 1 where nothing is to be carried to; None for none.
    """
    bits = [0] * len(edges.producers)
    steps = [0] * len(edges.producers)
    sources: dict[int, int] = {}
    for value, bit in variables.items():
        if blocked is None or not blocked[value]:
            bits[value] |= bit
    changed = True
    while changed:
        changed = False
        for node, inputs in enumerate(edges.of_node):
            if within is not None and not within[node]:
                continue
            gathered, nearest = 0, -1
            for edge in inputs:
                found = bits[edge.value]
                if found:
                    gathered |= found
                    if nearest < 0 or steps[edge.value] < steps[nearest]:
                        nearest = edge.value
            if not gathered:
                continue
            for value in edges.outputs[node]:
                if blocked is not None and blocked[value]:
                    continue
                if bits[value] | gathered == bits[value]:
                    continue
                # A value keeps its first source, so that no way runs in a circle.
                if not bits[value]:
                    sources[value] = nearest
                    steps[value] = steps[nearest] + 1
                bits[value] |= gathered
                changed = edges.backward
    return Carried(bits, sources)
