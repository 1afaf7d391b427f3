"""GH219: a NaN from the side of a `tf.where` that was not chosen."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes import (
    division_by_zero,
    domain_edge,
    log_or_power_at_zero,
    overflow,
    square_root_at_zero,
)
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Node

_MOST_STEPS = 8
"""Ops between the one that gives no number and the `tf.where` that hides it."""

_INNER = (division_by_zero, domain_edge, square_root_at_zero, log_or_power_at_zero, overflow)


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """What the op gives where it gives no number is not chosen by a `tf.where` after it."""
    case = turn.case
    node = turn.node if origin is None or origin.node is None else origin.node
    inner = next((found for cause in _INNER if (found := cause.facts(turn, origin))), None)
    if inner is None or inner.node is None:
        return None
    select = _select(case, node, turn.sick.nan_count > 0 and turn.above.zero_share > 0)
    if select is None:
        return None
    return Blame(
        "GH219",
        inner.node,
        {**inner.evidence, "inner_code": inner.code},
        inner.certainty,
        locations=lines(inner.node, select) or None,
    )


def _select(case: FlowCase, node: Node, may_be_finite: bool) -> Node | None:
    """The `tf.where` that leaves out what is not finite; None where there is none."""
    start = case.forward(node.outputs[0])
    if start is None or (start.is_finite and not may_be_finite):
        return None
    waiting, seen = [(node.outputs[0], 0)], set()
    while waiting:
        value, steps = waiting.pop(0)
        if value in seen or steps > _MOST_STEPS:
            continue
        seen.add(value)
        for index in case.uses_of_values.get(value, ()):
            user = case.node(index)
            if not user.outputs:
                continue
            result = case.forward(user.outputs[0])
            if result is None:
                continue
            if user.op_type in flow_ops.SELECTS and value in user.inputs[1:]:
                if result.is_finite:
                    return user
            elif result.is_finite == start.is_finite and _keeps_shape(case, value, user):
                waiting.append((user.outputs[0], steps + 1))
    return None


def _keeps_shape(case: FlowCase, value: int, user: Node) -> bool:
    """Whether the op works element by element, as far as the numbers of elements tell."""
    before, after = case.forward(value), case.forward(user.outputs[0])
    return before is not None and after is not None and before.elements <= after.elements
