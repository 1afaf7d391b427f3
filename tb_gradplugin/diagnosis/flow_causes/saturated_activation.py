"""GH208: a sigmoid, tanh or softmax whose inputs lie where it is flat."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.dead_relu import large_data
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, counted, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import ZERO, Turn

_RANGES = {"Sigmoid": (0.0, 1.0), "Tanh": (-1.0, 1.0), "Erf": (-1.0, 1.0), "Softmax": (0.0, 1.0)}


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """The op itself is flat, or the gradient is multiplied by what a flat one gave."""
    case = turn.case
    node = turn.node if origin is None else origin.node
    if node is None or node.op_type not in flow_ops.SIGMOIDS | flow_ops.SOFTMAXES:
        return None
    x, y = case.forward(node.inputs[0]), case.forward(node.outputs[0])
    if x is None or y is None or x.elements == 0:
        return None
    low, high = _RANGES.get(node.op_type, (0.0, float("inf")))
    at_limit = min(abs(y.min - low), abs(high - y.max)) <= flow_limits.SATURATED
    flat = case.detail(node, "flat_count") or case.detail(node, "one_hot_rows") or 0
    saturated = case.detail(node, "saturated_count") or 0
    if turn.kind != ZERO and not at_limit and not saturated:
        return None
    evidence = counted(
        measured(turn),
        flat_elements=float(flat) if node.op_type in flow_ops.SIGMOIDS else 0,
        one_hot_rows=float(flat) if node.op_type in flow_ops.SOFTMAXES else 0,
        saturated_elements=float(saturated),
        rows=float(case.detail(node, "rows") or 0),
    )
    evidence = {
        **evidence,
        "elements": x.elements,
        "input_min": x.min,
        "input_max": x.max,
        **_input_variable(case, node.inputs[0]),
        **large_data(case, node.inputs[0]),
    }
    return Blame(
        "GH208", node, evidence, certainty="certain" if at_limit or saturated else "likely"
    )


def _input_variable(case: FlowCase, value: int) -> dict[str, str]:
    """The name of the variable that goes into the op as it is; nothing where none does."""
    handle = case.handle_behind(value)
    name = "" if handle is None else case.name(handle)
    return {"input_variable": name} if name else {}
