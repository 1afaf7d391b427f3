"""Entries of a dict that goes with others into a larger one, of which the loss reads the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    followed_entries,
    gone_by,
    handed_on,
    later_uses,
    syntax,
    unread,
    unrun_entries,
)
from tb_gradplugin.diagnosis.text.followed_entries import Put, Read
from tb_gradplugin.diagnosis.text.left_out import Ran
from tb_gradplugin.schema.findings import Location


class Entries(NamedTuple):
    """Entries that nothing reads.

    Attributes:
      keys: of those that hold what is computed first.
      line: which puts it there.
      made: which computes it.
      last: of the same function, which computes what no op uses from it; may be the same.
      reading: where other entries are read last of all.
      read: the keys of those that are read there.
      kind: the class of the object whose attributes they are; empty for entries of a dict.
    """

    keys: tuple[str, ...]
    line: Location
    made: Location
    last: Location
    reading: Location
    read: tuple[str, ...]
    kind: str = ""

    @property
    def lines(self) -> tuple[Location, ...]:
        """What an object should have is put into it; who reads it leaves out a part."""
        first = (self.reading, self.line) if self.kind else (self.line,)
        return (*first, self.made, self.reading)

    @property
    def said(self) -> dict[str, str]:
        """As evidence."""
        return {
            "unread_entries": ", ".join(self.keys),
            "entries_from": self.made.place,
            "computed_in": self.last.place,
            "reads_others": self.reading.place,
            "others_read": ", ".join(self.read),
            **({"attributes_of": self.kind, "put_in": self.line.place} if self.kind else {}),
        }


def found(
    last: Node, carrying: Sequence[Node], taken: Sequence[Node], nodes: Sequence[Node], ran: Ran
) -> Entries | None:
    """The entries into which a result goes, or what it was computed from, and that nothing reads.

    Args:
      last: an op whose result no op uses.
      carrying: the ops that compute with the lost variables, none of them on the way to the loss.
      taken: those that the loss depends on.
      nodes: all that ran, in their order.
      ran: lines that are known to have run.

    Returns:
      None unless all that becomes of the results is seen, and something reads other entries.
    """
    for depth, line in enumerate(last.locations):
        function = later_uses.function_at(line)
        if function is None or line.function != function.name or unread.reads_all(function):
            return None
        outer = last.locations[depth + 1 :]
        lost = list(_lost(function, line, outer, carrying, taken))
        put = [(each, one) for each in lost for one in unrun_entries.put(function, each)]
        if put:
            if not _go_nowhere_else(function, lost, [one for _, one in put]):
                return None
            every = [one for _, one in put]
            reads = followed_entries.reads(every, last.locations[depth:], nodes, ran)
            return _of_first(put, reads or [], {one.key for one in every}, line)
        if not handed_on.to_caller(line, gone_by.lines_after(last, line, nodes)):
            return None
    return None


def _lost(
    function: syntax.Function,
    line: Location,
    outer: Sequence[Location],
    carrying: Sequence[Node],
    taken: Sequence[Node],
) -> Iterator[Location]:
    """A line, and those of its function from which alone it has the lost variables."""
    own = _lines_in(function, line, outer, carrying) - _lines_in(function, line, outer, taken)
    assigned = [
        node
        for node in syntax.own_nodes(function.body)
        if isinstance(node, (ast.Assign, ast.Expr, ast.Return))
    ]
    waiting, seen = [line.line], {line.line}
    while waiting:
        number = waiting.pop()
        yield syntax.location(line.file, number, function.name)
        read = {
            name for one in assigned if syntax.spans(one, number) for name in syntax.loaded(one)
        }
        for node in assigned:
            inside = sorted(own.intersection(syntax.lines(node)) - seen)
            if inside and read & later_uses.stored(node):
                seen.update(inside)
                waiting.append(inside[0])


def _lines_in(
    function: syntax.Function, line: Location, outer: Sequence[Location], nodes: Sequence[Node]
) -> set[int]:
    """Numbers of the lines of a call of a function on which ops ran."""
    inside = syntax.lines(function)
    return {
        own.line
        for node in nodes
        for place, own in enumerate(node.locations)
        if own.file == line.file and own.line in inside
        if tuple(node.locations[place + 1 :]) == tuple(outer)
    }


def _go_nowhere_else(
    function: syntax.Function, lost: Sequence[Location], put: Sequence[Put]
) -> bool:
    """Whether what lost lines compute goes into entries, and into each other, alone."""
    around = syntax.parents(function)
    parts = {id(one.value) for one in put}
    numbers = {one.line for one in lost}
    for name in {name for one in lost for name in unrun_entries.named(function, one)}:
        every = syntax.names_of(function, name)
        if sum(not isinstance(node.ctx, ast.Load) for node in every) != 1:
            return False
        for node in every:
            if not isinstance(node.ctx, ast.Load) or id(node) in parts:
                continue
            statement = syntax.statement_of(syntax.upwards(node, around, function))
            is_lost = later_uses.is_simple(statement) and numbers & {*syntax.lines(statement)}
            if not is_lost and syntax.asked_of(node, around) not in syntax.OF_ITS_FORM:
                return False
    return True


def _of_first(
    put: Sequence[tuple[Location, Put]], reads: Sequence[Read], keys: set[str], line: Location
) -> Entries | None:
    if not reads or any(one.key in keys for one in reads):
        return None
    made = min((each for each, _ in put), key=lambda each: each.line)
    first = [one for each, one in put if each == made]
    where = syntax.location(line.file, first[0].container.lineno, line.function)
    end = reads[-1]
    there = [one for one in reads if one.function is end.function]
    reading = syntax.location(end.file, min(one.node.lineno for one in there), end.function.name)
    made_by = first[0].container
    kind = ""
    if first[0].is_object and isinstance(made_by, ast.Call):
        kind = syntax.last_name(made_by.func)
    return Entries(
        tuple(dict.fromkeys(one.key for one in first)),
        where,
        made,
        line,
        reading,
        tuple(dict.fromkeys(one.key for one in there)),
        kind,
    )
