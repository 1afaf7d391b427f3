"""Variables that a program made of the values of others before the loss was evaluated."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping
from types import FunctionType, MethodType
from typing import Any, NamedTuple

import tensorflow as tf

from tb_gradplugin.capture.observing import held_tensors, python_names
from tb_gradplugin.capture.program import (
    assignments,
    expression_sources,
    name_scopes,
    reachable,
    tensor_sources,
)
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import copying_calls
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_WIDTH = 200
"""Entries of one container that are looked at."""

_DEPTH = 3
"""How far to look into containers that hold others."""


class _Wrap(NamedTuple):
    """A call that makes a variable of an expression.

    Attributes:
      where: its line.
      sources: what the expression is computed from.
      is_of_many: whether it makes one after the other, of the entries of a list.
    """

    where: Location
    sources: tensor_sources.Sources
    is_of_many: bool


def wrapped(search: Search) -> list[Kept | None]:
    """For each variable, one that was made of it and that the evaluation used.

    Returns:
      None for a variable of which no other of its size is seen to be made.
    """
    variables, known = search.variables, search.known
    found: list[Kept | None] = [None] * len(variables)
    wanted = [reachable.identity_and_name(each) for each in variables]
    met = functools.cache(lambda: _met(search))
    for named in search.reach.named:
        if named.owner not in ("", "self"):
            continue
        made = [
            (one, value) for one in _variables(named.value) if (value := known(one)) is not None
        ]
        if not made:
            continue
        for wrap in _wraps(named, search.reach):
            held = [
                place
                for place, (variable, name) in enumerate(wanted)
                if variable is not None and wrap.sources.hold(variable, name)
            ]
            if held and wrap.is_of_many and met() & wrap.sources.variables.keys():
                continue  # The loss has the originals as well: their copies are meant.
            # Each by itself, or all packed into one.
            packed = sum(_elements(variables[place]) for place in held)
            for place in held:
                sizes = (_elements(variables[place]), packed)
                value = next((v for one, v in made if _elements(one) in sizes), None)
                if value is not None and found[place] is None:
                    found[place] = Kept(value, wrap.where, True, is_variable=True)
    return found


def _met(search: Search) -> set[int | None]:
    """Identities of the variables in reach that the evaluation has met."""
    values = {id(named.value): named.value for named in search.reach.named}.values()
    every = [one for value in values for one in _variables(value)]
    every += [one for value in values for one in reachable.variables_of(value)]
    return {reachable.identity(one) for one in every if search.known(one) is not None}


def _elements(variable: Any) -> int:
    return tf.TensorShape(variable.shape).num_elements() or 0


def _variables(value: Any) -> list[Any]:
    """The variables that a value is, or that it holds as a container, or one in another."""
    every = [value]
    for _ in range(_DEPTH):
        parts = [held_tensors.items_of(one) or [one] for one in every[:_WIDTH]]
        every = [one for several in parts for one in several]
    return [one for one in every[:_WIDTH] if reachable.identity(one) is not None]


def _wraps(named: reachable.Named, reach: reachable.Reach) -> Iterator[_Wrap]:
    """The calls that make variables on the lines that give a name or an attribute its value."""
    own = reachable.members(named.holder) if named.owner == "self" else {}
    for scope in name_scopes.scopes(named):
        called = source_trees.name_of(scope.tree)
        for _, given in scope.assigned.get((named.owner, named.name), ()):
            for call in copying_calls.calls_behind(given, scope.assigned):
                in_loops = copying_calls.in_loops(call, scope.tree, scope.assigned)
                assigned = {**scope.in_reach, **in_loops}
                where = frames.of_function(scope.function, call.lineno, called)[:1]
                is_of_many = bool(in_loops) or copying_calls.makes_for_each(call)
                values = copying_calls.values(call)
                every = [_Made(line, value, is_of_many) for line in where for value in values]
                for made in (*every, *_inside(call, {**scope.names, **own})):
                    several = [
                        expression_sources.of(made.given, scope.names, own, assigned, reach),
                        *_of_parameters(named, made.given, in_loops, reach),
                    ]
                    yield from (_Wrap(made.where, one, made.is_of_many) for one in several)
                yield from _of_local_names(named, call, scope, own, reach)


class _Made(NamedTuple):
    """A call that makes a variable.

    Attributes:
      where: its line.
      given: what the variable is made of; of a call in a function, what that is given for it.
      is_of_many: whether it makes one after the other.
    """

    where: Location
    given: ast.expr
    is_of_many: bool


def _inside(call: ast.Call, names: Mapping[str, Any]) -> Iterator[_Made]:
    """Lines of the function called that make variables of what it is given."""
    method, function, tree = _called(call, names)
    if function is None or tree is None:
        return
    code = function.__code__
    parameters = {*code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]}
    positional = code.co_varnames[: code.co_argcount]
    if function is not method:
        positional = positional[1:]
    assigned = assignments.in_scope(tree)
    for made in [node for node in ast.walk(tree) if isinstance(node, ast.Call)]:
        for value in copying_calls.values(made):
            in_loops = copying_calls.in_loops(made, tree, assigned)
            behind = expression_sources.names_behind(value, {**assigned, **in_loops})
            wanted = behind.keys() & parameters
            if not wanted:
                continue
            given: list[ast.expr] = [call]
            if wanted <= {*positional}:
                each = assignments.by_argument([(call.lineno, call)], wanted, positional)
                given = [one for _, one in each] or [call]
            is_of_many = bool(in_loops) or copying_calls.makes_for_each(made)
            for where in frames.of_function(function, made.lineno)[:1]:
                yield from (_Made(where, one, is_of_many) for one in given)


def _called(
    call: ast.Call, names: Mapping[str, Any]
) -> tuple[Any, FunctionType | None, syntax.Function | None]:
    """What a call is of, as it is known; a function of the program's that it is; and its text."""
    method = names.get(syntax.last_name(call.func))
    function: Any = getattr(method, "__func__", method)
    if not isinstance(function, FunctionType):
        return method, None, None
    if file_owners.owner(function.__code__.co_filename) is not Owner.USER:
        return method, None, None
    return method, function, source_trees.of_function(function.__code__)


