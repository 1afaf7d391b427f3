"""Statements that write to a TensorArray and do not keep the array that they are given back."""

from __future__ import annotations

import ast
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

METHODS = ("write", "scatter", "unstack", "split")
"""Those of a TensorArray that give back another one."""

_READING = ("stack", "read", "gather", "concat")


class Unkept(NamedTuple):
    """A write whose result is dropped.

    Attributes:
      array: what is written to, as it stands there; empty where it has no name.
      method: by which.
      line: where.
    """

    array: str
    method: str
    line: Location


def dropped_by(line: Location) -> Unkept | None:
    """The write that a line does, if its statement does no more than that."""
    function = later_uses.function_at(line)
    for node in ast.walk(function) if function is not None else ():
        found = _dropped(node, line)
        if found is not None and isinstance(node, ast.Expr) and syntax.spans(node, line.line):
            return found
    return None


def of_array_read_by(line: Location) -> Unkept | None:
    """The first such write, in the function of a line, to an array that the line reads."""
    function = later_uses.function_at(line)
    if function is None:
        return None
    nodes = list(ast.walk(function))
    read = {
        syntax.dotted(node.func.value)
        for node in nodes
        if isinstance(node, ast.Call) and syntax.spans(node, line.line)
        if isinstance(node.func, ast.Attribute) and node.func.attr in _READING
    }
    every = [found for node in nodes if (found := _dropped(node, line)) is not None]
    own = [found for found in every if found.array and found.array in read]
    return min(own, key=lambda one: one.line.line, default=None)


def _dropped(node: ast.AST, line: Location) -> Unkept | None:
    call = node.value if isinstance(node, ast.Expr) else None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr not in METHODS:
        return None
    where = syntax.location(line.file, call.lineno, line.function)
    return Unkept(syntax.dotted(call.func.value), call.func.attr, where)
