"""Variables that a method is given in a dict, and in whose place it reads those of its object.

As in meta-learning: `params` has a value for each attribute, under its name, and the method takes
some of them from there.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Collection, Iterator, Sequence
from types import FunctionType
from typing import Any, NamedTuple

from tb_gradplugin.capture.ops import static_shapes
from tb_gradplugin.capture.program import passed_over, reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, PassedBy
from tb_gradplugin.diagnosis.text import left_out, syntax
from tb_gradplugin.schema.findings import Location

_PARTS_OF_A_KEY = re.compile(r"[./:]")

_DEPTH = 3
"""Dicts within one another that are looked into."""

_WIDTH = 1000
"""Entries of one dict that are looked at."""


class _Passing(NamedTuple):
    """A method that takes entries of a dict, and an attribute that it reads of its object.

    Attributes:
      holder: the object.
      name: of the attribute.
      given: the parameter that the dict has in the method.
      taken: the keys of the entries that it takes.
      place: the line that reads the attribute.
    """

    holder: Any
    name: str
    given: str
    taken: Collection[str]
    place: Location


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that reads an attribute of the name that it has in a dict.

    Returns:
      None unless the evaluation used the attribute, and another variable that stands beside this
      one in the dict, under a key that the method takes.
    """
    lines: list[InSource | None] = [None] * len(search.variables)
    places: dict[int | None, list[int]] = {}
    for place, variable in enumerate(search.variables):
        places.setdefault(reachable.identity(variable), []).append(place)
    entries = [one for one in _dicts(search.reach) if any(map(places.get, _identities(one)))]
    passing = list(_passing(search)) if entries else []
    for every in entries if passing else ():
        for key, variable in every.items():
            numbers = places.get(reachable.identity(variable), ())
            line = _line(key, variable, every, passing, search.touched) if numbers else None
            for number in numbers:
                lines[number] = lines[number] or line
    return lines


def _identities(entries: dict[str, Any]) -> Iterator[int | None]:
    return map(reachable.identity, entries.values())


def _dicts(reach: reachable.Reach) -> Iterator[dict[str, Any]]:
    """The dicts with variables that have a name, of one within others the keys one by one."""
    seen: set[int] = set()
    for named in reach.named:
        if isinstance(named.value, dict) and id(named.value) not in seen:
            seen.add(id(named.value))
            if found := dict(_entries(named.value, "", _DEPTH)):
                yield found


def _entries(value: dict[Any, Any], outer: str, depth: int) -> Iterator[tuple[str, Any]]:
    for key, one in itertools.islice(value.items(), _WIDTH):
        if not isinstance(key, str):
            continue
        if isinstance(one, dict) and depth:
            yield from _entries(one, f"{outer}{key}.", depth - 1)
        elif reachable.identity(one) is not None:
            yield f"{outer}{key}", one


def _line(
    key: str,
    variable: Any,
    every: dict[str, Any],
    passing: Sequence[_Passing],
    touched: passed_over.Touched,
) -> InSource | None:
    name = _PARTS_OF_A_KEY.split(key)[-1]
    outer = key.removesuffix(name)
    for one in passing:
        own = getattr(one.holder, one.name, None)
        if one.name != name or static_shapes.of(own) != static_shapes.of(variable):
            continue
        beside = [each for each in one.taken if touched.is_met(every.get(f"{outer}{each}"))]
        if beside:
            taken, passed = (f'{one.given}["{each}"]' for each in (beside[0], name))
            return InSource(one.place, f"self.{name}", True, seen=PassedBy(passed, taken))
    return None


def _passing(search: Search) -> Iterator[_Passing]:
    for holder in search.reach.objects:
        own = dict(reachable.attributes(holder))
        names = [name for name, item in own.items() if reachable.identity(item) is not None]
        names = [name for name in names if search.touched.is_met(own[name])]
        for method in reachable.own_methods(holder) if names else ():
            tree = source_trees.of_function(method.__code__)
            if tree is None or method.__name__ in syntax.BUILDING:
                continue
            for given in syntax.parameters(tree.args) - {"self"}:
                taken = _taken(tree, given)
                if not taken or not all(key in own for key in taken):
                    continue
                for name in names:
                    place = _read(method, tree, name, search.ran) if name not in taken else None
                    if place is not None:
                        yield _Passing(holder, name, given, taken, place)


def _taken(tree: syntax.Function, given: str) -> list[str]:
    """The keys that a function takes of a parameter; none where more may be read of it."""
    around = syntax.parents(tree)
    keys: dict[str, None] = {}
    for node in syntax.names_of(tree, given):
        outer = around[id(node)]
        if _only_asks(node, outer):
            continue
        key: ast.AST | None = None
        if isinstance(outer, ast.Subscript) and outer.value is node:
            key = outer.slice
        elif isinstance(outer, ast.Attribute) and outer.attr == "get":
            call = around[id(outer)]
            key = call.args[0] if isinstance(call, ast.Call) and call.args else None
        if not isinstance(key, ast.Constant) or not isinstance(key.value, str):
            return []
        keys[key.value] = None
    return list(keys)


def _only_asks(node: ast.AST, outer: ast.AST) -> bool:
    """Whether a name stands in a condition that asks whether there is anything at all."""
    if isinstance(outer, ast.Compare):
        return isinstance(outer.ops[0], (ast.Is, ast.IsNot))
    return isinstance(outer, (ast.If, ast.IfExp)) and outer.test is node


def _read(
    method: FunctionType, tree: syntax.Function, name: str, ran: Collection[tuple[str, int]]
) -> Location | None:
    """The line by which a method reads an attribute of its object, if that is known to have run."""
    around = syntax.parents(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not source_trees.is_use(node, "self", name):
            continue
        statement = syntax.statement_of([*syntax.upwards(node, around, tree), tree])
        place = next(iter(frames.of_function(method, node.lineno)), None)
        if place is not None and left_out.any_ran(syntax.lines(statement), place.file, ran):
            return place
    return None
