"""Lists of results that loops go over by a name which nothing reads."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    later_uses,
    left_out,
    looped_over,
    syntax,
    turns_over,
    unread,
    unread_lists,
)
from tb_gradplugin.schema.findings import Location

_SAME_PARTS = frozenset({"reversed", "list", "tuple"})
"""Functions that give the parts of what they are given."""


class UnreadTurn(NamedTuple):
    """Such a list.

    Attributes:
      name: of the list.
      part: the name that a loop gives its parts, which nothing reads.
      loop: the line of the loop.
      line: the first in it that takes something else of the same turn, or that of the loop.
    """

    name: str
    part: str
    loop: Location
    line: Location


def found(made: Sequence[Location], nodes: Sequence[Node]) -> UnreadTurn | None:
    """The list in which a result lies, and the loop that goes over it in vain.

    Args:
      made: the lines of an op whose result no op uses, innermost first.
      nodes: those that the loss depends on.

    Returns:
      None unless all that reads the list is such a loop, of which a line is on the way to the loss.
    """
    ran = {(line.file, line.line) for node in nodes for line in node.locations}
    for file, function, name in _lists(made, nodes):
        loops = list(turns_over.given(function, functools.partial(_goes_over, name)))
        part, loop = loops[0] if len(loops) == 1 else ("_", function)
        is_read = part.startswith("_") or part in syntax.loaded(function)
        if is_read or unread.reads_all(function) or not isinstance(loop, looped_over.LOOPS):
            continue
        over = {id(node) for each in _iterated(loop) for node in ast.walk(each)}
        lines = [one for each in looped_over.repeated(loop) for one in syntax.lines(each)]
        is_alone = all(id(one) in over for one in unread_lists.reads(function, name))
        if is_alone and left_out.any_ran(lines, file, ran):
            line, taking = (looped_over.location(file, one) for one in (loop, _taking(loop, part)))
            return UnreadTurn(name, part, line, taking)
    return None


def _lists(
    made: Sequence[Location], nodes: Sequence[Node]
) -> Iterator[tuple[str, syntax.Function, str]]:
    """Files, functions, and names of lists in these, into which a line puts a result."""
    function = later_uses.function_at(made[0]) if made else None
    if function is not None:
        for statement in later_uses.simple_statements(syntax.own_nodes(function.body)):
            if not syntax.spans(statement, made[0].line):
                continue
            filled = syntax.filled_by(statement, ("append", "insert"))
            listed = [
                target.id
                for target, value in syntax.assigned(statement)
                if isinstance(target, ast.Name) and isinstance(value, (ast.List, ast.ListComp))
            ]
            yield from ((made[0].file, function, one) for one in [filled, *listed] if one)
    for file, called, name in left_out.given_to(made, nodes):
        if not isinstance(called, ast.Lambda) and not looped_over.stores(called, name):
            yield file, called, name


def _goes_over(name: str, expression: ast.expr) -> bool:
    """Whether it is a list, or gives all of its parts in some order."""
    if isinstance(expression, ast.Call) and len(expression.args) == 1:
        is_same = syntax.last_name(expression.func) in _SAME_PARTS
        return is_same and _goes_over(name, expression.args[0])
    if isinstance(expression, ast.Subscript) and isinstance(expression.slice, ast.Slice):
        return _goes_over(name, expression.value)
    return syntax.is_name(expression, name)


def _iterated(loop: looped_over.Loop) -> list[ast.expr]:
    return [loop.iter] if isinstance(loop, ast.For) else [one.iter for one in loop.generators]


def _taking(loop: looped_over.Loop, part: str) -> ast.expr | ast.stmt:
    others = turns_over.names_given(loop) - {part}
    inside = later_uses.simple_statements(syntax.own_nodes(getattr(loop, "body", [])))
    taking = [one for one in inside if others & syntax.loaded(one)]
    return min(taking, key=lambda one: one.lineno) if taking else loop
