"""Weights that a line of the program adds to a layer of Keras, and that no name leads to.

A layer lists such a weight as its own, and computes nothing with what its class knows nothing of.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator, Sequence
from types import FunctionType
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import live_variables
from tb_gradplugin.capture.program import layer_calls, reachable
from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables import source_uses
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import syntax

_MAKER = "add_weight"

_UNNAMED = r"[vV]ariable(?:_\d+)?"
"""The name of a weight that was given none."""


class _Added(NamedTuple):
    """A call that adds a weight.

    Attributes:
      function: one of the user's that is defined in the same file.
      line: of the call.
      name: that it gives the weight, as a regular expression; None where nothing is known of it.
      kept: the attribute that the program gives the weight to; empty where it gives it to none.
      of_class: the class in whose method an object adds it to itself; empty for every other.
    """

    function: FunctionType
    line: int
    name: str | None
    kept: str
    of_class: str


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that adds it to the layer which lists it.

    Returns:
      None for a variable that more than one line may have added, or none.
    """
    every = [_Added(function, *one) for function in _files(search) for one in _in(function)]
    if not every:
        return [None] * len(search.variables)
    holders = {
        id(one.value): one.value
        for _, one in source_uses.every_holder(search.reach, search.loss_fn)
    }
    layers = {id(one): one for value in holders.values() for one in layer_calls.layers(value)}
    return [
        _line(reachable.identity(one), list(layers.values()), every, search.reach)
        for one in search.variables
    ]


def _line(
    one: int | None, layers: Sequence[Any], every: Sequence[_Added], reach: reachable.Reach
) -> InSource | None:
    own = [layer for layer in layers if one in reach.held(layer)]
    if one is None or not own:
        return None
    # A model stands before its layers; one with a single layer holds no more than that.
    layer = min(own[::-1], key=lambda each: len(reach.held(each)))
    variables = reachable.variables_of(layer)
    variable = next(each for each in variables if reachable.identity(each) == one)
    name = live_variables.name(variable).rpartition("/")[2]
    # What a class makes for itself, it has in attributes of other names.
    kept = {each for each, value in reachable.attributes(layer) if reachable.identity(value) == one}
    classes = {each.__name__ for each in type(layer).__mro__}
    fitting = [
        each
        for each in every
        if each.name is not None
        and re.fullmatch(each.name, name)
        and (each.kept in kept if kept else not each.kept)
        and each.of_class in ("", *classes)
    ]
    if len(fitting) != 1:
        return None
    added = fitting[0]
    tree = syntax.tree_of(added.function.__code__.co_filename)
    called = syntax.called_at(tree, added.line) if tree is not None else ""
    places = frames.of_function(added.function, added.line, called)
    return InSource(places[0], added.kept or name, is_use=False) if places else None


def _files(search: Search) -> list[FunctionType]:
    """One function of each file of the user's that the loss comes to."""
    every = [frames.function_of(search.loss_fn), *(one.function for one in search.reach.named)]
    files = {one.__code__.co_filename: one for one in every if one is not None}
    return [one for file, one in files.items() if file_owners.owner(file) is Owner.USER]


def _in(function: FunctionType) -> Sequence[tuple[int, str | None, str, str]]:
    tree = syntax.tree_of(function.__code__.co_filename)
    return _calls(tree) if tree is not None else ()


@functools.lru_cache(maxsize=64)
def _calls(tree: ast.Module) -> tuple[tuple[int, str | None, str, str], ...]:
    """Lines of the calls of a file that add weights, and the rest of what `_Added` tells."""
    kept = {
        id(given): target.attr
        for node in ast.walk(tree)
        for target, given in syntax.assigned(node)
        if isinstance(target, ast.Attribute)
    }
    return tuple(
        (call.lineno, _name_given(call), kept.get(id(call), ""), of_class)
        for call, of_class in _with_classes(tree, "")
        if syntax.last_name(call.func) == _MAKER
    )


def _with_classes(scope: ast.AST, of_class: str) -> Iterator[tuple[ast.Call, str]]:
    """The calls in a node, each with the innermost class around it if it is of `self`."""
    for node in ast.iter_child_nodes(scope):
        inner = node.name if isinstance(node, ast.ClassDef) else of_class
        if isinstance(node, ast.Call):
            owner = getattr(node.func, "value", None)
            is_own = isinstance(owner, ast.Call) and syntax.is_name(owner.func, "super")
            is_own = is_own or syntax.is_name(owner or node, "self")
            yield node, inner if is_own else ""
        yield from _with_classes(node, inner)


def _name_given(call: ast.Call) -> str | None:
    given = [one.value for one in call.keywords if one.arg in ("name", None)]
    # Keras 2 takes the name first, and Keras 3 the shape.
    given = given or [one for one in call.args[:1] if isinstance(getattr(one, "value", 0), str)]
    if not given:
        return _UNNAMED
    parts = given[0].values if isinstance(given[0], ast.JoinedStr) else given[:1]
    texts = [getattr(one, "value", None) for one in parts]
    if not any(isinstance(text, str) for text in texts):
        return None
    return "".join(re.escape(text) if isinstance(text, str) else ".*" for text in texts)
