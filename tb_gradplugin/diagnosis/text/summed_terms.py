"""Terms of a sum that is a loss, by the lines that compute them."""

from __future__ import annotations

import ast
from collections.abc import Collection

from tb_gradplugin.diagnosis.text import later_uses, syntax
from tb_gradplugin.schema.findings import Location

_SUMMING = frozenset({"add_n", "sum"})
"""Functions that add up the elements of a list."""


def only_of(summed: Location, lines: Collection[tuple[str, int]]) -> Location | None:
    """The line that computes the one term of a sum which something else has a part in.

    Args:
      summed: the line that computes the sum.
      lines: files and numbers of all lines that the other thing has a part in.

    Returns:
      None where that is so of several terms or of none; where the line computes more than the sum
      of names, each of which its function gives one value.
    """
    function = later_uses.function_at(summed)
    if function is None:
        return None
    simple = later_uses.simple_statements(syntax.own_nodes(function.body))
    own = [one for one in simple if syntax.spans(one, summed.line)]
    value = own[0].value if len(own) == 1 and isinstance(own[0], (ast.Assign, ast.Return)) else None
    names = dict.fromkeys(_terms(value)) if value is not None else {}
    made: dict[int, None] = {}
    for name in names if len(names) > 1 else ():
        stored = [one for one in simple if name in later_uses.stored(one)]
        stores = [] if name is None else syntax.names_of(function, name)
        if len(stored) != 1 or sum(isinstance(one.ctx, ast.Store) for one in stores) != 1:
            return None
        if any((summed.file, line) in lines for line in syntax.lines(stored[0])):
            made[stored[0].lineno] = None
    return syntax.location(summed.file, next(iter(made)), function.name) if len(made) == 1 else None


def _terms(value: ast.expr) -> list[str | None]:
    """The names that an expression adds up, each as it is or weighted; None for what has none."""
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        return [*_terms(value.left), *_terms(value.right)]
    is_list = isinstance(value, ast.Call) and len(value.args) == 1 and not value.keywords
    if isinstance(value, ast.Call) and is_list and syntax.last_name(value.func) in _SUMMING:
        elements = getattr(value.args[0], "elts", ())
        return [term for one in elements for term in _terms(one)] or [None]
    if isinstance(value, ast.BinOp) and isinstance(value.op, ast.Mult):
        factors = [value.left, value.right]
        weighted = [one for one in factors if not isinstance(one, (ast.Constant, ast.Attribute))]
        value = weighted[0] if len(weighted) == 1 else value
    return [value.id if isinstance(value, ast.Name) else None]
