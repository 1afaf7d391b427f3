"""The line of a program that makes a tensor which was there before the loss was evaluated."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from types import FrameType, FunctionType
from typing import Any, NamedTuple

from tensorflow.python.framework import ops

from tb_gradplugin.capture.program import assignments, filling_functions, reachable
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import entry_lines
from tb_gradplugin.capture.unread_variables.entry_lines import Filled
from tb_gradplugin.diagnosis.in_text import InSource
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_MAKING = (ast.Call, ast.BinOp, ast.UnaryOp, ast.Compare)
"""What computes something, and does not only hand it on."""

_WRITTEN_OUT = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)

_WIDTH = 200
"""Entries of one container that are looked at."""


class Made(NamedTuple):
    """What was found.

    Attributes:
      location: the line.
      name: the plain name that it gives the tensor; "" for an attribute, or a part of a container.
      written: what it gives the tensor, or a container of it, such as "self.pictures".
      is_part: whether that is a container.
    """

    location: Location
    name: str
    written: str = ""
    is_part: bool = False


class _Name(NamedTuple):
    """A name that a function has for a tensor, or for a list or dict with it.

    Attributes:
      function: one of the user's.
      owner: the name whose attribute it is; "" where it has a name of its own.
      name: the name or attribute.
      value: what it is.
      is_reached: whether the loss comes to it, and not only the file of the loss.
    """

    function: FunctionType
    owner: str
    name: str
    value: Any
    is_reached: bool

    @property
    def written(self) -> str:
        """As it stands in the source, such as "self.pictures"."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


def made(
    reach: reachable.Reach, loss_fn: Callable[..., Any], tensors: Sequence[Any]
) -> list[Made | None]:
    """For each tensor, the line that computes, reads or draws it, and gives it a name.

    Args:
      reach: where names are looked for.
      loss_fn: takes nothing and returns the loss.
      tensors: that were there before, or what assignments to variables gave back.

    Returns:
      None for a tensor of which no such line can be seen, or not which of several it is.
    """
    every = list(_names(reach, loss_fn))
    return [next(_lines(every, reach, tensor), None) for tensor in tensors]


def in_source(
    reach: reachable.Reach, loss_fn: Callable[..., Any], asked: Sequence[Any]
) -> list[InSource | None]:
    """The same of what no op has read; None for a variable."""
    tensors = [one for one in asked if isinstance(one, ops.EagerTensor)]
    lines = iter(made(reach, loss_fn, tensors))
    found = [next(lines) if isinstance(one, ops.EagerTensor) else None for one in asked]
    return [one and InSource(one.location, one.written, is_use=False) for one in found]


def _names(reach: reachable.Reach, loss_fn: Callable[..., Any]) -> Iterator[_Name]:
    for one in reach.named:
        if file_owners.owner(one.function.__code__.co_filename) is Owner.USER:
            yield _Name(one.function, one.owner, one.name, one.value, True)
    function = frames.function_of(loss_fn)
    if function is not None:
        for name, value in list(function.__globals__.items()):
            yield _Name(function, "", name, value, False)


def _lines(every: Sequence[_Name], reach: reachable.Reach, tensor: Any) -> Iterator[Made]:
    own = [each for each in every if each.value is tensor]
    if isinstance(tensor, ops.EagerTensor):
        found = [one for each in own for one in _found(each)]
    else:
        # The variable itself may have had the name before.
        given = [one for each in own for one in _found(each, _assigns)]
        one = entry_lines.only(given)
        found = [] if one is None else [one]
    for one in found:
        yield from _made(one, every)
    # What stands in a list or dict may have no other name.
    holding: dict[int, list[_Name]] = {}
    for each in every:
        if _key(each.value, tensor) is not None:
            holding.setdefault(id(each.value), []).append(each)
    for names in holding.values():
        key = _key(names[0].value, tensor)
        one = entry_lines.only([one for each in names for one in _filling(each, key, reach)])
        if one is not None:
            yield from _made(entry_lines.behind(one), every, is_part=True)


def _key(value: Any, tensor: Any) -> Any:
    """Under what a list or dict has a tensor; None for everything else."""
    if isinstance(value, dict):
        items = list(value.items())[:_WIDTH]
    elif isinstance(value, (list, tuple)):
        items = list(enumerate(value[:_WIDTH]))
    else:
        return None
    return next((key for key, item in items if item is tensor), None)


def _found(each: _Name, is_it: Callable[[ast.expr], bool] = lambda _: True) -> Iterator[Filled]:
    """Lines that give a name its value, of those that give it a value of some kind."""
    for scope in _scopes(each):
        given = [
            (line, value)
            for line, value in assignments.in_scope(scope).get((each.owner, each.name), ())
            if not isinstance(value, ast.Constant) and is_it(value)
        ]
        one = _last(given, scope, each.function.__code__.co_filename)
        if one is not None:
            yield Filled(each.function, scope, *one, each.written)


