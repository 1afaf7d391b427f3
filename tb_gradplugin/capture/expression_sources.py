"""The variables that an expression of the user's program is computed from, read from its lines."""

from __future__ import annotations

import ast
import contextlib
import dataclasses
from collections.abc import Mapping
from types import FunctionType, ModuleType
from typing import Any

from tb_gradplugin.capture import assignments, python_names, reachable

_MAKERS = frozenset({"Variable", "add_weight", "add_variable"})
"""Functions that make a variable."""

_CALLS = 2
"""How far to look from a line into the functions that it calls."""


@dataclasses.dataclass
class Sources:
    """What an expression is computed from, as far as can be seen.

    Attributes:
      variables: their identities.
      names: what variables, and layers, that are out of reach by now were called when made.
      bare: those of both that stand in the expression themselves, and not by a layer's call.
    """

    variables: set[int] = dataclasses.field(default_factory=set)
    names: set[str] = dataclasses.field(default_factory=set)
    bare: set[int | str] = dataclasses.field(default_factory=set)

    def hold(self, variable: int, name: str) -> bool:
        """Whether a variable is among them."""
        parts = name.split("/")
        return variable in self.variables or not self.names.isdisjoint(parts)

    def hold_bare(self, variable: int, name: str) -> bool:
        """Whether it stands in the expression itself."""
        return variable in self.bare or name.rpartition("/")[2] in self.bare


def of(
    given: ast.expr,
    names: Mapping[str, Any],
    own: Mapping[str, Any],
    assigned: assignments.Assigned,
    reach: reachable.Reach,
) -> Sources:
    """What an expression is computed from, itself and by what was assigned to its names."""
    found = Sources()
    waiting: list[ast.AST] = [given]
    seen = set()
    while waiting:
        node = waiting.pop()
        own_variable = _variable_of(node, names)
        if own_variable is not None:
            found.variables.add(own_variable)
            found.bare.add(own_variable)
            continue
        waiting.extend(ast.iter_child_nodes(node))
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
        reached = _reached(value, _CALLS, reach)
        found.variables |= reached
        if _is_of_variables(value):
            found.bare |= reached
        for _, expression in assigned.get(key, ()):
            waiting.append(expression)
            if value is None:
                _add_name(expression, found)
    return found


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


def _is_of_variables(value: Any) -> bool:
    """Whether a value is a variable, or nothing but a list of some."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return all(reachable.identity(each) is not None for each in value)
    return reachable.identity(value) is not None


def _add_name(made: ast.expr, found: Sources) -> None:
    """Adds what the program calls the variable or layer that an expression makes."""
    if not isinstance(made, ast.Call):
        return
    for keyword in made.keywords:
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant):
            name = str(keyword.value.value)
            found.names.add(name)
            maker = getattr(made.func, "attr", getattr(made.func, "id", ""))
            if maker in _MAKERS:
                found.bare.add(name)


def _reached(value: Any, calls: int, reach: reachable.Reach) -> set[int]:
    found = reach.held(value)
    function = getattr(value, "__wrapped__", getattr(value, "python_function", value))
    if not found and calls and isinstance(function, FunctionType):
        for _, item in python_names.names_in_reach(function):
            found = found | _reached(item, calls - 1, reach)
    return found
