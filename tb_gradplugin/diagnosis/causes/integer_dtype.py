"""GN103: a whole number, a truth value or a text where a gradient needs a floating point."""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import CutCase, Facts, lines
from tb_gradplugin.diagnosis.program import Asked


def facts(found: CutCase) -> Facts | None:
    """The cut is a conversion to a dtype that has no gradient."""
    node = found.node
    if node.op_type not in op_types.CONVERSIONS or not node.outputs or not node.inputs:
        return None
    to = found.dtype(node.outputs[0])
    if op_types.carries_gradient(to):
        return None
    return Facts("GN103", evidence={"from_dtype": found.dtype(node.inputs[0]), "to_dtype": to})


def of_variable(case: Case, asked: Asked) -> Facts | None:
    """The variable itself has such a dtype."""
    if not case.is_integer(asked):
        return None
    used = next((node.locations for node in case.program.nodes if asked.value in node.inputs), ())
    meant = ""
    if case.any_gradient:
        meant = "a counter, an index or a seed is not trained, and other variables are"
    made = (asked.made,) if asked.made is not None else ()
    return Facts(
        "GN103",
        locations=lines(made, used[:1]),
        evidence={"variable_dtype": asked.dtype},
        likely_meant=meant,
        op_type="",
    )
