"""GH217: a logarithm or a power at zero, where its derivative is infinite."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, Turn

_SECOND = frozenset({"Xlogy", "Xlog1py"})
"""The logarithm is of their second input."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op is one of these and its input is zero somewhere, or nearly so."""
    case = turn.case
    node = turn.node if origin is None or origin.node is None else origin.node
    if node.op_type not in flow_ops.LOGARITHMS | flow_ops.POWERS:
        return None
    x = case.forward(node.inputs[1 if node.op_type in _SECOND else 0])
    if x is None:
        return None
    counts = case.flow.details.get(node.index, {})
    keys = ("zero_count", "infinite_slope_count", "pole_count", "base_zero_count")
    zeros = next((int(counts[key]) for key in keys if counts.get(key)), 0)
    if not counts:
        zeros = x.zero_count
    evidence = {
        **measured(turn),
        "elements": x.elements,
        "zero_count": zeros,
        "input_min": x.min,
        "input_min_abs": x.min_abs_nonzero,
    }
    if node.op_type in flow_ops.POWERS and "exponent_min" in counts:
        evidence["exponent"] = counts["exponent_min"]
    if zeros and turn.kind == NONFINITE:
        return Blame("GH217", node, evidence)
    near = flow_limits.TINY if turn.kind != NONFINITE else 1e-30
    if not zeros and 0 < x.min_abs_nonzero <= near:
        return Blame("GH217", node, evidence, "likely")
    return None
