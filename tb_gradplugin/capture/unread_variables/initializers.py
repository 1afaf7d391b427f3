"""Variables that a layer made with a first value which an initializer computed from others.

Keras calls an initializer once, where the layer makes its variable; what it gave is no more than
the value that the layer began with.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from types import FunctionType, MethodType
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import python_names
from tb_gradplugin.capture.program import (
    assignments,
    expression_sources,
    layer_calls,
    name_scopes,
    reachable,
    tensor_sources,
)
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_ENDING = "_initializer"


class _First(NamedTuple):
    """An initializer of a layer's variable.

    Attributes:
      made: identities of what it gave a first value, or may have.
      where: its line, or that which takes it.
      sources: what it computes from.
    """

    made: list[Any]
    where: Location
    sources: tensor_sources.Sources


def kept(search: Search) -> list[Kept | None]:
    """For each variable, one of a layer that began with what was computed from it.

    Returns:
      None for a variable which no initializer is seen to use.
    """
    found: list[Kept | None] = [None] * len(search.variables)
    wanted = [reachable.identity_and_name(each) for each in search.variables]
    for first in (*_of_layers(search.reach), *_in_text(search.reach)):
        value = next((v for one in first.made if (v := search.known(one)) is not None), None)
        if value is None:
            continue
        for place, (variable, name) in enumerate(wanted):
            if found[place] is None and variable is not None and first.sources.hold(variable, name):
                found[place] = Kept(value, first.where, True, is_variable=True, is_initializer=True)
    return found


def _of_layers(reach: reachable.Reach) -> Iterator[_First]:
    """The initializers of the program's own that layers still have."""
    every = {id(one): one for named in reach.named for one in layer_calls.layers(named.value)}
    for layer in every.values():
        for name, value in reachable.attributes(layer):
            if not name.endswith(_ENDING):
                continue
            for function, own in _called(value):
                returned = _returned(function)
                where = _line_that_takes(function, own, name) or frames.of_function(
                    function, min((each.lineno for each, _ in returned), default=None)
                )
                made = _made_with(layer, name.removeprefix("_"))
                names = dict(python_names.names_in_reach(function))
                for given, assigned in returned:
                    sources = expression_sources.of(given, names, own, assigned, reach)
                    for line in where[:1]:
                        yield _First(made, line, sources)


def _called(value: Any) -> Iterator[tuple[FunctionType, Mapping[str, Any]]]:
    """The function of the user's that an initializer is, and what its `self` has."""
    function: Any = value
    own: Mapping[str, Any] = {}
    if isinstance(value, MethodType):
        function, own = value.__func__, reachable.members(value.__self__)
    elif reachable.is_of_user(value):
        function, own = reachable.methods(value).get("__call__"), reachable.members(value)
    if not isinstance(function, FunctionType):
        return
    if file_owners.owner(function.__code__.co_filename) is Owner.USER:
        yield function, own


def _returned(function: FunctionType) -> list[tuple[ast.expr, assignments.Assigned]]:
    """What a function or lambda returns, and what it gives to its names."""
    code = function.__code__
    tree = source_trees.of_function(code)
    if tree is not None:
        assigned = assignments.in_scope(tree)
        nodes = syntax.own_nodes(tree.body)
        return [(one.value, assigned) for one in nodes if isinstance(one, ast.Return) and one.value]
    file = syntax.tree_of(code.co_filename)
    lambdas = [
        node
        for node in (ast.walk(file) if file is not None else ())
        if isinstance(node, ast.Lambda) and node.lineno == code.co_firstlineno
    ]
    return [(one.body, {}) for one in lambdas] if len(lambdas) == 1 else []


def _line_that_takes(
    function: FunctionType, own: Mapping[str, Any], setting: str
) -> tuple[Location, ...]:
    """The only line that gives a function, or an object of its class, as such an initializer."""
    code = function.__code__
    tree = syntax.tree_of(code.co_filename)
    if tree is None or source_trees.of_function(code) is None:
        return ()
    cls = function.__qualname__.split(".")[-2] if own and code.co_name == "__call__" else ""
    found = [
        keyword.value.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == setting.removeprefix("_")
        if syntax.last_name(getattr(keyword.value, "func", keyword.value)) in (code.co_name, cls)
    ]
    if len(found) != 1:
        return ()
    return frames.of_function(function, found[0], syntax.called_at(tree, found[0]))


def _made_with(layer: Any, setting: str) -> list[Any]:
    """The variables of a layer that an initializer by this name is for."""
    stem = setting.removesuffix(_ENDING)
    own = reachable.members(layer)
    named = [own.get(name) for name in (stem, f"{stem}_kernel", f"{stem}s")]
    return [one for one in named if reachable.identity(one) is not None]


def _in_text(reach: reachable.Reach) -> Iterator[_First]:
    """Initializers of Keras's that calls which make a layer give it, or its `add_weight`."""
    for named in reach.named:
        is_variable = reachable.identity(named.value) is not None
        layers = [] if is_variable else layer_calls.layers(named.value)
        if named.owner not in ("", "self") or not (is_variable or layers):
            continue
        own = reachable.members(named.holder) if named.owner == "self" else {}
        for scope in name_scopes.scopes(named):
            called = source_trees.name_of(scope.tree)
            for _, given in scope.assigned.get((named.owner, named.name), ()):
                for setting, value in _settings(given):
                    made = [named.value]
                    if not is_variable:
                        made = [one for each in layers for one in _made_with(each, setting)]
                    sources = expression_sources.of(value, scope.names, own, scope.in_reach, reach)
                    for line in frames.of_function(scope.function, value.lineno, called)[:1]:
                        yield _First(made, line, sources)


def _settings(given: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Initializers in calls, by the names under which these take them."""
    for node in ast.walk(given):
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            if keyword.arg == "initializer" or (keyword.arg or "").endswith(_ENDING):
                yield keyword.arg or "", keyword.value
