"""The line of a program that makes a tensor which was there before the loss was evaluated."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from types import FunctionType
from typing import Any, NamedTuple

from tensorflow.python.framework import ops

from tb_gradplugin.capture.program import (
    assignments,
    filling_functions,
    holding_lines,
    reachable,
)
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import entry_lines
from tb_gradplugin.capture.unread_variables.entry_lines import Filled
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location

_WRITTEN_OUT = (ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.DictComp)

_MOST = 4
"""Lines, at most, of which one has made a tensor."""

_WIDTH = 200
"""Entries of one container that are looked at."""


class Made(NamedTuple):
    """What was found.

    Attributes:
      location: the line.
      name: the plain name that it gives the tensor; "" for an attribute, or a part of a container.
      written: what it gives the tensor, or a container of it, such as "self.pictures".
      is_part: whether that is a container.
      others: lines that may have made it instead, in a file that does not tell which of them ran.
    """

    location: Location
    name: str
    written: str = ""
    is_part: bool = False
    others: tuple[Location, ...] = ()


class _Name(NamedTuple):
    """A name that a function has for a tensor, or for a list or dict with it.

    Attributes:
      function: one of the user's.
      owner: the name whose attribute it is; "" where it has a name of its own.
      name: the name or attribute.
      value: what it is.
      is_reached: whether the loss comes to it, and not only the file of the loss.
      holder: the object whose attribute it is; None where it has a name of its own.
    """

    function: FunctionType
    owner: str
    name: str
    value: Any
    is_reached: bool
    holder: Any = None

    @property
    def written(self) -> str:
        """As it stands in the source, such as "self.pictures"."""
        return f"{self.owner}.{self.name}" if self.owner else self.name


def made(
    reach: reachable.Reach,
    loss_fn: Callable[..., Any],
    tensors: Sequence[Any],
    or_others: bool = False,
) -> list[Made | None]:
    """For each tensor, the line that computes, reads or draws it, and gives it a name.

    Args:
      reach: where names are looked for.
      loss_fn: takes nothing and returns the loss.
      tensors: that were there before, or what assignments to variables gave back.
      or_others: whether several lines are wanted too, of which it is not known which one it is.

    Returns:
      None for a tensor of which no such line can be seen, or not which of several it is.
    """
    every = list(_names(reach, loss_fn))
    found = []
    for tensor in tensors:
        own: Made | None = None
        for one in _lines(every, reach, tensor):
            if not one.others:
                own = one
                break
            own = own or (one if or_others else None)
        found.append(own)
    return found


def in_source(search: Search) -> list[InSource | None]:
    """The same of what no op has read; None for a variable."""
    asked = search.variables
    tensors = [one for one in asked if isinstance(one, ops.EagerTensor)]
    lines = iter(made(search.reach, search.loss_fn, tensors))
    found = [next(lines) if isinstance(one, ops.EagerTensor) else None for one in asked]
    return [one and InSource(one.location, one.written, is_use=False) for one in found]


def _names(reach: reachable.Reach, loss_fn: Callable[..., Any]) -> Iterator[_Name]:
    for one in reach.named:
        if file_owners.owner(one.function.__code__.co_filename) is Owner.USER:
            yield _Name(one.function, one.owner, one.name, one.value, True, one.holder)
    function = frames.function_of(loss_fn)
    if function is not None:
        for name, value in list(function.__globals__.items()):
            yield _Name(function, "", name, value, False)


def _lines(every: Sequence[_Name], reach: reachable.Reach, tensor: Any) -> Iterator[Made]:
    own = [each for each in every if each.value is tensor]
    if isinstance(tensor, ops.EagerTensor):
        for each in own:
            yield from _of_either(_found(each), every)
    else:
        # The variable itself may have had the name before.
        given = [one for each in own for one in _found(each) if _assigns(one.value)]
        one = entry_lines.only(given)
        if one is not None:
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


def _found(each: _Name) -> Iterator[Filled]:
    """Lines of one function, or file, that may have given a name the value which it has."""
    for scope in _scopes(each):
        given = assignments.in_scope(scope).get((each.owner, each.name), ())
        holder = each.holder if each.owner == "self" else None
        last = holding_lines.found(given, each.function, scope, holder, each.value)
        for line, value in last:
            if not isinstance(value, ast.Constant):
                yield Filled(each.function, scope, line, value, each.written)


def _of_either(found: Iterator[Filled], every: Sequence[_Name]) -> Iterator[Made]:
    """The one line that makes a tensor, or the first of several, one of which ran."""
    lines = list(found)
    if len(lines) == 1:
        yield from _made(lines[0], every)
    elif len(lines) <= _MOST and any(True for one in lines for _ in _made(one, every)):
        # Where one of them only hands on another name, that may have been the one.
        first, *others = [one for each in lines for one in _said(each)]
        yield first._replace(others=tuple(one.location for one in others))


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
        one = holding_lines.last_straight(given, function, scope)
        part = None if one is None else _part(*one, key, each.is_reached)
        if part is not None:
            yield Filled(function, scope, *part, each.written)
        elif one is None and given:
            # Not known which of them; no other line is the only one then.
            yield from (Filled(function, scope, *of_several, each.written) for of_several in given)


def _made(one: Filled, every: Sequence[_Name], is_part: bool = False) -> Iterator[Made]:
    """The line, if it makes a tensor and does not only hand it on."""
    if syntax.computes(one.value) or _is_part(one, every):
        yield from _said(one, is_part)


def _said(one: Filled, is_part: bool = False) -> Iterator[Made]:
    """The line, whatever it does."""
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
