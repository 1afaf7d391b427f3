"""The line of a program that makes one of the variables in a list, a tuple or a dict."""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import held_tensors
from tb_gradplugin.capture.program import assignments, reachable, renaming_lines
from tb_gradplugin.capture.sources import source_trees
from tb_gradplugin.diagnosis.text import call_sites, syntax

_MOST_STEPS = 8
"""Names, displays and arguments that are looked behind, one after the other."""

_COPYING = frozenset({"list", "tuple", "dict", "OrderedDict", "deque", "sorted"})
"""Python's own, which give the entries that they are given."""

_COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.SetComp)


class _Place(NamedTuple):
    """An expression, the function or file that it stands in, and the file's name."""

    given: ast.expr
    scope: ast.AST
    file: str


def line(
    value: Any, one: int, given: Sequence[tuple[int, ast.expr]], scope: ast.AST, file: str
) -> tuple[int, ast.AST] | None:
    """The line of the call that makes a variable, and the function or file that it stands in.

    Args:
      value: what a name means: the variable, a list, tuple or dict with it, or one of such.
      one: the variable's identity.
      given: lines and expressions that the name is given, and what is put into it.
      scope: the function or file in which that happens.
      file: its name.

    Returns:
      None where no such line can be told.
    """
    places = [_Place(each, scope, file) for _, each in given]
    found = _of_several(value, one, places, _MOST_STEPS)
    return None if found is None else (found.given.lineno, found.scope)


def _of_several(value: Any, one: int, places: Sequence[_Place], steps: int) -> _Place | None:
    """By all that a name is given, which for a list is often an empty one and then its entries."""
    if any(_is_stored(value, each) for each in places):
        return None
    filling = [each for each in places if not renaming_lines.holds_nothing(each.given)]
    items = held_tensors.items_of(value)
    if len(filling) == len(places) or items is None:
        return _maker(value, one, filling[0], steps) if len(filling) == 1 else None
    if len(filling) == len(items):
        pairs = zip(filling, items, strict=True)
        own = [(each, item) for each, item in pairs if one in reachable.held(item)]
        return _maker(own[0][1], one, own[0][0], steps) if len(own) == 1 else None
    if len(filling) != 1:
        return None
    # What is put in, again and again, is an entry; what a list is extended by is a list as well.
    entry = next((item for item in items if one in reachable.held(item)), None)
    return _maker(entry, one, filling[0], steps)


def _maker(value: Any, one: int, place: _Place, steps: int) -> _Place | None:
    """The call behind an expression that gives a value, in which the variable is."""
    if not steps:
        return None
    given = place.given
    if isinstance(given, ast.Name):
        return _of_name(value, one, place, steps - 1)
    if reachable.identity(value) == one:
        if not isinstance(given, ast.Call):
            return None
        # An assignment to several names at once is given what the call of a function returns.
        returned = _returned(place)
        return place if returned is None else _of_own_name(value, returned) or place
    for item, entry in _entries(value, given):
        if one in reachable.held(item):
            return _maker(item, one, place._replace(given=entry), steps - 1)
    if isinstance(given, ast.Call) and syntax.last_name(given.func) in _COPYING and given.args:
        return _maker(value, one, place._replace(given=given.args[0]), steps - 1)
    returned = _returned(place) if held_tensors.items_of(value) is not None else None
    if returned is not None and (found := _maker(value, one, returned, steps - 1)) is not None:
        return found
    makers = [
        node
        for node in ast.walk(given)
        if isinstance(node, ast.expr) and syntax.makes_variable(node)
    ]
    if len(makers) == 1:
        return place._replace(given=makers[0])
    is_made = isinstance(given, ast.Call) and syntax.last_name(given.func) == type(value).__name__
    return place if is_made and not makers else None


