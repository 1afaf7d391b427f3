"""GH209: everything lies outside of the range that it is clipped to."""

from __future__ import annotations

from collections.abc import Mapping

from tb_gradplugin.diagnosis.flow_causes.dead_relu import large_data
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_ops
from tb_gradplugin.diagnosis.flows.flow import Numbers
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn
from tb_gradplugin.diagnosis.program import Node

_BESIDE_LIMITS = ("nonpositive_count", "above_count")
"""Counts of the inputs of a ReLU with an upper limit that lie beside its slope."""

_SIDES = frozenset({"Maximum", "Minimum"})


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
    evidence: dict[str, float | int | str] = {
        **measured(turn),
        "elements": x.elements,
        "input_min": x.min,
        "input_max": x.max,
    }
    if node.op_type == "Relu6":
        return _of_relu6(turn, node, evidence)
    if node.op_type in _SIDES and limits:
        evidence |= {**_side(node, limits[0]), **_other_side(case, node)}
    elif len(limits) > 1:
        evidence |= {"lower_limit": limits[0].max, "upper_limit": limits[1].min}
    return Blame("GH209", node, evidence)


def of_both_sides(turn: Turn, origin: Origin | None) -> Blame | None:
    """A ReLU with an upper limit of which some inputs lie above and some below."""
    if origin is not None or turn.node.op_type != "Relu6" or not _is_above(turn):
        return None
    return facts(turn, origin)


def _is_above(turn: Turn) -> bool:
    """Whether inputs above the limit have a part in it that no gradient comes back.

    They have where a gradient comes to more elements than are negative or zero, and may have where
    no element at all lies between the limits.
    """
    above, elements = turn.detail("above_count"), turn.detail("elements")
    negative = turn.detail("nonpositive_count")
    return above > 0 and (_reached(turn) > negative or above + negative == elements)


def _reached(turn: Turn) -> int:
    """How many elements a gradient comes to."""
    return turn.above.elements - turn.above.zero_count


def _of_relu6(turn: Turn, node: Node, measurements: Mapping[str, float | int | str]) -> Blame:
    case = turn.case
    negative, above = (int(case.detail(node, key) or 0) for key in _BESIDE_LIMITS)
    evidence = {**measurements, **large_data(case, node.inputs[0]), "upper_limit": 6.0}
    if not negative:
        return Blame("GH209", node, evidence)
    sides = {"lower_limit": 0.0, "nonpositive_elements": negative, "above_elements": above}
    certainty = "certain" if _reached(turn) > negative else "likely"
    return Blame("GH209", node, {**evidence, **sides}, certainty)


def _side(node: Node, limit: Numbers) -> dict[str, float]:
    is_lower = node.op_type == "Maximum"
    return {"lower_limit": limit.max} if is_lower else {"upper_limit": limit.min}


def _other_side(case: FlowCase, node: Node) -> dict[str, float]:
    """The other limit: `tf.clip_by_value` is a minimum that goes into a maximum."""
    beside = [case.node(index) for index in case.uses_of_values.get(node.outputs[0], ())]
    beside += [maker for value in node.inputs if (maker := case.producer(value)) is not None]
    for one in beside:
        if one.op_type not in _SIDES - {node.op_type}:
            continue
        for value in one.inputs:
            numbers = case.forward(value)
            if case.producer(value) is None and numbers is not None:
                return _side(one, numbers)
    return {}
