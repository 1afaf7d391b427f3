"""GN117: a sample that is drawn, through which nothing can be differentiated."""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts

_FARTHEST = 4
"""Ops between the noise and the comparison that a sample is decided by, at most."""


def facts(found: CutCase) -> Facts | None:
    """The cut is a random op, or compares a value with random noise."""
    if op_types.samples(found.node.op_type):
        return Facts("GN117", evidence={"sampler": found.node.op_type})
    if found.node.op_type in op_types.COMPARISONS:
        noise = _noise(found)
        if noise:
            return Facts("GN117", evidence={"sampler": noise, "by": "comparison"})
    return None


def _noise(found: CutCase) -> str:
    case = found.case
    front = [edge.value for edge in case.edges.of_node[found.node.index]]
    for _ in range(_FARTHEST):
        following: list[int] = []
        for value in front:
            node = case.node_of(value)
            if node is None or case.downstream.bits[value]:
                continue
            if op_types.samples(node.op_type):
                return node.op_type
            following.extend(edge.value for edge in case.edges.of_node[node.index])
        front = following
    return ""
