"""Methods that read a name of the file where an attribute of their object has that name.

As in `encoder(x)` in a method of an object with an `encoder` of its own: what runs is the one that
the file made.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from types import FunctionType

from tb_gradplugin.capture.program import filling_functions, reachable
from tb_gradplugin.capture.sources import frames, source_trees
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_text import OuterName
from tb_gradplugin.diagnosis.text import left_out, syntax


def found(search: Search) -> list[OuterName | None]:
    """For each variable, the name that a method reads in place of the attribute that holds it.

    Returns:
      None unless a line of the method ran that reads the name, which means another object of the
      same class that the evaluation used, and no line of that method reads the attribute.
    """
    reach, touched = search.reach, search.touched
    wanted = [reachable.identity(each) for each in search.variables]
    result: list[OuterName | None] = [None] * len(wanted)
    for holder in reach.objects:
        own = dict(reachable.attributes(holder))
        for method in reachable.own_methods(holder) if own else ():
            for name, line in _outer_names(method, own):
                other = method.__globals__.get(name)
                held = reach.held(own[name]) - reach.held(other)
                is_other = type(other) is type(own[name]) and touched.is_met(other)
                if not is_other or touched.is_met(own[name]) or held.isdisjoint(wanted):
                    continue
                place = next(iter(frames.of_function(method, line)), None)
                if place is None or not left_out.any_ran([line], place.file, search.ran):
                    continue
                for number, one in enumerate(wanted):
                    if one in held and result[number] is None:
                        result[number] = OuterName(name, place)
    return result


def _outer_names(method: FunctionType, attributes: Collection[str]) -> Iterator[tuple[str, int]]:
    """Names of the file that a method reads, but not as attributes of its object, and lines."""
    tree = source_trees.of_function(method.__code__)
    if tree is None or method.__code__.co_name in syntax.BUILDING:
        return
    nodes = list(ast.walk(tree))
    inside = [node for node in nodes if isinstance(node, syntax.FUNCTIONS)]
    own = set().union(*map(filling_functions.own_names, inside))
    read = {
        node.attr
        for node in nodes
        if isinstance(node, ast.Attribute) and syntax.is_name(node.value, "self")
    }
    lines: dict[str, int] = {}
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            lines[node.id] = min(node.lineno, lines.get(node.id, node.lineno))
    for name, line in lines.items():
        if name in attributes and name not in own | read:
            yield name, line
