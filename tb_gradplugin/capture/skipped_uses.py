"""Python conditions under which alone a program uses a variable that it did not touch.

What a Python `if` leaves out leaves no op, so that the lines have to be read.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from tb_gradplugin.capture import file_owners, frames, reachable, source_trees
from tb_gradplugin.capture.file_owners import Owner
from tb_gradplugin.schema.findings import Location

_BUILDING = frozenset({"__init__", "build", "__post_init__", "__new__"})
"""Methods that make variables, and compute nothing with them."""

_LOOPS = (ast.For, ast.AsyncFor, ast.While)


def conditions(reach: reachable.Reach, variables: Sequence[Any]) -> list[Location | None]:
    """For each variable, the line of the `if`, or loop, that all its uses stand under.

    Args:
      reach: where the uses are looked for.
      variables: which the evaluation did not touch.

    Returns:
      None for a variable with a use elsewhere, or with none that can be seen.
    """
    uses: list[list[reachable.Named]] = [[] for _ in variables]
    wanted = [reachable.identity(variable) for variable in variables]
    for named in reach.named:
        # A model of the user's own is searched by itself, for its layers.
        if reachable.is_of_user(named.value) or isinstance(named.value, (list, tuple)):
            continue
        held = reach.held(named.value)
        for place, variable in enumerate(wanted):
            if variable in held:
                uses[place].append(named)
    return [_condition(each) for each in uses]


def _condition(uses: Sequence[reachable.Named]) -> Location | None:
    found: Location | None = None
    for use in uses:
        code = use.function.__code__
        if code.co_name in _BUILDING or file_owners.owner(code.co_filename) is not Owner.USER:
            continue
        tree = source_trees.of_function(code)
        for condition in _conditions_of(tree, use.owner, use.name) if tree is not None else ():
            if condition is None:
                return None
            found = found or next(iter(frames.of_function(use.function, condition)), None)
    return found


def _conditions_of(tree: ast.AST, owner: str, name: str) -> Iterator[int | None]:
    """For each use in a function, the innermost `if` or loop around it; None without one."""
    waiting: list[tuple[ast.AST, int | None]] = [(tree, None)]
    while waiting:
        node, around = waiting.pop()
        if source_trees.is_use(node, owner, name):
            yield around
            continue
        for field, child in ast.iter_fields(node):
            inside = around
            if (isinstance(node, (ast.If, ast.IfExp)) and field != "test") or (
                isinstance(node, _LOOPS) and field == "body"
            ):
                inside = node.lineno
            for each in child if isinstance(child, list) else [child]:
                if isinstance(each, ast.AST):
                    waiting.append((each, inside))
                    if isinstance(each, ast.If) and _always_leaves(each) and not each.orelse:
                        # What follows runs only if the condition does not hold.
                        inside = each.lineno


def _always_leaves(node: ast.If) -> bool:
    return isinstance(node.body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))
