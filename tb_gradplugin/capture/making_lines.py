"""The line of a program that makes a variable, or the layer that owns it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from types import CodeType
from typing import Any

from tb_gradplugin.capture import (
    assignments,
    file_owners,
    frames,
    reachable,
    source_trees,
    source_uses,
)
from tb_gradplugin.capture.file_owners import Owner
from tb_gradplugin.capture.source_uses import Holder
from tb_gradplugin.schema.findings import Location

_MODELS = frozenset({"Model", "Functional", "Sequential"})
"""Classes of Keras that put layers together which were made before."""


def made(
    reach: reachable.Reach, loss_fn: Callable[..., Any], variables: Sequence[Any]
) -> list[Location | None]:
    """For each variable, the line of the call that makes it or its layer.

    Args:
      reach: where names are looked for.
      loss_fn: takes nothing and returns the loss.
      variables: of those asked about, such as those that are not trainable.

    Returns:
      None for a variable of which no such line can be seen.
    """
    wanted = [reachable.identity(variable) for variable in variables]
    known = {one for one in wanted if one is not None}
    holders = list(source_uses.every_holder(reach, loss_fn))
    found: list[Location | None] = []
    for one in wanted:
        own = source_uses.narrowest(holders, one)
        lines = (
            line
            for holder in own
            for line in _makers(holder, one, is_whole=reach.held(holder.value) <= known)
        )
        found.append(next(lines, None))
    return found


def _makers(holder: Holder, one: int | None, is_whole: bool) -> Iterator[Location]:
    owner, _, name = holder.name.rpartition(".")
    layer = _layer(holder.value, one)
    for function in holder.functions:
        code = function.__code__
        if file_owners.owner(code.co_filename) is not Owner.USER:
            continue
        scopes = [source_trees.of_function(code)] if owner else source_trees.around_function(code)
        for scope in filter(None, scopes):
            called = source_trees.name_of(scope)
            for line, given in assignments.in_scope(scope).get((owner, name), ()):
                if not any(isinstance(node, ast.Call) for node in ast.walk(given)):
                    continue
                # Of a model that is put together there, the line of the layer in it.
                own = None if layer is holder.value else _inside(layer, given, scope, code)
                if own is not None or is_whole or layer is holder.value:
                    yield from frames.of_function(function, own or line, called)


def _inside(layer: Any, given: ast.expr, scope: ast.AST, code: CodeType) -> int | None:
    """The line that makes a layer, where an expression or what it calls puts a model together."""
    places: list[ast.AST] = [given]
    called = {_called(node) for node in ast.walk(given) if isinstance(node, ast.Call)}
    if called & _MODELS:
        places.append(scope)
    file = source_trees.of_file(code.co_filename)
    places += [
        node
        for node in getattr(file, "body", ())
        if isinstance(node, ast.FunctionDef) and node.name in called
    ]
    return _call_of(layer, places)


def _layer(value: Any, one: int | None) -> Any:
    """The innermost layer of Keras that holds a variable; None where there is none."""
    flattened = getattr(value, "_flatten_layers", None)
    if flattened is None:
        return value if reachable.identity(value) == one else None
    # A model stands before its layers; one with a single layer holds no more than that.
    own = [layer for layer in flattened() if one in reachable.held(layer)][::-1]
    return min(own, key=lambda layer: len(reachable.held(layer)), default=None)


def _called(call: ast.Call) -> str:
    """The last name of what is called."""
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def _call_of(layer: Any, places: Sequence[ast.AST]) -> int | None:
    """The first line that calls the class of a layer, in the first place that has such a call."""
    for place in places:
        lines = [
            node.lineno
            for node in ast.walk(place)
            if isinstance(node, ast.Call) and _called(node) == type(layer).__name__
        ]
        if lines:
            return min(lines)
    return None
