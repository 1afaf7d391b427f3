"""Variables that a program made of the values of others before the loss was evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FunctionType
from typing import Any, NamedTuple

import tensorflow as tf

from tb_gradplugin.capture.observing import held_tensors
from tb_gradplugin.capture.program import (
    assignments,
    expression_sources,
    name_scopes,
    reachable,
    tensor_sources,
)
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_WIDTH = 200
"""Entries of one container that are looked at."""


class _Wrap(NamedTuple):
    """A call that makes a variable of an expression.

    Attributes:
      where: its line.
      sources: what the expression is computed from.
    """

    where: Location
    sources: tensor_sources.Sources


def wrapped(
    reach: reachable.Reach, variables: Sequence[Any], known: Callable[[Any], int | None]
) -> list[Kept | None]:
    """For each variable, one that was made of it and that the evaluation used.

    Args:
      reach: where the others are looked for.
      variables: which the evaluation did not touch.
      known: gives the handle of a variable that the evaluation has met, None for others.

    Returns:
      None for a variable of which no other of its size is seen to be made.
    """
    found: list[Kept | None] = [None] * len(variables)
    wanted = [reachable.identity_and_name(each) for each in variables]
    for named in reach.named:
        if named.owner not in ("", "self"):
            continue
        made = [
            (one, value) for one in _variables(named.value) if (value := known(one)) is not None
        ]
        if not made:
            continue
        for wrap in _wraps(named, reach):
            held = [
                place
                for place, (variable, name) in enumerate(wanted)
                if variable is not None and wrap.sources.hold(variable, name)
            ]
            # Each by itself, or all packed into one.
            packed = sum(_elements(variables[place]) for place in held)
            for place in held:
                sizes = (_elements(variables[place]), packed)
                value = next((v for one, v in made if _elements(one) in sizes), None)
                if value is not None and found[place] is None:
                    found[place] = Kept(value, wrap.where, True, is_variable=True)
    return found


def _elements(variable: Any) -> int:
    return tf.TensorShape(variable.shape).num_elements() or 0


def _variables(value: Any) -> list[Any]:
    """The variables that a value is, or that it holds as a container."""
    items = held_tensors.items_of(value)
    every = [value] if items is None else items[:_WIDTH]
    return [one for one in every if reachable.identity(one) is not None]


def _wraps(named: reachable.Named, reach: reachable.Reach) -> Iterator[_Wrap]:
    """The calls of `tf.Variable` on the lines that give a name or an attribute its value."""
    own = reachable.members(named.holder) if named.owner == "self" else {}
    for scope in name_scopes.scopes(named):
        called = source_trees.name_of(scope.tree)
        for _, given in scope.assigned.get((named.owner, named.name), ()):
            for call in _calls(given):
                for value in _values(call):
                    where = frames.of_function(scope.function, call.lineno, called)[:1]
                    sources = [
                        expression_sources.of(value, scope.names, own, scope.in_reach, reach),
                        *_of_parameters(named, value, reach),
                    ]
                    yield from (_Wrap(line, one) for line in where for one in sources)
                for line in _inside(call, {**scope.names, **own}):
                    yield _Wrap(
                        line, expression_sources.of(call, scope.names, own, scope.in_reach, reach)
                    )


def _calls(given: ast.AST) -> list[ast.Call]:
    return [node for node in ast.walk(given) if isinstance(node, ast.Call)]


def _values(call: ast.Call) -> list[ast.expr]:
    """What a variable is made of by a call; nothing where the call is of something else."""
    called = syntax.last_name(call.func)
    named = [one.value for one in call.keywords if one.arg in ("initial_value", "initializer")]
    if called == "Variable":
        return [*call.args[:1], *named]
    return named if called == "add_weight" else []


def _inside(call: ast.Call, names: Mapping[str, Any]) -> Iterator[Location]:
    """Lines of the function called that make variables of what it is given."""
    name = syntax.last_name(call.func)
    function = getattr(names.get(name), "__func__", names.get(name))
    if not isinstance(function, FunctionType):
        return
    if file_owners.owner(function.__code__.co_filename) is not Owner.USER:
        return
    tree = source_trees.of_function(function.__code__)
    code = function.__code__
    parameters = {*code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]}
    for made in _calls(tree) if tree is not None else ():
        for value in _values(made):
            behind = expression_sources.names_behind(value, assignments.in_scope(tree))
            if behind.keys() & parameters:
                yield from frames.of_function(function, made.lineno)[:1]


def _of_parameters(
    named: reachable.Named, value: ast.expr, reach: reachable.Reach
) -> Iterator[tensor_sources.Sources]:
    """What the lines that make an object give for the parameters in an expression."""
    if named.owner != "self" or not name_scopes.makes(named.function, named.holder):
        return
    tree = source_trees.of_function(named.function.__code__)
    if tree is None:
        return
    names = expression_sources.names_behind(value, assignments.in_scope(tree))
    read = names.keys() & {*name_scopes.parameters(named)}
    for _, given, scope, own in name_scopes.given_to_maker(named, read, reach):
        yield expression_sources.of(given, scope.names, own, scope.in_reach, reach)
