"""Lists of results of which a loop alone takes parts, and fewer than there are."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from tb_gradplugin.diagnosis import left_out, syntax
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location

_OF_ITS_LENGTH = "len"


def found(made: Sequence[Location], nodes: Sequence[Node]) -> tuple[str, Location] | None:
    """The name of a list, or a dict, of which a loop alone reads parts, and the loop.

    Args:
      made: the lines of an op whose result no op uses, innermost first.
      nodes: those that the loss depends on.
    """
    for file, called, name in left_out.given_to(made, nodes):
        # Under a name that is given another value, another list may be read.
        if isinstance(called, ast.Lambda) or _stores(called, name):
            continue
        slices = _slices(called, name)
        loops = [_loop_that_reads(called, one) for one in slices or [name]]
        # In which of several slices the result lies is not known.
        if loops[0] is not None and all(one is loops[0] for one in loops):
            said = slices[0] if len(slices) == 1 else name
            return said, syntax.location(file, loops[0].lineno, called.name)
    return None


def _slices(called: syntax.Function, name: str) -> list[str]:
    """The names to which a function gives a list, or slices of it, and that alone.

    Returns:
      Nothing unless all that reads the list gives such names, each of them once.
    """
    reads = [one for one in ast.walk(called) if syntax.is_name(one, name)]
    given: dict[int, str] = {}
    for node in syntax.own_nodes(called.body):
        for target, value in syntax.assigned(node):
            is_slice = isinstance(value, ast.Subscript) and isinstance(value.slice, ast.Slice)
            source = value.value if is_slice and isinstance(value, ast.Subscript) else value
            if isinstance(target, ast.Name) and syntax.is_name(source, name):
                given[id(source)] = target.id
    if any(id(one) not in given for one in reads):
        return []
    names = list(given.values())
    is_once = all(_stores(called, one) == 1 for one in names)
    return names if is_once and not syntax.parameters(called.args) & set(names) else []


def _stores(called: syntax.Function, name: str) -> int:
    every = (one for one in ast.walk(called) if syntax.is_name(one, name))
    return sum(not isinstance(getattr(one, "ctx", None), ast.Load) for one in every)


def _loop_that_reads(called: syntax.Function, name: str) -> ast.For | None:
    """The loop that reads a list by what it counts, where all else asks for its length alone."""
    around = syntax.parents(called)
    parts = {
        id(node.value): node.slice for node in ast.walk(called) if isinstance(node, ast.Subscript)
    }
    reads = [
        node
        for node in ast.walk(called)
        if isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Load)
        if syntax.asked_of(node, around) != _OF_ITS_LENGTH
    ]
    for loop in ast.walk(called):
        if not isinstance(loop, ast.For):
            continue
        inside = {id(node) for statement in loop.body for node in ast.walk(statement)}
        counted = {node.id for node in ast.walk(loop.target) if isinstance(node, ast.Name)}
        if reads and all(
            id(read) in inside and getattr(parts.get(id(read)), "id", "") in counted
            for read in reads
        ):
            return loop
    return None
