"""What takes the results that a line makes beside one that gets a name which nothing reads."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import alike_names, gone_by, later_uses, overwritten, syntax
from tb_gradplugin.schema.findings import Location

_SEVERAL = 2
"""Results that are made alike, at least, which a line takes together."""


class Beside(NamedTuple):
    """The one line that takes them.

    Attributes:
      names: of those that it takes.
      line: its number.
    """

    names: tuple[str, ...]
    line: int


def found(
    last: Node,
    made: Location,
    name: str,
    function: syntax.Function,
    taken: Sequence[Node],
) -> Beside | None:
    """The line that takes others of several results, and goes without one of them.

    Args:
      last: the op that computes the one which nothing reads.
      made: the line that gives it a name.
      name: that one.
      function: in which that stands.
      taken: the ops that the loss depends on.

    Returns:
      None unless all that takes another of the results, on the way to the loss, is one statement.
    """
    own = next(overwritten.statements_at(function, made.line), None)
    if own is None:
        return None
    makers = [own[0], *_made_alike(own[0], name, function)]
    outer = last.locations[last.locations.index(made) + 1 :]
    lines: set[int] = set()
    made_there: set[int] = set()
    for node in taken:
        place = gone_by.place_inside(node, outer)
        line = node.locations[place] if place is not None else None
        if line is None or (line.file, line.function) != (made.file, made.function):
            continue
        if any(syntax.spans(maker, line.line) for maker in makers):
            made_there.update(node.outputs)
        elif line.line > made.line and not made_there.isdisjoint(node.inputs):
            lines.add(line.line)
    taking = {id(one[0]): one[0] for line in lines for one in _at(function, line)}
    statement = next(iter(taking.values())) if len(taking) == 1 else None
    if statement is None:
        return None
    given = {each for maker in makers for each in later_uses.stored(maker)} - {name}
    names = sorted(given & syntax.loaded(statement))
    return Beside(tuple(names), statement.lineno) if names else None


def of_alike(
    name: str, own: ast.stmt, function: syntax.Function, ran: Collection[int]
) -> int | None:
    """The line that takes several results which are made by the same kind of expression.

    As `words + positions` behind `kinds = self.kind(x)`, where all of these are made so: the first
    that takes two of them. Or else the last that takes one with a name alike, of which more do.

    Args:
      name: of one that nothing reads.
      own: the statement that gives it.
      function: in which that stands.
      ran: numbers of lines on the way to the loss that come behind it.
    """
    made = own.value if isinstance(own, ast.Assign) else None
    if not isinstance(made, ast.Call):
        return None
    statements = later_uses.simple_statements(syntax.own_nodes(function.body))
    same = {
        target.id
        for one in statements
        for target, value in syntax.assigned(one)
        if isinstance(target, ast.Name) and syntax.shape(value) == syntax.shape(made)
    } - {name}
    alike = {one for one in same if alike_names.difference(one, name)}
    taken = [one for one in statements if any(line in ran for line in syntax.lines(one))]
    of_two = [one.lineno for one in taken if len(same & syntax.loaded(one)) >= _SEVERAL]
    of_alike = [one.lineno for one in taken if alike & syntax.loaded(one)]
    return min(of_two) if of_two else max(of_alike, default=None)


def _at(function: syntax.Function, line: int) -> Iterator[tuple[ast.stmt, object]]:
    first = next(overwritten.statements_at(function, line), None)
    if first is not None:
        yield first


def _made_alike(own: ast.stmt, name: str, function: syntax.Function) -> Iterator[ast.stmt]:
    """Statements that give a name alike a value by the same kind of expression."""
    if not isinstance(own, ast.Assign) or not syntax.is_name(own.targets[0], name):
        return
    for node in later_uses.simple_statements(syntax.own_nodes(function.body)):
        if not isinstance(node, ast.Assign) or node is own or len(node.targets) != 1:
            continue
        target = node.targets[0]
        is_alike = isinstance(target, ast.Name) and alike_names.difference(target.id, name)
        if is_alike and syntax.shape(node.value) == syntax.shape(own.value):
            yield node
