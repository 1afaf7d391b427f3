"""Where the entries of an object are read, from the line that puts them there outwards."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    given_back,
    later_uses,
    left_out,
    merged_dicts,
    returned_parts,
    syntax,
    unread,
)
from tb_gradplugin.schema.findings import Location

ASKING = frozenset({"len", "print", "isinstance", "type", "bool"})
"""Functions of Python's own that read no entry, or part."""

_TAKING = ("get", "pop")
"""Methods of a dict that take the entry of a key."""

_MOST_FUNCTIONS = 12
"""To which one object is followed; what goes further is not told."""


class Put(NamedTuple):
    """What is put into an entry of an object.

    Attributes:
      key: of the entry, or the name of the field.
      value: what is put there.
      container: the display or the call that makes the object, or the target `name[key]`.
      is_object: whether the entries are fields.
    """

    key: str
    value: ast.expr
    container: ast.expr
    is_object: bool


class Read(NamedTuple):
    """A read of an entry, in a function of a file."""

    file: str
    function: syntax.Function
    node: ast.expr
    key: str


class Unseen(Exception):
    """The whole object goes to where it cannot be seen what is read of it."""


def reads(
    put: Sequence[Put], locations: Sequence[Location], nodes: Sequence[Node], ran: left_out.Ran
) -> list[Read] | None:
    """All reads of entries of the one object into which something is put.

    Args:
      put: into entries, all in one function.
      locations: the lines that the result comes out through, from the one of that function.
      nodes: all that ran, in their order.
      ran: lines that are known to have run, see `left_out.ran`.

    Returns:
      None where the object is handed on to what is not seen, or where there are several.
    """
    following = _Following(bool(put) and put[0].is_object, locations, nodes, ran)
    try:
        following.begin(put)
    except Unseen:
        return None
    return following.found


