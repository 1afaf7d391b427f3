"""Methods that use what no op has read: the loss calls their object, and not them."""

from __future__ import annotations

from typing import NamedTuple

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


def _is_called_otherwise(function: syntax.Function) -> bool:
    """Whether no line calls it by its name: what makes or is an object's call, or a property."""
    by_python = (*syntax.BUILDING, *syntax.OF_OBJECTS)
    return function.name in by_python or bool(function.decorator_list)
