"""The variables that an expression of the user's program is computed from, read from its lines."""

from __future__ import annotations

import ast
import builtins
import contextlib
import dataclasses
import fnmatch
import glob
import re
from collections.abc import Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from tb_gradplugin.capture import (
    assignments,
    python_names,
    reachable,
    source_trees,
    unnamed_weights,
)
from tb_gradplugin.diagnosis import syntax

_PLAIN = (ModuleType, str, bytes, bool, int, float, complex, np.ndarray, np.generic)
"""Types of what is computed from no variable, or is not computed at all."""

_VALUE_FREE = frozenset(
    {"shape", "dtype", "name", "size", "rank", "len", "zeros_like", "ones_like"}
)
"""Attributes and functions that tell nothing of what a tensor holds."""

_LETTERS = 2
"""Characters, at least, that are written in a name of which the rest is computed."""

_PLACEHOLDER = re.compile(r"%[-+ #0-9.]*[a-zA-Z]")
"""Where `%` puts something into a text."""

_CALLS = 2
"""How far to look from a line into the functions that it calls."""


@dataclasses.dataclass
class Sources:
    """What an expression is computed from, as far as can be seen.

    Attributes:
      variables: their identities.
      names: what variables, and layers, that are out of reach by now were called when made; with a
        "*" for what is computed of it.
      is_whole: whether all that stands in it could be followed to numbers.
    """

    variables: set[int] = dataclasses.field(default_factory=set)
    names: set[str] = dataclasses.field(default_factory=set)
    is_whole: bool = True

    def add(self, more: Sources) -> None:
        """Adds what a part of the expression is computed from."""
        self.variables |= more.variables
        self.names |= more.names
        self.is_whole &= more.is_whole

    def hold(self, variable: int, name: str) -> bool:
        """Whether a variable is among them."""
        parts = name.split("/")
        return variable in self.variables or any(
            fnmatch.fnmatchcase(part, each) for each in self.names for part in parts
        )


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
    waiting: list[ast.AST] = [given]
    seen = set()
    while waiting:
        node = waiting.pop()
        own_variable = _variable_of(node, names)
        if own_variable is not None:
            found.variables.add(own_variable)
            continue
        if is_value_free(node):
            continue
        part = _part(node, names, own, assigned)
        if isinstance(part, MethodType) and calls:
            more = _returned(part, reachable.members(part.__self__), reach, calls - 1)
            found.add(more)
            if more.variables or _is_of_known(node, names):
                continue
        if part is not None and (held := _reached(part, 0, reach)):
            found.variables |= held
            continue
        waiting.extend(_read(node))
        key = None
        if isinstance(node, ast.Name):
            key, value = ("", node.id), names.get(node.id)
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        ):
            key, value = ("self", node.attr), own.get(node.attr)
        if key is None or key in seen:
            continue
        seen.add(key)
        if isinstance(value, MethodType):
            if calls:
                found.add(_returned(value, own, reach, calls - 1))
            else:
                found.is_whole = False
            continue
        found.variables |= _reached(value, _CALLS, reach)
        given_to = assigned.get(key, ())
        if not given_to and not isinstance(value, _PLAIN) and not hasattr(builtins, key[1]):
            found.is_whole = False
        for _, expression in given_to:
            waiting.append(expression)
            if value is None:
                _add_name(expression, found)
                if key[0] == "":
                    found.variables |= unnamed_weights.of(expression, own, reach)
    return found


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
            found.add(of(node.value, names, own, assignments.in_scope(tree), reach, calls))
    return found


def names_behind(given: ast.AST, assigned: assignments.Assigned) -> set[str]:
    """Names of which an expression, or what these are given, reads more than a shape or a dtype."""
    found: set[str] = set()
    waiting: list[ast.AST] = [given]
    while waiting:
        node = waiting.pop()
        if is_value_free(node):
            continue
        waiting.extend(_read(node))
        if isinstance(node, ast.Name) and node.id not in found:
            found.add(node.id)
            waiting += [made for _, made in assigned.get(("", node.id), ())]
    return found


def _read(node: ast.AST) -> list[ast.AST]:
    """The parts of a node that it reads, except for what it goes over for shapes alone.

    A comprehension that asks each variable for its shape holds no value of any, nor does one that
    calls its entries by what it goes over.
    """
    if not isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
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


def _add_name(made: ast.expr, found: Sources) -> None:
    """Adds what the program calls the variable or layer that an expression makes."""
    if not isinstance(made, ast.Call):
        return
    found.is_whole = False
    for keyword in made.keywords:
        name = _pattern(keyword.value) if keyword.arg == "name" else ""
        # A few letters say nothing of a name that is computed.
        if "*" not in name or len(name.replace("*", "")) >= _LETTERS:
            found.names |= {name} - {""}


def _pattern(given: ast.expr) -> str:
    """A text, as a pattern with a "*" for each part that is not written in the program."""
    if isinstance(given, ast.Constant):
        return glob.escape(str(given.value))
    if isinstance(given, ast.JoinedStr):
        return "".join(map(_pattern, given.values))
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Add):
        return _pattern(given.left) + _pattern(given.right)
    if isinstance(given, ast.BinOp) and isinstance(given.op, ast.Mod):
        return _PLACEHOLDER.sub("*", _pattern(given.left))
    return "*"


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
