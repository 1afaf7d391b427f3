"""Why a value may be meant to leave TensorFlow: its part is kept, or learns elsewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.stop_gradient import KEPT_FIXED
from tb_gradplugin.diagnosis.program import Departure
from tb_gradplugin.diagnosis.text import called_elsewhere, later_uses, syntax
from tb_gradplugin.schema.findings import Location


def likely_meant(case: Case, departure: Departure, places: Iterable[int]) -> str:
    """The reason; empty where nothing says so, or where no variable receives a gradient.

    Args:
      case: the evaluation.
      departure: where the value leaves.
      places: of the variables that are cut off there.
    """
    if not case.any_gradient:
        return ""
    made = case.node_of(departure.value)
    called = (departure.locations[:1], made.locations[:1] if made is not None else ())
    if all(KEPT_FIXED.search(case.program.asked[place].name) for place in places) or any(
        KEPT_FIXED.search(name) for line in lines(*called) for name in _models_called(line)
    ):
        return (
            "the program names this part as one that is kept as it is, and other variables "
            "receive a gradient"
        )
    if any(map(called_elsewhere.gives_to_same, departure.locations[:1])):
        return (
            "another function of the program calls this model where it learns, and other variables "
            "receive a gradient"
        )
    return ""


def _models_called(line: Location) -> list[str]:
    """The names that a line calls, with those whose `predict` and the like it calls."""
    function = later_uses.function_at(line)
    statements = later_uses.simple_statements(syntax.own_nodes(function.body)) if function else ()
    calls = [
        node.func
        for statement in statements
        if syntax.spans(statement, line.line)
        for node in ast.walk(statement)
        if isinstance(node, ast.Call)
    ]
    methods = (one for one in calls if isinstance(one, ast.Attribute))
    predicting = (one.value for one in methods if "predict" in one.attr)
    return [syntax.last_name(one) for one in (*calls, *predicting)]
