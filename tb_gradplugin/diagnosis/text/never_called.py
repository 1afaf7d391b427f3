"""Methods that use what no op has read: the loss calls their object, and not them."""

from __future__ import annotations

import ast
import functools
from typing import NamedTuple

from tb_gradplugin.diagnosis.carried import carried
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.diagnosis.text import later_uses, left_out, syntax
from tb_gradplugin.schema.findings import Location


class NeverCalled(NamedTuple):
    """Such a method.

    Attributes:
      name: as it is called.
      line: the one that begins it.
      use: the one that uses it there.
    """

    name: str
    line: Location
    use: Location


def found(case: Case, named: InSource) -> NeverCalled | None:
    """The method that uses something, where its object was called and the method was not.

    Args:
      case: what is diagnosed.
      named: what the program's lines tell of a variable that no op has read.

    Returns:
      None where it is used in what runs as the object is made or called, or where the object is
      not seen to have been called: another part of it may then stand for the whole.
    """
    use = named.location if named.is_use else named.built_with
    if use is None or not named.beside:
        return None
    function, holder = later_uses.function_at(use), later_uses.class_at(use)
    if function is None or holder is None or _is_called_otherwise(function):
        return None
    file = use.file
    function, use = _never_named(holder, function, named.name, use)
    called = [
        one
        for one in holder.body
        if isinstance(one, syntax.FUNCTIONS) and one.name in syntax.OF_OBJECTS
    ]
    ran = case.lines_run
    if left_out.any_ran(syntax.lines(function), file, ran):
        return None
    if not any(left_out.any_ran(syntax.lines(one), file, ran) for one in called):
        return None
    line = syntax.location(file, function.lineno, function.name)
    return NeverCalled(function.name, line, use)


def lines_with(case: Case, named: InSource) -> frozenset[tuple[str, int]]:
    """Files and numbers of the lines that compute with other variables of the same object."""
    behind = carried(dict.fromkeys(named.beside, 1), case.edges).bits
    return frozenset(
        (line.file, line.line)
        for node in case.on_the_way
        if any(behind[edge.value] for edge in case.edges.of_node[node.index])
        for line in node.locations
    )


def _never_named(
    holder: ast.ClassDef, function: syntax.Function, name: str, use: Location
) -> tuple[syntax.Function, Location]:
    """The only method that uses an attribute and that no line names, in place of one that is named.

    What a line names is for other steps; what none does has been forgotten.
    """
    owner, _, attribute = name.partition(".")
    tree = syntax.tree_of(use.file)
    if owner != "self" or tree is None or function.name not in _named_in(tree):
        return function, use
    using = {
        method: used
        for method in holder.body
        if isinstance(method, syntax.FUNCTIONS) and method.name not in _named_in(tree)
        if not _is_called_otherwise(method) and (used := _lines_that_use(method, attribute))
    }
    if len(using) != 1:
        return function, use
    ((method, used),) = using.items()
    return method, syntax.location(use.file, used[0], method.name)


@functools.lru_cache(maxsize=64)
def _named_in(tree: ast.Module) -> frozenset[str]:
    """All names, and those of attributes, that stand in a file, and its texts."""
    fields = ("id", "attr", "value")
    every = (getattr(node, field, None) for node in ast.walk(tree) for field in fields)
    return frozenset(one for one in every if isinstance(one, str))


def _lines_that_use(method: syntax.Function, attribute: str) -> list[int]:
    return sorted(
        node.lineno
        for node in ast.walk(method)
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and syntax.dotted(node) == f"self.{attribute}"
    )


def _is_called_otherwise(function: syntax.Function) -> bool:
    """Whether no line calls it by its name: what makes or is an object's call, or a property."""
    by_python = (*syntax.BUILDING, *syntax.OF_OBJECTS)
    return function.name in by_python or bool(function.decorator_list)
