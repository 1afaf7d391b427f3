"""Results that a function of the program is given with others, and names without reading them."""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    in_its_place,
    later_uses,
    left_out,
    loss_terms,
    syntax,
    unread,
)
from tb_gradplugin.schema.findings import Location


class UnreadPart(NamedTuple):
    """Such a result.

    Attributes:
      name: that nothing reads.
      taken: the line that takes several results apart.
      line: the one that might read it.
      slip: the name that is read in its place there; None where that is not known.
      is_told: whether names tell that this line should read it.
    """

    name: str
    taken: Location
    line: Location
    slip: in_its_place.Slip | None
    is_told: bool


def found(last: Node, nodes: Sequence[Node], ran: left_out.Ran) -> UnreadPart | None:
    """The name that a function gives one of several results, as in `logits, score = outputs`.

    Args:
      last: an op whose result no op uses.
      nodes: those that the loss depends on.
      ran: the lines of these.

    Returns:
      None unless one alone of the names is unread.
    """
    for file, called, argument in left_out.given_to(last.locations, nodes):
        if isinstance(called, ast.Lambda) or unread.reads_all(called):
            continue
        for statement in later_uses.simple_statements(syntax.own_nodes(called.body)):
            names = _names(statement, argument)
            left = [one for one in names if one not in syntax.loaded(called)]
            if len(left) != 1 or len(names) < 2 or left[0].startswith("_"):
                continue
            lines = {one for name, one in ran if name == file}
            slip = in_its_place.found(left[0], [*_without(names, left)], [called], file, ran)
            end = statement.end_lineno or statement.lineno
            told = loss_terms.made_up(called, left[0], end, lines, is_first_told=False)
            line = slip.line.line if slip is not None else told or _next(called, end, lines)
            if line is not None:
                is_told = slip is not None or told is not None
                taken, at = (
                    syntax.location(file, each, called.name) for each in (statement.lineno, line)
                )
                return UnreadPart(left[0], taken, at, slip, is_told)
    return None


def _names(statement: ast.stmt, argument: str) -> list[str]:
    """The plain names among those that a statement gives the parts of an argument."""
    target = statement.targets[0] if isinstance(statement, ast.Assign) else None
    if not isinstance(statement, ast.Assign) or not syntax.is_name(statement.value, argument):
        return []
    parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else []
    return [one.id for one in parts if isinstance(one, ast.Name)]


def _without(names: Sequence[str], left: Collection[str]) -> list[str]:
    return [one for one in names if one not in left]


def _next(called: syntax.Function, end: int, ran: Collection[int]) -> int | None:
    """The first line behind another one that is on the way to the loss."""
    behind = later_uses.simple_statements(syntax.own_nodes(called.body))
    return min((one.lineno for one in behind if end < one.lineno in ran), default=None)
