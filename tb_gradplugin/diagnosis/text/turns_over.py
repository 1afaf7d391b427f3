"""Names that a loop or a comprehension gives the parts of what it goes over, one in each turn."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from tb_gradplugin.diagnosis.text import syntax


def given(scope: ast.AST, is_it: Callable[[ast.expr], bool]) -> Iterator[tuple[str, ast.AST]]:
    """The names that are given the parts of something, and the loop or comprehension of each.

    Args:
      scope: in which the loops are.
      is_it: whether an expression is that thing.
    """
    for loop, target, over in _turns(scope):
        for name, each in _pairs(target, over):
            if is_it(each):
                yield name, loop


def gone_over(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    """The things whose parts are given to a name."""
    for _, target, over in _turns(scope):
        yield from (each for one, each in _pairs(target, over) if one == name)


def counted(scope: ast.AST, node: ast.AST) -> set[str]:
    """The names to which loops and comprehensions around a node give something in each turn."""
    return {
        name
        for loop in {id(each): each for each, *_ in _turns(scope)}.values()
        if any(one is node for one in ast.walk(loop))
        for name in names_given(loop)
    }


def names_given(loop: ast.AST) -> set[str]:
    """The names to which a loop or a comprehension gives something in each turn."""
    nodes = (node for _, target, _ in _of(loop) for node in ast.walk(target))
    return {node.id for node in nodes if isinstance(node, ast.Name)}


def _turns(scope: ast.AST) -> Iterator[tuple[ast.AST, ast.expr, ast.expr]]:
    for node in ast.walk(scope):
        yield from _of(node)


def _of(node: ast.AST) -> Iterator[tuple[ast.AST, ast.expr, ast.expr]]:
    if isinstance(node, (ast.For, ast.AsyncFor)):
        yield node, node.target, node.iter
    for one in getattr(node, "generators", ()):
        yield node, one.target, one.iter


def _pairs(target: ast.expr, over: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Names, each with the thing whose parts they are given, as far as that can be told."""
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
    called = over.func if isinstance(over, ast.Call) else None
    arguments = over.args if isinstance(over, ast.Call) else []
    is_counting = called is not None and syntax.is_name(called, "range")
    if is_counting or any(isinstance(one, ast.Starred) for one in [*parts, *arguments]):
        return
    if called is not None and syntax.is_name(called, "enumerate") and len(parts) == 2 and arguments:
        yield from _pairs(parts[1], arguments[0])
    elif called is not None and syntax.is_name(called, "zip") and len(parts) == len(arguments):
        for one, each in zip(parts, arguments, strict=True):
            yield from _pairs(one, each)
    elif isinstance(called, ast.Attribute) and called.attr == "items" and len(parts) == 2:
        yield from _pairs(parts[1], called.value)
    elif isinstance(called, ast.Attribute) and called.attr == "values" and not parts:
        yield from _pairs(target, called.value)
    elif isinstance(target, ast.Name):
        yield target.id, over
