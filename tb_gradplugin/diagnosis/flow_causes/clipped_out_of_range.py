"""GH209: everything lies outside of the range that it is clipped to."""

from __future__ import annotations

from tb_gradplugin.diagnosis import flow_ops
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flow_origins import Origin
from tb_gradplugin.diagnosis.flow_turns import Turn


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op itself clips, or the gradient is multiplied by what clipping gave."""
    case = turn.case
    node = turn.node if origin is None else origin.node
    if node is None or node.op_type not in flow_ops.CLIPS | {"Relu6"}:
        return None
    slot = turn.slot if origin is None else 0
    x = case.forward(node.inputs[slot])
    limits = [
        numbers
        for place, value in enumerate(node.inputs)
        if place != slot and (numbers := case.forward(value)) is not None
    ]
    if x is None:
        return None
    evidence = {
        **measured(turn),
        "elements": x.elements,
        "input_min": x.min,
        "input_max": x.max,
    }
    if node.op_type == "Relu6":
        evidence["upper_limit"] = 6.0
    elif node.op_type == "Maximum" and limits:
        evidence["lower_limit"] = limits[0].max
    elif node.op_type == "Minimum" and limits:
        evidence["upper_limit"] = limits[0].min
    elif len(limits) > 1:
        evidence |= {"lower_limit": limits[0].max, "upper_limit": limits[1].min}
    return Blame("GH209", node, evidence)
