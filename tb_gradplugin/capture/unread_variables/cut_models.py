"""Models of Keras that end before layers which the program put behind theirs.

Such a model is made of the inputs of another and of what one of its layers gives: what comes
later is built, and the model does not call it.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import file_owners
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import making_lines, source_uses
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, ModelEndsBefore
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_WIDTH = 1000
"""Calls of one model that are looked at."""

_OF_ITS_PARTS = frozenset(
    {
        *("input", "inputs", "output", "outputs", "layers", "get_layer", "summary", "name"),
        *("variables", "weights", "trainable_variables", "trainable_weights", "trainable"),
        *("load_weights", "get_weights", "set_weights", "count_params", "input_shape"),
        *("output_shape", "operations"),
    }
)
"""What is asked of a model that is not called."""


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line of a model which ends before the layer that holds it.

    Returns:
      None for a variable that no layer behind those of a model holds which the evaluation used,
      and for one that a model holds of which the program makes use elsewhere.
    """
    reach = search.reach
    lines: list[InSource | None] = [None] * len(search.variables)
    wanted = [reachable.identity(variable) for variable in search.variables]
    named = [one for _, one in source_uses.every_holder(reach, search.loss_fn)]
    models = {id(one.value): one for one in named[::-1] if operations(one.value)}
    behind = {
        place: found
        for place, one in models.items()
        if search.touched.handles(one.value) and (found := _behind(one.value, reach) & {*wanted})
    }
    if not behind:
        return lines
    used = [reach.held(one.value) for one in named if id(one.value) in models and _is_used(one)]
    for place, left in behind.items():
        left = left.difference(*used)
        line = _line(models[place].value, search) if left else None
        for number, one in enumerate(wanted):
            if line is not None and one in left and lines[number] is None:
                lines[number] = InSource(line, models[place].name, False, seen=ModelEndsBefore())
    return lines


def operations(model: Any) -> list[Any]:
    """The layers and functions that a model of Keras calls, if it is put together of tensors."""
    if isinstance(model, type) or not hasattr(type(model), "trainable_weights"):
        return []
    # A series of layers has such a model inside.
    graph = getattr(model, "_functional", None) or model
    return list(getattr(graph, "operations", None) or ())[:_WIDTH]


def called_on_results_of(inside: Sequence[Any]) -> list[Any]:
    """Layers and functions that compute from what some others give, and are not among them."""
    waiting = list(inside)
    seen = {id(one): one for one in waiting}
    while waiting and len(seen) < _WIDTH:
        for node in getattr(waiting.pop(), "_outbound_nodes", ()):
            operation = node.operation
            if id(operation) not in seen:
                seen[id(operation)] = operation
                waiting.append(operation)
    return list(seen.values())[len(inside) :]


def _behind(model: Any, reach: reachable.Reach) -> set[int]:
    """Variables of layers that compute from what layers of a model give, and are not in it."""
    # Other models may share its inputs, and what is computed of them without variables.
    own = [one for one in operations(model) if reach.held(one)]
    held = [reach.held(one) for one in called_on_results_of(own)]
    return set().union(*held) - reach.held(model)


def _is_used(model: source_uses.Holder) -> bool:
    """Whether the program seems to call a model, or hands it on as a whole."""
    files = {each.__code__.co_filename for each in model.functions}
    return any(
        _uses_whole(tree, model.name.rpartition(".")[2])
        for file in files
        if file_owners.owner(file) is Owner.USER and (tree := syntax.tree_of(file)) is not None
    )


def _uses_whole(tree: ast.Module, name: str) -> bool:
    parts = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in _OF_ITS_PARTS
    }
    return any(
        isinstance(node, (ast.Name, ast.Attribute))
        and syntax.last_name(node) == name
        and isinstance(node.ctx, ast.Load)
        and id(node) not in parts
        for node in ast.walk(tree)
    )


def _line(model: Any, search: Search) -> Location | None:
    """The line that puts a model together, also where it stands in a function."""
    line = making_lines.of_layer(search.reach, search.loss_fn, model)
    tree = syntax.tree_of(line.file) if line is not None else None
    if line is None or tree is None:
        return line
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.lineno == line.line
    ]
    called = {syntax.last_name(node.func) for node in calls}
    if called & making_lines.MODELS:
        return line
    inside = [
        (node, function)
        for function in syntax.functions_in(tree)
        if function.name in called
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Call) and syntax.last_name(node.func) in making_lines.MODELS
    ]
    if len(inside) != 1:
        return line
    call, function = inside[0]
    return syntax.location(line.file, call.lineno, function.name)
