"""Results that are given to a function of the program, no line of which reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    constructors,
    gone_by,
    handed_on,
    interfaces,
    kept_functions,
    later_uses,
    only_calls,
    parts_read,
    syntax,
)
from tb_gradplugin.schema.findings import Location

_OF_KERAS = "compute_loss"
"""The method of a model that gives what the model predicts to the loss it was compiled with."""

_MOST_CALLS = 2
"""Functions, at most, that hand a result on to each other before one ignores it."""


class Ignored(NamedTuple):
    """A parameter that nothing reads.

    Attributes:
      name: of the parameter.
      function: of which it is, with its class.
      line: where that function begins, or gives the value that last name.
      given: where the result is given to it.
      kept: where the function is put into a dict or a list, if it is called from there.
      read: the parts of the parameter that the function does read; empty where it reads nothing.
      renamed: the last name that the function gives its value; empty where it gives none.
      others: the same of other functions that are given the result as well.
    """

    name: str
    function: str
    line: Location
    given: Location
    kept: Location | None = None
    read: str = ""
    renamed: str = ""
    others: tuple[Ignored, ...] = ()

    @property
    def lines(self) -> tuple[Location, ...]:
        """Of one that is kept, the line that keeps it is the one that picks it for the result."""
        return (
            *((self.kept,) if self.kept else ()),
            self.line,
            self.given,
            *(one.line for one in self.others),
        )

    @property
    def said(self) -> dict[str, str]:
        """As evidence."""
        return {
            "argument": self.name,
            "argument_of": self.function,
            "given_in": self.given.place,
            **({"parts_read": self.read} if self.read else {}),
            **({"renamed": self.renamed} if self.renamed else {}),
            **(
                {"ignored_in_others": ", ".join(one.function for one in self.others)}
                if self.others
                else {}
            ),
            **({"kept_in": self.kept.place} if self.kept else {}),
        }


def found(last: Node, nodes: Sequence[Node], taken: Sequence[Node]) -> Ignored | None:
    """The parameter by which a function is given the result of an op, and which it never reads.

    Args:
      last: an op whose result no op uses.
      nodes: all that ran, in their order.
      taken: those that the loss depends on.

    Returns:
      None unless the result goes nowhere else, and the function ran after it on the way to the
      loss.
    """
    later = [node for node in taken if node.index > last.index]
    for place, line in enumerate(last.locations):
        function = later_uses.function_at(line)
        if function is None:
            return None
        inner = last.locations[place - 1] if place else None
        for call, where in only_calls.found(function, line, inner):
            ignored = _at(call, where, last.locations[place:], later, _MOST_CALLS)
            if ignored is not None:
                return ignored
        several = [
            _at(call, where, last.locations[place:], later, _MOST_CALLS)
            for call, where in only_calls.of_several(function, line, inner)
        ]
        ignoring = [one for one in several if one is not None]
        if ignoring and len(ignoring) == len(several):
            return ignoring[0]._replace(others=tuple(ignoring[1:]))
        if not handed_on.to_caller(line, gone_by.lines_after(last, line, nodes)):
            return None
    return None


def _at(
    call: ast.Call,
    where: only_calls.Place,
    frames: Sequence[Location],
    later: Sequence[Node],
    most: int,
) -> Ignored | None:
    """The parameter that a call gives a result, or to which it goes from there, if it is ignored.

    Args:
      call: of the function that the first of the frames stands in.
      where: its place for the result.
      frames: of that function, and those that called it.
      later: the ops that ran after the result was computed, on the way to the loss.
      most: of functions that hand the result on to each other.
    """
    called = list(_called(call, frames, later))
    ignored = _by(call, where, frames[0], called) or _by_kept(call, where, frames[0], later)
    if ignored is not None or most == 0 or len(called) != 1 or _is_given_itself(call):
        return ignored
    ((function, own),) = called
    is_meant = function.name == syntax.last_name(call.func) or (
        function.name in syntax.OF_OBJECTS and only_calls.is_alone(call, frames[0], function)
    )
    is_here = own[0].file == frames[0].file
    parameter = _parameter(function, where, own[0].file) if is_meant and is_here else None
    for inner, place in only_calls.of_parameter(function, parameter) if parameter else ():
        ignored = _at(inner, place, own, later, most - 1)
        if ignored is not None:
            return ignored
    return _some_of(call, where, frames[0], function, parameter) if parameter else None


def _some_of(
    call: ast.Call,
    where: only_calls.Place,
    line: Location,
    function: syntax.Function,
    parameter: str,
) -> Ignored | None:
    """The parameter of a function that a call gives a list of results, if it reads some alone."""
    given = [one for at, one in only_calls.arguments(call) if at == where]
    some = parts_read.some_read(function, parameter, line.file)
    if some is None or not all(parts_read.is_handed_whole(one) for one in given):
        return None
    read, first = some
    return Ignored(
        parameter,
        function.name,
        syntax.location(line.file, first, function.name),
        syntax.location(line.file, call.lineno, line.function),
        read=read,
    )


def _called(
    call: ast.Call, frames: Sequence[Location], later: Sequence[Node]
) -> Iterator[tuple[syntax.Function, Sequence[Location]]]:
    """The functions of the program that a call came to, each with the frames of an op of it.

    Args:
      call: of the function that the first of the frames stands in.
      frames: of that function, and those that called it.
      later: the ops among which theirs are.
    """
    depth = len(frames) + 1
    seen: dict[int, None] = {}
    for node in later:
        own = node.locations[-depth:]
        if len(own) < depth or own[2:] != tuple(frames[1:]):
            continue
        if (own[1].file, own[1].function) != (frames[0].file, frames[0].function):
            continue
        function = later_uses.function_at(own[0])
        if not syntax.spans(call, own[1].line) or function is None or id(function) in seen:
            continue
        if own[0].function == function.name:
            seen[id(function)] = None
            yield function, own
    made = constructors.found(call, frames[0])
    if made is not None and id(made[0]) not in seen:
        yield made[0], (made[1], *frames)


def _by(
    call: ast.Call,
    where: only_calls.Place,
    line: Location,
    called: Sequence[tuple[syntax.Function, Sequence[Location]]],
) -> Ignored | None:
    """The parameter at a place of a call, if each of the functions that it came to ignores it."""
    name = syntax.last_name(call.func)
    by_name = [
        one
        for one in called
        if one[0].name == name or constructors.is_run_by(one[0], one[1][0], name)
    ]
    if _is_given_itself(call) or not (by_name or _is_of_all(call, line, called)):
        return None
    ignored = []
    for function, (own, *_) in by_name or called:
        if not by_name and name != _OF_KERAS and function.name not in syntax.OF_OBJECTS:
            return None
        is_of_keras = not by_name and name == _OF_KERAS
        place = _place_in_loss(where) if is_of_keras else where
        parameter = _parameter(function, place, own.file)
        if parameter is None or not interfaces.ignores(function, parameter, own):
            return None
        last = interfaces.last_name(function, parameter, own.file)
        ignored.append(
            Ignored(
                parameter,
                later_uses.method_name(function, own),
                syntax.location(own.file, last.line if last else function.lineno, function.name),
                syntax.location(line.file, call.lineno, line.function),
                renamed=last.name if last else "",
            )
        )
    return ignored[0] if ignored else None


def _by_kept(
    call: ast.Call, where: only_calls.Place, line: Location, later: Sequence[Node]
) -> Ignored | None:
    """The parameter at a place of a call, if one of the functions kept for the call ignores it.

    Each of the others would have read the result; of two that ignore it, it may be either.
    """
    function = later_uses.function_at(line)
    ran = {own.line for node in later for own in node.locations if own.file == line.file}
    if function is None or not any(syntax.spans(call, one) for one in ran):
        return None
    ignored = []
    for kept in kept_functions.found(call.func, function, line.file):
        parameter = _parameter(kept.function, where, line.file)
        own = syntax.location(line.file, kept.function.lineno, kept.name)
        if parameter and interfaces.ignores(kept.function, parameter, own):
            last = interfaces.last_name(kept.function, parameter, line.file)
            own = syntax.location(line.file, last.line, kept.name) if last else own
            given = syntax.location(line.file, call.lineno, function.name)
            name = last.name if last else ""
            ignored.append(Ignored(parameter, kept.name, own, given, kept.line, renamed=name))
    return ignored[0] if len({one.function for one in ignored}) == 1 else None


def _is_of_all(
    call: ast.Call, line: Location, called: Sequence[tuple[syntax.Function, Sequence[Location]]]
) -> bool:
    """Whether it is by this call that each function ran which its lines came to."""
    return all(only_calls.is_alone(call, line, function) for function, _ in called)


def _place_in_loss(where: only_calls.Place) -> only_calls.Place:
    """Where Keras gives a loss what `compute_loss` is given there: the predictions come second."""
    return 1 if where in ("y_pred", 2) else -1


def _parameter(
    function: syntax.Function | ast.Lambda, where: only_calls.Place, file: str
) -> str | None:
    positional = syntax.positional(function.args)
    if isinstance(where, str):
        every = [*positional, *(one.arg for one in function.args.kwonlyargs)]
        return where if where in every else None
    own = positional[positional[:1] in (["self"], ["cls"]) :]
    if isinstance(where, slice):
        # Which of several is unread by chance, and which is the result's, is not known.
        unread = [one for one in own[where] if not interfaces.reads(function, one, file)]
        is_all_given = not (function.args.defaults or function.args.vararg)
        return unread[0] if len(unread) == 1 and is_all_given else None
    return own[where] if 0 <= where < len(own) else None


def _is_given_itself(call: ast.Call) -> bool:
    """Whether it is that of a method of a class, as `Base.call(self, x)`."""
    return any(isinstance(one, ast.Name) and one.id in ("self", "cls") for one in call.args[:1])
