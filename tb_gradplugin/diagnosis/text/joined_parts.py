"""Tuples of results that go on in sums, slices and stars, and the lines that take parts of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    given_back,
    later_uses,
    left_out,
    parts_taken,
    returned_parts,
    syntax,
    unread,
)
from tb_gradplugin.diagnosis.text.followed_entries import ASKING, Unseen
from tb_gradplugin.schema.findings import Location

_Places = tuple[int | None, ...]
"""For each part of a tuple, its place in the one that is followed; None for what is beside it."""


class _Read(NamedTuple):
    """A line that takes a part of the tuple which is followed."""

    place: int
    line: Location


class _Returned(Exception):
    """A function gives a tuple that has parts of the one which is followed, or none of it."""

    def __init__(self, places: _Places) -> None:
        super().__init__()
        self.places = places


def only_part_read(line: Location, last: Node, ran: left_out.Ran) -> Location | None:
    """The line that takes one part of a tuple of results, where nothing takes another one.

    Args:
      line: one of those of an op that goes nowhere, which gets the whole tuple from a call.
      last: the op.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      The first line that takes the part, here or in a function that is returned a tuple which has
      the parts among others. None where the lost part is taken, where several others are, or where
      the tuple, or one that holds its parts, goes elsewhere.
    """
    if line not in last.locations or parts_taken.takes_apart(line):
        return None
    depth = last.locations.index(line)
    several = returned_parts.returned(last.locations[:depth])
    if several is None or several.keys != tuple(range(len(several.keys))):
        return None
    found: list[_Read] = []
    places: _Places = tuple(range(len(several.keys)))
    try:
        while any(place is not None for place in places):
            places = _Following(last.locations, depth, ran, found).run(places)
            depth += 1
    except Unseen:
        return None
    taken = {one.place for one in found}
    return found[0].line if len(taken) == 1 and taken.isdisjoint(several.lost) else None


class _Following:
    """A tuple, and those that are made with it, in one function, statement after statement."""

    def __init__(
        self, locations: Sequence[Location], depth: int, ran: left_out.Ran, found: list[_Read]
    ) -> None:
        if depth >= len(locations):
            raise Unseen
        line = locations[depth]
        function = later_uses.function_at(line)
        if function is None or line.function != function.name or unread.reads_all(function):
            raise Unseen
        call = given_back.giving_call(line, function, locations[depth - 1].function)
        if call is None:
            raise Unseen
        self._line, self._function, self._call = line, function, call
        self._ran, self._found = ran, found
        self._known: dict[str, _Places] = {}
        self._given: _Places = ()
        self._around = syntax.parents(function)

    def run(self, places: _Places) -> _Places:
        """What the function returns that is given a tuple by its call; empty for no part of it."""
        self._given = places
        try:
            self._block(self._function.body)
        except _Returned as returned:
            return returned.places
        return ()

    def _block(self, block: Sequence[ast.stmt]) -> None:
        for statement in block:
            if isinstance(statement, ast.If):
                self._read(statement.test)
                self._branches(statement)
            elif isinstance(statement, ast.With):
                for item in statement.items:
                    self._read(item.context_expr)
                self._block(statement.body)
            elif isinstance(statement, ast.Assign) and len(statement.targets) == 1:
                self._assign(statement.targets[0], statement.value)
            elif isinstance(statement, ast.AugAssign) and self._names(statement):
                self._fill_up(statement)
            elif isinstance(statement, ast.Return):
                raise _Returned(self._places_of(statement.value) if statement.value else ())
            else:
                self._read(statement)

    def _branches(self, choice: ast.If) -> None:
        """Goes into the branch that ran, where only one is known to have done so."""
        both, file = (choice.body, choice.orelse), self._line.file
        if not any(self._names(one) for block in both for one in block):
            return
        seen = [left_out.block_ran(block, file, self._ran) for block in both]
        if seen[0] == seen[1]:
            raise Unseen
        if any(self._names(one) for one in both[seen[0]]):
            raise Unseen  # What is taken there may be what is lost.
        self._block(both[not seen[0]])

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        places = self._places_of(value)
        if isinstance(target, ast.Name):
            self._known.pop(target.id, None)
            if places:
                self._known[target.id] = places
        elif places:
            self._unpack(target, places)
        elif self._names(target):
            raise Unseen

    def _fill_up(self, statement: ast.AugAssign) -> None:
        """`name += other` puts more behind what a name has."""
        target = statement.target
        if not isinstance(target, ast.Name) or not isinstance(statement.op, ast.Add):
            self._read(statement)
        elif target.id in self._known:
            self._known[target.id] += self._tuple_of(statement.value)
        else:
            raise Unseen

    def _unpack(self, target: ast.expr, places: _Places) -> None:
        if not isinstance(target, (ast.Tuple, ast.List)):
            raise Unseen
        stars = [at for at, one in enumerate(target.elts) if isinstance(one, ast.Starred)]
        behind = len(target.elts) - stars[0] - 1 if stars else 0
        parts: list[tuple[ast.expr, _Places]] = []
        for at, one in enumerate(target.elts):
            if isinstance(one, ast.Starred):
                parts.append((one.value, places[at : len(places) - behind]))
            else:
                at = at - len(target.elts) if stars and at > stars[0] else at
                parts.append((one, places[at : at + 1 or None]))
        loaded = syntax.loaded(self._function)
        for one, own in parts:
            if not isinstance(one, ast.Name):
                raise Unseen
            self._known.pop(one.id, None)
            if stars and one is parts[stars[0]][0]:
                self._known[one.id] = own
            elif one.id in loaded:
                self._take(own, one)

    def _places_of(self, node: ast.expr) -> _Places:
        """The parts that an expression is a tuple of; empty where it has none that is followed."""
        if not any(self._tracked(node)):
            return ()
        if isinstance(node, ast.Name):
            return self._known[node.id]
        if node is self._call:
            return self._given
        if isinstance(node, (ast.Tuple, ast.List)):
            joined: list[int | None] = []
            for one in node.elts:
                if isinstance(one, ast.Starred):
                    joined += self._tuple_of(one.value)
                else:
                    self._read(one)
                    joined.append(None)
            return tuple(joined)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self._tuple_of(node.left) + self._tuple_of(node.right)
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            return self._tuple_of(node.value)[_slice(node.slice)]
        is_copied = isinstance(node, ast.Call) and syntax.dotted(node.func) in ("tuple", "list")
        if is_copied and isinstance(node, ast.Call) and len(node.args) == 1:
            return self._tuple_of(node.args[0])
        self._read(node)
        return ()

    def _tuple_of(self, node: ast.expr) -> _Places:
        """The parts of what must be a tuple whose length is known."""
        places = self._places_of(node)
        if not places and not isinstance(node, (ast.Tuple, ast.List)):
            raise Unseen
        if not places and isinstance(node, (ast.Tuple, ast.List)):
            if any(isinstance(one, ast.Starred) for one in node.elts):
                raise Unseen
            return (None,) * len(node.elts)
        return places

    def _read(self, scope: ast.AST) -> None:
        """What a statement or an expression takes of the tuples that are followed."""
        for node in self._tracked(scope):
            outer = self._around[id(node)]
            if isinstance(outer, ast.Subscript) and outer.value is node:
                index = returned_parts.index_of(outer.slice)
                places = self._places_of(node)
                if not isinstance(index, int) or not -len(places) <= index < len(places):
                    raise Unseen
                self._take((places[index],), outer)
            elif isinstance(outer, ast.Compare):
                if not all(isinstance(one, (ast.Is, ast.IsNot)) for one in outer.ops):
                    raise Unseen
            elif not (isinstance(outer, ast.Call) and syntax.dotted(outer.func) in ASKING):
                raise Unseen

    def _take(self, places: _Places, node: ast.expr) -> None:
        line = syntax.location(self._line.file, node.lineno, self._line.function)
        self._found += [_Read(place, line) for place in places if place is not None]

    def _tracked(self, scope: ast.AST) -> Iterator[ast.expr]:
        """The names of tuples that are followed, and the call that gives the first."""
        for node in ast.walk(scope):
            if node is self._call or (isinstance(node, ast.Name) and node.id in self._known):
                yield node

    def _names(self, scope: ast.AST) -> bool:
        return any(True for _ in self._tracked(scope))


def _slice(node: ast.Slice) -> slice:
    bounds = []
    for bound in (node.lower, node.upper, node.step):
        value = returned_parts.index_of(bound) if bound is not None else None
        if bound is not None and not isinstance(value, int):
            raise Unseen
        bounds.append(value)
    return slice(*bounds)
