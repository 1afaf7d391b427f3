"""Ops in which ways end that lead from variables and not to the loss."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Node


def ended(case: Case, wanted: int) -> list[tuple[int, list[Node]]]:
    """Groups of variables, as bits, and the ops in which those of one group end."""
    return _joined(_ends(case, wanted))


def _ends(case: Case, wanted: int) -> list[tuple[int, Node]]:
    """Ops that depend on a wanted variable and on whose results nothing depends."""
    used = bytearray(len(case.edges.producers))
    for edges in case.edges.of_node:
        for edge in edges:
            used[edge.value] = 1
    ends = []
    for node in case.program.nodes:
        if any(used[value] for value in case.edges.outputs[node.index]):
            continue
        bits = 0
        for edge in case.edges.of_node[node.index]:
            bits |= case.downstream.bits[edge.value]
        if bits & wanted:
            ends.append((bits & wanted, node))
    return ends


def _joined(ends: list[tuple[int, Node]]) -> list[tuple[int, list[Node]]]:
    """Ends that share a line or a variable belong to one cause."""
    by_line: dict[tuple[str, int], tuple[int, list[Node]]] = {}
    for bits, node in ends:
        key = (node.locations[0].file, node.locations[0].line) if node.locations else ("", 0)
        known, nodes = by_line.setdefault(key, (0, []))
        nodes.append(node)
        by_line[key] = (known | bits, nodes)
    groups: list[tuple[int, list[Node]]] = []
    for bits, nodes in by_line.values():
        apart = [group for group in groups if not group[0] & bits]
        for other, more in groups:
            if other & bits:
                bits, nodes = bits | other, [*more, *nodes]
        groups = [*apart, (bits, nodes)]
    return groups
