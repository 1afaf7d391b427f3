"""GH223: NaN or infinity is in the data, or in a variable, before anything is computed."""

from __future__ import annotations

from tb_gradplugin.diagnosis.flow_causes.facts import Blame, lines, measured
from tb_gradplugin.diagnosis.flows import flow_origins
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
    evidence = {
        **measured(turn),
        "source": "variable" if source.kind == VARIABLE else value.origin,
        "source_name": case.name(source.value),
        "source_dtype": value.dtype,
        "source_shape": str(value.shape),
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
