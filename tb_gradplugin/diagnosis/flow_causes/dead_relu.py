"""GH207: a ReLU whose inputs are all negative."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, counted, measured
from tb_gradplugin.diagnosis.flows import flow_ops, flow_origins
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_limits import UNSCALED
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Node


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op itself is one that is off, or the gradient is multiplied by what one gave."""
    case = turn.case
    node = turn.node if origin is None else origin.node
    if node is None or not is_rectifier(case, node):
        return None
    x = case.forward(input_of(case, node))
    if x is None or x.min > 0 or (x.max > 0 and x.min >= 6.0):
        return None
    active = round((1 - y.zero_share) * y.elements) if (y := case.forward(node.outputs[0])) else 0
    evidence = counted(measured(turn), active_elements=active)
    evidence = {
        **evidence,
        "elements": x.elements,
        "nonpositive_elements": x.elements - active,
        "input_max": x.max,
        "input_min": x.min,
        **large_data(case, input_of(case, node)),
    }
    return Blame("GH207", node, evidence, certainty="likely" if active else "certain")


def is_rectifier(case: FlowCase, node: Node) -> bool:
    """Whether the op is a ReLU, or a maximum with the number 0 that is no part of a clip."""
    if node.op_type in flow_ops.RELUS:
        return True
    if node.op_type != "Maximum" or len(node.inputs) != 2:
        return False
    makers = [case.producer(value) for value in node.inputs]
    if any(maker is not None and maker.op_type == "Minimum" for maker in makers):
        return False
    return any(
        maker is None and (zero := case.forward(value)) is not None and zero.is_zero
        for maker, value in zip(makers, node.inputs, strict=True)
    )


def large_data(case: FlowCase, value: int) -> dict[str, float | int | str]:
    """The largest number of the data that a value was computed from, where it is unscaled."""
    found = flow_origins.of_large(case, value)
    numbers = case.forward(found.value)
    if found.kind != flow_origins.OUTSIDE or numbers is None or numbers.max_abs < UNSCALED:
        return {}
    return {"data_max_abs": numbers.max_abs, "data": case.name(found.value)}


def input_of(case: FlowCase, node: Node) -> int:
    """The input that is rectified."""
    if node.op_type != "Maximum":
        return node.inputs[0]
    made = [value for value in node.inputs if case.producer(value) is not None]
    return made[0] if made else node.inputs[0]
