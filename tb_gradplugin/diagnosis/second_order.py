"""Ops that come from differentiating inside of the loss."""

from __future__ import annotations

from tb_gradplugin.diagnosis.edges import Edges
from tb_gradplugin.diagnosis.program import Program


def backward_ops(program: Program, edges: Edges) -> frozenset[int]:
    """Ops between what tapes inside of the loss differentiated and what they gave.

    A gradient is computed after its target, from values that are older than the target: so the
    ops that it depends on and that are younger than the target are those of the backward pass.
    """
    found: set[int] = set()
    for tape in program.inner_tapes:
        made = [edges.producers[value] for value in tape.target]
        youngest = max((node for node in made if node is not None), default=None)
        if youngest is None:
            continue
        waiting = [edges.producers[value] for value in tape.results if value is not None]
        while waiting:
            node = waiting.pop()
            if node is None or node <= youngest or node in found:
                continue
            found.add(node)
            waiting.extend(edges.producers[edge.value] for edge in edges.of_node[node])
    return frozenset(found)
