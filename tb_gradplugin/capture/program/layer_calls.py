"""Calls in the program's text that make layers of Keras, or the ops of a functional model."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from tb_gradplugin.capture.observing import held_tensors
from tb_gradplugin.capture.program import layer_settings
from tb_gradplugin.diagnosis.text import syntax

_OPERATORS: dict[type, str] = {
    ast.Gt: "Greater",
    ast.GtE: "GreaterEqual",
    ast.Lt: "Less",
    ast.LtE: "LessEqual",
    ast.Eq: "Equal",
    ast.NotEq: "NotEqual",
    ast.FloorDiv: "FloorDivide",
}
"""Operators that end a gradient, and what Keras makes of each in a functional model."""

_LOOPS = (ast.For, ast.While, ast.ListComp, ast.GeneratorExp, ast.DictComp)

_COMPUTED = ""
"""In place of a name that is not a text in the source."""

_WIDTH = 200
"""Entries of one container that are looked at."""


def layers(value: Any) -> list[Any]:
    """A layer of Keras and all those in it, such as a model, or of those in a list or dict.

    The functions of `keras.ops` that a functional model calls are among them.
    """
    if isinstance(value, (list, tuple, dict)):
        items = held_tensors.items_of(value) or []
        single = (one for one in items[:_WIDTH] if not isinstance(one, (list, tuple, dict)))
        return [layer for one in single for layer in layers(one)]
    flattened = None if isinstance(value, type) else getattr(value, "_flatten_layers", None)
    found = {id(one): one for one in (flattened() if flattened is not None else ())}
    called = (one for each in list(found.values()) for one in getattr(each, "operations", ()))
    return list(found.values()) + [one for one in called if id(one) not in found]


def makes(node: ast.AST, layer: Any) -> bool:
    """Whether a node calls the class of a layer, or the function or operator of an operation."""
    kind = type(layer).__name__
    if hasattr(type(layer), "trainable_weights"):
        return isinstance(node, ast.Call) and syntax.last_name(node.func) == kind
    if isinstance(node, ast.Call):
        return syntax.last_name(node.func).replace("_", "") == kind.lower()
    own = [node.op] if isinstance(node, ast.BinOp) else getattr(node, "ops", [])
    return any(_OPERATORS.get(type(one)) == kind for one in own)


def call_of(layer: Any, siblings: Sequence[Any], places: Sequence[ast.AST]) -> int | None:
    """The line that calls the class of a layer, in the first place that tells it.

    It is the one that gives the layer its name; or, where the layers of that class without a name
    are as many as the calls without one, or several times as many where a loop or a function
    repeats these, the one at its place among them; or the only one that there is, or that gives
    the layer's settings. None where that is not to be told.
    """
    for place in places:
        calls = [
            node
            for node in ast.walk(place)
            if isinstance(node, (ast.Call, ast.BinOp, ast.Compare)) and makes(node, layer)
        ]
        # An operator stands behind what it is given, and so does a method of it.
        calls.sort(key=lambda call: (call.lineno, call.end_lineno, call.end_col_offset))
        given = [_name_given(call) for call in calls]
        if layer.name in given:
            return calls[given.index(layer.name)].lineno
        others = [call for call in calls if _name_given(call) in (None, _COMPUTED)]
        same = [one for one in siblings if type(one) is type(layer) and one.name not in given]
        if len(same) == len(others) and (len(same) == 1 or _COMPUTED not in given):
            return others[sorted(same, key=_number).index(layer)].lineno
        if len(others) > 1 and len(same) % len(others) == 0 and _are_repeated(others, place):
            return others[sorted(same, key=_number).index(layer) % len(others)].lineno
        if len(others) == 1 and (isinstance(place, ast.Module) or _is_repeated(others[0], place)):
            return others[0].lineno
        line = _only_fitting(others, layer)
        if line is not None:
            return line
    return None


def with_settings(layer: Any, place: ast.AST) -> int | None:
    """The line of the only call of the class of a layer that gives it the settings it has."""
    calls = [node for node in ast.walk(place) if isinstance(node, ast.Call) and makes(node, layer)]
    return _only_fitting(calls, layer)


def _only_fitting(calls: Sequence[ast.expr], layer: Any) -> int | None:
    fitting = [call.lineno for call in calls if layer_settings.fits(call, layer)]
    return fitting[0] if len(fitting) == 1 else None


def _is_repeated(call: ast.expr, place: ast.AST) -> bool:
    """Whether a call stands in a loop."""
    loops = (node for node in ast.walk(place) if isinstance(node, _LOOPS))
    return any(call is node for loop in loops for node in ast.walk(loop))


def _are_repeated(calls: Sequence[ast.expr], place: ast.AST) -> bool:
    """Whether several calls are always made one after the other, in one loop or function."""
    around = [node for node in ast.walk(place) if isinstance(node, (*_LOOPS, ast.FunctionDef))]
    inside = [{id(node) for node in ast.walk(one)} for one in around]
    kept = [[id(call) in nodes for nodes in inside] for call in calls]
    return any(kept[0]) and all(one == kept[0] for one in kept)


def _name_given(call: ast.expr) -> Any:
    """What a call has for its `name`: a text, `_COMPUTED`, or None where it has none."""
    for keyword in getattr(call, "keywords", ()):
        if keyword.arg == "name":
            return keyword.value.value if isinstance(keyword.value, ast.Constant) else _COMPUTED
    return None


def _number(layer: Any) -> int:
    """The place of a layer among those of its class that Keras has named, such as "dense_1"."""
    last = layer.name.rpartition("_")[2]
    return int(last) if last.isdigit() else 0
