"""What a function or file gives to names and attributes, read from its syntax tree."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any

from tb_gradplugin.diagnosis.text import syntax

_FILLING = frozenset({"append", "appendleft", "extend", "insert", "add", "update", "setdefault"})
"""Methods that put something into a list, a set or a dict."""

Assigned = Mapping[tuple[str, str], Sequence[tuple[int, ast.expr]]]
"""Lines and expressions, by ("", name) or (owner, attribute)."""


@functools.lru_cache(maxsize=64)
def in_scope(scope: ast.AST) -> Assigned:
    """All that stands in a function or file, and not in the functions defined in it.

    What a loop goes over is given to the name that it uses, what is put into a list or dict to
    that, and a default to its argument.
    """
    found: dict[tuple[str, str], list[tuple[int, ast.expr]]] = {}
    for node in syntax.own_nodes(ast.iter_child_nodes(scope)):
        for target, given in _given(node):
            for key in _keys(target):
                line = getattr(node, "lineno", given.lineno)
                found.setdefault(key, []).append((line, given))
    for lines in found.values():
        lines.sort(key=lambda each: each[0])
    return found


@functools.lru_cache(maxsize=64)
def to_attributes(scope: ast.AST) -> Mapping[str, Sequence[tuple[int, ast.expr]]]:
    """What a function gives to attributes of whatever object except for its own `self`."""
    found: dict[str, list[tuple[int, ast.expr]]] = {}
    for node in syntax.own_nodes(ast.iter_child_nodes(scope)):
        for target, given in _given(node):
            while isinstance(target, (ast.Subscript, ast.Starred)):
                target = target.value
            if isinstance(target, ast.Attribute) and getattr(target.value, "id", "") != "self":
                found.setdefault(target.attr, []).append((given.lineno, given))
    return found


@functools.lru_cache(maxsize=64)
def in_reach(scope: ast.AST, *around: ast.AST) -> Assigned:
    """As `in_scope`, and what stands in other scopes for other names, the nearest of them first."""
    found = dict(in_scope(scope))
    for each in around:
        found = {**in_scope(each), **found}
    return found


def by_argument(
    made: Sequence[tuple[int, ast.expr]], wanted: Set[str], parameters: Sequence[str] = ()
) -> Iterator[tuple[int, ast.expr]]:
    """What calls that make an object are given for some of its parameters, as of a dataclass.

    Args:
      made: lines and expressions.
      wanted: names of the parameters.
      parameters: of all of them, in their order; empty where only keywords are to be looked at.
    """
    for _, call in made:
        if not isinstance(call, ast.Call):
            continue
        for keyword in call.keywords:
            if keyword.arg in wanted:
                yield keyword.value.lineno, keyword.value
            elif keyword.arg is None and parameters:
                yield from entries([(keyword.value.lineno, keyword.value)], wanted)
        for name, given in zip(parameters, call.args, strict=False):
            if isinstance(given, ast.Starred):
                # Which of them it becomes cannot be told; what it holds goes to all that follow.
                if wanted & {*parameters[parameters.index(name) :]}:
                    yield given.lineno, given.value
                break
            if name in wanted:
                yield given.lineno, given


def entries(
    given: Iterable[tuple[int, ast.expr]], wanted: Set[str]
) -> Iterator[tuple[int, ast.expr]]:
    """Of dicts that are written out, the entries under some keys; all else as it is."""
    for line, each in given:
        found: list[tuple[Any, ast.expr]] | None = None
        if isinstance(each, ast.Dict):
            found = [
                (key.value, value)
                for key, value in zip(each.keys, each.values, strict=True)
                if isinstance(key, ast.Constant)
            ]
        elif isinstance(each, ast.Call) and getattr(each.func, "id", "") == "dict":
            found = [(keyword.arg, keyword.value) for keyword in each.keywords]
        if not found:
            yield line, each
        for key, value in found or ():
            if key in wanted:
                yield value.lineno, value


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    yield from syntax.assigned(node)
    if isinstance(node, (ast.AugAssign, ast.NamedExpr)):
        yield node.target, node.value
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        yield node.target, node.iter
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in _FILLING:
            for each in (*node.args, *(keyword.value for keyword in node.keywords)):
                yield node.func.value, each
    elif isinstance(node, (*syntax.FUNCTIONS, ast.Lambda)):
        arguments = [*node.args.posonlyargs, *node.args.args]
        defaults = node.args.defaults
        pairs = [
            *zip(arguments[len(arguments) - len(defaults) :], defaults, strict=True),
            *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True),
        ]
        for argument, default in pairs:
            if default is not None:
                yield ast.Name(argument.arg, lineno=default.lineno), default


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
