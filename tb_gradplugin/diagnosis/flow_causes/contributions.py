"""How much of a gradient a single use of a value hands back, at least."""

from __future__ import annotations

import math

from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase, Use
from tb_gradplugin.diagnosis.flows.flow_turns import Turn

_AS_IT_IS = (flow_ops.SUMS - {"BiasAdd"}) | {
    *("Identity", "Reshape", "Squeeze", "ExpandDims", "Transpose", "Snapshot", "Neg"),
    *("ReadVariableOp", "StridedSlice", "Slice", "Split", "SplitV", "Unpack"),
}
"""Every element that comes to an output goes to one of the input, if none is used twice."""


def are_kept(turn: Turn, uses: list[Use]) -> bool:
    """Whether what the uses of a value hand back is known, and not far larger than their sum.

    Then they have not cancelled: the gradient was as small before they met.
    """
    sizes = [_least(turn.case, use) for use in uses]
    known = [size for size in sizes if size is not None]
    epsilon = flow_limits.EPSILON.get(turn.dtype, flow_limits.CANCELLED)
    limit = min(flow_limits.ROUNDINGS * epsilon, flow_limits.CANCELLED)
    return len(known) == len(sizes) and turn.sick.norm > limit * max(known, default=0.0)


def _least(case: FlowCase, use: Use) -> float | None:
    """A bound from below of the norm of what a use hands back; None where none is known."""
    node = case.node(use.node)
    above = max(case.flow.gradient[one].norm for one in case.receiving(node))
    x, y = case.forward(node.inputs[use.slot]), case.forward(node.outputs[0])
    if x is None or y is None or not x.elements or not y.elements:
        return None
    if node.op_type in ("Sum", "Mean"):
        several = math.sqrt(x.elements / y.elements)
        return above * several if node.op_type == "Sum" else above / several
    if x.elements < y.elements:
        # What is used for several elements gets the sum over them, which may cancel by itself.
        return None
    if node.op_type in _AS_IT_IS:
        return above
    other = case.forward(node.inputs[1 - use.slot]) if len(node.inputs) == 2 else None
    if other is None or not other.is_finite:
        return None
    if node.op_type == "Mul":
        return above * (0.0 if other.zero_share else other.min_abs_nonzero)
    if node.op_type == "RealDiv" and use.slot == 0:
        return above / other.max_abs if other.max_abs > 0 else None
    if node.op_type == "RealDiv" and x.is_finite and x.max_abs > 0:
        return above * (0.0 if other.zero_share else other.min_abs_nonzero) / x.max_abs**2
    return None
