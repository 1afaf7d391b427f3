"""GH225: inputs or targets that are far from the size of one."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops, flow_origins
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn

_DIFFERENCES = frozenset({"Square", "SquaredDifference", "L2Loss", "Pow", "Abs"})


def facts(turn: Turn, _: Origin | None) -> Blame | None:
    """The op multiplies the gradient by large numbers that come from outside."""
    case, node = turn.case, turn.node
    if node.op_type in flow_ops.PRODUCTS:
        factors = turn.others()
    elif node.op_type in _DIFFERENCES:
        factors = case.float_inputs(node)
    else:
        return None
    sized = [(numbers.max_abs, v) for v in factors if (numbers := case.forward(v)) is not None]
    if not sized or max(sized)[0] < flow_limits.UNSCALED:
        return None
    origin = flow_origins.of_large(case, max(sized)[1])
    numbers = case.forward(origin.value)
    if origin.kind != flow_origins.OUTSIDE or numbers is None:
        return None
    if numbers.max_abs < flow_limits.UNSCALED or numbers.elements < 2:
        return None
    evidence = {
        **measured(turn),
        "data": case.name(origin.value),
        "data_max_abs": numbers.max_abs,
        "data_min": numbers.min,
        "data_max": numbers.max,
        "data_elements": numbers.elements,
        "limit": flow_limits.UNSCALED,
        "data_shape": str(case.value(origin.value).shape),
    }
    return Blame("GH225", node, evidence, "likely", "warning", because_of=f"data {origin.value}")
