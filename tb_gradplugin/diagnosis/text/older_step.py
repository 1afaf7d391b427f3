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
    broken_series,
    gone_by,
    handed_on,
    later_uses,
    overwritten,
    slots,
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
      name: of the dropped result, or the attribute or entry that has it.
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
    function, tree = later_uses.function_at(made), syntax.tree_of(made.file)
    if function is None or tree is None or unread.reads_all(function) or _has_loops(function):
        return None
    steps = [
        one
        for one in syntax.own_nodes(function.body)
        if isinstance(one, ast.Assign) and slots.only_given(one)
    ]
    steps.sort(key=lambda one: one.lineno)
    own, _ = next(overwritten.statements_at(function, made.line), (None, []))
    name = slots.only_given(own) if own is not None else ""
    chain = [one for one in steps if name and slots.only_given(one) == name]
    if not chain or chain[-1] is not own:
        return None
    if len(chain) < _FEWEST_STEPS:
        later = broken_series.step_behind(function, steps, chain[0], tree)
    else:
        later = _behind_chain(function, steps, chain, tree)
    if later is None:
        return None
    return Older(name, made, syntax.location(made.file, later.lineno, made.function))


def _behind_chain(
    function: syntax.Function,
    steps: Sequence[ast.Assign],
    chain: Sequence[ast.Assign],
    tree: ast.Module,
) -> ast.Assign | None:
    """The line that begins as a chain did of which each takes the result of the one before."""
    name = slots.only_given(chain[0])
    if not all(_reads(one.value, name) for one in chain[1:]) or _reads(chain[0].value, name):
        return None
    if not name.isidentifier() and slots.is_named_elsewhere(name, function, tree):
        return None
    within = {id(node) for one in chain for node in ast.walk(one)}
    if any(id(one) not in within for one in slots.uses(function, name)):
        return None  # something else has it
    before = [one for one in steps if one.lineno < chain[0].lineno]
    behind = (one for one in steps if one.lineno > chain[-1].lineno)
    return next((one for one in behind if _is_older(one, chain[0], before)), None)


def _is_older(later: ast.Assign, first: ast.Assign, before: Sequence[ast.Assign]) -> bool:
    """Whether a line does the same as the first of a chain, with what its input was computed of."""
    if _form(later) != _form(first):
        return False
    given = {slots.only_given(one): one for one in before}
    of_later, of_first = (_numbered(one.value, given) for one in (later, first))
    older, own = of_later - of_first, of_first - of_later
    return bool(older) and older <= _sources(own, given)


def _sources(names: set[str], given: Mapping[str, ast.Assign]) -> set[str]:
    """Names that others were computed from."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        one = given.get(waiting.pop())
        more = _numbered(one.value, given) - found if one is not None else set()
        found |= more
        waiting += more
    return found


def _numbered(expression: ast.expr, given: Mapping[str, ast.Assign]) -> set[str]:
    """What an expression reads that has a number in its name, but for what it calls."""
    return {name for name in slots.reads(expression, given) if _NUMBER.search(name)}


def _form(step: ast.Assign) -> str:
    """What a line does, but for the numbers in its names."""
    parts = (ast.dump(one) for one in (step.targets[0], step.value))
    return _NUMBER.sub("", " ".join(parts))


def _reads(expression: ast.expr, name: str) -> bool:
    return name in slots.reads(expression, {name})


def _has_loops(function: syntax.Function) -> bool:
    return any(isinstance(one, syntax.LOOPS) for one in syntax.own_nodes(function.body))
