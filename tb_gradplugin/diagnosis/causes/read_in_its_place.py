"""GN104 of variables in the place of which a line reads another one with a name that is alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, lines
from tb_gradplugin.diagnosis.causes.unread_variables import Unread
from tb_gradplugin.diagnosis.in_source import InSource, UnusedBy
from tb_gradplugin.diagnosis.program import Asked
from tb_gradplugin.diagnosis.text import (
    in_its_place,
    later_uses,
    syntax,
    twins,
    unread_keys,
    unread_siblings,
)
from tb_gradplugin.schema.findings import Location


class _Found(NamedTuple):
    """A slip, another line that tells of it, and what more is said."""

    slip: in_its_place.Slip
    line: Location
    said: dict[str, str]


def claims(case: Case, places: Sequence[int]) -> list[Claim]:
    """One for each wrong name, with all that it leaves out.

    Args:
      case: the evaluation.
      places: of variables that no op has read; may be empty.
    """
    if case.program.loss is None:
        return []
    groups: dict[tuple[Location, str, bool], list[int]] = {}
    for place in places:
        line = _line(case.program.asked[place])
        if line is not None:
            key = (line.location, line.name, line.is_use)
            groups.setdefault(key, []).append(place)
    found = (_claim(case, *key, tuple(group)) for key, group in groups.items())
    return [one for one in found if one is not None]


def _line(one: Asked) -> InSource | None:
    """The line that names a variable, if nothing else is known of it."""
    line = one.in_source
    is_told = one.condition is not None or one.kept is not None or bool(one.made_of)
    if line is None or is_told or line.filled_in is not None:
        return None
    return line if line.seen is None or isinstance(line.seen, UnusedBy) else None


def _claim(
    case: Case, line: Location, name: str, is_use: bool, places: tuple[int, ...]
) -> Claim | None:
    found = _of_use(case, line, name) if is_use else _of_made(case, line, name)
    if found is None or Unread(case, places).twins:
        return None
    slip = found.slip
    wanted = {case.program.asked[place].shape for place in places}
    # What an argument is computed from may have another shape, and what makes objects has no ops.
    is_of_ops = "argument" not in found.said and slip.line.function not in syntax.BUILDING
    for statement in slip.statements if is_of_ops else ():
        handles = _read_on(case, slip.line.file, statement)
        shapes = set(twins.shapes_of(case, handles).values())
        if slip.beside:
            # Tables of several things have as many rows as there are of each.
            wanted, shapes = ({_row(one) for one in each} for each in (wanted, shapes))
        if not wanted <= shapes:
            return None
    facts = Facts(
        "GN104",
        locations=lines((slip.line, found.line, slip.other), case.program.loss_locations[:1]),
        evidence={"ops_that_use_them": 0, **found.said, **slip.said},
        perhaps_meant=in_other_steps(case),
        op_type="",
    )
    return Claim(facts, places)


def _row(shape: tuple[int | None, ...] | None) -> tuple[int | None, ...] | None:
    return shape and (None, *shape[1:]) if shape is not None and len(shape) > 1 else shape


def _of_made(case: Case, made: Location, name: str) -> _Found | None:
    slip = unread_siblings.found(made, name, case.lines_on_the_way)
    said = {"unread": name, "made_at": made.place}
    return None if slip is None else _Found(slip, made, said)


def _of_use(case: Case, use: Location, name: str) -> _Found | None:
    slip = unread_keys.found(use, name, case.lines_on_the_way)
    if slip is not None:
        return _Found(slip, slip.other, {"unread": slip.unread})
    given = unread_siblings.of_given(use, name, case.on_the_way, case.lines_on_the_way)
    if given is None:
        slip = unread_siblings.in_methods_that_ran(use, name, case.lines_on_the_way)
        said = {"unread": name, "used_in": use.place}
        return None if slip is None else _Found(slip, slip.other, said)
    slip, line = given
    function = later_uses.function_at(line)
    called = later_uses.method_name(function, line) if function is not None else line.function
    said = {
        "argument": slip.unread,
        "argument_of": called,
        "given_in": use.place,
    }
    return _Found(slip, line, said)


def _read_on(case: Case, file: str, statement: range) -> list[int]:
    """Handles of the variables that ops read on the lines of a statement, or in what it calls."""
    return [
        value
        for node in case.program.nodes
        if any(one.file == file and one.line in statement for one in node.locations)
        for value in node.inputs
        if case.program.values[value].origin == "variable"
    ]
