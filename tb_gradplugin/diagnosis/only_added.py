"""What is only added to a value of which the loss takes a derivative."""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.program import Node

_SHIFTING = frozenset(
    {
        *("ReadVariableOp", "Identity", "BiasAdd", "AddV2", "Add", "AddN", "Sub", "Neg", "Sum"),
        *("Mean", "Reshape", "Squeeze", "ExpandDims", "StridedSlice", "Transpose"),
    }
)
"""Ops through which a term that is added stays one."""


def why(case: Case, bits: int, last: Node) -> str:
    """Why what is only added to the target of a tape inside of the loss has no gradient.

    Args:
      case: the evaluation.
      bits: of the variables.
      last: the last op that takes what is computed from them.

    Returns:
      Empty where it is not so.
    """
    targets = {value for tape in case.program.inner_tapes for value in tape.target}
    if targets.isdisjoint(last.outputs):
        return ""
    handles = [value for value, own in case.sources(case.null).items() if own & bits]
    shifted = set(handles)
    for node in case.program.nodes[: last.index + 1]:
        if shifted.isdisjoint(node.inputs) or node.op_type in op_types.VALUE_FREE:
            continue
        if node.op_type not in _SHIFTING:
            return ""
        shifted.update(node.outputs)
    return "the loss is made of a derivative, in which what is only added has no part"
