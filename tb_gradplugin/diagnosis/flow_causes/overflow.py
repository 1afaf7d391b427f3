"""GH220: numbers too large for their dtype, forward or backward."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.dead_relu import large_data
from tb_gradplugin.diagnosis.flow_causes.facts import Blame, measured
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import OP, Origin
from tb_gradplugin.diagnosis.flows.flow_turns import NONFINITE, Turn
from tb_gradplugin.diagnosis.program import Node

_MULTIPLY = (
    flow_ops.PRODUCTS
    | flow_ops.LINEAR
    | flow_ops.EVEN
    | flow_ops.EXPONENTIALS
    | {"Cast", "RealDiv"}
)

_ACCUMULATE = frozenset(
    {
        *("Prod", "Cumprod", "Cumsum", "SegmentSum", "SegmentSumV2", "UnsortedSegmentSum"),
        *("BesselI0", "BesselI1", "FusedBatchNormV3", "AvgPool", "BiasAddV1", "Div"),
    }
)

_GROW = _MULTIPLY | _ACCUMULATE
"""Their results can be larger than their inputs; what is infinite elsewhere is so at a pole."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """An op that makes infinities of finite numbers, or a gradient that does."""
    if turn.kind != NONFINITE or (origin is not None and origin.kind != OP):
        return None
    node = turn.node if origin is None or origin.node is None else origin.node
    y = turn.case.forward(node.outputs[0]) if node.outputs else None
    if y is not None and not y.is_finite:
        return _of_value(turn, node) if node.op_type in _GROW else None
    return _of_gradient(turn)


def _of_value(turn: Turn, node: Node) -> Blame | None:
    case = turn.case
    y = case.forward(node.outputs[0])
    inputs = [(v, numbers) for v in case.float_inputs(node) if (numbers := case.forward(v))]
    if y is None or not y.inf_count or not inputs or not all(n.is_finite for _, n in inputs):
        return None
    largest_input, largest = max(inputs, key=lambda pair: pair[1].max_abs)
    dtype = case.value(node.outputs[0]).dtype
    evidence = {
        **measured(turn),
        "how": "exponential" if node.op_type in flow_ops.EXPONENTIALS else "value",
        "dtype": dtype,
        "input_max": largest.max,
        "input_max_abs": largest.max_abs,
        "largest": flow_limits.LARGEST.get(dtype, 0.0),
        "overflow_elements": y.inf_count,
        "elements": y.elements,
        **large_data(case, largest_input),
    }
    if node.op_type in flow_ops.EXPONENTIALS:
        limit = case.detail(node, "limit")
        evidence["limit"] = limit or flow_limits.EXP_OVERFLOWS_ABOVE.get(dtype, 88.7)
    return Blame("GH220", node, evidence)


def _of_gradient(turn: Turn) -> Blame | None:
    if turn.node.op_type not in _MULTIPLY or not turn.sick.inf_count:
        return None
    dtype = turn.dtype
    evidence = {
        **measured(turn),
        "how": "gradient",
        "dtype": dtype,
        "gradient_max_abs": turn.above.max_abs,
        "largest": flow_limits.LARGEST.get(dtype, 0.0),
    }
    # Op after op overflows where the gradient of one dtype has become too large.
    return Blame("GH220", turn.node, evidence, "likely", because_of=f"gradient {dtype}")