def _of_local_names(
    named: reachable.Named,
    call: ast.Call,
    scope: name_scopes.Scope,
    own: Mapping[str, Any],
    reach: reachable.Reach,
) -> Iterator[_Wrap]:
    """Lines of the function called that make variables of others, which it makes there as well.

    These have names of their own, or are known by what is given the result of the call.
    """
    method, function, tree = _called(call, {**scope.names, **own})
    if function is None or tree is None:
        return
    assigned = assignments.in_scope(tree)
    held = reachable.members(method.__self__) if isinstance(method, MethodType) else {}
    returned = _returned(call, tree, scope, own)
    known = {**dict(python_names.names_in_reach(function)), **returned}
    for made in _makers(tree, returned, named.value):
        in_loops = copying_calls.in_loops(made, tree, assigned)
        is_of_many = bool(in_loops) or copying_calls.makes_for_each(made)
        for value in copying_calls.values(made):
            sources = expression_sources.of(value, known, held, {**assigned, **in_loops}, reach)
            for where in frames.of_function(function, made.lineno)[:1]:
                yield _Wrap(where, sources, is_of_many)


def _makers(tree: syntax.Function, returned: Mapping[str, Any], value: Any) -> list[ast.Call]:
    """The calls of a function that may have made a value: by its local name, where that is known.

    Args:
      tree: of the function.
      returned: what of its local names are known, and what these are.
      value: what is asked about.
    """
    every = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    by_name = {
        id(one): returned.get(key[1])
        for key, given in assignments.in_scope(tree).items()
        for _, one in given
        if key[0] == "" and reachable.identity(returned.get(key[1])) is not None
    }
    own = [one for one in every if by_name.get(id(one)) is value]
    return own or [one for one in every if id(one) not in by_name]


def _returned(
    call: ast.Call, tree: syntax.Function, scope: name_scopes.Scope, own: Mapping[str, Any]
) -> dict[str, Any]:
    """What the local names that a function returns are, by the names that its result is given."""
    returns = [node for node in syntax.own_nodes(tree.body) if isinstance(node, ast.Return)]
    if len(returns) != 1 or returns[0].value is None:
        return {}
    given = returns[0].value
    found: dict[str, Any] = {}
    for node in ast.walk(scope.tree):
        for target, value in syntax.assigned(node):
            pairs = [(target, given)]
            if isinstance(target, ast.Tuple) and isinstance(given, ast.Tuple):
                pairs = list(zip(target.elts, given.elts, strict=False))
            for name, local in pairs if value is call else ():
                if not isinstance(local, ast.Name):
                    continue
                if isinstance(name, ast.Name):
                    found[local.id] = scope.names.get(name.id)
                elif isinstance(name, ast.Attribute) and syntax.is_name(name.value, "self"):
                    found[local.id] = own.get(name.attr)
    return {name: value for name, value in found.items() if value is not None}


def _of_parameters(
    named: reachable.Named,
    value: ast.expr,
    in_loops: assignments.Assigned,
    reach: reachable.Reach,
) -> Iterator[tensor_sources.Sources]:
    """What the lines that make an object give for the parameters in an expression."""
    if named.owner != "self" or not name_scopes.makes(named.function, named.holder):
        return
    tree = source_trees.of_function(named.function.__code__)
    if tree is None:
        return
    assigned = {**assignments.in_scope(tree), **in_loops}
    names = expression_sources.names_behind(value, assigned)
    read = names.keys() & {*name_scopes.parameters(named)}
    for _, given, scope, own in name_scopes.given_to_maker(named, read, reach):
        yield expression_sources.of(given, scope.names, own, scope.in_reach, reach)
