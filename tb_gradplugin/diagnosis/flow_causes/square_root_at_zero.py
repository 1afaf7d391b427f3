"""GH218: a square root, or a norm, at zero."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, Turn
from tb_gradplugin.diagnosis.program import Node


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op takes a root of what is zero somewhere, or nearly so."""
    case = turn.case
    node = turn.node if origin is None or origin.node is None else origin.node
    if node.op_type not in flow_ops.ROOTS:
        return None
    x = case.forward(node.outputs[0] if node.op_type == "EuclideanNorm" else node.inputs[0])
    if x is None:
        return None
    zeros = x.zero_count
    evidence = {
        **measured(turn),
        "elements": x.elements,
        "zero_count": zeros,
        "input_min_abs": x.min_abs_nonzero,
        "of": _of(case, node),
    }
    if zeros and turn.kind == NONFINITE:
        return Blame("GH218", node, evidence)
    near = 1e-30 if turn.kind == NONFINITE else flow_limits.TINY**2
    if not zeros and 0 < x.min_abs_nonzero <= near:
        return Blame("GH218", node, evidence, "likely")
    return None


def _of(case: FlowCase, node: Node) -> str:
    """What the root is of: "norm", "distance", "deviation" or ""."""
    if node.op_type == "EuclideanNorm":
        return "norm"
    types: list[str] = []
    maker = case.producer(node.inputs[0])
    while maker is not None and len(types) < 4:
        types.append(maker.op_type)
        inputs = case.float_inputs(maker)
        maker = case.producer(inputs[0]) if inputs else None
    if types[:1] == ["Mean"] or types[1:2] == ["Mean"]:
        return "deviation"
    if "Sum" in types[:2]:
        return "norm"
    return ""
