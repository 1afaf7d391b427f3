"""Where a value that is all zero, not finite or very large came from, walking forward ops back."""

from __future__ import annotations

import dataclasses

from tb_gradplugin.diagnosis.flows import flow_limits, flow_ops
from tb_gradplugin.diagnosis.flows.flow import Numbers
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.program import Node

OP = "op"
VARIABLE = "variable"
OUTSIDE = "outside"


@dataclasses.dataclass(frozen=True)
class Origin:
    """What first made a value what it is.

    Attributes:
      kind: OP, VARIABLE (by its handle) or OUTSIDE (a tensor or number that came from there).
      value: the value.
      node: the op that made it, or that read the variable.
      of: where the infinities came from of which the op made a NaN.
      through: ops between the value that was asked about and its origin.
    """

    kind: str
    value: int
    node: Node | None = None
    of: Origin | None = None
    through: tuple[int, ...] = ()


def of_zero(case: FlowCase, value: int) -> Origin:
    """What made every element of a value zero."""
    through: list[int] = []
    while True:
        node = case.producer(value)
        end = _end(case, value, node, through)
        if end is not None or node is None:
            return end or Origin(OUTSIDE, value, None, None, tuple(through))
        floats = case.float_inputs(node)
        zeros = [one for one in floats if _is_zero(case.forward(one))]
        single = node.op_type in flow_ops.SAME_VALUES or len(floats) == 1
        all_zero = len(zeros) == len(floats)
        product = node.op_type in flow_ops.PRODUCTS
        if not zeros or not (product or all_zero or single):
            return Origin(OP, value, node, None, tuple(through))
        through.append(node.index)
        value = zeros[0]


def of_nonfinite(case: FlowCase, value: int) -> Origin:
    """The first NaN or infinity of which those of a value came."""
    through: list[int] = []
    while True:
        node = case.producer(value)
        end = _end(case, value, node, through)
        if end is not None or node is None:
            return end or Origin(OUTSIDE, value, None, None, tuple(through))
        spoilt = [one for one in case.float_inputs(node) if not _finite(case.forward(one))]
        if not spoilt:
            return Origin(OP, value, node, None, tuple(through))
        with_nan = [one for one in spoilt if _nans(case.forward(one))]
        if _nans(case.forward(value)) and not with_nan:
            # The op itself makes a NaN, of infinities that may be meant.
            deeper = of_nonfinite(case, spoilt[0])
            meant = deeper.kind != OP or node.op_type in flow_ops.SOFTMAXES
            if meant or node.op_type in flow_ops.CROSS_ENTROPIES:
                return Origin(OP, value, node, deeper, tuple(through))
            return dataclasses.replace(deeper, through=(*through, node.index, *deeper.through))
        through.append(node.index)
        value = (with_nan or spoilt)[0]


def of_large(case: FlowCase, value: int) -> Origin:
    """Where the largest numbers of a value came in: data from outside, a variable, or an op."""
    through: list[int] = []
    while True:
        node = case.producer(value)
        end = _end(case, value, node, through)
        if end is not None or node is None:
            return end or Origin(OUTSIDE, value, None, None, tuple(through))
        floats = case.float_inputs(node)
        if not floats:
            return Origin(OP, value, node, None, tuple(through))
        largest = max(floats, key=lambda one: _size(case.forward(one)))
        if _size(case.forward(largest)) < flow_limits.UNSCALED:
            return Origin(OP, value, node, None, tuple(through))
        through.append(node.index)
        value = largest


def factor_of_zero(case: FlowCase, node: Node, slot: int) -> Origin | None:
    """What makes the derivative of an op by one input zero, if it is a factor that is all zero."""
    value = node.inputs[slot]
    if node.op_type in flow_ops.PRODUCTS:
        for other, one in enumerate(node.inputs):
            if (other != slot or node.inputs.count(value) > 1) and _is_zero(case.forward(one)):
                return of_zero(case, one)
        return None
    if node.op_type == "SquaredDifference":
        is_zero = _is_zero(case.forward(node.outputs[0]))
        return Origin(OP, node.outputs[0], node) if is_zero else None
    if node.op_type in flow_ops.EVEN and _is_zero(case.forward(value)):
        return of_zero(case, value)
    return None


def _end(case: FlowCase, value: int, node: Node | None, through: list[int]) -> Origin | None:
    if case.value(value).origin == "variable":
        return Origin(VARIABLE, value, node, None, tuple(through))
    if node is None:
        return Origin(OUTSIDE, value, None, None, tuple(through))
    handle = next((one for one in node.inputs if case.value(one).dtype == "resource"), None)
    if handle is not None and case.value(handle).origin == "variable":
        return Origin(VARIABLE, handle, node, None, tuple(through))
    return None


def _is_zero(numbers: Numbers | None) -> bool:
    return numbers is not None and numbers.is_zero


def _finite(numbers: Numbers | None) -> bool:
    return numbers is None or numbers.is_finite


def _nans(numbers: Numbers | None) -> int:
    return 0 if numbers is None else numbers.nan_count


def _size(numbers: Numbers | None) -> float:
    return -1.0 if numbers is None else numbers.max_abs
