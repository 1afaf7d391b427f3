"""Tensors that became constants of a Keras model while the program put it together.

A layer that is called on numbers there, and not on an `Input`, is no part of the model: what it
gave once is.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import held_tensors
from tb_gradplugin.capture.program import (
    assignments,
    expression_sources,
    part_names,
    reachable,
    tensor_sources,
)
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_WIDTH = 1000
"""Calls of one model that are looked at."""


class _Use(NamedTuple):
    """A line of those that put a model together.

    Attributes:
      where: the line.
      sources: what it computes from.
    """

    where: Location
    sources: tensor_sources.Sources


def kept(search: Search) -> list[Kept | None]:
    """For each variable, a constant of a model that was computed from it.

    Returns:
      None for a variable which no line is seen to use where a model is put together.
    """
    reach, known = search.reach, search.known
    found: list[Kept | None] = [None] * len(search.variables)
    wanted = [reachable.identity_and_name(each) for each in search.variables]
    models = {id(named.value): named for named in reach.named if _calls(named.value)}
    for named in models.values():
        constants = [v for t in _constants(named.value) if (v := known(t)) is not None]
        if not constants:
            continue
        for used in _uses(named.function, reach):
            for place, (variable, name) in enumerate(wanted):
                if found[place] is not None or variable is None:
                    continue
                if used.sources.hold(variable, name):
                    found[place] = Kept(constants[0], used.where, True)
    return found


def _calls(model: Any) -> list[Any]:
    """The layers and functions that a functional model of Keras calls."""
    if isinstance(model, type) or not hasattr(type(model), "trainable_weights"):
        return []
    return list(getattr(model, "operations", None) or ())[:_WIDTH]


def _constants(model: Any) -> Iterator[Any]:
    for call in _calls(model):
        for node in getattr(call, "_inbound_nodes", ()):
            arguments = getattr(node, "arguments", None)
            for each in getattr(arguments, "_flat_arguments", ()):
                yield from held_tensors.tensors_in(each)


def _uses(function: Any, reach: reachable.Reach) -> Iterator[_Use]:
    """Lines that give a name what is called there, where an `Input` of a model is made."""
    code = function.__code__
    tree = syntax.tree_of(code.co_filename)
    if tree is None or file_owners.owner(code.co_filename) is not Owner.USER:
        return
    owners = _owners((*function.__globals__.values(), *reach.objects))
    for scope, owner in _scopes(tree):
        assigned = assignments.in_scope(scope)
        given = [each for every in assigned.values() for each in every]
        if not any(_is_input(node) for _, one in given for node in ast.walk(one)):
            continue
        names = dict(function.__globals__)
        own = reachable.members(owners[owner]) if owner in owners else {}
        if scope is not tree:
            # A name that the function gives a value is not the one outside of it.
            bound = part_names.bound_in(scope)
            local = part_names.of_locals(scope, tree, names, own)
            names = {name: value for name, value in names.items() if name not in bound}
            names |= local
        for line, one in sorted(given, key=lambda each: each[0]):
            if any(isinstance(node, ast.Call) for node in ast.walk(one)):
                read, parts = part_names.named(one, names, own)
                known = {**names, **parts}
                sources = expression_sources.of(read, known, own, {}, reach)
                for layer in _of_the_model(read, known, own):
                    sources.leave_out(reach.held(layer))
                called = source_trees.name_of(scope)
                for where in frames.of_function(function, line, called)[:1]:
                    yield _Use(where, sources)


def _owners(values: Sequence[Any]) -> dict[str, Any]:
    """Objects of the user's, by the names of the classes that their methods may stand in."""
    return {
        cls.__name__: one
        for one in values
        if reachable.is_of_user(one)
        for cls in type(one).__mro__
        if reachable.is_users_class(cls) or cls is type(one)
    }


def _is_input(node: ast.AST) -> bool:
    """Whether a node makes an `Input` of a model."""
    return isinstance(node, ast.Call) and syntax.last_name(node.func) == "Input"


def _of_the_model(
    given: ast.expr, names: Mapping[str, Any], own: Mapping[str, Any]
) -> Iterator[Any]:
    """Layers in an expression that are called on what comes from an `Input`, wherever it is."""
    for node in ast.walk(given):
        value = None
        if isinstance(node, ast.Name):
            value = names.get(node.id)
        elif isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self":
            value = own.get(node.attr)
        items = held_tensors.items_of(value)
        for layer in [value] if items is None else items[:_WIDTH]:
            if hasattr(type(layer), "trainable_weights") and getattr(layer, "_inbound_nodes", None):
                yield layer


def _scopes(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """A file and its functions, with the names of the classes whose methods they are."""
    yield tree, ""
    classes = {
        method: node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for method in node.body
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, classes.get(node, "")
