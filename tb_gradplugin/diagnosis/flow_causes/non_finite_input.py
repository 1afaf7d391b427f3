"""GH223: NaN or infinity is in the data, or in a variable, before anything is computed."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_origins
from tb_gradplugin.diagnosis.flows.flow_case import FlowCase
from tb_gradplugin.diagnosis.flows.flow_origins import OUTSIDE, VARIABLE, Origin
from tb_gradplugin.diagnosis.flows.flow_turns import Turn


def facts(turn: Turn, origin: Origin | None) -> Blame | None:
    """What is not finite comes from outside, or from a variable as it was read."""
    if origin is None:
        return None
    source = origin
    if origin.of is not None and origin.of.kind != flow_origins.OP:
        source = origin.of
    if source.kind not in (OUTSIDE, VARIABLE):
        return None
    case = turn.case
    numbers = case.forward(source.value)
    if numbers is None or numbers.is_finite:
        return None
    # The first use of what is not finite, or the op that made a NaN of it.
    node = origin.node if source is origin.of else None
    if node is None:
        node = case.node(origin.through[-1]) if origin.through else turn.node
    value = case.value(source.value)
    dtype, shape = _of_tensor(case, source.value)
    evidence = {
        **measured(turn),
        "source": "variable" if source.kind == VARIABLE else value.origin,
        "source_name": case.name(source.value),
        "source_dtype": dtype,
        "source_shape": shape,
        "source_elements": numbers.elements,
        "source_nan_count": numbers.nan_count,
        "source_inf_count": numbers.inf_count,
    }
    return Blame(
        "GH223",
        node,
        evidence,
        "certain" if numbers.nan_count else "likely",
        locations=lines(node) or None,
        because_of=str(source.value),
    )


def _of_tensor(case: FlowCase, source: int) -> tuple[str, str]:
    """Dtype and shape of what is held; of a variable, those of its value and not of its handle."""
    value = case.value(source)
    if value.dtype != "resource":
        return value.dtype, str(value.shape)
    asked = case.asked_by_value.get(source)
    if asked is not None:
        return asked.dtype, str(asked.shape)
    for index in case.uses_of_values.get(source, ()):
        node = case.node(index)
        if node.op_type == "ReadVariableOp" and node.outputs:
            read = case.value(node.outputs[0])
            return read.dtype, str(read.shape)
    return "", ""
