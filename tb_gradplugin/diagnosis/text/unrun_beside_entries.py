"""Blocks that did not run, and read a result that goes else into an entry which nothing reads.

As where a model computes its loss under `if labels is not None`, and returns `{"loss": loss,
"logits": logits}`, of which the caller reads the loss.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis import ends as ends_lib
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    followed_entries,
    handed_on,
    later_uses,
    syntax,
    unread,
    unrun_blocks,
    unrun_entries,
)
from tb_gradplugin.diagnosis.text.left_out import Ran
from tb_gradplugin.schema.findings import Location


class Beside(NamedTuple):
    """Such a block.

    Attributes:
      line: which begins it, that of an `if`.
      made: the line whose result it reads.
      keys: of the entries into which the result goes.
    """

    line: Location
    made: Location
    keys: tuple[str, ...]


def reading(ends: Sequence[Node], nodes: Sequence[Node], ran: Ran) -> Beside | None:
    """The block that would have put results to use, where their entries are for no reader.

    Args:
      ends: ops whose results no op uses.
      nodes: all that ran, in their order.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None where an entry of the results is read somewhere, or may be; where nothing but that block
      reads them; and where what it makes of them would not go on either.
    """
    return ends_lib.of_all(ends, lambda end: _of_end(end, nodes, ran))


def _of_end(end: Node, nodes: Sequence[Node], ran: Ran) -> Beside | None:
    for depth, line, function in handed_on.outwards(end.locations):
        if line.function != function.name or unread.reads_all(function):
            return None
        put = list(unrun_entries.put(function, line))
        if put:
            reads = followed_entries.reads(put, end.locations[depth:], nodes, ran)
            keys = tuple(dict.fromkeys(one.key for one in put))
            read = {one.key for one in reads or ()}
            if not read or not read.isdisjoint(keys):
                return None
            parts = {id(one.value) for one in put}
            block = _block(function, line, parts, read, ran)
            if block is None:
                return None
            at = syntax.location(line.file, block.lineno, function.name)
            return Beside(at, line, keys)
    return None


def _block(
    function: syntax.Function, made: Location, parts: Collection[int], read: set[str], ran: Ran
) -> ast.If | None:
    """The only block that reads a result of a line beside the parts of an object."""
    used = unrun_blocks.uses(function, made, ran)
    chains = [one for one in (used[1] if used is not None else ()) if id(one[0]) not in parts]
    blocks = [unrun_blocks.unrun_around(chain, made, ran)[-1:] for chain in chains]
    outermost = blocks[0][0] if blocks and blocks[0] else None
    if not isinstance(outermost, ast.If) or any(each != [outermost] for each in blocks):
        return None
    for chain in chains:
        statement = unrun_blocks.reading_statement(chain, [outermost])
        if statement is None or not unrun_blocks.computes(chain):
            continue
        if unrun_blocks.may_be_left_before(function, made, outermost, statement, ran):
            return None
        if _goes_on(function, made.file, statement, read, ran):
            return outermost
    return None


def _goes_on(
    function: syntax.Function, file: str, statement: ast.stmt, read: set[str], ran: Ran
) -> bool:
    """Whether a name that a statement gives a value is in an entry that is read, or used later."""
    if not isinstance(statement, (ast.Assign, ast.AugAssign)):
        return False
    names = later_uses.stored(statement)
    inside = {id(node) for node in ast.walk(statement)}
    entries = unrun_entries.put_where(
        function, file, lambda value: isinstance(value, ast.Name) and value.id in names
    )
    return any(one.key in read for one in entries) or any(
        isinstance(node.ctx, ast.Load) and id(node) not in inside and (file, node.lineno) in ran
        for name in names
        for node in syntax.names_of(function, name)
        if node.lineno > statement.lineno
    )
