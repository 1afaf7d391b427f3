"""Of the lines that name a variable which no op has read, the one that tells most of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tb_gradplugin.capture.unread_variables import (
    added_weights,
    cut_models,
    dropped_results,
    entries_passed_by,
    overridden_calls,
    own_losses,
    source_uses,
    tensor_lines,
    unnamed_methods,
    unread_attributes,
    unused_links,
)
from tb_gradplugin.capture.unread_variables.search import Search
from tb_gradplugin.diagnosis.in_source import InSource
from tb_gradplugin.schema.findings import Location


class NamedLine(NamedTuple):
    """What is told of one variable.

    Attributes:
      line: which names it; None where none is seen.
      condition: under which all its uses stand; None where there is none, or where the line tells
        that the program does not come to it.
    """

    line: InSource | None
    condition: Location | None


_Find = Callable[[Search], list[InSource | None]]

_Choose = Callable[[NamedLine, InSource], NamedLine]
"""Of what is told so far, and the line that a finder sees, gives what is told from then on."""


def found(search: Search, conditions: Sequence[Location | None]) -> list[NamedLine]:
    """For each variable, the line that tells most.

    Args:
      search: for the variables.
      conditions: of each, as `skipped_uses.conditions` finds them.
    """
    lines = source_uses.found(search)
    for find in _WHERE_NONE_IS:
        if None in lines:
            lines = [line or other for line, other in zip(lines, find(search), strict=True)]
    told = [NamedLine(*each) for each in zip(lines, conditions, strict=True)]
    for find, choose in _TELLING_MORE:
        every = zip(told, find(search), strict=True)
        told = [one if line is None else choose(one, line) for one, line in every]
    return told


def _instead(told: NamedLine, line: InSource) -> NamedLine:
    return told._replace(line=line)


def _of_method(told: NamedLine, left: InSource) -> NamedLine:
    """The line of the method that leaves a variable out; where another makes it, both as one."""
    made = told.line
    if made is None or made.name != left.name or made.is_use:
        return told._replace(line=left)
    return told._replace(line=dataclasses.replace(made, seen=left.seen))


def _of_unnamed(told: NamedLine, use: InSource) -> NamedLine:
    """The same line, with the method; where it is of another name, that tells more."""
    made = told.line
    if made is None or made.name != use.name or made.seen is not None:
        return told
    built = made.built_with or use.location
    return told._replace(line=dataclasses.replace(made, built_with=built, seen=use.seen))


def _of_loss(told: NamedLine, left: InSource) -> NamedLine:
    """The line of the loss, where no more is known than one that names what it leaves out."""
    is_told = told.line is not None and (told.line.seen is not None or told.line.filled_in)
    return told if is_told or told.condition is not None else told._replace(line=left)


def _of_link(told: NamedLine, link: InSource) -> NamedLine:
    if not unused_links.tells_more(link, told.line):
        return told
    # A condition further down was not come to either.
    return NamedLine(link, None)


_WHERE_NONE_IS: tuple[_Find, ...] = (
    cut_models.found,
    added_weights.found,
    unread_attributes.found,
)
"""Asked in turn as long as a variable has no line: one that uses it, or makes it, tells more."""

_TELLING_MORE: tuple[tuple[_Find, _Choose], ...] = (
    # What makes a tensor tells more than what lists it to be asked about.
    (tensor_lines.in_source, _instead),
    # What has the variable from a library and ran without it tells more than what made it.
    (overridden_calls.found, _of_method),
    # A method that nothing calls tells more than what makes a variable for it.
    (unnamed_methods.found, _of_unnamed),
    # Where an object that ran never comes to the next, its parts are as they should be.
    (unused_links.found, _of_link),
    # The line that ran in place of one with the variable tells more than any that names it.
    (entries_passed_by.found, _instead),
    # Of a layer that is called, so does the result which nothing reads.
    (dropped_results.found, _instead),
    # A loss that is named after what it leaves out tells more than what uses that elsewhere.
    (own_losses.found, _of_loss),
)
"""Asked in any case; each tells more than those before it."""
