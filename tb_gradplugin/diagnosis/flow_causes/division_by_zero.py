"""GH216: a denominator that is zero, or so small that the quotient leaves all bounds."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, Turn

_NEAR = 1e-12
"""Its square, which the derivative divides by, is near the edge of float32."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op divides by what is zero somewhere, or nearly so."""
    case = turn.case
    node = turn.node if origin is None or origin.node is None else origin.node
    if node.op_type in flow_ops.DIVISIONS and node.op_type != "DivNoNan":
        denominator = node.inputs[1]
    elif node.op_type in flow_ops.RECIPROCALS:
        denominator = node.inputs[0]
    else:
        return None
    numbers = case.forward(denominator)
    if numbers is None:
        return None
    evidence = {
        **measured(turn),
        "denominator_elements": numbers.elements,
        "denominator_zero_count": numbers.zero_count,
        "denominator_min_abs": numbers.min_abs_nonzero,
    }
    both = case.detail(node, "both_zero_count")
    if both:
        evidence["both_zero_count"] = both
    maker = case.producer(denominator)
    if maker is not None:
        evidence["denominator_op"] = maker.op_type
    if turn.kind == NONFINITE and numbers.zero_count:
        return Blame("GH216", node, evidence)
    near = _NEAR if turn.kind == NONFINITE else flow_limits.TINY
    if not numbers.zero_count and 0 < numbers.min_abs_nonzero <= near:
        return Blame("GH216", node, evidence, "likely")
    return None
