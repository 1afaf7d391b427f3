"""The line of a program that makes a variable, or the layer that owns it."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, FunctionType
from typing import Any

from tb_gradplugin.capture.program import assignments, holding_lines, layer_calls, reachable
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import listed_variables, source_uses
from tb_gradplugin.capture.unread_variables.source_uses import Holder
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

MODELS = frozenset({"Model", "Functional", "Sequential"})
"""Classes of Keras that put layers together which were made before."""

_NOT_CALLED = MODELS | {"InputLayer"}
"""Classes of which a model may have an instance that no line calls by this name."""

_MOST_NAMES = 3
"""Names that are looked behind, one after the other."""


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
        # A name of the variable itself tells more than one of a layer that holds no other.
        own.sort(key=lambda holder: reachable.identity(holder.value) != one)
        lines = (
            line
            for holder in own
            for line in _makers(holder, one, is_whole=reach.held(holder.value) <= known)
        )
        found.append(next(lines, None))
    return found


def of_layer(reach: reachable.Reach, loss_fn: Callable[..., Any], layer: Any) -> Location | None:
    """The line of the call that makes a layer; None where no such line can be seen.

    Args:
      reach: where names are looked for.
      loss_fn: takes nothing and returns the loss.
      layer: of Keras, alone or in a model.
    """
    holders = [
        holder
        for _, holder in source_uses.every_holder(reach, loss_fn)
        if layer is holder.value or any(layer is one for one in layer_calls.layers(holder.value))
    ]
    holders.sort(key=lambda holder: holder.size)
    lines = (line for holder in holders for line in _lines(holder, layer, is_whole=False))
    return next(itertools.chain(lines, _of_files(holders, layer)), None)


def _of_files(holders: Sequence[Holder], layer: Any) -> Iterator[Location]:
    """Where names do not lead there: by all that the file makes.

    The file must make as many layers of every class, or but one with the settings of this one.
    """
    for holder in holders:
        siblings = layer_calls.layers(holder.value)
        kinds = {type(one): one for one in siblings if type(one).__name__ not in _NOT_CALLED}
        for function in {each.__code__: each for each in holder.functions}.values():
            path = function.__code__.co_filename
            file = syntax.tree_of(path)
            if file is None or file_owners.owner(path) is not Owner.USER:
                continue
            is_all = all(
                sum(layer_calls.makes(node, one) for node in ast.walk(file))
                == sum(type(other) is kind for other in siblings)
                for kind, one in kinds.items()
            )
            line = layer_calls.call_of(layer, siblings, [file]) if is_all else None
            if line is None:
                line = layer_calls.with_settings(layer, file)
            if line is not None:
                yield from frames.of_function(function, line, syntax.called_at(file, line))


def _makers(holder: Holder, one: int | None, is_whole: bool) -> Iterator[Location]:
    layer = _layer(holder.value, one)
    if layer is not None:
        yield from _lines(holder, layer, is_whole)
    if one is not None and not hasattr(holder.value, "_flatten_layers"):
        yield from _listed(holder, one)


def _listed(holder: Holder, one: int) -> Iterator[Location]:
    """Of what stands in a list, a dict or an object, or had another name before."""
    owner, _, name = holder.name.rpartition(".")
    for function, scope, of in _scopes(holder):
        given = assignments.in_scope(scope).get((owner, name), ())
        given = holding_lines.that_may_have_run(given, function, scope, of)
        file = function.__code__.co_filename
        found = listed_variables.line(holder.value, one, given, scope, file)
        if found is not None:
            yield from frames.of_function(function, found[0], source_trees.name_of(found[1]))


def _scopes(holder: Holder) -> Iterator[tuple[FunctionType, ast.AST, Any]]:
    """The functions, and the files, that may give a name its value, and whose methods they are."""
    for function, owner in zip(holder.functions, holder.owners, strict=True):
        code = function.__code__
        if file_owners.owner(code.co_filename) is not Owner.USER:
            continue
        is_attribute = "." in holder.name
        own = [source_trees.of_function(code)]
        scopes = own if is_attribute else source_trees.around_function(code)
        of = owner if holder.name.startswith("self.") else None
        yield from ((function, scope, of) for scope in scopes if scope is not None)


def _lines(holder: Holder, layer: Any, is_whole: bool) -> Iterator[Location]:
    owner, _, name = holder.name.rpartition(".")
    for function, scope, of in _scopes(holder):
        code = function.__code__
        called = source_trees.name_of(scope)
        every = assignments.in_scope(scope).get((owner, name), ())
        for line, given in holding_lines.that_may_have_run(every, function, scope, of):
            if any(isinstance(node, ast.Call) for node in ast.walk(given)):
                # Of a model that is put together there, the line of the layer in it.
                own = None
                if layer is not holder.value:
                    own = layer_calls.call_of(
                        layer, layer_calls.layers(holder.value), _places(given, scope, code)
                    )
                if own is not None or is_whole or layer is holder.value:
                    yield from frames.of_function(function, own or line, called)
                continue
            # Of what is taken out of a list, the line that fills it, if that tells the layer.
            behind = _behind_names(given, scope, code)
            if behind is not None and hasattr(layer, "_flatten_layers"):
                scope_of_list, made = behind
                places = _places(made, scope_of_list, code)
                own = layer_calls.call_of(layer, layer_calls.layers(holder.value), places)
                if own is not None:
                    yield from frames.of_function(function, own, called)


def _behind_names(
    given: ast.expr, scope: ast.AST, code: CodeType
) -> tuple[ast.AST, ast.expr] | None:
    """What calls make for the name that an expression is, or takes an item of, and its scope.

    None where there is more than one way to make it.
    """
    for _ in range(_MOST_NAMES):
        while isinstance(given, ast.Subscript):
            given = given.value
        if not isinstance(given, ast.Name):
            return None
        for place in (scope, *source_trees.around(scope, code.co_filename)):
            each = assignments.in_scope(place).get(("", given.id), ())
            values = [value for _, value in each if getattr(value, "elts", True)]
            if values:
                break
        else:
            return None
        if len(values) > 1:
            return None
        called = {
            syntax.last_name(node.func)
            for node in ast.walk(values[0])
            if isinstance(node, ast.Call)
        }
        if called:
            file = syntax.tree_of(code.co_filename)
            own = {one.name for one in syntax.functions_in(file)} if file is not None else set()
            return (place, values[0]) if len(called & own) <= 1 else None
        scope, given = place, values[0]
    return None


def _places(given: ast.expr, scope: ast.AST, code: CodeType) -> list[ast.AST]:
    """Where the layers are made of a model that an expression, or what it calls, puts together."""
    places: list[ast.AST] = [given]
    called = {syntax.last_name(node.func) for node in ast.walk(given) if isinstance(node, ast.Call)}
    if called & MODELS:
        places.append(scope)
    file = syntax.tree_of(code.co_filename)
    places += [
        node
        for node in (syntax.functions_in(file) if file is not None else ())
        if node.name in called
    ]
    # What is called may have others make a part of the layers.
    return [*places, file] if file is not None and len(places) > 1 else places


def _layer(value: Any, one: int | None) -> Any:
    """The innermost layer of Keras that holds a variable; None where there is none."""
    if not hasattr(value, "_flatten_layers"):
        return value if reachable.identity(value) == one else None
    # A model stands before its layers; one with a single layer holds no more than that.
    own = [layer for layer in layer_calls.layers(value) if one in reachable.held(layer)][::-1]
    return min(own, key=lambda layer: len(reachable.held(layer)), default=None)