def _of_name(value: Any, one: int, place: _Place, steps: int) -> _Place | None:
    """By what its function, its callers or the file give a name."""
    name = getattr(place.given, "id", "")
    for scope in (place.scope, *source_trees.around(place.scope, place.file)):
        given = assignments.in_scope(scope).get(("", name), ())
        if given:
            places = [_Place(each, scope, place.file) for _, each in given]
            return _of_several(value, one, places, steps)
        if isinstance(scope, syntax.FUNCTIONS) and name in syntax.parameters(scope.args):
            every = list(call_sites.given_for(scope, name, place.file))
            if len(every) != 1:
                return None
            return _maker(value, one, _Place(every[0].given, every[0].scope, place.file), steps)
    return None


def _returned(place: _Place) -> _Place | None:
    """What a plain function of the file returns on one line, if nothing else calls it."""
    tree, call = syntax.tree_of(place.file), place.given
    if tree is None or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return None
    called = call.func.id
    functions = [one for one in syntax.functions_in(tree) if one.name == called]
    uses = [node for node in ast.walk(tree) if syntax.is_name(node, called)]
    if len(functions) != 1 or len(uses) != 1:
        return None
    nodes = syntax.own_nodes(functions[0].body)
    every = [node.value for node in nodes if isinstance(node, ast.Return)]
    if len(every) != 1 or every[0] is None:
        return None
    return place._replace(given=every[0], scope=functions[0])


def _of_own_name(variable: Any, returned: _Place) -> _Place | None:
    """The only call that gives a variable its name, of those behind names that are returned."""
    own = str(getattr(variable, "name", "")).partition(":")[0]
    assigned = assignments.in_scope(returned.scope)
    found = [
        returned._replace(given=value)
        for element in getattr(returned.given, "elts", ())
        for _, value in assigned.get(("", getattr(element, "id", "")), ())
        if isinstance(value, ast.Call)
        for keyword in value.keywords
        if keyword.arg == "name" and getattr(keyword.value, "value", None) == own
    ]
    return found[0] if len(found) == 1 else None


def _entries(value: Any, given: ast.expr) -> Iterator[tuple[Any, ast.expr]]:
    """What a container holds, each with the expression that gives it."""
    items = held_tensors.items_of(value)
    if items is None:
        if isinstance(given, ast.Call) and dataclasses.is_dataclass(value):
            yield from _arguments(dict(reachable.attributes(value)), given)
    elif isinstance(given, _COMPREHENSIONS):
        yield from ((item, given.elt) for item in items)
    elif isinstance(given, ast.DictComp):
        yield from ((item, given.value) for item in items)
    elif isinstance(given, ast.Dict) and isinstance(value, dict):
        for key, entry in zip(given.keys, given.values, strict=True):
            if isinstance(key, ast.Constant) and key.value in value:
                yield value[key.value], entry
    elif isinstance(given, (ast.List, ast.Tuple)):
        if len(given.elts) == len(items) and not _has_star(given.elts):
            yield from zip(items, given.elts, strict=True)
    elif isinstance(given, ast.Call):
        fields = getattr(type(value), "_fields", ())
        by_name = dict(value) if isinstance(value, dict) else dict(zip(fields, items, strict=False))
        yield from _arguments(by_name, given)


def _arguments(held: dict[str, Any], call: ast.Call) -> Iterator[tuple[Any, ast.expr]]:
    """What an object holds by names, with what the call that makes it gives for fields of these."""
    for keyword in call.keywords:
        if keyword.arg in held:
            yield held[keyword.arg], keyword.value
    if not _has_star(call.args) and syntax.last_name(call.func) not in _COPYING:
        yield from zip(held.values(), call.args, strict=False)


def _is_stored(value: Any, place: _Place) -> bool:
    """Whether a function that is called again and again makes one entry each time.

    What it is called with tells more of the entry than the line that all of them have in common.
    """
    if held_tensors.items_of(value) is None or not syntax.makes_variable(place.given):
        return False
    if not isinstance(place.scope, syntax.FUNCTIONS) or place.scope.name in syntax.BUILDING:
        return False
    loops = (node for node in ast.walk(place.scope) if isinstance(node, syntax.LOOPS))
    return not any(syntax.spans(loop, place.given.lineno) for loop in loops)


def _has_star(given: Sequence[ast.expr]) -> bool:
    return any(isinstance(each, ast.Starred) for each in given)
