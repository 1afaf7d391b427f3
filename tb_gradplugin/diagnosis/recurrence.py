"""Whether a stop of the gradient cuts a recurrence in time, which goes on behind it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Node

_Use = tuple[str, str, int]
"""An op's type, its line, and the handle of a variable that it computes with."""


def is_cut_by(stop: Node, case: Case) -> bool:
    """Whether what computes a state goes on from the one that was stopped, and learns there.

    So a rollout starts from the state of another one, or from a state that was carried over. A
    stop in each turn of a loop is another thing: it leaves the last turn alone.

    Args:
      stop: an op that stops the gradient.
      case: the evaluation.

    Returns:
      True where a line computes with the same variable before the stop and behind it, and a
      gradient comes there.
    """
    if not stop.locations:
        return False
    before, behind = _before(stop, case), _behind(stop, case)
    nodes = case.program.nodes
    for index in {*before, *behind} - {stop.index}:
        if nodes[index].op_type == stop.op_type and _line(nodes[index]) == _line(stop):
            return False
    used = {use for index in before for use in _uses(nodes[index], case)}
    return any(use in used for index in behind for use in _uses(nodes[index], case))


def _before(stop: Node, case: Case) -> set[int]:
    """The ops that a gradient would come to without the stop."""
    found: set[int] = set()
    waiting = list(stop.inputs)
    while waiting:
        node = case.edges.producers[waiting.pop()]
        if node is not None and node not in found:
            found.add(node)
            waiting += [edge.value for edge in case.edges.of_node[node] if edge.passes]
    return found


def _behind(stop: Node, case: Case) -> set[int]:
    """The ops that hand a gradient on to the stop."""
    reached, found = set(stop.outputs), set[int]()
    in_order = sorted(case.ways.exits)
    changed = True
    while changed:
        changed = False
        for node in in_order:
            given = (edge.value for edge in case.edges.of_node[node] if edge.passes)
            if node not in found and not reached.isdisjoint(given):
                found.add(node)
                reached.update(case.edges.outputs[node])
                changed = case.edges.backward
    return found


def _uses(node: Node, case: Case) -> Iterator[_Use]:
    """The variables that an op computes with, whose values it is given."""
    for edge in case.edges.of_node[node.index] if node.locations else ():
        handle = _handle(edge.value, case) if edge.passes else None
        if handle is not None:
            yield node.op_type, _line(node), handle


def _handle(value: int, case: Case) -> int | None:
    """That of the variable whose value this is, as it was read."""
    reading = case.node_of(value)
    given: Collection[int] = () if reading is None else reading.inputs
    handles = [one for one in given if one < len(case.program.values)]
    is_read = len(handles) == 1 and case.program.values[handles[0]].origin == "variable"
    return handles[0] if is_read else None


def _line(node: Node) -> str:
    return node.locations[0].place if node.locations else ""
