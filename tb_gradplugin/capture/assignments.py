"""What a function or file gives to names and attributes, read from its syntax tree."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Assigned = Mapping[tuple[str, str], Sequence[tuple[int, ast.expr]]]
"""Lines and expressions, by ("", name) or (owner, attribute)."""


@functools.lru_cache(maxsize=64)
def in_scope(scope: ast.AST) -> Assigned:
    """All that stands in a function or file, and not in the functions defined in it.

    What a loop goes over is given to the name that it uses, what is appended to a list to the
    list, and a default to its argument.
    """
    found: dict[tuple[str, str], list[tuple[int, ast.expr]]] = {}
    for node in _own_nodes(scope):
        for target, given in _given(node):
            for key in _keys(target):
                line = getattr(node, "lineno", given.lineno)
                found.setdefault(key, []).append((line, given))
    for lines in found.values():
        lines.sort(key=lambda each: each[0])
    return found


def by_keyword(
    made: Sequence[tuple[int, ast.expr]], attribute: str
) -> Iterator[tuple[int, ast.expr]]:
    """What calls that make an object are given by the name of an attribute, as of a dataclass."""
    for _, call in made:
        for keyword in call.keywords if isinstance(call, ast.Call) else ():
            if keyword.arg == attribute:
                yield keyword.value.lineno, keyword.value


def _given(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    given: Any = getattr(node, "value", None)
    if isinstance(node, ast.Assign):
        for target in node.targets:
            yield target, given
    elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)):
        if given is not None:
            yield node.target, given
    elif isinstance(node, (ast.For, ast.AsyncFor, ast.comprehension)):
        yield node.target, node.iter
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "append" and node.args:
            yield node.func.value, node.args[0]
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        arguments = [*node.args.posonlyargs, *node.args.args]
        defaults = node.args.defaults
        for argument, default in zip(
            arguments[len(arguments) - len(defaults) :], defaults, strict=True
        ):
            yield ast.Name(argument.arg, lineno=default.lineno), default


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
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
