"""The variables that an expression of the user's program is computed from, read from its lines."""

from __future__ import annotations

import ast
import builtins
import contextlib
from collections import deque
from collections.abc import Mapping, Sequence
from types import FunctionType, MethodType, ModuleType
from typing import Any

from tb_gradplugin.capture.observing import python_names
from tb_gradplugin.capture.program import (
    assignments,
    number_calls,
    reachable,
    tensor_sources,
    unnamed_weights,
)
from tb_gradplugin.capture.program.tensor_sources import Read, Sources
from tb_gradplugin.capture.sources import file_owners, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.text import syntax

_VALUE_FREE = frozenset(
    {"shape", "dtype", "name", "size", "rank", "len", "zeros_like", "ones_like"}
)
"""Attributes and functions that tell nothing of what a tensor holds."""

_CALLS = 2
"""How far to look from a line into the functions that it calls."""


def of(
    given: ast.expr,
    names: Mapping[str, Any],
    own: Mapping[str, Any],
    assigned: assignments.Assigned,
    reach: reachable.Reach,
    calls: int = _CALLS,
) -> Sources:
    """What an expression is computed from, itself and by what was assigned to its names.

    Args:
      given: the expression.
      names: what is known by a name where it stands.
      own: what is known by an attribute of `self`, and its methods.
      assigned: what is given to names and attributes there.
      reach: where variables are looked for.
      calls: how many methods that call each other are followed.
    """
    found = Sources()
    waiting: deque[tuple[ast.AST, Read]] = deque([(given, Read())])
    seen: dict[tuple[str, str], Sources] = {}
    called: set[int] = set()
    while waiting:
        node, read = waiting.popleft()
        own_variable = _variable_of(node, names)
        if own_variable is not None:
            found.add({own_variable}, read)
            continue
        if is_value_free(node):
            continue
        part = _part(node, names, own, assigned)
        if isinstance(part, MethodType) and calls:
            more = _returned(part, reachable.members(part.__self__), reach, calls - 1)
            found.include(more, read)
            if more.variables or _is_of_known(node, names):
                continue
        if part is not None and (held := _reached(part, 0, reach)):
            found.add(held, read)
            continue
        if isinstance(node, ast.Call):
            called.add(id(node.func))
        waiting.extend((each, read) for each in _read(node))
        key = _key(node)
        if key is None:
            continue
        if key in seen:
            found.include(seen[key], read)
            continue
        value = names.get(key[1]) if key[0] == "" else own.get(key[1])
        given_to = assigned.get(key, ())
        seen[key] = _of_name(key, value, given_to, names, own, reach, calls)
        found.include(seen[key], read)
        for line, expression in () if isinstance(value, MethodType) else given_to:
            # What gives it another name computes nothing, nor does what makes a layer or function
            # that is called here.
            is_here = id(node) in called or _hands_on(expression, names, own)
            waiting.append((expression, read if is_here else read.through(key, line)))
    return found


def _key(node: ast.AST) -> tuple[str, str] | None:
    """Of a name, or of an attribute of `self`, as in `assignments.Assigned`; None for others."""
    if isinstance(node, ast.Name):
        return "", node.id
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "self":
        return "self", node.attr
    return None


def _of_name(
    key: tuple[str, str],
    value: Any,
    given_to: Sequence[tuple[int, ast.expr]],
    names: Mapping[str, Any],
    own: Mapping[str, Any],
    reach: reachable.Reach,
    calls: int,
) -> Sources:
    """What is read where a name is: what it is, or what is made under it and out of reach."""
    if isinstance(value, MethodType):
        return _returned(value, own, reach, calls - 1) if calls else Sources(is_whole=False)
    found = Sources()
    found.add(_reached(value, _CALLS, reach), Read())
    if isinstance(value, FunctionType) and not given_to:
        found.is_whole = bool(calls) and _gives_numbers(value, reach, calls - 1)
    elif not given_to and not number_calls.is_plain(value) and not hasattr(builtins, key[1]):
        found.is_whole = False
    for _, expression in given_to if value is None else ():
        if isinstance(expression, ast.Call):
            found.add_name(expression, number_calls.makes_numbers(expression, names))
        if key[0] == "":
            found.add(unnamed_weights.of(expression, own, reach), Read())
    return found


def _hands_on(expression: ast.expr, names: Mapping[str, Any], own: Mapping[str, Any]) -> bool:
    """Whether it computes nothing; an entry of a variable is computed, that of a list is not."""
    for node in ast.walk(expression):
        key = _key(node.value) if isinstance(node, ast.Subscript) else None
        if key is not None:
            value = names.get(key[1]) if key[0] == "" else own.get(key[1])
            if reachable.identity(value) is not None:
                return False
    return tensor_sources.hands_on(expression)


def _returned(
    method: MethodType, own: Mapping[str, Any], reach: reachable.Reach, calls: int
) -> Sources:
    """What a method of the object that `own` tells of computes what it returns from."""
    found = Sources()
    function = method.__func__
    tree = source_trees.of_function(function.__code__)
    if tree is None:
        found.is_whole = False
        return found
    names = dict(python_names.names_in_reach(function))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Return, ast.Yield)) and node.value is not None:
            more = of(node.value, names, own, assignments.in_scope(tree), reach, calls)
            found.include(more, Read())
    return found


