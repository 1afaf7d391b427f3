"""Statements that have one thing twice where two would be expected: in a list, a call or a sum."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from tb_gradplugin.diagnosis.text import reading, syntax

_PRODUCTS = frozenset(
    {
        *("multiply", "matmul", "einsum", "tensordot", "dot", "batch_dot", "outer", "matvec"),
        *("Multiply", "Dot", "squared_difference"),
    }
)
"""What makes a square, or what is like one, of a thing and itself."""

_WITH_ITSELF = re.compile(r"att(n|ention)|mha|self|gram|similarit", re.IGNORECASE)
"""Names of what is often given one thing as both of two, as layers of attention are."""

_OF_A_THING_AND_ITSELF = (ast.Mult, ast.MatMult, ast.Pow)


def found(statement: ast.stmt, name: str) -> ast.expr | None:
    """The second of two equal parts of a list, a call or a sum, in which a name is read.

    Args:
      statement: that holds no others.
      name: as `reading.written`.

    Returns:
      None also of what makes a square, and of what one thing is often given to twice.
    """
    around = syntax.parents(statement)
    for node in ast.walk(statement):
        having = [one for one in _parts(node, around) if _has(one, name, around)]
        if len(having) == 2 and ast.dump(having[0]) == ast.dump(having[1]):
            return having[1]
    return None


def _parts(node: ast.AST, around: dict[int, ast.AST]) -> Sequence[ast.expr]:
    if isinstance(node, ast.BinOp):
        is_square = isinstance(node.op, _OF_A_THING_AND_ITSELF)
        return () if is_square else (node.left, node.right)
    if isinstance(node, ast.Call):
        given = [*node.args, *(one.value for one in node.keywords)]
        return () if _is_of_one(node) else given
    if not isinstance(node, (ast.List, ast.Tuple)):
        return ()
    outer = around[id(node)]
    return () if isinstance(outer, ast.Call) and _is_of_one(outer) else node.elts


def _is_of_one(call: ast.Call) -> bool:
    """Whether what is called makes sense of one thing given twice."""
    func: ast.expr = call
    while isinstance(func, ast.Call):
        func = func.func
    name = syntax.last_name(func)
    return name in _PRODUCTS or _WITH_ITSELF.search(name) is not None


def _has(part: ast.expr, name: str, around: dict[int, ast.AST]) -> bool:
    return any(
        isinstance(getattr(node, "ctx", None), ast.Load)
        and reading.written(node) == name
        and syntax.asked_of(node, around) not in syntax.OF_ITS_FORM
        for node in ast.walk(part)
    )
