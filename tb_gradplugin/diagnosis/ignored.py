"""Results that are given to a function of the program, no line of which reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis import gone_by, handed_on, interfaces, later_uses, overwritten, syntax
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location

_OF_KERAS = "compute_loss"
"""The method of a model that gives what the model predicts to the loss it was compiled with."""

_COMPUTING = (ast.Call, ast.BinOp)

_Place = int | str


class Ignored(NamedTuple):
    """A parameter that nothing reads.

    Attributes:
      name: of the parameter.
      function: of which it is, with its class.
      line: where that function begins.
      given: where the result is given to it.
    """

    name: str
    function: str
    line: Location
    given: Location

    @property
    def said(self) -> dict[str, str]:
        """As evidence."""
        return {
            "argument": self.name,
            "argument_of": self.function,
            "given_in": f"{self.given.file}:{self.given.line}",
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
        for call, where in _calls(function, line, inner):
            ignored = _by(call, where, line, list(_called(call, last.locations[place:], later)))
            if ignored is not None:
                return ignored
        if not handed_on.to_caller(line, gone_by.lines_after(last, line, nodes)):
            return None
    return None


def _calls(
    function: syntax.Function, line: Location, inner: Location | None
) -> Iterator[tuple[ast.Call, _Place]]:
    """Calls that what a line computes goes to, and nowhere else, and their places for it."""
    nodes = list(syntax.own_nodes(function.body))
    simple = [one for one in nodes if isinstance(one, ast.stmt) and later_uses.is_simple(one)]
    made = [one for one in simple if syntax.spans(one, line.line)]
    if len(made) != 1:
        return
    for call in ast.walk(made[0]):
        computed = [
            where
            for where, value in _arguments(call)
            if syntax.spans(value, line.line)
            and any(isinstance(one, _COMPUTING) for one in ast.walk(value))
        ]
        if isinstance(call, ast.Call) and len(computed) == 1:
            yield call, computed[0]
    for name in _names(made[0], inner):
        reads = _reads(function, name, made[0])
        for call in nodes:
            places = [where for where, value in _arguments(call) if [value] == reads]
            if isinstance(call, ast.Call) and places:
                yield call, places[0]


def _arguments(call: ast.AST) -> list[tuple[_Place, ast.expr]]:
    """What a call is given, and where; nothing behind a `*`, of which the places are not known."""
    if not isinstance(call, ast.Call):
        return []
    starred = [place for place, one in enumerate(call.args) if isinstance(one, ast.Starred)]
    known = call.args[: min(starred, default=None)]
    return [*enumerate(known), *((one.arg, one.value) for one in call.keywords if one.arg)]


def _names(made: ast.stmt, inner: Location | None) -> list[str]:
    """The names to which a statement gives a result that comes out through an inner line."""
    target = made.targets[0] if isinstance(made, ast.Assign) and len(made.targets) == 1 else None
    if isinstance(target, ast.Name):
        return [target.id]
    several = target.elts if isinstance(target, ast.Tuple) else []
    function = later_uses.function_at(inner) if inner is not None else None
    if function is None or inner is None or not several:
        return []
    own = list(syntax.own_nodes(function.body))
    stored = {
        name
        for one in own
        if isinstance(one, ast.Assign) and syntax.spans(one, inner.line)
        for name in later_uses.stored(one)
    }
    returned = [
        one.value.elts
        for one in own
        if isinstance(one, ast.Return) and isinstance(one.value, ast.Tuple)
    ]
    return [
        one.id
        for place, one in enumerate(several)
        if isinstance(one, ast.Name)
        if any(
            len(parts) == len(several) and _is_made(parts[place], inner.line, stored)
            for parts in returned
        )
    ]


def _is_made(part: ast.expr, line: int, stored: set[str]) -> bool:
    """Whether what is returned is computed on a line, or has one of the names given there."""
    if isinstance(part, ast.Name):
        return part.id in stored
    return syntax.spans(part, line) and any(isinstance(one, _COMPUTING) for one in ast.walk(part))


def _reads(function: syntax.Function, name: str, made: ast.stmt) -> list[ast.expr]:
    """Where a name that a statement gives a value may be read, but for the form of that value."""
    around = syntax.parents(function)
    every = [one for one in ast.walk(function) if isinstance(one, ast.Name) and one.id == name]
    following = overwritten.following(function, made.lineno)
    again = [one.lineno for one in following if name in later_uses.stored(one)]
    # What follows whatever happens, and gives the name another value, ends what it had before.
    end = min((line for line in again), default=None)
    is_in_loop = any(
        isinstance(one, syntax.LOOPS) and syntax.spans(one, made.lineno)
        for one in ast.walk(function)
    )
    found: list[ast.expr] = []
    for one in every:
        is_before = one.lineno < made.lineno and not is_in_loop
        if not isinstance(one.ctx, ast.Load) or is_before or (end and one.lineno > end):
            continue
        if syntax.asked_of(one, around) not in syntax.OF_ITS_FORM:
            found.append(one)
    return found


def _called(
    call: ast.Call, frames: Sequence[Location], later: Sequence[Node]
) -> Iterator[tuple[syntax.Function, Location]]:
    """The functions of the program that a call came to, each with a line of it that ran.

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
            yield function, own[0]


