"""Ops in which ways end that lead from variables and not to the loss."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Node

_Found = TypeVar("_Found", bound=tuple[Any, ...])


def ended(case: Case, wanted: int) -> list[tuple[int, list[Node]]]:
    """Groups of variables, as bits, and the ops in which those of one group end."""
    return _joined(_ends(case, wanted))


def telling(case: Case, ends: Sequence[Node]) -> list[Node]:
    """Of the ops in which the ways of some variables end, those that compute what might go on.

    An unused read of a variable, and what is made of a shape, tell of nothing that was lost, unless
    they are all that there is of a variable.
    """
    found = [one for one in ends if _may_go_on(case, one)]
    left = [one for one in ends if one not in found]
    covered = 0
    for node in found:
        covered |= behind(case, node)
    return found + [one for one in left if behind(case, one) & ~covered]


def _may_go_on(case: Case, node: Node) -> bool:
    dtypes = (case.edges.dtypes[value] for value in case.edges.outputs[node.index])
    return node.op_type != "ReadVariableOp" and any(map(op_types.carries_gradient, dtypes))


def of_all(ends: Sequence[Node], find: Callable[[Node], _Found | None]) -> _Found | None:
    """What is found of the first of several ops, where the same line is found of all of them.

    Args:
      ends: the ops.
      find: gives a tuple that begins with a line; None where nothing is found.
    """
    found = [find(node) for node in ends]
    first = found[0] if found else None
    if first is None or any(one is None or one[0] != first[0] for one in found):
        return None
    return first


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
        bits = behind(case, node)
        around = node.detail.get("inside_custom_gradient")
        if isinstance(around, int) and 0 <= around < len(case.program.nodes):
            # The op of the custom gradient hands on what its function makes of its arguments.
            bits &= ~behind(case, case.program.nodes[around])
        if bits & wanted:
            ends.append((bits & wanted, node))
    return ends


def behind(case: Case, node: Node) -> int:
    """The variables, as bits, on which an op depends."""
    bits = 0
    for edge in case.edges.of_node[node.index]:
        bits |= case.downstream.bits[edge.value]
    return bits


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
