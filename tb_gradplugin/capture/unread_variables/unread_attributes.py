"""Attributes that a line sets of an object which is not its own, and that nothing ever reads.

As where a layer is given another one to call, by a name that this kind of layer does not know of.
"""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from tb_gradplugin.capture.observing import inner_layers
from tb_gradplugin.capture.program import class_texts, object_parts, reachable
from tb_gradplugin.capture.sources import file_owners, frames
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, SetOnAnother
from tb_gradplugin.diagnosis.text import syntax
from tb_gradplugin.schema.findings import Location


class _Given(NamedTuple):
    """An attribute that is given a value, and the line of that."""

    target: ast.Attribute
    place: Location


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line that sets the attribute by which such an object has it.

    Returns:
      None unless the evaluation used variables of the object, and none of those behind the
      attribute.
    """
    lines: dict[int, InSource] = {}
    unread = _unread(search.reach)
    every = list(_objects(search.reach)) if unread else []
    for one in every:
        for name, value in reachable.attributes(one):
            if name not in unread or hasattr(type(one), name) or _is_read_by_class(one, name):
                continue
            below = list(object_parts.variables_below(value))
            own = [each for each in reachable.variables_of(one) if not _is_in(each, below)]
            if any(map(search.touched.is_met, below)) or not any(map(search.touched.is_met, own)):
                continue
            line = _of_object(one, unread[name], every)
            if line is not None:
                lines |= {reachable.identity(each) or 0: line for each in below}
    return [lines.get(reachable.identity(each) or 0) for each in search.variables]


def _of_object(one: Any, given: Sequence[_Given], every: Sequence[Any]) -> InSource | None:
    """The line that sets it of an object: of several, those that call it by a name of its own."""
    if len(given) > 1:
        names = {
            name
            for other in every
            for name, value in reachable.attributes(other)
            if any(part is one for part in object_parts.parts(value))
        }
        given = [each for each in given if syntax.last_name(each.target.value) in names]
    if len({each.place for each in given}) != 1:
        return None
    written = ast.unparse(given[0].target)
    return InSource(given[0].place, written, False, is_left=True, seen=SetOnAnother())


def _is_in(variable: Any, others: Sequence[Any]) -> bool:
    return reachable.identity(variable) in map(reachable.identity, others)


def _objects(reach: reachable.Reach) -> Iterator[Any]:
    """The objects that the loss can come to, and the layers of theirs."""
    seen: set[int] = set()
    values = [one.value for one in reach.named]
    values += [own for one in reach.objects for _, own in reachable.attributes(one)]
    waiting = [*reach.objects, *(part for value in values for part in _parts(value))]
    while waiting:
        one = waiting.pop(0)
        if id(one) not in seen:
            seen.add(id(one))
            yield one
            waiting += inner_layers.of(one)


def _parts(value: Any) -> Iterator[Any]:
    for part in object_parts.parts(value):
        if hasattr(part, "__dict__") and not isinstance(part, type):
            yield part


def _is_read_by_class(one: Any, name: str) -> bool:
    """Whether a file of the classes of an object reads an attribute of that name."""
    trees = map(syntax.tree_of, class_texts.files(type(one)))
    return any(tree is not None and name in _read(tree) for tree in trees)


def _unread(reach: reachable.Reach) -> dict[str, list[_Given]]:
    """The attributes of others that lines set, and that nothing in the program reads."""
    trees = {
        file: tree
        for module in list(sys.modules.values())
        if isinstance(file := getattr(module, "__file__", None), str)
        if file_owners.owner(file) is Owner.USER and (tree := syntax.tree_of(file)) is not None
    }
    functions = {one.function.__code__.co_filename: one.function for one in reach.named}
    given: dict[str, list[_Given]] = {}
    read = frozenset().union(*map(_read, trees.values()))
    for file in trees.keys() & functions.keys():
        for node in ast.walk(trees[file]):
            if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Store):
                continue
            if node.attr in read or syntax.is_name(node.value, "self"):
                continue
            called = syntax.called_at(trees[file], node.lineno)
            for place in frames.of_function(functions[file], node.lineno, called):
                given.setdefault(node.attr, []).append(_Given(node, place))
    return given


@functools.lru_cache(maxsize=256)
def _read(tree: ast.Module) -> frozenset[str]:
    """The attributes that a file reads, and its texts, by which it may read others."""
    nodes = list(ast.walk(tree))
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return frozenset(
        {node.attr for node in attributes if not isinstance(node.ctx, ast.Store)}
        | {text for text in texts if isinstance(text, str)}
    )
