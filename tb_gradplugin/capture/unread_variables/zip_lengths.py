"""How many elements the things have that loops go over, or give to `zip`, as far as it is known.

`zip` ends with the shortest of them, and says nothing of what it leaves out. A loop over something
empty makes no turn.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tb_gradplugin.capture.program import reachable
from tb_gradplugin.capture.sources import file_owners, frames, source_trees
from tb_gradplugin.capture.sources.file_owners import Owner
from tb_gradplugin.diagnosis.in_text import Length
from tb_gradplugin.diagnosis.text import syntax, zipped

_COUNTED = (list, tuple, dict, range)
_CHANGING = frozenset(
    {
        *("append", "extend", "insert", "remove", "pop", "clear"),
        *("update", "setdefault", "popitem"),
    }
)


def found(reach: reachable.Reach) -> tuple[Length, ...]:
    """Of each name that a loop or `zip` is given and that means a list or the like, its length.

    Args:
      reach: where functions, and what their names mean, are looked for.

    Returns:
      Nothing of a name that means things of different lengths, as one of several objects does.
    """
    lengths: dict[tuple[str, int, str], set[int]] = {}
    for named in reach.named:
        code = named.function.__code__
        if file_owners.owner(code.co_filename) is not Owner.USER or not isinstance(
            named.value, _COUNTED
        ):
            continue
        tree = source_trees.of_function(code)
        for line in _given_to(tree, named) if tree is not None else ():
            for place in frames.of_function(named.function, line):
                lengths.setdefault((place.file, line, named.called), set()).add(len(named.value))
    return tuple(Length(*where, *each) for where, each in lengths.items() if len(each) == 1)


def _given_to(tree: syntax.Function, named: reachable.Named) -> Iterator[int]:
    """The lines of loops and `zip` that are given what a name means, where that is its only one."""
    if any(_gives(node, named.called) for node in ast.walk(tree)):
        return
    for node in ast.walk(tree):
        given: list[ast.expr] = []
        if isinstance(node, ast.Call) and syntax.is_name(node.func, "zip"):
            given, line = node.args, node.lineno
        elif isinstance(node, ast.For):
            given, line = [node.iter], zipped.without_count(node.iter).lineno
        each = map(zipped.without_count, given)
        if any(source_trees.is_use(one, named.owner, named.name) for one in each):
            yield line


def _gives(node: ast.AST, called: str) -> bool:
    """Whether a node gives a name another value, or changes what it means by a method."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in _CHANGING and syntax.dotted(node.func.value) == called
    is_stored = not isinstance(getattr(node, "ctx", ast.Load()), ast.Load)
    return is_stored and syntax.dotted(node) == called
