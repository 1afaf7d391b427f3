"""Entries of what a function returns that are read only under Python `if`s that were not taken."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    followed_entries,
    handed_on,
    later_uses,
    left_out,
    returned_parts,
    syntax,
    unread,
    unrun_blocks,
)
from tb_gradplugin.diagnosis.text.followed_entries import Put, Read
from tb_gradplugin.diagnosis.text.left_out import Ran
from tb_gradplugin.schema.findings import Location

_COMPUTING = (ast.Call, ast.BinOp, ast.UnaryOp)


class Entries(NamedTuple):
    """Entries of one object, all of them read in one function.

    Attributes:
      conditions: the lines of the `if`s, in their order.
      keys: of the entries, in the order in which they are read.
      made: the line whose result goes into them.
    """

    conditions: tuple[Location, ...]
    keys: tuple[str, ...]
    made: Location


def reading(ends: Sequence[Node], nodes: Sequence[Node], ran: Ran) -> Entries | None:
    """The entries into which go the results of ops, and the conditions under which they are read.

    Args:
      ends: ops whose results no op uses.
      nodes: all that ran, in their order.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None unless all that becomes of the results is seen, and one function alone reads them.
    """
    found = [_of_end(end, nodes, ran) for end in ends]
    known = [one for one in found if one is not None]
    if not known or len(known) < len(found):
        return None
    return joined(known)


def joined(found: Sequence[Entries]) -> Entries | None:
    """All of these as one; None where they are read in several functions, or put in in several."""
    conditions = {(one.file, one.line): one for each in found for one in each.conditions}
    if len({(one.file, one.function) for one in conditions.values()}) != 1:
        return None
    if len({(one.made.file, one.made.function) for one in found}) != 1:
        return None
    keys = dict.fromkeys(key for each in found for key in each.keys)
    return Entries(
        tuple(conditions[place] for place in sorted(conditions)), tuple(keys), found[0].made
    )


def _of_end(end: Node, nodes: Sequence[Node], ran: Ran) -> Entries | None:
    for depth, line in enumerate(end.locations):
        function = later_uses.function_at(line)
        if function is None or line.function != function.name or unread.reads_all(function):
            return None
        entries = list(put(function, line))
        if entries:
            lost = _perhaps_lost(function, line, entries, ran)
            if lost is None:
                return None
            reads = followed_entries.reads(lost, end.locations[depth:], nodes, ran)
            return _under_conditions(lost, reads, line, ran) if reads is not None else None
        if not handed_on.to_caller(line):
            return None
    return None


def put(function: syntax.Function, line: Location) -> Iterator[Put]:
    """What goes into entries under keys in a function, of what a line may compute."""
    names = named(function, line)
    return put_where(function, line.file, lambda value: _is_from(value, line, names))


def put_where(
    function: syntax.Function, file: str, is_it: Callable[[ast.expr], bool]
) -> Iterator[Put]:
    """What goes into entries under keys in a function of a file, of the values that are meant."""
    for node in syntax.own_nodes(function.body):
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target = node.targets[0]
            key = returned_parts.index_of(target.slice) if _is_entry(target) else None  # type: ignore[attr-defined]
            if isinstance(key, str) and is_it(node.value):
                yield Put(key, node.value, target, is_object=False)
        for key, part in _parts(node, file):
            if not isinstance(node, ast.expr) or not returned_parts.may_be_lost(node, key):
                continue
            if is_it(part):
                is_object = isinstance(node, ast.Call) and syntax.last_name(node.func) != "dict"
                yield Put(key, part, node, is_object)


def named(function: syntax.Function, line: Location) -> set[str]:
    """The plain names to which a line gives what it computes."""
    given = [
        node
        for node in syntax.own_nodes(function.body)
        if isinstance(node, ast.Assign) and syntax.spans(node, line.line)
        if not list(_parts(node.value, line.file))
    ]
    plain = (ast.Name, ast.Tuple)
    if len(given) != 1 or not all(isinstance(one, plain) for one in given[0].targets):
        return set()
    return later_uses.stored(given[0])


def _is_entry(target: ast.expr) -> bool:
    return isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name)


def _parts(node: ast.AST, file: str) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value
    elif isinstance(node, ast.Call):
        for name, value in returned_parts.put_into_object(node, file).items():
            yield str(name), value


def _is_from(part: ast.expr, line: Location, names: Collection[str]) -> bool:
    if isinstance(part, ast.Name):
        return part.id in names
    return isinstance(part, _COMPUTING) and not names and syntax.spans(part, line.line)


def _perhaps_lost(
    function: syntax.Function, line: Location, put: Sequence[Put], ran: Ran
) -> list[Put] | None:
    """Those that may hold the lost result; None where it may be lost in another way."""
    parts = {id(one.value) for one in put}
    around = syntax.parents(function)
    used: set[str] = set()
    for name in named(function, line):
        every = syntax.names_of(function, name)
        if sum(isinstance(node.ctx, ast.Store) for node in every) != 1:
            return None
        loads = [node for node in every if isinstance(node.ctx, ast.Load)]
        others = [
            node
            for node in loads
            if id(node) not in parts and syntax.asked_of(node, around) not in syntax.OF_ITS_FORM
        ]
        if any((line.file, node.lineno) in ran for node in others):
            used.add(name)
        elif others or not loads:
            return None
    return [one for one in put if not (isinstance(one.value, ast.Name) and one.value.id in used)]


def _under_conditions(
    lost: Sequence[Put], reads: Sequence[Read], made: Location, ran: Ran
) -> Entries | None:
    found: dict[tuple[str, int], tuple[Location, str]] = {}
    for key in dict.fromkeys(one.key for one in lost):
        of_key = [one for one in reads if one.key == key]
        if any(_has_run(one, ran) for one in of_key):
            continue
        conditions = [_condition(one, ran) for one in of_key]
        for line in conditions:
            if line is None:
                return None
            found[line.file, line.line] = (line, key)
        if not conditions:
            return None
    if not found:
        return None
    pairs = [found[place] for place in sorted(found)]
    keys = tuple(dict.fromkeys(key for _, key in pairs))
    return joined([Entries(tuple(line for line, _ in pairs), keys, made)])


def _has_run(read: Read, ran: Ran) -> bool:
    statement = syntax.statement_of(_chain(read))
    if not later_uses.is_simple(statement):
        return (read.file, read.node.lineno) in ran
    return left_out.any_ran(syntax.lines(statement), read.file, ran)


def _chain(read: Read) -> list[ast.AST]:
    around = syntax.parents(read.function)
    return [read.node, *syntax.upwards(read.node, around, read.function)]


def _condition(read: Read, ran: Ran) -> Location | None:
    """The line of the `if` that keeps a read from running, in a function that ran."""
    function, chain = read.function, _chain(read)
    is_run = left_out.any_ran(syntax.lines(function), read.file, ran)
    if not is_run or not _computes(read, chain):
        return None
    begun = syntax.location(read.file, function.lineno, function.name)
    blocks = unrun_blocks.unrun_around(chain, begun, ran)
    statement = syntax.statement_of(chain)
    for block in reversed(blocks):
        if not isinstance(block, ast.If):
            return None
        branch = block.body if any(one in chain for one in block.body) else block.orelse
        # Where nothing stands in it but another condition, that one may have been asked.
        if not any(later_uses.is_simple(one) or one is statement for one in branch):
            continue
        if unrun_blocks.may_be_left_before(function, begun, block, statement, ran):
            return None
        return syntax.location(read.file, block.lineno, function.name)
    return None


def _computes(read: Read, chain: Sequence[ast.AST]) -> bool:
    """Whether an op would be seen of a read, or of what it gives a name, were it to run."""
    if unrun_blocks.computes(chain):
        return True
    statement = syntax.statement_of(chain)
    if not isinstance(statement, ast.Assign) or statement.value is not read.node:
        return False
    block = next((one for one in chain if isinstance(one, ast.If)), None)
    names = later_uses.stored(statement)
    around = syntax.parents(read.function)
    for node in ast.walk(block) if block is not None else ():
        if isinstance(node, ast.Name) and node.id in names and isinstance(node.ctx, ast.Load):
            upwards = [node, *syntax.upwards(node, around, read.function)]
            inner = next(one for one in upwards if isinstance(one, ast.If))
            if inner is block and unrun_blocks.computes(upwards):
                return True
    return False
