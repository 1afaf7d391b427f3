"""GH215: numbers too small for their dtype, forward or backward."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flow_causes.masked_softmax import maker
from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_origins import Origin
from tb_gradplugin.diagnosis.flows.flow_turns import VANISHING, Turn
from tb_gradplugin.diagnosis.program import Node

_NEAR = 1e-12
"""An exponential that small takes as much from the gradient: half of what float32 resolves."""


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """An exponential that gives 0, a cast to a half that does, or a gradient that is too small."""
    node = turn.node if origin is None else origin.node
    if node is None:
        return None
    if node.op_type == "Exp":
        return _of_exponential(turn, node)
    if origin is not None:
        return _of_value(turn, node)
    return _of_gradient(turn)


def of_quotient(turn: Turn, origin: Origin | None) -> Blame | None:
    """Exponentials that are divided by their own sum, all of which have become 0."""
    node = turn.node if origin is None or origin.node is None else origin.node
    case = turn.case
    if node.op_type not in flow_ops.DIVISIONS:
        return None
    denominator = case.forward(node.inputs[1])
    total = maker(case, node.inputs[1], 2, "Sum")
    exponential = None if total is None else maker(case, total.inputs[0], 1, "Exp")
    if denominator is None or not denominator.zero_count or exponential is None:
        return None
    x, y = case.forward(exponential.inputs[0]), case.forward(exponential.outputs[0])
    if x is None or y is None or not y.zero_count:
        return None
    dtype = case.value(exponential.outputs[0]).dtype
    evidence = {
        **measured(turn),
        "how": "quotient",
        "dtype": dtype,
        "underflow_elements": y.zero_count,
        "elements": y.elements,
        "input_min": x.min,
        "limit": flow_limits.EXP_UNDERFLOWS_BELOW.get(dtype, -87.3),
    }
    return Blame("GH215", exponential, evidence, locations=lines(exponential, node) or None)


def _of_exponential(turn: Turn, node: Node) -> Blame | None:
    case = turn.case
    x, y = case.forward(node.inputs[0]), case.forward(node.outputs[0])
    if x is None or y is None or y.max_abs > (_NEAR if turn.kind == VANISHING else 0):
        return None
    dtype = case.value(node.outputs[0]).dtype
    evidence = {
        **measured(turn),
        "how": "exponential",
        "dtype": dtype,
        "input_max": x.max,
        "output_max": y.max,
        "limit": flow_limits.EXP_UNDERFLOWS_BELOW.get(dtype, -87.3),
        "elements": x.elements,
    }
    return Blame("GH215", node, evidence)


def _of_value(turn: Turn, node: Node) -> Blame | None:
    """What the gradient is multiplied by has become 0 although nothing that it is made of is."""
    case = turn.case
    dtype = case.value(node.outputs[0]).dtype
    inputs = [numbers for value in case.float_inputs(node) if (numbers := case.forward(value))]
    small = node.op_type == "Cast" or node.op_type in flow_ops.PRODUCTS | {"Square", "RealDiv"}
    if not inputs or not small or any(numbers.is_zero for numbers in inputs):
        return None
    evidence = {
        **measured(turn),
        "how": "value",
        "dtype": dtype,
        "input_max_abs": min(numbers.max_abs for numbers in inputs),
        "smallest": flow_limits.SMALLEST.get(dtype, 0.0),
    }
    return Blame("GH215", node, evidence, "certain" if node.op_type == "Cast" else "likely")


def _of_gradient(turn: Turn) -> Blame | None:
    dtype = turn.dtype
    smallest = flow_limits.SMALLEST.get(dtype)
    if smallest is None or turn.kind == VANISHING:
        return None
    if not 0 < turn.above.max_abs <= flow_limits.NEAR_UNDERFLOW * smallest:
        return None
    evidence = {
        **measured(turn),
        "how": "gradient",
        "dtype": dtype,
        "gradient_max_abs": turn.above.max_abs,
        "smallest": smallest,
    }
    is_cast = turn.node.op_type == "Cast" and turn.above.max_abs < smallest
    return Blame("GH215", turn.node, evidence, "certain" if is_cast else "likely")
