"""Calls that leave out an argument which the caller has, and for which the called function asks.

As where a block calls `conv(x)`, has `time` itself, and `def call(self, x, time=None)` computes
with it under `if time is not None`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import later_uses, only_calls, syntax
from tb_gradplugin.schema.findings import Location


class NotPassed(NamedTuple):
    """Such a call.

    Attributes:
      name: of the argument.
      line: the one of the call.
      passed: what another call of the same caller gives for it; empty without such a call.
      other: the line of that call; None without one.
    """

    name: str
    line: Location
    passed: str = ""
    other: Location | None = None

    @property
    def said(self) -> dict[str, str]:
        """As evidence."""
        said = {"not_passed": self.name}
        if self.other is not None:
            said |= {"passed_elsewhere": self.passed, "passed_in": self.other.place}
        return said


def found(condition: Location, nodes: Sequence[Node]) -> NotPassed | None:
    """The first call that leaves out the argument which a condition asks for.

    Args:
      condition: the line of an `if`.
      nodes: all that ran.

    Returns:
      None also where a caller has nothing of that name, and no other call of its own passes it.
    """
    function = later_uses.function_at(condition)
    name = _asked_for(function, condition.line) if function is not None else ""
    if function is None or not name:
        return None
    calls: dict[tuple[str, int], Location] = {}
    for node in nodes:
        for inner, outer in zip(node.locations, node.locations[1:], strict=False):
            if inner.file == condition.file and syntax.spans(function, inner.line):
                calls.setdefault((outer.file, outer.line), outer)
    given = {place: _given(line, function, name) for place, line in calls.items()}
    leaving = [calls[place] for place, one in given.items() if one == ""]
    passing = [(calls[place], one) for place, one in given.items() if one]
    if not leaving or None in given.values():
        return None
    caller = later_uses.function_at(leaving[0])
    for line, passed in passing:
        if later_uses.function_at(line) is caller:
            return NotPassed(name, leaving[0], passed, line)
    is_left_out = not passing and all(_leaves_out(line, name) for line in leaving)
    return NotPassed(name, leaving[0]) if is_left_out else None


def _given(line: Location, function: syntax.Function, name: str) -> str | None:
    """What a line gives a function for a parameter; empty for nothing, None where it is unseen."""
    caller = later_uses.function_at(line)
    given = [
        given_by(node, function, name)
        for node in syntax.own_nodes(caller.body if caller is not None else [])
        if isinstance(node, ast.Call) and syntax.spans(node, line.line)
        if only_calls.may_be_of(node, function)
    ]
    return None if None in given else next(filter(None, given), "")


def given_by(call: ast.Call, function: syntax.Function, name: str) -> str | None:
    """What a call gives a function for a parameter; empty for nothing, None where it is unseen."""
    if any(isinstance(one, ast.Starred) for one in call.args):
        return None
    if any(one.arg is None for one in call.keywords):
        return None
    own = syntax.positional(function.args)
    own = own[own[:1] in (["self"], ["cls"]) :]
    place = own.index(name) if name in own else len(own)
    given = [one.value for one in call.keywords if one.arg == name] + call.args[place : place + 1]
    return ast.unparse(given[0]) if given else ""


def _asked_for(function: syntax.Function, line: int) -> str:
    """The optional parameter for which an `if` on a line asks; empty for all other tests."""
    given = dict(_defaults(function.args))
    for node in syntax.own_nodes(function.body):
        if not isinstance(node, ast.If) or node.lineno != line:
            continue
        test = node.test
        if isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.IsNot):
            test = test.left
        name = test.id if isinstance(test, ast.Name) else ""
        default = given.get(name)
        is_optional = isinstance(default, ast.Constant) and default.value is None
        return name if is_optional and name not in later_uses.stored(function) else ""
    return ""


def optional(arguments: ast.arguments) -> set[str]:
    """The names of parameters that have a default."""
    return {name for name, default in _defaults(arguments) if default is not None}


def _defaults(arguments: ast.arguments) -> Iterator[tuple[str, ast.expr | None]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    with_default = positional[len(positional) - len(arguments.defaults) :]
    for argument, default in zip(with_default, arguments.defaults, strict=True):
        yield argument.arg, default
    for argument, by_keyword in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield argument.arg, by_keyword


def _leaves_out(line: Location, name: str) -> bool:
    """Whether no call on a line has an argument of a name that its function has."""
    caller = later_uses.function_at(line)
    if caller is None or name not in syntax.parameters(caller.args) | later_uses.stored(caller):
        return False
    calls = [
        node
        for node in syntax.own_nodes(caller.body)
        if isinstance(node, ast.Call) and syntax.spans(node, line.line)
    ]
    return (
        bool(calls)
        and not any(
            isinstance(part, ast.Starred) or syntax.names_of(part, name)
            for call in calls
            for part in (*call.args, *(one.value for one in call.keywords))
        )
        and all(one.arg is not None for call in calls for one in call.keywords)
    )
