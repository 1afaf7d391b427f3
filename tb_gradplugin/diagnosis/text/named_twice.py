"""Lines that have one name twice, beside a name made alike that nothing reads: slips of the pen."""

from __future__ import annotations

import ast
from collections import Counter
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import (
    alike_names,
    later_uses,
    left_out,
    syntax,
    twice_in_line,
    unread,
)
from tb_gradplugin.schema.findings import Location


class Twice(NamedTuple):
    """What a line most likely should have named.

    Attributes:
      unread: the name that nothing reads.
      name: the one that the line has twice.
      made: the line that gives the unread name its value.
      line: which has the other one twice.
    """

    unread: str
    name: str
    made: Location
    line: Location


def found(made: Location) -> Twice | None:
    """The slip in the function in which a result is lost.

    Args:
      made: a line of that function, on which the result is computed or comes out of a call.

    Returns:
      None unless the function has one such pair of names, given values by expressions that differ
      in names alone, and a line behind the first that lists one of them twice.
    """
    function = later_uses.function_at(made)
    if function is None or unread.reads_all(function):
        return None
    own = list(syntax.own_nodes(function.body))
    values = {name: node for node in own if isinstance(node, ast.Assign) for name in _named(node)}
    read = syntax.loaded(function)
    left = [name for name in values if name not in read and not name.startswith("_")]
    pairs = [
        (name, other, line)
        for statement in later_uses.simple_statements(own)
        if statement.lineno > made.line
        for other, line in _names_twice(statement)
        for name in left
        if other in values and syntax.shape(values[other].value) == syntax.shape(values[name].value)
    ]
    if len(pairs) != 1:
        return None
    name, other, line = pairs[0]
    return Twice(
        name,
        other,
        syntax.location(made.file, values[name].lineno, made.function),
        syntax.location(made.file, line, made.function),
    )


def of_made(made: Location, ran: left_out.Ran) -> Twice | None:
    """The same of a line that has one thing twice and maybe no other, such as a sum or a list.

    Args:
      made: the line that computes the result which is lost, or calls what computes it.
      ran: the lines that ran on the way to the loss.

    Returns:
      None unless nothing reads the one name that the statement of that line gives, and one line
      alone that ran has another name twice, which is alike or is given its value by an expression
      that differs in names alone.
    """
    function = later_uses.function_at(made)
    if function is None or unread.reads_all(function):
        return None
    read = syntax.loaded(function)
    if alike_names.tells_of_sharing({function.name, *read}):
        return None
    simple = later_uses.simple_statements(syntax.own_nodes(function.body))
    own = [one for one in simple if isinstance(one, ast.Assign) and syntax.spans(one, made.line)]
    left = [
        (name, node)
        for node in own
        for name in sorted(later_uses.stored(node))
        if name not in read and not name.startswith("_")
    ]
    if len(left) != 1:
        return None
    name, node = left[0]
    alike = {one for one in read if alike_names.are_alike(one, name)} | {
        each
        for other in simple
        if isinstance(other, ast.Assign) and _named(node) and other is not node
        if syntax.shape(other.value) == syntax.shape(node.value)
        for each in _named(other)
    }
    hits = [
        (other, second.lineno)
        for statement in simple
        if statement.lineno > (node.end_lineno or node.lineno)
        if left_out.any_ran(syntax.lines(statement), made.file, ran)
        for other in sorted(alike)
        if (second := twice_in_line.found(statement, other)) is not None
    ]
    if len(hits) != 1:
        return None
    lines = (syntax.location(made.file, one, made.function) for one in (node.lineno, hits[0][1]))
    return Twice(name, hits[0][0], *lines)


def _named(node: ast.Assign) -> set[str]:
    return {target.id for target in node.targets if isinstance(target, ast.Name)}


def _names_twice(statement: ast.stmt) -> list[tuple[str, int]]:
    """Names that a display or a call of a statement lists twice, beside others, and the line."""
    found = []
    for node in ast.walk(statement):
        listed = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
        names = [one for one in listed if isinstance(one, ast.Name)]
        counts = Counter(one.id for one in names)
        lines = {one.id: one.lineno for one in names}
        if len(counts) > 1:
            found += [(name, lines[name]) for name, count in counts.items() if count == 2]
    return found
