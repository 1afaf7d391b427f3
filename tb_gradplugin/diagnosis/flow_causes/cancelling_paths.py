"""GH214: several ways to one value whose gradients cancel."""

from __future__ import annotations

from tb_gradplugin.diagnosis import flow_ops
from tb_gradplugin.diagnosis.flow_case import FlowCase
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flow_causes.zero_by_mathematics import has_reached_its_minimum
from tb_gradplugin.diagnosis.flow_origins import Origin
from tb_gradplugin.diagnosis.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Node

_MOST_STEPS = 8
"""Ops between a value and where its parts meet and cancel, as in a normalisation."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """Uses of one value that all hand their gradient on, and whose sum is nothing."""
    if origin is not None:
        return _of_factor(turn, origin)
    case = turn.case
    uses = [
        use
        for use in case.uses.get(turn.value, ())
        if any(case.flow.gradient[o].norm > 0 for o in case.receiving(case.node(use.node)))
    ]
    if len(uses) < 2:
        return None
    nodes = [case.node(use.node) for use in uses]
    if not all(_hands_on(case, node, turn.value) for node in nodes):
        return None
    twice = len({node.index for node in nodes}) < len(nodes)
    if not twice and has_reached_its_minimum(case):
        return None
    evidence = {**measured(turn), "ways": len(uses), "ops": ", ".join(n.op_type for n in nodes)}
    maker = case.producer(turn.value)
    if maker is not None:
        evidence["value_of"] = maker.op_type
    return Blame(
        "GH214",
        nodes[0],
        evidence,
        certainty="certain" if twice else "likely",
        locations=lines(*nodes) or None,
        because_of=_line(nodes[0]),
    )


def _of_factor(turn: Turn, origin: Origin) -> Blame | None:
    """A factor that is zero because it is a value minus the same value."""
    case, node = turn.case, origin.node
    if node is None or node.op_type not in flow_ops.SUMS:
        return None
    left, right = (_before(case, value) for value in node.inputs[:2])
    if not left & right:
        return None
    evidence = {**measured(turn), "ways": 2, "ops": node.op_type}
    return Blame("GH214", node, evidence, "likely", because_of=_line(node))


def _hands_on(case: FlowCase, node: Node, value: int) -> bool:
    """Whether a gradient at the output of an op is one at that input, whatever its size."""
    if node.op_type in flow_ops.LINEAR:
        return True
    others = [one for one in case.float_inputs(node) if one != value]
    if node.op_type != "Mul" or not others:
        return False
    factor = case.flow.forward[others[0]]
    return factor.is_finite and factor.zero_share == 0


def _before(case: FlowCase, value: int) -> set[int]:
    """What was computed in the last steps before a value, that value included."""
    found, front = set(), {value}
    for _ in range(_MOST_STEPS):
        makers = {one: maker for one in front if (maker := case.producer(one)) is not None}
        found |= set(makers)
        front = {one for maker in makers.values() for one in case.float_inputs(maker)} - found
    return {value for value in found if case.handle_behind(value) is None}


def _line(node: Node) -> str:
    return f"{node.locations[0].file}:{node.locations[0].line}" if node.locations else ""
