"""Source files of the user's program as syntax trees."""

from __future__ import annotations

import ast
import functools
from types import CodeType

from tb_gradplugin.diagnosis.text import syntax


@functools.lru_cache(maxsize=256)
def of_function(code: CodeType) -> syntax.Function | None:
    """The definition of a function; None for a lambda, and where its text is not known."""
    tree = syntax.tree_of(code.co_filename)
    for node in syntax.functions_in(tree) if tree is not None else ():
        if node.name == code.co_name:
            lines = [node.lineno, *(each.lineno for each in node.decorator_list)]
            if code.co_firstlineno in lines:
                return node
    return None


def around_function(code: CodeType) -> list[ast.AST]:
    """The functions that a function or lambda stands in, the innermost first, and its file."""
    return _around(code.co_filename, code.co_firstlineno)


def around(scope: ast.AST, file: str) -> list[ast.AST]:
    """The functions that a function of a file stands in, the innermost first, and the file."""
    return _around(file, scope.lineno if isinstance(scope, syntax.FUNCTIONS) else 0)


def _around(file: str, line: int) -> list[ast.AST]:
    tree = syntax.tree_of(file)
    if tree is None:
        return []
    return [*(one for one in syntax.functions_around(tree, line) if one.lineno < line), tree]


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
