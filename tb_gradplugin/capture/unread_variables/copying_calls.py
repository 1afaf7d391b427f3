"""Calls of a program that make variables, and what these are made of, also one by one in a loop."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator

from tb_gradplugin.capture.program import assignments
from tb_gradplugin.diagnosis.text import syntax

_LISTING = frozenset({"list", "tuple", "dict", "zip", "sorted", "reversed", "enumerate"})
"""Functions that hold what they are given as it is."""

_OVER_LISTS = frozenset({"map", "map_structure"})
"""Functions that call another one for each entry of what they are given."""

_ONE_BY_ONE = (ast.For, ast.AsyncFor, ast.comprehension)

_NAMES = 20
"""Names that are looked behind, at most."""


def calls_behind(given: ast.expr, assigned: assignments.Assigned) -> list[ast.Call]:
    """The calls in an expression, and in what the names that it only hands on are given."""
    found: dict[int, ast.Call] = {}
    waiting, seen = [given], {""}
    while waiting and len(seen) < _NAMES:
        one = waiting.pop(0)
        found |= {id(node): node for node in ast.walk(one) if isinstance(node, ast.Call)}
        for name in _handed_on(one):
            if name not in seen:
                seen.add(name)
                waiting += [value for _, value in assigned.get(("", name), ())]
    return list(found.values())


def _handed_on(given: ast.expr) -> Iterator[str]:
    """The names of what an expression holds without computing anything with it."""
    parts: list[ast.expr] = []
    if isinstance(given, ast.Name):
        yield given.id
    elif isinstance(given, (ast.List, ast.Tuple, ast.Set)):
        parts = given.elts
    elif isinstance(given, ast.Dict):
        parts = given.values
    elif isinstance(given, (ast.ListComp, ast.SetComp, ast.GeneratorExp)):
        parts = [given.elt]
    elif isinstance(given, (ast.DictComp, ast.Starred)):
        parts = [given.value]
    elif isinstance(given, ast.BinOp) and isinstance(given.op, ast.Add):
        parts = [given.left, given.right]
    elif isinstance(given, ast.Call) and syntax.last_name(given.func) in _LISTING:
        parts = given.args
    for part in parts:
        yield from _handed_on(part)


def values(call: ast.Call) -> list[ast.expr]:
    """What a variable is made of by a call; nothing where the call is of something else."""
    called = syntax.last_name(call.func)
    named = [one.value for one in call.keywords if one.arg in ("initial_value", "initializer")]
    if called == "Variable":
        return [*call.args[:1], *named]
    if makes_for_each(call):
        return call.args[1:]
    return named if called == "add_weight" else []


def makes_for_each(call: ast.Call) -> bool:
    """Whether a call makes a variable of each entry of a list."""
    if syntax.last_name(call.func) not in _OVER_LISTS or not call.args:
        return False
    return syntax.last_name(call.args[0]) == "Variable"


def in_loops(
    call: ast.Call, scope: ast.AST, assigned: assignments.Assigned
) -> assignments.Assigned:
    """What is given to the names that the loops and comprehensions around a call go through.

    Args:
      call: which makes a variable.
      scope: the function or file that it stands in.
      assigned: what is given to names there, by whatever loop.

    Returns:
      Nothing for a name that no loop around the call gives a value; for others their own loop, and
      what no loop gives them.
    """
    around = _parents(scope)
    if id(call) not in around:
        return {}
    every = [node for node in ast.walk(scope) if isinstance(node, _ONE_BY_ONE)]
    of_loops = {id(node.iter) for node in every}
    found: dict[tuple[str, str], list[tuple[int, ast.expr]]] = {}
    for node in syntax.upwards(call, around, scope):
        loops = [node] if isinstance(node, (ast.For, ast.AsyncFor)) else []
        for loop in (*getattr(node, "generators", ())[::-1], *loops):
            own: dict[tuple[str, str], list[tuple[int, ast.expr]]] = {}
            for name, given in _pairs(loop.target, loop.iter):
                own.setdefault(("", name), []).append((given.lineno, given))
            found = {**own, **found}
    return {
        key: [*given, *(one for one in assigned.get(key, ()) if id(one[1]) not in of_loops)]
        for key, given in found.items()
    }


@functools.lru_cache(maxsize=64)
def _parents(scope: ast.AST) -> dict[int, ast.AST]:
    return syntax.parents(scope)


def _pairs(target: ast.expr, given: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Names of a loop, each with what it takes its values of."""
    if isinstance(target, ast.Name):
        yield target.id, given
    if not isinstance(target, (ast.Tuple, ast.List)):
        return
    called = syntax.last_name(given.func) if isinstance(given, ast.Call) else ""
    arguments = given.args if isinstance(given, ast.Call) else []
    parts = [given] * len(target.elts)
    if called == "zip" and len(arguments) == len(parts):
        parts = arguments
    elif called == "enumerate" and len(parts) == 2:
        parts = [ast.Constant(0, lineno=given.lineno), *arguments[:1]]
    for one, part in zip(target.elts, parts, strict=False):
        yield from _pairs(one, part)
