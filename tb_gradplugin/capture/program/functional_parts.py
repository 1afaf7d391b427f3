"""Layers that a functional model of Keras takes a part of the results of."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from tb_gradplugin.diagnosis.text import later_uses, left_out, syntax
from tb_gradplugin.schema.findings import Location


def is_part_taken(layer: Any, model: Any) -> bool:
    """Whether a model takes some of the results of a layer, and the same ones, at each call.

    Args:
      layer: one that the model calls.
      model: of Keras; only what is put together of symbolic tensors can be told of.
    """
    nodes = _nodes(model)
    taken = _taken(nodes) | {id(one) for one in getattr(model, "outputs", None) or ()}
    found = {
        tuple(id(one) in taken for one in node.output_tensors)
        for node in nodes
        if getattr(node, "operation", None) is layer
    }
    return len(found) == 1 and len(set(*found)) > 1


def handed_out(layer: Any, model: Any, among: Collection[int] | None = None) -> frozenset[int]:
    """Where results of a layer stand among those of a model that calls it and hands them on.

    Args:
      layer: one that the model calls.
      model: as in `is_part_taken`.
      among: the places of these results among all of the layer's; None for every one.

    Returns:
      Nothing where another layer of the model takes one of them.
    """
    nodes = _nodes(model)
    wanted = {
        id(one)
        for node in nodes
        if getattr(node, "operation", None) is layer
        for place, one in enumerate(node.output_tensors)
        if among is None or place in among
    }
    if not wanted.isdisjoint(_taken(nodes)):
        return frozenset()
    outputs = enumerate(getattr(model, "outputs", None) or ())
    return frozenset(place for place, one in outputs if id(one) in wanted)


def are_left(layer: Any, model: Any, places: Collection[int]) -> bool:
    """Whether a model takes, at each call of a layer, other results of it than those at places."""
    nodes = _nodes(model)
    taken = _taken(nodes) | {id(one) for one in getattr(model, "outputs", None) or ()}
    calls = [node.output_tensors for node in nodes if getattr(node, "operation", None) is layer]
    found = [{place for place, one in enumerate(each) if id(one) in taken} for each in calls]
    return bool(found) and all(each and each.isdisjoint(places) for each in found)


def _nodes(model: Any) -> list[Any]:
    by_depth = getattr(model, "_nodes_by_depth", None) or {}
    return [node for several in by_depth.values() for node in several]


def _taken(nodes: Sequence[Any]) -> set[int]:
    """The symbolic tensors that layers of a model are given."""
    return {id(one) for node in nodes for one in getattr(node, "input_tensors", ())}


def line_that_calls(made: Location) -> Location | None:
    """The line that calls what a line makes, where one and no other does.

    Args:
      made: the line of the call that makes a layer.

    Returns:
      A line of the same function, or, of an attribute of `self`, of the same class; one of a
      function of the file that is given it there; the line itself where it calls at once what it
      makes.
    """
    tree = syntax.tree_of(made.file)
    if tree is None:
        return None
    function = later_uses.function_at(made)
    nodes = [
        node for node in ast.walk(function or tree) if isinstance(node, (ast.Assign, ast.Call))
    ]
    if any(isinstance(node, ast.Call) and _calls_at(node, made.line) for node in nodes):
        return made
    assigned = [
        node for node in nodes if isinstance(node, ast.Assign) and node.value.lineno == made.line
    ]
    names = {syntax.dotted(target) for node in assigned for target in node.targets} - {""}
    if len(assigned) != 1 or len(names) != 1:
        return None
    name = names.pop()
    scope: ast.AST | None = function or tree
    if "." in name:
        scope = later_uses.class_at(made)
    calls = list(_calls_of(name, scope)) if scope is not None else []
    if scope is not None and not calls:
        calls = list(_calls_where_given(name, scope, tree))
    if len(calls) != 1:
        return None
    line = calls[0].lineno
    return syntax.location(made.file, line, syntax.called_at(tree, line))


def _calls_at(call: ast.Call, line: int) -> bool:
    """Whether what is called is itself what a call on a line gives."""
    return isinstance(call.func, ast.Call) and call.func.lineno == line


def _calls_of(name: str, scope: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(scope):
        if isinstance(node, ast.Call) and syntax.dotted(node.func) == name:
            yield node


def _calls_where_given(name: str, scope: ast.AST, tree: ast.Module) -> Iterator[ast.Call]:
    """The calls, in functions of a file, of a parameter that is given what has a name."""
    functions = {one.name: one for one in syntax.functions_in(tree)}
    for call in ast.walk(scope):
        called = functions.get(syntax.last_name(call.func)) if isinstance(call, ast.Call) else None
        if called is None or not isinstance(call, ast.Call):
            continue
        places: list[int | str] = [
            place for place, one in enumerate(call.args) if syntax.dotted(one) == name
        ]
        places += [one.arg for one in call.keywords if one.arg and syntax.dotted(one.value) == name]
        for parameter in left_out.parameters_given(called, places, call):
            if parameter not in later_uses.stored(called):
                yield from _calls_of(parameter, called)
