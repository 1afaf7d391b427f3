"""Lines of a gradient function that give `None` where its last line returns a name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location


def line(returning: Location) -> Location | None:
    """The only line of a function on which it puts `None` into something, or gives it a name.

    Args:
      returning: the line that returns the gradients.

    Returns:
      None where that line has the `None` itself, and where there is no such line or are several.
    """
    function = later_uses.function_at(returning)
    if function is None:
        return None
    giving = {}
    for statement in later_uses.simple_statements(syntax.own_nodes(function.body)):
        for value in _values(statement):
            if any(isinstance(one, ast.Constant) and one.value is None for one in _parts(value)):
                giving[statement.lineno] = statement
    if len(giving) != 1:
        return None
    (only,) = giving.values()
    is_it = isinstance(only, ast.Return)
    return None if is_it else syntax.location(returning.file, only.lineno, returning.function)


def _values(statement: ast.stmt) -> Iterator[ast.expr]:
    """What a statement returns, gives a name, or hands to a call such as `append`."""
    if isinstance(statement, (ast.Return, ast.Assign, ast.AnnAssign)) and statement.value:
        yield statement.value
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        yield from statement.value.args


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    """An expression, or the elements and alternatives that it is made of."""
    yield value
    if isinstance(value, (ast.Tuple, ast.List)):
        inner = value.elts
    elif isinstance(value, ast.IfExp):
        inner = [value.body, value.orelse]
    elif isinstance(value, (ast.ListComp, ast.GeneratorExp)):
        inner = [value.elt]
    elif isinstance(value, ast.BinOp):
        inner = [value.left, value.right]
    else:
        inner = []
    for one in inner:
        yield from _parts(one)
