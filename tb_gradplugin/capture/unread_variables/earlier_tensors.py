"""Tensors that a program computed from its variables before the loss was evaluated, and kept.

TensorFlow keeps no record of how such a tensor came about; the program's own lines do.
"""

from __future__ import annotations

import ast
import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tb_gradplugin.capture.observing import earlier_numbers, held_tensors, python_names
from tb_gradplugin.capture.program import (
    assignments,
    computing_lines,
    entered_numbers,
    expression_sources,
    filling_functions,
    holding_lines,
    name_scopes,
    reachable,
    renaming_lines,
)
from tb_gradplugin.capture.program.computing_lines import Computed
from tb_gradplugin.capture.sources import source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import Kept
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_MOST = 16
"""Tensors that are told of one variable, at most."""


_WIDTH = 200
"""Objects of one list whose attributes are looked at."""


def kept(
    search: Search, entered: Sequence[tuple[tuple[Location, ...], int]] = ()
) -> tuple[list[Kept | None], set[int]]:
    """For each variable, a tensor that was computed from it and that the evaluation used.

    Args:
      search: for variables, whether the evaluation touched them or not.
      entered: numbers that became constants in the evaluation: lines of the op that took one, and
        its value.

    Returns:
      None for a variable of which no such tensor is seen; and the values of tensors that are
      seen to be computed from numbers alone.
    """
    every = [reachable.identity_and_name(each) for each in search.variables]
    # What is no variable is asked for in vain.
    wanted = [(place, one, name) for place, (one, name) in enumerate(every) if one is not None]
    found: list[list[Kept]] = [[] for _ in search.variables]
    of_data: set[int] = set()
    for one in _computed(search):
        value: int | reachable.Named | None = one.value
        held = [each for each in wanted if one.sources.hold(*each[1:])]
        if held and isinstance(value, reachable.Named):
            value = entered_numbers.value_of(value, search.reach, entered)
        if not isinstance(value, int):
            continue
        lines = computing_lines.kept_at(one) if held else ()
        for place, variable, name in held if lines else ():
            if len(found[place]) < _MOST:
                computed = computing_lines.found(one, variable, name)
                found[place].append(
                    Kept(
                        value,
                        lines[0],
                        one.is_hidden,
                        is_handed_on=one.is_handed_on,
                        computed=computed,
                    )
                )
        if one.sources.is_whole:
            of_data.add(value)
    return [
        dataclasses.replace(each[0], others=tuple(each[1:])) if each else None for each in found
    ], of_data


def _computed(search: Search) -> Iterator[Computed]:
    """Values that the evaluation used, with the line and the variables they were computed from."""
    reach, known = search.reach, search.known
    for function, tensors in reach.caches:
        value = next((v for t in tensors if (v := known(t)) is not None), None)
        tree = source_trees.of_function(function.__code__)
        if value is not None and tree is not None:
            names = dict(python_names.names_in_reach(function))
            own = {
                n.name: n.value for n in reach.named if n.owner == "self" and n.function is function
            }
            for node in ast.walk(tree):
                if isinstance(node, ast.Return) and node.value is not None:
                    sources = expression_sources.of(
                        node.value, names, own, assignments.in_scope(tree), reach
                    )
                    yield Computed(
                        value,
                        function,
                        node.lineno,
                        tree.name,
                        sources,
                        True,
                        function,
                        node.lineno,
                    )
    filled: set[tuple[int, str]] = set()
    for named in reach.named:
        value = next((v for t in _parts(named.value) if (v := known(t)) is not None), None)
        if value is not None:
            value = _before(named, value, search)
            yield from _of_named(named, value, search)
            # What all methods of an object, and all functions, read is filled once.
            key = (id(named.value if named.holder is None else named.holder), named.name)
            if key not in filled:
                filled.add(key)
                for scope, given_to in filling_functions.found(named, reach):
                    of_self = name_scopes.own_of(scope)
                    if not of_self and named.owner == "self":
                        of_self = name_scopes.own_of_owner(scope, named.holder, search.reach)
                    yield from _of_given(named, value, scope, of_self, given_to, search)
        elif isinstance(named.value, earlier_numbers.NUMBERS):
            # A part of an array, or what NumPy makes of it, has another content.
            yield from _of_named(named, named, search)


def _before(named: reachable.Named, value: int, search: Search) -> int:
    """What was there before, where the evaluation has put a tensor of its own in its place."""
    if value in search.outside.values() or reachable.identity(named.value) is not None:
        return value
    own = re.compile(rf"(?:.*\.)?{re.escape(named.name)}(?:\[.*\])?")
    found = {name: one for name, one in search.outside.items() if own.fullmatch(name)}
    # Of two objects with such an attribute, it is not known which one a tensor is of.
    holders = {id(one.holder) for one in search.reach.named if one.name == named.name}
    is_of_one = len({name.partition("[")[0] for name in found}) == 1 and len(holders) == 1
    return min(found.values()) if is_of_one else value


def _of_named(
    named: reachable.Named, value: int | reachable.Named, search: Search
) -> Iterator[Computed]:
    """By the lines that give the name, or the attribute, a value."""
    of_holder = reachable.members(named.holder) if named.owner == "self" else None
    scopes = name_scopes.scopes(named)
    for scope in scopes:
        own = of_holder if of_holder is not None else name_scopes.own_of(scope)
        given_to = scope.assigned.get((named.owner, named.name), ())
        of_self = named.holder if named.owner == "self" else None
        given_to = holding_lines.that_may_have_run(given_to, scope.function, scope.tree, of_self)
        if named.owner not in ("", "self"):
            made = scope.assigned.get(("", named.owner), ())
            given_to = [*given_to, *assignments.by_argument(made, {named.name})]
        yield from _of_given(named, value, scope, own, given_to, search)
    if named.owner == "self" and name_scopes.makes(named.function, named.holder):
        yield from _of_argument(named, value, search.reach)
    elif named.owner != "self":
        for scope in scopes:
            yield from _of_parameter(named, value, scope, search.reach)


