"""Attributes that held a variable, and into which the evaluation itself put a tensor in its place.

The name may be computed, as in `setattr(layer, name, tensor)`: what the attribute holds once the
loss has run tells which it was.
"""

from __future__ import annotations

import ast
import functools
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import tensorflow as tf

from tb_gradplugin.capture.ops import static_shapes
from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import left_out, rebinding, syntax
from tb_gradplugin.schema.findings import Location

_SETTING = frozenset({"setattr", "__setattr__"})

_WIDTH = 200
"""Entries of one dict that are looked at."""


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that gives the attribute of its name a tensor in the loss.

    Returns:
      None for a variable that an attribute holds still, or of which no such line has run.
    """
    lines: list[InSource | None] = [None] * len(search.variables)
    taken: set[tuple[int, str]] = set()
    items = [item for each in search.reach.objects for _, item in reachable.attributes(each)]
    held = set(map(reachable.identity, items))
    line_of = functools.cache(lambda attribute: _line(attribute, search))
    for number, variable in enumerate(search.variables):
        one, name = reachable.identity_and_name(variable)
        if one is None or one in held:
            continue
        names = dict.fromkeys([*rebinding.names_of(name), *_keys(one, items)])
        for holder in search.reach.objects:
            for attribute in names:
                key = (id(holder), attribute)
                value = vars(holder).get(attribute) if hasattr(holder, "__dict__") else None
                if lines[number] or key in taken or not _is_like(value, variable):
                    continue
                place = line_of(attribute) if search.known(value) is not None else None
                if place is not None:
                    taken.add(key)
                    owner = getattr(holder, "name", None) or type(holder).__name__
                    called = f"{owner}.{attribute}"
                    lines[number] = InSource(place, called, is_use=False)
    return lines


def _keys(one: int, items: Sequence[Any]) -> Iterator[str]:
    """Names under which dicts among some attributes have a variable."""
    for each in items:
        for key, value in itertools.islice(each.items(), _WIDTH) if isinstance(each, dict) else ():
            if isinstance(key, str) and reachable.identity(value) == one:
                yield key


def _is_like(value: Any, variable: Any) -> bool:
    """Whether it is a tensor of the shape and dtype of a variable, and no variable itself."""
    return (
        isinstance(value, tf.Tensor)
        and static_shapes.of(value) == static_shapes.of(variable)
        and value.dtype == tf.as_dtype(variable.dtype)
    )


def _line(attribute: str, search: Search) -> Location | None:
    """The line that gave the attribute a tensor; one that names it goes before any other."""
    every = {one.function: None for one in search.reach.named}
    every.update(
        (one, None) for each in search.reach.objects for one in reachable.own_methods(each)
    )
    computed = None
    for function in every:
        tree = source_trees.of_function(function.__code__)
        if tree is None or tree.name in syntax.BUILDING:
            continue
        for line, is_named in _given_tensors(tree, attribute):
            place = next(iter(frames.of_function(function, line)), None)
            # The line itself computes nothing where it is given what another one computed.
            if place is None or not left_out.any_ran(syntax.lines(tree), place.file, search.ran):
                continue
            if is_named:
                return place
            computed = computed or place
    return computed


def _given_tensors(scope: ast.AST, attribute: str) -> Iterator[tuple[int, bool]]:
    """Lines that may give an attribute a tensor, and whether they name it."""
    for node in ast.walk(scope):
        for target, value in syntax.assigned(node):
            if getattr(target, "attr", "") == attribute and not syntax.has_maker(value):
                yield target.lineno, True
        if isinstance(node, ast.Call) and syntax.last_name(node.func) in _SETTING:
            if len(node.args) != 3 or syntax.has_maker(node.args[2]):
                continue
            name = node.args[1]
            if not isinstance(name, ast.Constant):
                yield node.lineno, False
            elif name.value == attribute:
                yield node.lineno, True