class _Following:
    """One object on its way through the functions that have it."""

    def __init__(
        self,
        is_object: bool,
        locations: Sequence[Location],
        nodes: Sequence[Node],
        ran: left_out.Ran,
    ) -> None:
        self.found: list[Read] = []
        self._is_object = is_object
        self._locations = locations
        self._nodes = nodes
        self._ran = ran
        self._seen: set[tuple[int, str]] = set()

    def begin(self, put: Sequence[Put]) -> None:
        function = later_uses.function_at(self._locations[0])
        containers = {id(one.container): one.container for one in put}
        names = {
            one.value.id
            for one in containers.values()
            if isinstance(one, ast.Subscript) and isinstance(one.value, ast.Name)
        }
        made = [one for one in containers.values() if not isinstance(one, ast.Subscript)]
        begun = {
            id(value)
            for name in names
            for _, value in (syntax.given_to(function, name) if function is not None else ())
        }
        # A name may be given some entries with the object, and others later.
        made = [one for one in made if id(one) not in begun]
        if function is None or len(names) + len(made) != 1:
            raise Unseen
        for node in made:
            self._given(node, function, 0)
        for name in names:
            self._named(self._locations[0].file, function, name, 0)

    def _given(
        self, node: ast.expr, function: syntax.Function, depth: int, place: given_back.Place = None
    ) -> None:
        """Follows the object from the expression of a function that makes it, or gets it."""
        file = self._locations[depth].file
        outer = syntax.parents(function)[id(node)]
        if isinstance(outer, ast.Return):
            self._returned(depth, place)
        elif place is None and (among := self._among_returned(node, function)):
            self._returned(depth, among)
        elif isinstance(outer, ast.Assign) and len(outer.targets) == 1:
            target = (
                outer.targets[0] if place is None else given_back.part(outer.targets[0], *place)
            )
            if not isinstance(target, ast.Name):
                raise Unseen
            self._named(file, function, target.id, depth)
        elif place is not None:
            raise Unseen
        elif not self._is_object and (merged := merged_dicts.made_with(node, function)):
            self._given(merged, function, depth)
        elif isinstance(outer, (ast.Call, ast.keyword)):
            self._handed(node, file, function)
        else:
            raise Unseen

    def _returned(self, depth: int | None, place: given_back.Place = None) -> None:
        if depth is None or depth + 1 >= len(self._locations):
            raise Unseen
        line = self._locations[depth + 1]
        function = later_uses.function_at(line)
        if function is None or line.function != function.name:
            raise Unseen
        call = given_back.giving_call(line, function, self._locations[depth].function)
        if call is None:
            raise Unseen
        self._given(call, function, depth + 1, place)

    def _among_returned(self, node: ast.expr, function: syntax.Function) -> given_back.Place:
        """Where an object stands among several; a dict there lists all that was computed."""
        return given_back.among_returned(node, function) if self._is_object else None

    def _named(self, file: str, function: syntax.Function, name: str, depth: int | None) -> None:
        """Follows the object under a name in a function: what it is given, or a parameter."""
        if (id(function), name) in self._seen:
            raise Unseen
        self._seen.add((id(function), name))
        around = syntax.parents(function)
        every = syntax.names_of(function, name)
        # `name |= other` leaves what it has, and puts more into it.
        every = [node for node in every if not merged_dicts.is_filled_up(node, around[id(node)])]
        stored = sum(not isinstance(node.ctx, ast.Load) for node in every)
        is_given = name in syntax.parameters(function.args)
        if (
            unread.reads_all(function)
            or stored + is_given != 1
            or len(self._seen) > _MOST_FUNCTIONS
        ):
            raise Unseen
        own = {id(node) for node in syntax.own_nodes(function.body)}
        for node in every:
            if isinstance(node.ctx, ast.Load):
                if id(node) not in own:
                    raise Unseen
                self._used(node, file, function, around, depth)

    def _used(
        self,
        node: ast.Name,
        file: str,
        function: syntax.Function,
        around: dict[int, ast.AST],
        depth: int | None,
    ) -> None:
        outer = around[id(node)]
        if isinstance(outer, ast.Return):
            self._returned(depth)
        elif among := self._among_returned(node, function):
            self._returned(depth, among)
        elif isinstance(outer, ast.Subscript) and outer.value is node:
            key = returned_parts.index_of(outer.slice)
            if self._is_object or not isinstance(key, str):
                raise Unseen
            if isinstance(outer.ctx, ast.Load):
                self.found.append(Read(file, function, outer, key))
        elif isinstance(outer, ast.Attribute):
            self._asked(outer, around[id(outer)], file, function)
        elif isinstance(outer, ast.Compare):
            kinds = (ast.In, ast.NotIn, ast.Is, ast.IsNot)
            if not all(isinstance(one, kinds) for one in outer.ops):
                raise Unseen
        elif not self._is_object and (merged := merged_dicts.made_with(node, function)):
            if depth is None:
                raise Unseen
            self._given(merged, function, depth)
        elif not self._is_object and (name := merged_dicts.filled_with(node, outer)):
            if name in syntax.parameters(function.args):
                raise Unseen  # Who gave it has it as well.
            if (id(function), name) not in self._seen:
                self._named(file, function, name, depth)
        elif isinstance(outer, (ast.Call, ast.keyword)):
            self._handed(node, file, function)
        else:
            raise Unseen

    def _asked(
        self, asked: ast.Attribute, outer: ast.AST, file: str, function: syntax.Function
    ) -> None:
        is_called = isinstance(outer, ast.Call) and outer.func is asked
        if self._is_object and not is_called and isinstance(asked.ctx, ast.Load):
            self.found.append(Read(file, function, asked, asked.attr))
        elif is_called and isinstance(outer, ast.Call) and not self._is_object:
            if asked.attr == "update":
                return  # What is put into it besides may be read under any name.
            key = returned_parts.index_of(outer.args[0]) if outer.args else None
            if asked.attr not in _TAKING or not isinstance(key, str):
                raise Unseen
            self.found.append(Read(file, function, outer, key))
        else:
            raise Unseen

    def _handed(self, node: ast.expr, file: str, function: syntax.Function) -> None:
        """Follows the object into the functions that a call which is given it may come to."""
        call = next(
            one
            for one in syntax.upwards(node, syntax.parents(function), function)
            if isinstance(one, ast.Call)
        )
        if isinstance(call.func, ast.Name) and call.func.id in ASKING:
            return
        places: list[int | str] = [place for place, one in enumerate(call.args) if one is node]
        places += [one.arg for one in call.keywords if one.arg and one.value is node]
        called = left_out.functions_called(call, file, function, self._nodes)
        if not called or not places:
            raise Unseen
        for each in called:
            names = list(left_out.parameters_given(each, places, call))
            if isinstance(each, ast.Lambda) or len(names) != len(places):
                raise Unseen
            star = each.args.vararg
            if star is not None and star.arg in names:
                raise Unseen
            before = len(self.found)
            for name in names:
                self._named(file, each, name, None)
            if not left_out.any_ran(syntax.lines(call), file, self._ran):
                # What is read in a call that did not run is left out where the call stands.
                keys = dict.fromkeys(one.key for one in self.found[before:])
                self.found[before:] = [Read(file, function, node, key) for key in keys]
