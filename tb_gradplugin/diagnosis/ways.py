"""What the loss depends on, and how far its gradient comes: one sweep for all variables."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.edges import Edges


@dataclasses.dataclass(frozen=True)
class Ways:
    """The network as it is seen from the loss.

    Attributes:
      depends: for each op, 1 where the loss depends on it.
      receives: for each value, 1 where a gradient comes to it.
      consumers: for each value that a gradient comes to, the op that hands it on; None for the
        loss itself. Following them leads to the loss in the fewest ops.
      exits: for each op that hands a gradient on, the output by which it gets it.
    """

    depends: bytearray
    receives: bytearray
    consumers: dict[int, int | None]
    exits: dict[int, int]


def ways_from(loss: int, edges: Edges) -> Ways:
    """Sweeps from the loss towards the variables, once along all edges and once along gradients.

    Args:
      loss: the value that is differentiated.
      edges: the network.
    """
    receives, consumers, exits = _gradient(loss, edges)
    return Ways(_dependence(loss, edges), receives, consumers, exits)


def _dependence(loss: int, edges: Edges) -> bytearray:
    depends = bytearray(len(edges.of_node))
    waiting = [loss]
    while waiting:
        node = edges.producers[waiting.pop()]
        if node is not None and not depends[node]:
            depends[node] = 1
            waiting.extend(edge.value for edge in edges.of_node[node])
    return depends


def _gradient(loss: int, edges: Edges) -> tuple[bytearray, dict[int, int | None], dict[int, int]]:
    receives = bytearray(len(edges.producers))
    receives[loss] = 1
    consumers: dict[int, int | None] = {loss: None}
    exits: dict[int, int] = {}
    front = [loss] if op_types.carries_gradient(edges.dtypes[loss]) else []
    while front:
        following: list[int] = []
        for value in front:
            node = edges.producers[value]
            if node is None or node in exits:
                continue
            exits[node] = value
            for edge in edges.of_node[node]:
                if edge.passes and not receives[edge.value]:
                    receives[edge.value] = 1
                    consumers[edge.value] = node
                    following.append(edge.value)
        front = following
    return receives, consumers, exits
