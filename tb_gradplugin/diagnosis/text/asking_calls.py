"""Calls of functions that only ask a tape about what they are given, read from the program's lines.

Such a helper is right for all that call it: what a tape is asked about is decided where it is
called.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import call_sites, later_uses, syntax
from tb_gradplugin.schema.findings import Location

_ASKING = frozenset({"gradient", "jacobian", "batch_jacobian", "gradients"})
"""What takes a target, and then its sources."""

_NAMES = (("target", "ys"), ("sources", "source", "xs"))
"""What it calls these."""


class Asking(NamedTuple):
    """Where it is decided what a tape is asked about.

    Attributes:
      locations: the user's frames, innermost first, but with the deciding line before all where
        functions that only hand on what it gives are called elsewhere too.
      handed_on: how many frames only hand on what that line gives.
      sources: what the deciding line gives as sources, where that is a name; else empty.
    """

    locations: tuple[Location, ...]
    handed_on: int = 0
    sources: tuple[str, ...] = ()

    def source(self, place: int, count: int) -> str:
        """What one of so many sources is called on the deciding line; empty where not known."""
        return self.sources[place] if len(self.sources) == count else ""


class _Question(NamedTuple):
    """What a line asks about; None for what cannot be told.

    Attributes:
      is_shared: whether it asks by a function that other lines call as well.
    """

    tape: ast.expr | None
    target: ast.expr | None
    sources: tuple[ast.expr | None, ...]
    is_shared: bool = False

    def names(self) -> tuple[str, ...]:
        return tuple(syntax.dotted(one) if one is not None else "" for one in self.sources)


def of(locations: Sequence[Location]) -> Asking:
    """Where it is decided what a tape is asked about.

    A function that opens the tape itself, or that makes what it asks about, decides that; one that
    is given all of it only hands it on.

    Args:
      locations: the user's frames of the call by which a tape is asked, innermost first.
    """
    question = _asked_at(locations[0]) if locations else None
    if question is None:
        return Asking((*locations,))
    found = Asking((*locations,), sources=question.names())
    for count in range(1, len(locations)):
        helper, where = locations[count - 1], locations[count]
        question = _given_at(where, helper, question)
        if question is None:
            break
        order = (where, *locations[:count], *locations[count + 1 :])
        found = Asking(order if question.is_shared else (*locations,), count, question.names())
    return found


def _asked_at(line: Location) -> _Question | None:
    """What the only question of a line is about."""
    statement = _statement(line)
    calls = [
        node
        for node in (ast.walk(statement) if statement is not None else ())
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in _ASKING
        and syntax.spans(node, line.line)
    ]
    if len(calls) != 1:
        return None
    call = calls[0]
    assert isinstance(call.func, ast.Attribute)
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    by_name = [next((named[one] for one in names if one in named), None) for names in _NAMES]
    target, sources = (*call.args, *by_name[len(call.args) :])[: len(_NAMES)]
    return _Question(call.func.value, target, _parts(sources))


def _parts(given: ast.expr | None) -> tuple[ast.expr | None, ...]:
    if isinstance(given, (ast.List, ast.Tuple)):
        return tuple(part for one in given.elts for part in _parts(one))
    return (given,)


def _given_at(where: Location, helper: Location, asked: _Question) -> _Question | None:
    """What a line gives to the function of the helper to ask about.

    Returns:
      None where it is not all given there, or where no call of the function is seen.
    """
    function = later_uses.function_at(helper)
    statement = _statement(where)
    tape = syntax.dotted(asked.tape) if asked.tape is not None else ""
    # A lambda of the function has parameters of its own.
    if function is None or function.name != helper.function or statement is None or not tape:
        return None
    made = {
        syntax.dotted(node)
        for node in ast.walk(function)
        if isinstance(getattr(node, "ctx", None), ast.Store)
    }
    parameters = syntax.parameters(function.args)
    about = (asked.target, *asked.sources)
    names = [one.id for one in about if isinstance(one, ast.Name)]
    if len(names) < len(about) or not parameters.issuperset(names) or made & {*names, tape}:
        return None
    given = {
        name: _only_given(function, name, helper.file, where.file, statement)
        for name in {*names, tape} & parameters
    }
    if any(not given[name] for name in names):
        return None
    return _Question(
        _only(given, tape) if tape in given else asked.tape,
        _only(given, names[0]),
        tuple(part for name in names[1:] for part in _parts(_only(given, name))),
        asked.is_shared or _is_shared(function, names[0], {helper.file, where.file}, helper.file),
    )


def _is_shared(function: syntax.Function, name: str, files: set[str], file: str) -> bool:
    """Whether files hold more than one call of a function that gives it a parameter."""
    given = (one for each in files for one in call_sites.given_for(function, name, file, each))
    return len(list(itertools.islice(given, 2))) > 1


def _only_given(
    function: syntax.Function, name: str, file: str, calling: str, statement: ast.stmt
) -> list[ast.expr | None]:
    """What a statement gives for a parameter; None for one of several that are not told apart."""
    inside = {id(node): node for node in ast.walk(statement)}
    starred = {id(node.value) for node in inside.values() if isinstance(node, ast.Starred)}
    return [
        None if id(one.given) in starred else one.given
        for one in call_sites.given_for(function, name, file, calling)
        if id(one.given) in inside
    ]


def _only(given: Mapping[str, Sequence[ast.expr | None]], name: str) -> ast.expr | None:
    first = given[name][0] if given[name] else None
    if first is None or any(one is None for one in given[name]):
        return None
    alike = {ast.dump(one) for one in given[name] if one is not None}
    return first if len(alike) == 1 else None


def _statement(line: Location) -> ast.stmt | None:
    """The innermost statement on a line that holds no others."""
    tree = syntax.tree_of(line.file)
    found = [
        node
        for node in later_uses.simple_statements(ast.walk(tree) if tree is not None else ())
        if syntax.spans(node, line.line)
    ]
    return found[-1] if found else None
