"""Source files of the user's program as syntax trees."""

from __future__ import annotations

import ast
import functools
import linecache
from types import CodeType


def of_file(file: str) -> ast.Module | None:
    """The tree of a file; None where its text is not known or is no Python."""
    return _parsed("".join(linecache.getlines(file)))


@functools.lru_cache(maxsize=256)
def of_function(code: CodeType) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The definition of a function; None for a lambda, and where its text is not known."""
    tree = of_file(code.co_filename)
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name == code.co_name:
            lines = [node.lineno, *(each.lineno for each in node.decorator_list)]
            if code.co_firstlineno in lines:
                return node
    return None


def around_function(code: CodeType) -> list[ast.AST]:
    """The functions that the definition of a function or lambda stands in, and its file."""
    tree = of_file(code.co_filename)
    if tree is None:
        return []
    line = code.co_firstlineno
    return [
        *(
            node
            for node in ast.walk(tree)
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and node.lineno < line <= (node.end_lineno or node.lineno)
        ),
        tree,
    ]


def around(scope: ast.AST, file: str) -> list[ast.AST]:
    """The functions that a function of a file stands in, the innermost first, and the file."""
    tree = of_file(file)
    if tree is None:
        return []
    if not isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return [tree]
    outer = [
        node
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.lineno < scope.lineno <= (node.end_lineno or node.lineno)
    ]
    return [*outer[::-1], tree]


def name_of(scope: ast.AST) -> str:
    """What Python calls a function, or the code of a file."""
    return "<module>" if isinstance(scope, ast.Module) else getattr(scope, "name", "")


def is_use(node: ast.AST, owner: str, name: str) -> bool:
    """Whether a node reads a name, or, with an owner, an attribute of one."""
    if not owner:
        return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
    return (
        isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.ctx, ast.Load)
        and isinstance(node.value, ast.Name)
        and node.value.id == owner
    )


@functools.lru_cache(maxsize=64)
def _parsed(text: str) -> ast.Module | None:
    try:
        return ast.parse(text) if text else None
    except (SyntaxError, ValueError):
        return None
