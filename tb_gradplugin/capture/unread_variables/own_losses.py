"""Losses that have the name of a part of the program, and do without it.

As `actor_loss` of an object with an attribute `actor`, which computes with `self.critic` alone.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FunctionType
from typing import Any, NamedTuple

from tb_gradplugin.capture.program import naming_lines, reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, LeftOutOfItsLoss
from tb_gradplugin.diagnosis.text import alike_names, left_out, syntax
from tb_gradplugin.schema.findings import Location

_LOSSES = frozenset({"loss", "losses", "cost", "objective"})
"""Words in the name of a function that computes what is to be minimised."""

_DEPTH = 3
"""Objects inside of others, at most, in which variables are looked for."""

_WIDTH = 64
"""Items of a list that are looked through."""


class _Scope(NamedTuple):
    """Functions, and what they have in common: the attributes of `self`, or the names of a file."""

    owner: str
    parts: Mapping[str, Any]
    functions: Mapping[str, FunctionType]

    def called(self, name: str) -> str:
        """A part as it stands in the source."""
        return f"{self.owner}.{name}" if self.owner else name


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line of its own loss that computes without it.

    Returns:
      None for a variable that no part holds of which a loss has the name; where the evaluation
      made use of that part, or did not come to that loss; and where the loss may come to the part
      by another function, or be given what the part computes.
    """
    lines: dict[int, InSource] = {}
    wanted = {one for each in search.variables if (one := reachable.identity(each)) is not None}
    for scope in _scopes(search) if wanted else ():
        losses = {
            name: one
            for name, one in scope.functions.items()
            if not _LOSSES.isdisjoint(alike_names.tokens(name))
        }
        for name, item in scope.parts.items() if losses else ():
            own = [one for called, one in losses.items() if _is_named_after(called, name)]
            below = _identities(item) & wanted if own else set()
            if not below or _is_met(item, search):
                continue
            line = _of_loss(own[0], name, scope, search) if len(own) == 1 else None
            if line is not None:
                lines |= dict.fromkeys(below - lines.keys(), line)
    return [lines.get(reachable.identity(each) or 0) for each in search.variables]


def _scopes(search: Search) -> Iterator[_Scope]:
    for holder in search.reach.objects:
        own = {one.__name__: one for one in reachable.own_methods(holder)}
        yield _Scope("self", dict(reachable.attributes(holder)), own)
    function = frames.function_of(search.loss_fn)
    if function is not None:
        names = function.__globals__
        functions = {
            name: one
            for name, value in list(names.items())
            # An object of the program's may refuse to be asked what it is.
            if not reachable.is_of_user(value)
            and isinstance(one := reachable.plain(value), FunctionType)
            and one.__code__.co_filename == function.__code__.co_filename
        }
        yield _Scope("", {name: one for name, one in names.items() if name[:1] != "_"}, functions)


def _is_named_after(loss: str, part: str) -> bool:
    """Whether the name of a loss has all words of that of a part, which tells of no loss itself."""
    words, wanted = alike_names.tokens(loss), alike_names.tokens(part)
    places = range(len(words) - len(wanted) + 1)
    is_loss = not _LOSSES.isdisjoint(wanted)
    return (
        bool(wanted) and not is_loss and any(words[at:][: len(wanted)] == wanted for at in places)
    )


def _of_loss(loss: FunctionType, name: str, scope: _Scope, search: Search) -> InSource | None:
    tree = source_trees.of_function(loss.__code__)
    if tree is None or _may_come_to(tree, name, scope) or _is_given_values(tree):
        return None
    for call in _calls(tree):
        other = _part_called(call, scope)
        if other is None or not _is_met(scope.parts[other], search):
            continue
        place = next(iter(frames.of_function(loss, call.lineno)), None)
        if place is not None and left_out.any_ran(syntax.lines(call), place.file, search.ran):
            return _line(place, name, other, scope)
    return None


def _line(place: Location, name: str, other: str, scope: _Scope) -> InSource:
    seen = LeftOutOfItsLoss(scope.called(other))
    return InSource(place, scope.called(name), is_use=False, seen=seen)


def _calls(tree: syntax.Function) -> Sequence[ast.Call]:
    every = [node for node in syntax.own_nodes(tree.body) if isinstance(node, ast.Call)]
    return sorted(every, key=lambda one: (one.lineno, one.col_offset))


def _part_called(call: ast.Call, scope: _Scope) -> str | None:
    """The part that a call is one of, of itself, of an item of it or of a method of either."""
    called: ast.expr = call.func
    while True:
        name = syntax.dotted(called).removeprefix(f"{scope.owner}." if scope.owner else "")
        is_own = bool(scope.owner) is isinstance(called, ast.Attribute)
        if name in scope.parts and is_own:
            return name
        if not isinstance(called, (ast.Attribute, ast.Subscript)):
            return None
        called = called.value


def _may_come_to(tree: ast.AST, name: str, scope: _Scope) -> bool:
    """Whether a loss, or a function of its scope that it names, names a part or may read it."""
    # An attribute with an underscore may be read by a property without.
    reading = {name, name.lstrip("_"), "globals", *naming_lines.UNSEEN}
    seen: set[str] = set()
    waiting = [tree]
    while waiting:
        for node in ast.walk(waiting.pop()):
            word = getattr(node, "attr", getattr(node, "id", getattr(node, "value", None)))
            if not isinstance(word, str):
                continue
            if word in reading:
                return True
            inner = scope.functions.get(word) if word not in seen else None
            seen.add(word)
            text = source_trees.of_function(inner.__code__) if inner is not None else None
            if text is not None:
                waiting.append(text)
    return False


def _is_given_values(tree: syntax.Function) -> bool:
    """Whether it computes with a parameter as it is: its caller may be who leaves out the part.

    What is taken out of a batch, or picks an item, is data.
    """
    own = syntax.parameters(tree.args) - {"self"}
    around = syntax.parents(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or node.id not in own or isinstance(node.ctx, ast.Store):
            continue
        outer = around[id(node)]
        if not isinstance(outer, (ast.Attribute, ast.Subscript)):
            return True
    return False


def _identities(value: Any) -> set[int]:
    every = (reachable.identity(one) for one in _variables(value, _DEPTH))
    return {one for one in every if one is not None}


def _is_met(value: Any, search: Search) -> bool:
    known: Callable[[Any], int | None] = search.known
    return any(known(one) is not None for one in _variables(value, _DEPTH))


def _variables(value: Any, depth: int) -> Iterator[Any]:
    """Those that something is or holds, in lists and in objects of the program's too."""
    if reachable.identity(value) is not None:
        yield value
        return
    listed = reachable.variables_of(value)
    yield from listed
    items: list[Any] = []
    if isinstance(value, dict):
        items = list(value.values())
    elif isinstance(value, (list, tuple)):
        items = list(value)
    elif not listed and reachable.is_of_user(value):
        items = [item for _, item in reachable.attributes(value)]
    for item in items[:_WIDTH] if depth else ():
        yield from _variables(item, depth - 1)
