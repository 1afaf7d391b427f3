"""Whether a number that left TensorFlow only decides, by the lines of the program.

What is compared, or tells a place in an array, is part of no number that comes back.
"""

from __future__ import annotations

import ast

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_LEAVING = frozenset({"numpy", "item", "tolist", "float", "array", "asarray"})
"""Methods and functions by which a line takes the numbers of a tensor."""

_PLACES = frozenset(
    {"nonzero", "argwhere", "flatnonzero", "argmax", "argmin", "argsort", "argpartition"}
    | {"searchsorted", "digitize"}
)
_TRUTHS = frozenset(
    {"isnan", "isinf", "isfinite", "isclose", "allclose", "array_equal", "equal", "not_equal"}
    | {"greater", "greater_equal", "less", "less_equal", "bool"}
)
_DECIDING = _PLACES | _TRUTHS
"""Functions and methods that give places in an array, or truth values."""

_TESTED = (ast.If, ast.IfExp, ast.While, ast.Assert)


def only_decides(made: Location) -> bool:
    """Whether what leaves on a line is used there, or under its name, and only to decide.

    Args:
      made: the line on which a tensor becomes a Python or NumPy value.
    """
    function = later_uses.function_at(made)
    if function is None:
        return False
    around = syntax.parents(function)
    left = [
        node
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Call)
        and syntax.spans(node, made.line)
        and syntax.last_name(node.func) in _LEAVING
    ]
    seen: set[str] = set()
    return bool(left) and all(_decides(each, function, around, seen) for each in left)


def _decides(
    node: ast.AST, function: syntax.Function, around: dict[int, ast.AST], seen: set[str]
) -> bool:
    """The same of one expression; `seen` are the names whose uses are looked at already."""
    while (outer := around.get(id(node))) is not None:
        if isinstance(outer, ast.Compare) or _is_place_or_test(node, outer):
            return True
        if isinstance(outer, ast.Call) and node is not outer.func and _gives_places(outer):
            return True
        if isinstance(outer, ast.Call) and getattr(node, "attr", "") in _DECIDING:
            return True
        if isinstance(outer, ast.stmt):
            return _is_named_to_decide(outer, function, around, seen)
        node = outer
    return False


def _is_named_to_decide(
    statement: ast.stmt, function: syntax.Function, around: dict[int, ast.AST], seen: set[str]
) -> bool:
    """Whether the names that a statement gives a value to are used, and only to decide."""
    if not isinstance(statement, (ast.Assign, ast.AnnAssign)):
        return False
    plain = (ast.Name, ast.Tuple, ast.List)
    if not all(isinstance(target, plain) for target in syntax.targets(statement)):
        return False
    stored = later_uses.stored(statement)
    names = stored - seen
    if stored and not names:
        return True
    seen |= names
    uses = [
        node
        for name in sorted(names)
        for node in syntax.names_of(function, name)
        if isinstance(node.ctx, ast.Load)
    ]
    return bool(uses) and all(_decides(use, function, around, seen) for use in uses)


def _is_place_or_test(node: ast.AST, outer: ast.AST) -> bool:
    """Whether an expression is an index of another, or the condition of a choice."""
    is_index = isinstance(outer, ast.Subscript) and node is outer.slice
    return is_index or (isinstance(outer, _TESTED) and node is outer.test)


def _gives_places(call: ast.Call) -> bool:
    """Whether a call tells places or truths; `where` does with a condition alone."""
    name = syntax.last_name(call.func)
    return name in _DECIDING or (name == "where" and len(call.args) + len(call.keywords) == 1)
