"""Cuts at which only positions begin, where the values beside them are cut further on.

Once the values have a gradient, what chose them needs none: the one cause is where they end.
"""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.cuts import ON_THE_WAY, Cut
from tb_gradplugin.diagnosis.edges import Edges
from tb_gradplugin.diagnosis.program import Program
from tb_gradplugin.diagnosis.ways import Ways

_CHOOSES = frozenset({"ArgMax", "ArgMin", "TopKV2", "TopK"})
"""Ops that tell where the values stand which another op may take of the same tensor."""


def beside_values(cuts: list[Cut], program: Program, edges: Edges, ways: Ways) -> dict[int, int]:
    """For cuts, by their place, bits of the variables whose values are cut further on.

    Args:
      cuts: of one evaluation.
      program: the evaluation.
      edges: its network.
      ways: the network as it is seen from the loss.
    """
    blocked = bytearray(
        receives or op_types.is_whole(dtype)
        for receives, dtype in zip(ways.receives, edges.dtypes, strict=True)
    )
    found: dict[int, int] = {}
    for place, cut in enumerate(cuts):
        begun = _values_beside(cut, program, edges)
        others = [one for one in cuts if one is not cut and one.variables & cut.variables]
        if not begun or not others:
            continue
        bits = carried(dict.fromkeys(begun, 1), edges, ways.depends, blocked).bits
        for other in others:
            taken = (edge for edge in edges.of_node[other.node] if edge.slot in other.slots)
            # An op whose own positions alone go on stands for no value.
            if (
                other.node != cut.node
                and any(bits[edge.value] for edge in taken)
                and not _values_beside(other, program, edges)
            ):
                found[place] = found.get(place, 0) | other.variables & cut.variables
    return found


def _values_beside(cut: Cut, program: Program, edges: Edges) -> list[int]:
    """Values with a gradient that an op gives beside its positions, or takes these from."""
    if cut.kind != ON_THE_WAY or cut.receives:
        return []
    node = program.nodes[cut.node]
    floats = [v for v in node.outputs if op_types.carries_gradient(edges.dtypes[v])]
    taken = [edge for edge in edges.of_node[cut.node] if edge.slot in cut.slots]
    if 0 < len(floats) < len(node.outputs) and any(edge.passes for edge in taken):
        return floats
    if node.op_type in _CHOOSES and _picks(cut.frontier, program, edges):
        return [edge.value for edge in taken]
    return []


def _picks(node: int, program: Program, edges: Edges) -> bool:
    """Whether an op takes of its other inputs what a position tells, or marks the position."""
    if program.nodes[node].op_type == "OneHot":
        return True
    return any(
        edge.passes and not op_types.is_whole(edges.dtypes[edge.value])
        for edge in edges.of_node[node]
        if edge.slot >= 0
    )
