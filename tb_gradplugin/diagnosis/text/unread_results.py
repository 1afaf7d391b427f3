"""What a line computes, followed by the names of its function to a result that nothing reads."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

from tb_gradplugin.diagnosis.text import later_uses, slots, syntax, unread
from tb_gradplugin.schema.findings import Location

_FEWEST_STEPS = 2
"""Lines of what is left, where a later one goes on from what it began with: one alone may be a head
that is meant to end there."""

_MODELS = frozenset({"Model", "Functional", "Sequential"})
"""Classes of Keras that take results for their inputs and outputs."""


class Left(NamedTuple):
    """What was found.

    Attributes:
      name: of the last result.
      line: which computes it.
      goes_on: the only line behind it that takes what all of it was computed from; None where
        there is none, or more than one.
    """

    name: str
    line: Location
    goes_on: Location | None


def last(made: Location) -> Left | None:
    """The last of what is computed from the result of a line, where nothing takes it further.

    Args:
      made: a line of a function, or of a file outside of functions, that computes something.

    Returns:
      None where something may take it: a line that does more than give a result to one name.
    """
    tree = syntax.tree_of(made.file)
    if tree is None:
        return None
    scope = later_uses.function_at(made) or tree
    if scope is not tree and unread.reads_all(scope):
        return None
    reading = _Reading(scope)
    first = reading.step_at(made.line)
    steps = reading.behind(first) if first is not None else None
    if first is None or not steps:
        return None
    end = max(steps, key=lambda step: step.lineno)
    name = _name_of(end)
    if name.startswith("_"):
        return None
    place = syntax.location(made.file, end.lineno, made.function)
    older = reading.going_on(first, steps, end) if len(steps) >= _FEWEST_STEPS else None
    goes_on = None
    if older is not None:
        goes_on = syntax.location(made.file, older.lineno, made.function)
    return Left(name, place, goes_on)


class _Reading:
    """The statements of a function or a file, and which of them read what."""

    def __init__(self, scope: syntax.Function | ast.Module):
        self._scope = scope
        self._around = syntax.parents(scope)
        self._own = list(syntax.own_nodes(scope.body))
        self._loads: dict[str, list[ast.stmt]] = {}
        names = (node for node in self._own if isinstance(node, ast.Name))
        for node in (one for one in names if isinstance(one.ctx, ast.Load)):
            if syntax.asked_of(node, self._around) not in syntax.OF_ITS_FORM:
                self._loads.setdefault(node.id, []).append(self._statement(node))
        inner = [node for node in self._own if isinstance(node, syntax.DEFINITIONS)]
        self._elsewhere = set().union(*map(_read_from_outside, inner))

    def step_at(self, line: int) -> ast.stmt | None:
        """The assignment to one name that a line stands in."""
        steps = [
            node
            for node in self._own
            if isinstance(node, ast.Assign) and syntax.spans(node, line) and _name_of(node)
        ]
        return steps[0] if len(steps) == 1 else None

    def behind(self, first: ast.stmt) -> list[ast.stmt] | None:
        """All that is computed from a step, with itself; None where that goes elsewhere."""
        steps: dict[int, ast.stmt] = {}
        waiting = [first]
        while waiting:
            step = waiting.pop()
            if id(step) in steps:
                continue
            name = _name_of(step)
            if not name or name in self._elsewhere or _makes_model(step):
                return None
            if self._is_asked_for_attributes(step, {_name_of(one) for one in steps.values()}):
                return None
            steps[id(step)] = step
            waiting += self._readers(step)
        return list(steps.values())

    def going_on(self, first: ast.stmt, steps: list[ast.stmt], end: ast.stmt) -> ast.stmt | None:
        """The only other step that reads what the first one was given, if it stands behind all."""
        given = [
            node.id
            for call in ast.walk(first)
            if isinstance(call, ast.Call)
            for node in call.args
            if isinstance(node, ast.Name)
        ]
        if len(given) != 1:
            return None
        inside = {id(step) for step in steps}
        others = {id(one): one for one in self._loads.get(given[0], ()) if id(one) not in inside}
        only = next(iter(others.values())) if len(others) == 1 else None
        return only if only is not None and only.lineno > end.lineno and _name_of(only) else None

    def _is_asked_for_attributes(self, step: ast.stmt, names: set[str]) -> bool:
        """Whether a step asks one of some results for more than its form, such as its layer."""
        return any(
            isinstance(node, ast.Name)
            and node.id in names
            and isinstance(self._around[id(node)], ast.Attribute)
            and syntax.asked_of(node, self._around) not in syntax.OF_ITS_FORM
            for node in ast.walk(step)
        )

    def _readers(self, step: ast.stmt) -> list[ast.stmt]:
        """The statements that may read the name which a step gives a value."""
        every = self._loads.get(_name_of(step), [])
        if any(isinstance(one, syntax.LOOPS) for one in self._outer(step)):
            return every
        killed = min((one.lineno for one in self._overwriting(step)), default=None)
        return [
            one
            for one in every
            if one.lineno > step.lineno and (killed is None or one.lineno <= killed)
        ]

    def _overwriting(self, step: ast.stmt) -> Iterator[ast.stmt]:
        """Later steps that always give the same name another value."""
        name = _name_of(step)
        for one in (step, *self._outer(step)):
            block = (
                syntax.block_of(one, self._around[id(one)]) if isinstance(one, ast.stmt) else None
            )
            for later in (block or ())[(block or []).index(one) + 1 :] if block else ():
                if _name_of(later) == name:
                    yield later

    def _outer(self, node: ast.AST) -> list[ast.AST]:
        return list(syntax.upwards(node, self._around, self._scope))

    def _statement(self, node: ast.AST) -> ast.stmt:
        return syntax.statement_of((node, *syntax.upwards(node, self._around, self._scope)))


def _read_from_outside(definition: ast.AST) -> set[str]:
    """Names that a function or class defined in a scope reads, and does not give a value."""
    own = later_uses.stored(definition)
    own |= {node.arg for node in ast.walk(definition) if isinstance(node, ast.arg)}
    return syntax.loaded(definition) - own


def _makes_model(step: ast.stmt) -> bool:
    calls = (node for node in ast.walk(step) if isinstance(node, ast.Call))
    return any(syntax.last_name(call.func) in _MODELS for call in calls)


def _name_of(step: ast.stmt) -> str:
    """The plain name that a statement gives a value, if it does no more."""
    slot = slots.only_given(step)
    return slot if slot.isidentifier() else ""