def _filling(each: _Name, key: Any, reach: reachable.Reach) -> Iterator[Filled]:
    """Lines that give the entry of a list or dict under a key its value, one of a function."""
    wanted = (each.owner, each.name)
    places = [
        (scope, assignments.in_scope(scope).get(wanted, ()), each.function)
        for scope in _scopes(each)
    ]
    if each.is_reached:
        named = reachable.Named(each.function, each.owner, each.name, each.value)
        more = filling_functions.found(named, reach)
        places += [(scope.tree, given, scope.function) for scope, given in more]
    for scope, every, function in places:
        given = entry_lines.fitting(every, scope, each.name, key)
        given = entry_lines.appended(given, scope, key, len(each.value))
        one = _last(given, scope, function.__code__.co_filename)
        part = None if one is None else _part(*one, key, each.is_reached)
        if part is not None:
            yield Filled(function, scope, *part, each.written)
        elif one is None and given:
            # Not known which of them; no other line is the only one then.
            yield from (Filled(function, scope, *of_several, each.written) for of_several in given)


def _made(one: Filled, every: Sequence[_Name], is_part: bool = False) -> Iterator[Made]:
    """The line, if it makes a tensor and does not only hand it on."""
    if any(isinstance(node, _MAKING) for node in ast.walk(one.value)) or _is_part(one, every):
        called = source_trees.name_of(one.scope)
        for place in frames.of_function(one.function, one.line, called)[:1]:
            is_plain = not is_part and "." not in one.written
            yield Made(place, one.written if is_plain else "", one.written, is_part)


def _assigns(value: ast.expr) -> bool:
    """Whether an expression is what a method or function that changes a variable gives back."""
    called = syntax.last_name(value.func) if isinstance(value, ast.Call) else ""
    return called.startswith(("assign", "scatter", "batch_scatter"))


def _is_part(one: Filled, every: Sequence[_Name]) -> bool:
    """Whether an expression takes a part of a variable or tensor, which makes another tensor."""
    owner, name = entry_lines.taken_of(one) or ("", "")
    if entry_lines.is_own(one.scope, owner or name) and owner != "self":
        return False
    if owner == "self":
        values = [
            each.value
            for each in every
            if (each.owner, each.name) == (owner, name)
            if source_trees.of_function(each.function.__code__) is one.scope
        ]
    else:
        known = one.function.__globals__.get(owner or name)
        values = [dict(reachable.attributes(known)).get(name) if owner else known]
    return bool(values) and all(
        isinstance(value, ops.EagerTensor) or reachable.identity(value) is not None
        for value in values
    )


def _scopes(each: _Name) -> list[ast.AST]:
    """Where a name of that meaning is given its value."""
    code = each.function.__code__
    if each.owner == "self":
        own = source_trees.of_function(code)
        return [own] if own is not None else []
    outer = each.owner or each.name
    shared = getattr(each.function, "__globals__", {})
    for scope in source_trees.around_function(code):
        # What a call gives an argument of that name is something else.
        if isinstance(scope, ast.Module):
            is_same = outer in shared if each.owner else shared.get(outer) is each.value
        else:
            is_same = outer in code.co_freevars
        if is_same and (each.owner, each.name) in assignments.in_scope(scope):
            return [scope]
        if isinstance(scope, syntax.FUNCTIONS) and outer in syntax.parameters(scope.args):
            return []  # Whoever calls it has made it.
    return []


def _last(
    given: Sequence[tuple[int, ast.expr]], scope: ast.AST, file: str
) -> tuple[int, ast.expr] | None:
    """The assignment that holds; None where that depends on what ran."""
    now = _line_now(file, source_trees.name_of(scope))
    given = [one for one in given if now is None or one[0] <= now]
    straight = {node.lineno for node in getattr(scope, "body", ())}
    if len(given) > 1 and not all(line in straight for line, _ in given):
        return None
    return given[-1] if given else None


def _line_now(file: str, name: str) -> int | None:
    """The line that the program has come to in a file or function of it that is still running."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_filename == file and frame.f_code.co_name == name:
            return frame.f_lineno
        frame = frame.f_back
    return None


def _part(line: int, value: ast.expr, key: Any, is_reached: bool) -> tuple[int, ast.expr] | None:
    """Of a list or dict that is written out, what stands there under a key.

    What else a list of the file comes from, such as a method that lists what is to be trained,
    tells nothing of who made its parts.
    """
    if not is_reached and not isinstance(value, _WRITTEN_OUT):
        return None
    if isinstance(value, (ast.List, ast.Tuple)):
        if any(isinstance(one, ast.Starred) for one in value.elts) or key >= len(value.elts):
            return None
        return value.elts[key].lineno, value.elts[key]
    return next(assignments.entries([(line, value)], {key}), None)
