"""Lines that go on from an older result, and leave out a chain of steps that was computed from it.

As in `u = up_3(x3)`, `u = conv_2(u)`, and then `v = up_2(x2)`, where `x3` was computed from `x2`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    gone_by,
    handed_on,
    later_uses,
    overwritten,
    syntax,
    unread,
)
from tb_gradplugin.schema.findings import Location

_NUMBER = re.compile(r"\d+")

_FEWEST_STEPS = 2
"""Lines that give the dropped name a value: one alone may be a head that is meant to end there."""


class Older(NamedTuple):
    """What was found.

    Attributes:
      name: of the dropped result.
      made: the line that gives it its last value.
      line: the first behind it that goes on from an older result.
    """

    name: str
    made: Location
    line: Location


def found(last: Node, taken: Sequence[Node]) -> Older | None:
    """The line that goes on from what a dropped result was computed from, in one of its functions.

    Args:
      last: an op whose result no op uses.
      taken: those that the loss depends on.

    Returns:
      None unless that line ran after the op, in the same call, on the way to the loss.
    """
    for made in last.locations:
        older = _in_function(made)
        if older is not None and older.line.line in gone_by.lines_after(last, made, taken):
            return older
        if not handed_on.to_caller(made):
            return None
    return None


def _in_function(made: Location) -> Older | None:
    """By the text of one function.

    A branch that is meant to end, such as another head, begins with the same result as the one that
    goes on, or in another way. Here both begin alike, but for numbers in their names, with results
    of which the one was computed from the other.

    Args:
      made: the line on which a tensor was computed that no op used.
    """
    function = later_uses.function_at(made)
    if function is None or unread.reads_all(function) or _has_loops(function):
        return None
    steps = [
        one
        for one in syntax.own_nodes(function.body)
        if isinstance(one, ast.Assign) and len(one.targets) == 1
    ]
    steps.sort(key=lambda one: one.lineno)
    names = overwritten.names_given(function, made.line)
    name = names[0] if len(names) == 1 else ""
    chain = [one for one in steps if name and syntax.is_name(one.targets[0], name)]
    if len(chain) < _FEWEST_STEPS or not syntax.spans(chain[-1], made.line):
        return None
    if not all(_reads(one.value, name) for one in chain[1:]) or _reads(chain[0].value, name):
        return None
    within = {id(node) for one in chain for node in ast.walk(one)}
    if any(id(one) not in within for one in syntax.names_of(function, name)):
        return None  # something else has it
    before = [one for one in steps if one.lineno < chain[0].lineno]
    for later in (one for one in steps if one.lineno > chain[-1].lineno):
        if _is_older(later, chain[0], before):
            return Older(name, made, syntax.location(made.file, later.lineno, made.function))
    return None


def _is_older(later: ast.Assign, first: ast.Assign, before: Sequence[ast.Assign]) -> bool:
    """Whether a line does the same as the first of a chain, with what its input was computed of."""
    if _form(later) != _form(first):
        return False
    given = {one.targets[0].id: one for one in before if isinstance(one.targets[0], ast.Name)}
    older = _numbered(later.value) - _numbered(first.value)
    own = _numbered(first.value) - _numbered(later.value)
    return bool(older) and older <= _sources(own, given)


def _sources(names: set[str], given: Mapping[str, ast.Assign]) -> set[str]:
    """Names that others were computed from."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        one = given.get(waiting.pop())
        more = _numbered(one.value) - found if one is not None else set()
        found |= more
        waiting += more
    return found


def _numbered(expression: ast.expr) -> set[str]:
    """Names with a number in them that an expression reads, but for those of what it calls."""
    calls = [one for one in ast.walk(expression) if isinstance(one, ast.Call)]
    called = {one.func.id for one in calls if isinstance(one.func, ast.Name)}
    return {name for name in syntax.loaded(expression) - called if _NUMBER.search(name)}


def _form(step: ast.Assign) -> str:
    """What a line does, but for the numbers in its names."""
    parts = (ast.dump(one) for one in (step.targets[0], step.value))
    return _NUMBER.sub("", " ".join(parts))


def _reads(expression: ast.expr, name: str) -> bool:
    return name in syntax.loaded(expression)


def _has_loops(function: syntax.Function) -> bool:
    return any(isinstance(one, syntax.LOOPS) for one in syntax.own_nodes(function.body))
