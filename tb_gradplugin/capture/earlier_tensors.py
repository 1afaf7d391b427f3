"""Tensors that a program computed from its variables before the loss was evaluated, and kept.

TensorFlow keeps no record of how such a tensor came about; the program's own lines do.
"""

from __future__ import annotations

import ast
import contextlib
import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType, FunctionType, ModuleType
from typing import Any

from tb_gradplugin.capture import (
    earlier_numbers,
    frames,
    held_tensors,
    live_variables,
    python_names,
    reachable,
    source_trees,
)
from tb_gradplugin.diagnosis.program import Kept

_MAKERS = frozenset({"Variable", "add_weight", "add_variable"})
"""Functions that make a variable."""

_CALLS = 2
"""How far to look from a line into the functions that it calls."""


def kept(
    reach: reachable.Reach, variables: Sequence[Any], known: Callable[[Any], int | None]
) -> list[Kept | None]:
    """For each variable, a tensor that was computed from it and that the evaluation used.

    Args:
      reach: where the tensors are looked for.
      variables: which the evaluation did not touch.
      known: gives the value of a tensor that the evaluation has met, None for others.

    Returns:
      None for a variable of which no such tensor is seen.
    """
    wanted = [(reachable.identity(each), live_variables.name(each)) for each in variables]
    found: list[Kept | None] = [None] * len(variables)
    for value, function, line, sources, is_hidden in _computed(reach, known):
        for place, (variable, name) in enumerate(wanted):
            if found[place] is None and variable is not None and sources.hold(variable, name):
                where = next(iter(frames.of_function(function, line)), None)
                if where is not None:
                    is_bare = sources.hold_bare(variable, name)
                    found[place] = Kept(value, where, is_hidden, is_bare)
    return found


@dataclasses.dataclass
class _Sources:
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


_Computed = tuple[int, FunctionType, int, _Sources, bool]


def _computed(reach: reachable.Reach, known: Callable[[Any], int | None]) -> Iterator[_Computed]:
    """Values that the evaluation used, with the line and the variables they were computed from."""
    for function, tensors in reach.caches:
        value = next((v for t in tensors if (v := known(t)) is not None), None)
        tree = source_trees.of_function(function.__code__)
        if value is not None and tree is not None:
            names = dict(python_names.names_in_reach(function))
            own = _attributes_of_self(function, reach)
            for node in ast.walk(tree):
                if isinstance(node, ast.Return) and node.value is not None:
                    sources = _sources(node.value, names, own, _assigned(tree), reach)
                    yield value, function, node.lineno, sources, True
    for named in reach.named:
        value = next((v for t in _parts(named.value) if (v := known(t)) is not None), None)
        if value is not None:
            yield from _of_named(named, value, reach)


def _of_named(named: reachable.Named, value: int, reach: reachable.Reach) -> Iterator[_Computed]:
    """By the lines that give the name, or the attribute, a value."""
    function = named.function
    names = {**function.__globals__, **dict(python_names.names_in_reach(function))}
    own = _attributes_of_self(function, reach)
    inside = source_trees.of_function(function.__code__)
    scopes: list[tuple[Any, bool]] = [(inside, True)] if inside is not None else []
    if named.owner != "self":
        around = source_trees.around_function(function.__code__)
        scopes += [(scope, False) for scope in around]
        names = {**_names_on_stack(function.__code__.co_filename, around), **names}
    for scope, is_hidden in scopes:
        assigned = _assigned(scope) if scope is not None else {}
        for line, given in assigned.get((named.owner, named.name), ()):
            sources = _sources(given, names, own, assigned, reach)
            yield value, function, line, sources, is_hidden


def _parts(value: Any) -> list[Any]:
    """What a value may have brought into the evaluation: numbers, or tensors."""
    if isinstance(value, earlier_numbers.NUMBERS):
        return [value]
    items = list(value.values()) if isinstance(value, dict) else value
    if isinstance(items, (list, tuple)):
        numbers = [each for each in items if isinstance(each, earlier_numbers.NUMBERS)]
        return [*held_tensors.tensors_in(value), *numbers]
    return held_tensors.tensors_in(value)


def _attributes_of_self(function: FunctionType, reach: reachable.Reach) -> dict[str, Any]:
    return {
        each.name: each.value
        for each in reach.named
        if each.owner == "self" and each.function is function
    }


def _names_on_stack(file: str, scopes: Sequence[ast.AST]) -> dict[str, Any]:
    """The names of those functions of a file that are running, as where `explain` is called."""
    wanted = {scope.name for scope in scopes if isinstance(scope, ast.FunctionDef)}
    names: dict[str, Any] = {}
    frame: FrameType | None = sys._getframe(1) if wanted else None
    while frame is not None:
        if frame.f_code.co_filename == file and frame.f_code.co_name in wanted:
            names = {**frame.f_locals, **names}
        frame = frame.f_back
    return names


_Assigned = Mapping[tuple[str, str], Sequence[tuple[int, ast.expr]]]


def _assigned(scope: ast.AST) -> _Assigned:
    """What is assigned to names and attributes, by ("", name) or (owner, attribute)."""
    found: dict[tuple[str, str], list[tuple[int, ast.expr]]] = {}
    for node in _own_nodes(scope):
        given: Any = getattr(node, "value", None)
        if isinstance(node, ast.Assign):
            targets: list[ast.expr] = node.targets
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
            targets = [node.target]
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "append"
            and node.args
        ):
            targets, given = [node.func.value], node.args[0]
        else:
            continue
        for target in targets if given is not None else ():
            for key in _keys(target):
                found.setdefault(key, []).append((node.lineno, given))
    return found


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """What stands in a function or file, and not in functions that are defined in it."""
    waiting: list[ast.AST] = list(ast.iter_child_nodes(scope))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            waiting.extend(ast.iter_child_nodes(node))


def _keys(target: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(target, (ast.Tuple, ast.List)):
        for each in target.elts:
            yield from _keys(each)
    elif isinstance(target, (ast.Subscript, ast.Starred)):
        yield from _keys(target.value)
    elif isinstance(target, ast.Name):
        yield "", target.id
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        yield target.value.id, target.attr


def _sources(
    given: ast.expr,
    names: Mapping[str, Any],
    own: Mapping[str, Any],
    assigned: _Assigned,
    reach: reachable.Reach,
) -> _Sources:
    """What an expression is computed from, itself and by what was assigned to its names."""
    found = _Sources()
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


def _add_name(made: ast.expr, found: _Sources) -> None:
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