def _gives_numbers(function: FunctionType, reach: reachable.Reach, calls: int) -> bool:
    """Whether all that a function returns can be followed to numbers, and to its arguments."""
    tree = source_trees.of_function(function.__code__)
    if tree is None or file_owners.owner(function.__code__.co_filename) is not Owner.USER:
        return False
    local = assignments.in_scope(tree)
    around = source_trees.around(tree, function.__code__.co_filename)
    # What it is given is read where it is called.
    given = dict.fromkeys(syntax.parameters(tree.args), "")
    names = {**dict(python_names.names_in_reach(function)), **given}
    assigned = {
        key: lines
        for key, lines in assignments.in_reach(tree, *around).items()
        if key in local or key[0] != "" or key[1] not in given
    }
    nodes = list(syntax.own_nodes(tree.body))
    every = [node for node in nodes if isinstance(node, ast.Call)]
    returned = [node.value for node in nodes if isinstance(node, (ast.Return, ast.Yield))]
    defaults = [*tree.args.defaults, *filter(None, tree.args.kw_defaults)]
    return (
        any(returned)
        and all(isinstance(one, ast.Constant) for one in defaults)
        and all(number_calls.makes_numbers(one, names) for one in every)
        and all(
            of(one, names, {}, assigned, reach, calls).is_whole
            for one in returned
            if one is not None
        )
    )


def names_behind(given: ast.AST, assigned: assignments.Assigned) -> dict[str, int]:
    """Names of which an expression, or what these are given, reads more than a shape or a dtype.

    Returns:
      For each of them the nearest line on which it is read; 0 for that of the expression itself.
    """
    found: dict[str, int] = {}
    waiting: deque[tuple[ast.AST, int]] = deque([(given, 0)])
    while waiting:
        node, line = waiting.popleft()
        if is_value_free(node):
            continue
        waiting.extend((each, line) for each in _read(node))
        if isinstance(node, ast.Name) and node.id not in found:
            found[node.id] = line
            for place, made in assigned.get(("", node.id), ()):
                waiting.append((made, line if tensor_sources.hands_on(made) else place))
    return found


def _read(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that it reads, except for what it goes over for shapes alone.

    A comprehension that asks each variable for its shape holds no value of any, nor does one that
    calls its entries by what it goes over.
    """
    if not isinstance(node, syntax.COMPREHENSIONS):
        return list(ast.iter_child_nodes(node))
    kept: list[ast.AST]
    kept = [node.value] if isinstance(node, ast.DictComp) else [node.elt]
    # The last of its loops may go over what an earlier one gives.
    for loop in reversed(node.generators):
        kept += loop.ifs
        names = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
        if any(not names.isdisjoint(names_behind(part, {})) for part in kept):
            kept.append(loop.iter)
    return kept


def is_value_free(node: ast.AST) -> bool:
    """Whether a node reads of what stands in it no more than a shape, a dtype or a name."""
    if isinstance(node, ast.Call):
        return syntax.last_name(node.func) in _VALUE_FREE
    return isinstance(node, ast.Attribute) and node.attr in _VALUE_FREE


def _variable_of(node: ast.AST, names: Mapping[str, Any]) -> int | None:
    """Identity of the variable that `layer.kernel` is; None for what is none."""
    if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
        return None
    owner = names.get(node.value.id)
    if isinstance(owner, ModuleType):
        return None
    variable = vars(owner).get(node.attr) if hasattr(owner, "__dict__") else None
    # A property of the program's own might do anything.
    if variable is None and owner is not None and not reachable.is_of_user(owner):
        with contextlib.suppress(Exception):
            variable = getattr(owner, node.attr)
    return reachable.identity(variable)


def _part(
    node: ast.AST, names: Mapping[str, Any], own: Mapping[str, Any], assigned: assignments.Assigned
) -> Any:
    """The attribute that `model.encoder` is of an object of the program's own; None for others.

    Also that of an object which is itself an attribute, or has a local name and no other.
    """
    if not isinstance(node, ast.Attribute):
        return None
    owner = names.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if owner is None:
        owner = _attribute(node.value, names, own)
    if owner is None and isinstance(node.value, ast.Name):
        made = assigned.get(("", node.value.id), ())
        owner = _attribute(made[0][1], names, own) if len(made) == 1 else None
    return reachable.members(owner).get(node.attr) if reachable.is_of_user(owner) else None


def _attribute(node: ast.AST, names: Mapping[str, Any], own: Mapping[str, Any]) -> Any:
    """What `self.encoder`, `model.encoder` or an attribute of these is; None for others."""
    if not isinstance(node, ast.Attribute):
        return None
    if isinstance(node.value, ast.Name) and node.value.id == "self":
        return own.get(node.attr)
    return _part(node, names, own, {})


def _is_of_known(node: ast.AST, names: Mapping[str, Any]) -> bool:
    """Whether it is an attribute of what has a name; an object without may hold variables."""
    value = getattr(node, "value", None)
    return isinstance(value, ast.Name) and value.id in names


def _reached(value: Any, calls: int, reach: reachable.Reach) -> set[int]:
    found = reach.held(value)
    function = getattr(value, "__wrapped__", getattr(value, "python_function", value))
    if not found and calls and isinstance(function, FunctionType):
        for _, item in python_names.names_in_reach(function):
            found = found | _reached(item, calls - 1, reach)
    return found
