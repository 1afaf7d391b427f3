"""Calls that are given one thing twice, where another one may have been meant."""

from __future__ import annotations

import ast
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, left_out, syntax
from tb_gradplugin.schema.findings import Location

_OWN = frozenset({"self", "cls"})


class GivenTwice(NamedTuple):
    """Such a call.

    Attributes:
      name: of what it is given twice.
      line: on which it stands.
    """

    name: str
    line: Location


def found(inside: Location, ran: left_out.Ran) -> GivenTwice | None:
    """The last call of a function that is given a name twice, as in `attention(x, x)`.

    Of two alike, the first mostly is as it should be.

    Args:
      inside: a line of the function.
      ran: the lines that ran on the way to the loss.
    """
    function = later_uses.function_at(inside)
    calls = [
        (node.lineno, name)
        for node in (ast.walk(function) if function is not None else ())
        if isinstance(node, ast.Call) and (name := _twice(node))
        if left_out.any_ran(syntax.lines(node), inside.file, ran)
    ]
    if not calls:
        return None
    line, name = max(calls)
    return GivenTwice(name, syntax.location(inside.file, line, inside.function))


def _twice(call: ast.Call) -> str:
    given = [*call.args, *(one.value for one in call.keywords)]
    names = [one.id for one in given if isinstance(one, ast.Name) and one.id not in _OWN]
    return next((one for one in names if names.count(one) > 1), "")
