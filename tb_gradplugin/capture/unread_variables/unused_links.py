"""Objects that hold one another, where one that ran never comes to the next.

What the objects further down do with their parts is as it should be: they are not called at all.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Collection, Sequence
from types import FunctionType
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import (
    class_texts,
    naming_lines,
    object_parts,
    reachable,
)
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, UnusedBy
from tb_gradplugin.diagnosis.text import left_out, making, syntax
from tb_gradplugin.schema.findings import Location

_UNSEEN = naming_lines.UNSEEN | {"submodules"}
"""What may read an attribute without naming it."""


class _Link(NamedTuple):
    """An object that has a part, alone or with others.

    Attributes:
      holder: one of a class of the user's.
      name: of the attribute.
      part: itself, or what stands in a list that the attribute is.
    """

    holder: Any
    name: str
    part: Any


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that sets the first link which nothing uses on the way to it.

    Returns:
      None unless a method of the object which has the link ran, no method of its class names it,
      and nothing else that runs is seen to use the next object or what this holds.
    """
    chains = _Chains(search)
    return [chains.unused(variable) for variable in search.variables]


def tells_more(link: InSource, use: InSource | None) -> bool:
    """Whether a link tells more than a line that names a variable.

    Where an object makes a part of its own that nothing uses, the line that makes it does.
    """
    if use is None or use.is_use:
        return True
    is_same = use.name == link.name and not use.is_left
    return is_same and making.keeps_what_is_given(link.location)


class _Chains:
    """Who holds whom, of what can be come to from the loss."""

    def __init__(self, search: Search):
        self._search = search
        self._reach = search.reach
        self._order = {id(one): place for place, one in enumerate(self._reach.objects)}
        self._met: dict[int, bool | None] = {}
        self._idle: dict[int, bool] = {}
        self._named: dict[tuple[type, str], bool] = {}
        self._ends: dict[tuple[int, ...], InSource | None] = {}
        self._links: dict[int, list[_Link]] = {}
        self._of_variable: dict[int, list[_Link]] = {}
        for holder in self._reach.objects:
            for name, value in reachable.attributes(holder):
                if name.startswith("_") and not _is_set_in(type(holder), name):
                    continue  # By such a framework keeps track of the others.
                for part in object_parts.parts(value):
                    link = _Link(holder, name, part)
                    self._links.setdefault(id(part), []).append(link)
                    for one in () if reachable.is_of_user(part) else self._reach.held(part):
                        self._of_variable.setdefault(one, []).append(link)

    def unused(self, variable: Any) -> InSource | None:
        """The link to blame for a variable."""
        links = self._of_variable.get(reachable.identity(variable) or 0, ())
        # A layer has several variables, and all of them the same way.
        ways = tuple(map(id, links))
        if ways not in self._ends:
            self._ends[ways] = self._unused(links)
        return self._ends[ways]

    def _unused(self, links: Sequence[_Link]) -> InSource | None:
        idle: dict[int, Any] = {}
        ends: list[_Link] = []
        waiting = list(links)
        while waiting:
            link = waiting.pop()
            idle[id(link.part)] = link.part
            if not self._is_idle(link.holder):
                ends.append(link)
            elif id(link.holder) not in idle:
                idle[id(link.holder)] = link.holder
                waiting += self._links.get(id(link.holder), ())
        if not ends or any(map(self._is_named, ends)) or self._is_used_by_name(idle):
            return None
        for link in sorted(ends, key=lambda one: self._order[id(one.holder)]):
            if reachable.is_of_user(link.part) and (told := self._told(link)) is not None:
                return told
        return None

    def _told(self, link: _Link) -> InSource | None:
        given = [
            place
            for one, tree in _methods(type(link.holder)).items()
            for line in naming_lines.that_give(tree, "self", link.name)
            for place in frames.of_function(one, line)
        ]
        working = _working(type(link.holder))
        running = [one for one, tree in working.items() if self._has_run(one, tree)]
        # What runs where the object is called is told before all others.
        running.sort(key=lambda one: one.__name__ not in class_texts.CALLED)
        if not given or not running:
            return None
        called = running[0].__qualname__.rpartition("<locals>.")[-1]
        place = _line_of(running[0], working[running[0]])
        if place is None:
            return None
        return InSource(given[-1], f"self.{link.name}", False, seen=UnusedBy(called, place))

    def _is_idle(self, value: Any) -> bool:
        """Whether an object has variables, none of which was met, and none of its methods ran."""
        if id(value) not in self._idle:
            self._idle[id(value)] = self._is_met(value) is False and not self._is_entered(value)
        return self._idle[id(value)]

    def _is_entered(self, value: Any) -> bool:
        """Whether a method of an object of which no variable was met is known to have run."""
        others = (one for one in self._reach.objects if type(one) is type(value))
        # Which of the objects of a class its methods ran for, the lines do not tell.
        has_run = any(self._has_run(*one) for one in _working(type(value)).items())
        return has_run and not any(map(self._is_met, others))

    def _is_met(self, value: Any) -> bool | None:
        """Whether one of the variables of an object and its parts was met; None without any."""
        if id(value) not in self._met:
            every = list(object_parts.variables_below(value))
            met = any(map(self._search.touched.is_met, every))
            self._met[id(value)] = met if every else None
        return self._met[id(value)]

    def _has_run(self, function: FunctionType, tree: syntax.Function) -> bool:
        place = next(iter(frames.of_function(function)), None)
        if place is None:
            return False
        lines = range(tree.body[0].lineno, syntax.lines(tree).stop)
        return left_out.any_ran(lines, place.file, self._search.ran)

    def _is_named(self, link: _Link) -> bool:
        """Whether what an object does once it is made may come to an attribute of it."""
        key = (type(link.holder), link.name)
        if key not in self._named:
            self._named[key] = self._is_named_in(*key)
        return self._named[key]

    def _is_named_in(self, cls: type, name: str) -> bool:
        for tree in _working(cls).values():
            if naming_lines.that_use(tree, "self", name) or _is_unseen(tree):
                return True
        of_libraries = class_texts.of_libraries(cls)
        return name in self._read_of_others or any(_reads(tree, name) for tree in of_libraries)

    @functools.cached_property
    def _read_of_others(self) -> set[str]:
        """The attributes that functions read of what is not `self`."""
        every = {one.function: None for one in self._reach.named}
        trees = [_tree(one) for one in every if one.__name__ not in syntax.BUILDING]
        return {
            node.attr
            for tree in trees
            if tree is not None
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Load)
            and not syntax.is_name(node.value, "self")
        }

    def _is_used_by_name(self, idle: Collection[int]) -> bool:
        """Whether a function uses one of some objects by a name that is no attribute of `self`."""
        for named in (each for one in idle for each in self._by_name.get(one, ())):
            tree = _tree(named.function)
            if tree is None or naming_lines.that_use(tree, named.owner, named.name):
                return True
        return False

    @functools.cached_property
    def _by_name(self) -> dict[int, list[reachable.Named]]:
        found: dict[int, list[reachable.Named]] = {}
        for named in self._reach.named:
            if named.owner == "self" or named.function.__name__ in syntax.BUILDING:
                continue
            for part in object_parts.parts(named.value):
                found.setdefault(id(part), []).append(named)
        return found


