"""GH213: a part of a tensor that is taken apart again, of which the loss takes other parts."""

from __future__ import annotations

from collections.abc import Iterator

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow import Numbers
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import unread

_MEANT = "other variables receive a gradient, and a part may belong to other steps"


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """What is joined with others, where all that the loss takes of the whole is of the others.

    A line that takes a part and leads nowhere comes first, as that part may be what is missing.
    """
    case = turn.case
    if origin is not None or turn.node.op_type not in flow_ops.MOVES:
        return None
    whole = list(_whole(case, turn.output))
    uses = [case.node(use.node) for value in whole for use in case.uses.get(value, ())]
    taking = [node for node in uses if _takes_part(case, node)]
    if not taking or any(node.op_type not in flow_ops.MOVES for node in uses):
        return None
    lost = [
        node
        for value in whole
        for place in case.uses_of_values.get(value, ())
        if (node := case.node(place)).op_type in flow_ops.TAKES_PART and not case.receiving(node)
    ]
    kept = next((found for node in lost if (found := _left_lying(node))), {})
    is_meant = not kept and any(asked.status == "ok" for asked in case.program.asked)
    evidence = {**measured(turn), **kept, "how": "others"}
    if lost and lost[0].locations:
        evidence["lost_in"] = lost[0].locations[0].place
    if is_meant:
        evidence["severity_because"] = _MEANT
    # A gradient of zero may also come to elements that are taken.
    sure = all(case.flow.gradient[one].zero_share == 0 for n in taking for one in case.receiving(n))
    return Blame(
        "GH213",
        turn.node,
        evidence,
        "certain" if sure else "likely",
        "note" if is_meant else "warning",
        lines(*lost[:1], *taking[:1], turn.node) or None,
    )


def _whole(case: FlowCase, value: int) -> Iterator[int]:
    """A value, and all that it is made into by ops that move all of it."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        yield one
        for use in case.uses.get(one, ()):
            node = case.node(use.node)
            if node.op_type in flow_ops.MOVES and not _takes_part(case, node):
                waiting += case.receiving(node)


def _takes_part(case: FlowCase, node: Node) -> bool:
    if node.op_type not in flow_ops.TAKES_PART:
        return False
    held = max((_size(case.forward(value)) for value in node.inputs), default=0)
    return sum(_size(case.forward(value)) for value in case.receiving(node)) < held


def _size(numbers: Numbers | None) -> int:
    return 0 if numbers is None else numbers.elements


def _left_lying(node: Node) -> dict[str, float | int | str]:
    found = unread.by_line(node.locations[0]) if node.locations else None
    return {"unread": found["unread"]} if found and "unread" in found else {}
