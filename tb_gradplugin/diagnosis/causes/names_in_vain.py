"""Results under names that nothing reads: rules about how a program loses a result."""

from __future__ import annotations

from tb_gradplugin.diagnosis import named_results, unread_names
from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.last_use import LastUse, Told
from tb_gradplugin.diagnosis.text import (
    in_its_place,
    named_twice,
    unread_lists,
    unread_parts,
    unread_turns,
)


def by_one_name_twice(use: LastUse) -> Told | None:
    """A line names another result twice, where this one might stand."""
    slip = next(filter(None, map(named_twice.found, use.last.locations)), None)
    made = (named_twice.of_made(one, use.case.lines_on_the_way) for one in use.last.locations)
    slip = slip or next(filter(None, made), None)
    if slip is None:
        return _by_one_name_in_two_lines(use)
    computed = slip.made.place
    said = {"unread": slip.unread, "named_twice": slip.name, "computed_in": computed}
    return Told(lines((slip.line, slip.made), use.where), said, is_slip=True)


def _by_one_name_in_two_lines(use: LastUse) -> Told | None:
    """Two lines read another result, and one of them most likely should read this one."""
    for line in use.last.locations:
        found = in_its_place.of_result(line, use.case.lines_on_the_way)
        if found is not None:
            slip, made = found
            said = {"unread": slip.unread, **slip.said, "computed_in": made.place}
            return Told(lines((slip.line, made, slip.other), use.where), said, is_slip=True)
    return None


def by_unread_name(use: LastUse) -> Told | None:
    """It gets a name that nothing reads, and a line behind that might read it goes without."""
    left = unread_names.found(use.case, use.last, use.taken)
    return None if left is None else _left_out(use, left)


def by_what_comes_next(use: LastUse) -> Told | None:
    """It gets a name that nothing reads; a line takes what is made beside it, or comes next."""
    left = unread_names.next_found(use.case, use.last, use.taken)
    return None if left is None else _left_out(use, left)


def _left_out(use: LastUse, left: named_results.LeftOut) -> Told:
    said = {"computed_in": left.made.place}
    if left.is_older:
        said |= {"left_behind": left.name, **({"only_returned": "yes"} if left.is_read else {})}
    elif left.beside:
        said |= {"left_beside": left.name, "taken_beside": ", ".join(left.beside)}
    else:
        said |= {"left_out": left.name, **({} if left.is_read else {"unread": left.name})}
        said |= {"comes_next": "yes"} if left.comes_next else {}
    return Told(lines((left.line, left.made), use.where), said, left.is_slip)


def by_unread_part(use: LastUse) -> Told | None:
    """A function takes it, among others, under a name that nothing reads."""
    part = unread_parts.found(use.last, use.taken, use.case.lines_on_the_way)
    if part is None:
        return None
    said = {"unread": part.name, "computed_in": use.made_in}
    if part.slip is not None:
        where = lines((part.line, part.taken, part.slip.other), use.where)
        return Told(where, {**said, **part.slip.said}, is_slip=True)
    said |= {"left_out": part.name, "comes_next": "yes"}
    return Told(lines((part.line, part.taken), use.where), said, part.is_told)


def in_unread_list(use: LastUse) -> Told | None:
    """It lies in a list that nothing reads."""
    found = unread_lists.found(use.loser)
    if found is None:
        return None
    said = {"unread_list": found[0], "computed_in": use.made_in}
    return Told(lines((found[1],), use.where), said, is_slip=True)


def by_unread_turn(use: LastUse) -> Told | None:
    """It lies in a list that a loop goes over by a name which nothing reads."""
    found = unread_turns.found(use.last.locations, use.taken)
    if found is None:
        return None
    said = {"unread_turn": found.part, "turn_of": found.name, "loop": found.loop.place}
    where = lines((found.line, found.loop), use.where)
    return Told(where, {**said, "computed_in": use.made_in}, is_slip=True)