def _methods(cls: type) -> dict[FunctionType, syntax.Function]:
    """The methods of a class, and of those of the user's that it is derived from."""
    return {
        method: tree
        for one in cls.__mro__
        if reachable.is_users_class(one)
        for method in map(reachable.plain, vars(one).values())
        if isinstance(method, FunctionType) and (tree := _tree(method)) is not None
    }


def _working(cls: type) -> dict[FunctionType, syntax.Function]:
    every = _methods(cls).items()
    return {one: tree for one, tree in every if one.__name__ not in syntax.BUILDING}


def _is_set_in(cls: type, name: str) -> bool:
    return any(naming_lines.that_give(tree, "self", name) for tree in _methods(cls).values())


def _tree(function: FunctionType) -> syntax.Function | None:
    return source_trees.of_function(function.__code__)


def _line_of(function: FunctionType, tree: syntax.Function) -> Location | None:
    """The line that returns what a function computes, if it ends with that; or its first."""
    line = tree.body[-1].lineno if isinstance(tree.body[-1], ast.Return) else tree.lineno
    return next(iter(frames.of_function(function, line)), None)


def _is_unseen(tree: ast.AST) -> bool:
    return any(
        isinstance(node, (ast.Name, ast.Attribute)) and syntax.last_name(node) in _UNSEEN
        for node in ast.walk(tree)
    )


def _reads(tree: ast.AST, name: str) -> bool:
    return any(source_trees.is_use(node, "self", name) for node in ast.walk(tree))
