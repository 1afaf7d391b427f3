"""Methods of the program's own that run in place of a library's, and leave out its variables.

A class that is derived from a layer makes the variables of that layer, whatever its `call` does.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Sequence
from types import FunctionType
from typing import Any

from tb_gradplugin.capture.ops import static_shapes
from tb_gradplugin.capture.program import class_texts, naming_lines, passed_over, reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource, OverriddenBy
from tb_gradplugin.diagnosis.text import left_out, syntax
from tb_gradplugin.schema.findings import Location


def found(search: Search) -> list[InSource | None]:
    """For each variable, the line of the method that leaves it out, as an `OverriddenBy`.

    Returns:
      None for a variable that is no attribute which library code of a base class makes; where the
      method was not seen to run, or may come to that of the base class; and where the class has
      made another variable in place of it.
    """
    lines: dict[int, InSource] = {}
    wanted = {one for each in search.variables if (one := reachable.identity(each)) is not None}
    for holder in search.reach.objects:
        own = {
            one: (name, item)
            for name, item in reachable.attributes(holder)
            if (one := reachable.identity(item)) is not None
        }
        for one in wanted & own.keys() - lines.keys():
            name, item = own[one]
            place = _left_out_by(holder, name, search.ran)
            others = [each for each in own.values() if each[1] is not item]
            if place is not None and not _is_replaced(holder, item, others, search.touched):
                lines[one] = InSource(place, f"self.{name}", is_use=False, seen=OverriddenBy(place))
    return [lines.get(reachable.identity(each) or 0) for each in search.variables]


def _left_out_by(holder: Any, name: str, ran: Collection[tuple[str, int]]) -> Location | None:
    # Layers of Keras keep variables under a name with an underscore, behind a property without.
    names = {name, name.removeprefix("_")}
    own = reachable.own_methods(holder)
    method = _overriding(holder, own)
    if method is None or not _is_of_library(holder, name, own):
        return None
    working = [one for one in own if one.__code__.co_name not in syntax.BUILDING]
    trees = [tree for one in working if (tree := source_trees.of_function(one.__code__))]
    if any(_may_read(tree, names) for tree in trees):
        return None
    tree = source_trees.of_function(method.__code__)
    place = None if tree is None else next(iter(frames.of_function(method, tree.lineno)), None)
    if tree is None or place is None or not left_out.any_ran(syntax.lines(tree), place.file, ran):
        return None
    return place


def _overriding(holder: Any, own: Sequence[FunctionType]) -> FunctionType | None:
    """The method of a class of the user's that runs in place of a library's, as it is called."""
    methods = reachable.methods(holder)
    for name in class_texts.CALLED:
        method = methods.get(name)
        is_own = any(method is one for one in own)
        if is_own and any(name in vars(cls) for cls in class_texts.libraries(type(holder))):
            return method
    return None


def _is_of_library(holder: Any, name: str, own: Sequence[FunctionType]) -> bool:
    """Whether a class of a library gives an attribute its value, and no method of the user's."""
    trees = [source_trees.of_function(one.__code__) for one in own]
    if any(tree is not None and naming_lines.that_give(tree, "self", name) for tree in trees):
        return False
    texts = class_texts.of_libraries(type(holder))
    return any(naming_lines.that_give(tree, "self", name) for tree in texts)


def _may_read(tree: ast.AST, names: Collection[str]) -> bool:
    """Whether a method may read an attribute of some names, or come to what a base class does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in names:
            return True
        if (
            isinstance(node, (ast.Name, ast.Attribute))
            and syntax.last_name(node) in naming_lines.UNSEEN
        ):
            return True
        if (
            isinstance(node, ast.Attribute)
            and node.attr in class_texts.CALLED
            and not syntax.is_name(node.value, "self")
        ):
            return True
    return False


def _is_replaced(
    holder: Any, item: Any, others: Sequence[tuple[str, Any]], touched: passed_over.Touched
) -> bool:
    """Whether another variable of that shape, which a class of the user's made, was used."""
    shape, own = static_shapes.of(item), reachable.own_methods(holder)
    return any(
        static_shapes.of(other) == shape
        and touched.is_met(other)
        and not _is_of_library(holder, name, own)
        for name, other in others
    )
