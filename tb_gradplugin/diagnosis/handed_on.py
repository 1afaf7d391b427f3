"""Lines whose result their function hands on to its caller, who makes of it what it likes."""

from __future__ import annotations

import ast

from tb_gradplugin.diagnosis import later_uses
from tb_gradplugin.schema.findings import Location


def to_caller(line: Location) -> bool:
    """Whether all that a line computes is what its function returns.

    Args:
      line: one of the user's that made a tensor, or called what made it.

    Returns:
      True for a line of a `return` that takes no part of what it computes, and for one that gives
      its value to a name which nothing but such a `return` reads later.
    """
    function = later_uses.function_at(line)
    # A line of a lambda is found in the function around it, whose `return` is another one.
    if function is None or function.name != line.function:
        return False
    nodes = list(later_uses.own_nodes(function))
    returned = [node.value for node in nodes if isinstance(node, ast.Return) and node.value]
    if any(_spans(value, line) and not isinstance(value, ast.Subscript) for value in returned):
        return True
    own = [node for node in nodes if isinstance(node, ast.Assign) and _spans(node, line)]
    if len(own) != 1 or len(own[0].targets) != 1 or not isinstance(own[0].targets[0], ast.Name):
        return False
    name, end = own[0].targets[0].id, own[0].end_lineno or own[0].lineno
    later = [
        node
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and node.id == name and node.lineno > end
    ]
    parts = [part for value in returned for part in _parts(value)]
    return bool(later) and all(any(node is part for part in parts) for node in later)


def _spans(node: ast.expr | ast.stmt, line: Location) -> bool:
    return node.lineno <= line.line <= (node.end_lineno or node.lineno)


def _parts(value: ast.expr) -> list[ast.expr]:
    return value.elts if isinstance(value, (ast.Tuple, ast.List)) else [value]