def _of_given(
    named: reachable.Named,
    value: int | reachable.Named,
    scope: name_scopes.Scope,
    own: Mapping[str, Any],
    given_to: Sequence[tuple[int, ast.expr]],
    search: Search,
) -> Iterator[Computed]:
    """By what lines of one function, or of the file, give."""
    for line, given in given_to:
        if syntax.makes_empty(given):
            continue  # What is put into it later tells what it holds.
        every = []
        inside = name_scopes.with_arguments(named, given, scope, search.reach)
        parts = renaming_lines.parts(given, inside)
        for place, part in enumerate((given, *parts), -1):
            there = held_tensors.tensors_at(named.value, place, len(parts)) if place >= 0 else []
            of_part = next((v for t in there if (v := search.known(t)) is not None), value)
            first = renaming_lines.origin(renaming_lines.Given(line, part, inside), named)
            every.append(_at(of_part, first.line, first.expression, first.scope, own, search.reach))
            if part is not given or not parts:
                yield from _of_callers(named, of_part, first, search.reach)
        # Of a pair with its label, the line that computes the one; of two, that of the pair.
        of_variables = [one for one in every[1:] if one.sources.variables or one.sources.names]
        computed = of_variables[0] if len(of_variables) == 1 else every[0]
        yield computed._replace(is_handed_on=renaming_lines.is_handed_on(given))


def _of_callers(
    named: reachable.Named,
    value: int | reachable.Named,
    given: renaming_lines.Given,
    reach: reachable.Reach,
) -> Iterator[Computed]:
    """By what callers of its function give for the parameters that an expression reads."""
    scope = given.scope
    if getattr(scope.tree, "name", "") == "__init__":
        return  # That of an object is seen by the lines that make it.
    behind = expression_sources.names_behind(given.expression, scope.assigned)
    is_computed = not renaming_lines.is_handed_on(given.expression)
    for name in sorted(behind.keys() & renaming_lines.arguments(scope.tree) - {"self"}):
        for line, argument, caller in name_scopes.given_by_callers(scope, name):
            own = name_scopes.own_in_method(caller, named)
            computed = _at(value, line, argument, caller, own, reach)
            if is_computed and renaming_lines.is_handed_on(argument):
                called = source_trees.name_of(scope.tree)
                computed = computed._replace(
                    function=scope.function,
                    line=given.line,
                    called=called,
                    of_argument=behind[name],
                )
            yield computed


def _at(
    value: int | reachable.Named,
    line: int,
    given: ast.expr,
    scope: name_scopes.Scope,
    own: Mapping[str, Any],
    reach: reachable.Reach,
) -> Computed:
    sources = expression_sources.of(given, scope.names, own, scope.in_reach, reach)
    called = source_trees.name_of(scope.tree)
    function = scope.function
    return Computed(value, function, line, called, sources, scope.is_hidden, function, line)


def _of_parameter(
    named: reachable.Named,
    value: int | reachable.Named,
    scope: name_scopes.Scope,
    reach: reachable.Reach,
) -> Iterator[Computed]:
    """By the lines that call a function to which the name is a parameter."""
    for line, given, caller in name_scopes.given_by_callers(scope, named.owner or named.name):
        if not named.owner:
            yield _at(value, line, given, caller, {}, reach)
            continue
        for place, part in assignments.by_argument([(line, given)], {named.name}):
            yield _at(value, place, part, caller, {}, reach)


def _of_argument(
    named: reachable.Named, value: int | reachable.Named, reach: reachable.Reach
) -> Iterator[Computed]:
    """By the lines that make the object, where it keeps what they give it, or a tensor of that."""
    tree = source_trees.of_function(named.function.__code__)
    if tree is None:
        return
    assigned = assignments.in_scope(tree)
    parameters = {*name_scopes.parameters(named)}
    for place, made in assigned.get(("self", named.name), ()):
        behind = expression_sources.names_behind(made, assigned)
        if isinstance(made, ast.Name):
            wanted = {made.id} & parameters
        elif isinstance(value, int):
            wanted = behind.keys() & parameters
        else:
            # What it makes of an argument anew may be a variable, or only look like its content.
            continue
        for line, given, scope, own in name_scopes.given_to_maker(named, wanted, reach):
            computed = _at(value, line, given, scope, own, reach)
            if not isinstance(made, ast.Name):
                reads = {behind[each] for each in wanted}
                computed = computed._replace(
                    function=named.function,
                    line=place,
                    called=source_trees.name_of(tree),
                    # Which of the parameters it is given for is not told.
                    of_argument=reads.pop() if len(reads) == 1 else 0,
                )
            yield computed


def _parts(value: Any) -> list[Any]:
    """What a value may have brought into the evaluation: numbers, or tensors."""
    if isinstance(value, earlier_numbers.NUMBERS):
        return [value]
    items = held_tensors.items_of(value)
    if items is None:
        return held_tensors.tensors_in(value)
    numbers = [each for each in items if isinstance(each, earlier_numbers.NUMBERS)]
    of_objects = [
        tensor
        for each in items[:_WIDTH]
        # What has methods of the program's own is searched by itself.
        if reachable.is_of_user(each) and not reachable.own_methods(each)
        for _, one in reachable.attributes(each)
        for tensor in held_tensors.tensors_in(one)
    ]
    return [*held_tensors.tensors_in(value), *numbers, *of_objects]
