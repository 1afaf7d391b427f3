"""Returns under a condition that a call of their function has gone by.

What stands in such a `return` was handed to nobody, though it reads as if it had been.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Sequence

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location


def lines_after(last: Node, line: Location, nodes: Sequence[Node]) -> set[int]:
    """Numbers of the lines of a function that ran after an op, in the same call.

    Args:
      last: the op.
      line: one of those that it came out through.
      nodes: all that ran, or those that the loss depends on.
    """
    outer = last.locations[last.locations.index(line) + 1 :]
    later = ((node, place_inside(node, outer)) for node in nodes if node.index > last.index)
    own = (node.locations[place] for node, place in later if place is not None)
    same = (line.file, line.function)
    return {one.line for one in own if (one.file, one.function) == same}


def place_inside(node: Node, outer: Sequence[Location]) -> int | None:
    """The place of the line of an op that stands right inside of others; None of another call."""
    place = len(node.locations) - len(outer) - 1
    return place if place >= 0 and node.locations[place + 1 :] == outer else None


def returns(function: syntax.Function, ran: Collection[int]) -> Iterator[ast.Return]:
    """The returns in an `if` behind which, or in the other branch of which, lines ran.

    Args:
      function: of which they are.
      ran: numbers of lines that ran in the call which is asked about, in its last part.
    """
    yield from _in_block(function.body, ran)


def _in_block(block: Sequence[ast.stmt], ran: Collection[int]) -> Iterator[ast.Return]:
    for place, statement in enumerate(block):
        if isinstance(statement, ast.If):
            behind = block[place + 1 :]
            for branch, other in (
                (statement.body, statement.orelse),
                (statement.orelse, statement.body),
            ):
                if any(syntax.spans(one, line) for one in [*behind, *other] for line in ran):
                    inside = syntax.own_nodes(branch)
                    yield from (node for node in inside if isinstance(node, ast.Return))
                else:
                    yield from _in_block(branch, ran)
        elif isinstance(statement, (ast.With, ast.AsyncWith)):
            # A turn of a loop may return where one before it did not.
            yield from _in_block(statement.body, ran)