def _by(
    call: ast.Call,
    where: _Place,
    line: Location,
    called: Sequence[tuple[syntax.Function, Location]],
) -> Ignored | None:
    """The parameter at a place of a call, if each of the functions that it came to ignores it."""
    name = syntax.last_name(call.func)
    by_name = [one for one in called if one[0].name == name]
    if _is_given_itself(call) or not (by_name or _is_alone(call, line)):
        return None
    ignored = []
    for function, own in by_name or called:
        if not by_name and name != _OF_KERAS and function.name not in handed_on.OF_OBJECTS:
            return None
        is_of_keras = not by_name and name == _OF_KERAS
        parameter = _parameter(function, _place_in_loss(where) if is_of_keras else where)
        if parameter is None or not interfaces.ignores(function, parameter, own):
            return None
        owner = later_uses.class_at(own)
        ignored.append(
            Ignored(
                parameter,
                f"{owner.name}.{function.name}" if owner is not None else function.name,
                syntax.location(own.file, function.lineno, function.name),
                syntax.location(line.file, call.lineno, line.function),
            )
        )
    return ignored[0] if ignored else None


def _is_alone(call: ast.Call, line: Location) -> bool:
    """Whether no other call of what is not imported stands on the lines of one."""
    tree = syntax.tree_of(line.file)
    if tree is None:
        return False
    imported = interfaces.imports(tree)
    lines = range(call.lineno, (call.end_lineno or call.lineno) + 1)
    others = [
        one
        for one in ast.walk(tree)
        if isinstance(one, ast.Call) and any(syntax.spans(one, each) for each in lines)
    ]
    roots = [syntax.dotted(one.func).partition(".")[0] for one in others if one is not call]
    return all(root in imported for root in roots)


def _place_in_loss(where: _Place) -> _Place:
    """Where Keras gives a loss what `compute_loss` is given there: the predictions come second."""
    return 1 if where in ("y_pred", 2) else -1


def _parameter(function: syntax.Function, where: _Place) -> str | None:
    positional = syntax.positional(function.args)
    if isinstance(where, str):
        every = [*positional, *(one.arg for one in function.args.kwonlyargs)]
        return where if where in every else None
    own = positional[positional[:1] in (["self"], ["cls"]) :]
    return own[where] if 0 <= where < len(own) else None


def _is_given_itself(call: ast.Call) -> bool:
    """Whether it is that of a method of a class, as `Base.call(self, x)`."""
    return any(isinstance(one, ast.Name) and one.id in ("self", "cls") for one in call.args[:1])
