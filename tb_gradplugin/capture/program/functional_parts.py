"""Layers that a functional model of Keras takes a part of the results of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location


def is_part_taken(layer: Any, model: Any) -> bool:
    """Whether a model takes some of the results of a layer, and the same ones, at each call.

    Args:
      layer: one that the model calls.
      model: of Keras; only what is put together of symbolic tensors can be told of.
    """
    by_depth = getattr(model, "_nodes_by_depth", None) or {}
    nodes = [node for several in by_depth.values() for node in several]
    taken = {id(one) for node in nodes for one in getattr(node, "input_tensors", ())}
    taken |= {id(one) for one in getattr(model, "outputs", None) or ()}
    found = {
        tuple(id(one) in taken for one in node.output_tensors)
        for node in nodes
        if getattr(node, "operation", None) is layer
    }
    return len(found) == 1 and len(set(*found)) > 1


def line_that_calls(made: Location) -> Location | None:
    """The line that calls what a line makes, where one and no other does.

    Args:
      made: the line of the call that makes a layer.

    Returns:
      A line of the same function, or, of an attribute of `self`, of the same class; the line
      itself where it calls at once what it makes.
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
