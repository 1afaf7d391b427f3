"""How a program loses a result: rules about what its lines do with it, the first that answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tb_gradplugin.diagnosis import other_call
from tb_gradplugin.diagnosis.causes import (
    apart_from_variables,
    input_as_it_was,
    names_in_vain,
    shape_alone,
)
from tb_gradplugin.diagnosis.causes.facts import lines
from tb_gradplugin.diagnosis.causes.last_use import LastUse, Told
from tb_gradplugin.diagnosis.text import (
    array_writes,
    dropped,
    given_twice,
    handed_on,
    ignored,
    ignored_attributes,
    in_its_place,
    joined_parts,
    left_out,
    looped_over,
    merged_entries,
    named_loss,
    older_step,
    overwritten,
    overwritten_in_turns,
    parts_taken,
    replaced_result,
    returned_parts,
    unread,
    unread_keys,
    zipped,
)
from tb_gradplugin.schema.findings import Location

_LIST_OPS = "TensorList"
"""How the ops are called that a TensorArray is made of in a graph."""


def by_unkept_write(use: LastUse) -> Told | None:
    """A TensorArray that a write gives back is dropped, and the one before has nothing of it."""
    if not use.last.op_type.startswith(_LIST_OPS):
        return None
    found = next(filter(None, map(array_writes.dropped_by, use.last.locations[:1])), None)
    if found is None:
        return None
    said = {"array": found.array, "unkept_by": found.method}
    return Told(lines((found.line,), use.last.locations), said, is_slip=True, is_sure=True)


def in_each_turn(use: LastUse) -> Told | None:
    """The next turn of a loop gives its name another value."""
    turn, others = use.group.turn, use.group.others
    if turn is None:
        return None
    said: dict[str, str | int] = {"overwritten_in_turn": turn.name}
    if turn.line != turn.made:
        said["computed_in"] = turn.made.place
    behind = overwritten_in_turns.added_behind(turn.made, turn.name)
    if behind is not None:
        said["added_behind"] = behind.place
        return Told(lines((behind, turn.line, turn.made), use.last.locations), said, is_slip=True)
    if others:
        said["lost_as_well"] = ", ".join(one.place for one in others)
    return Told(lines((turn.line, turn.made, *others), use.last.locations), said, is_slip=True)


def by_overwriting(use: LastUse) -> Told | None:
    """A line gives its name another value, or goes on from an older one."""
    giving = dict.fromkeys([*use.own, *use.loser])
    found = next((one for line in giving if (one := overwritten.by_line(line, use.ran))), None)
    if found is None:
        nodes = use.case.program.nodes
        found = replaced_result.found(use.loser, use.last, nodes, use.taken)
    if found is None:
        return None
    said = {"overwritten": found[0], "computed_in": use.made_in}
    return Told(lines((found[1],), use.where), said, is_slip=True)


def by_add_loss(use: LastUse) -> Told | None:
    """It is given to `add_loss` alone, and the loss is made without the losses of the model."""
    kept = next(filter(None, map(unread.by_line, use.last.locations)), {})
    if "add_loss" not in kept:
        return None
    said = {**kept, "computed_in": use.made_in}
    loss = use.case.program.loss_locations[:1]
    named = [one for line in loss if (one := named_loss.found(line))]
    return Told(lines(named or loss, use.where), said, is_slip=True)


def by_taking_a_part(use: LastUse) -> Told | None:
    """A line takes one part alone of several, which a line makes or is given."""
    if not use.loser:
        return None
    loser, nodes = use.loser[0], use.case.program.nodes
    if loser in use.last.locations and parts_taken.at_once(loser, use.last, nodes):
        part: Location | None = loser
    else:
        part = (
            handed_on.part_taken(loser)
            or parts_taken.only_part_read(loser, use.inside_of(loser))
            or joined_parts.only_part_read(loser, use.last, use.ran)
            or parts_taken.only_entry_read(loser)
        )
    if part is None:
        return None
    where = lines((part,), use.where)
    # The line that takes the part may be the one of the call as well.
    together = _put_together_in(use) if part in use.loser else None
    made = together or (where[1] if len(where) > 1 else part)
    return Told(lines((part, made), where), {"made_in": made.place})


def _put_together_in(use: LastUse) -> Location | None:
    """The line that puts a result into an object, which the line that loses it is given."""
    several = returned_parts.returned(use.inside_of(use.loser[0]))
    return several.line if several is not None and several.is_object else None


def by_looping_over(use: LastUse) -> Told | None:
    """A loop goes over what holds it, and takes something else."""
    found = looped_over.found(use.last.locations, use.taken)
    if found is None:
        return None
    said = {"looped_over": found[0], "made_in": use.made_in}
    return Told(lines((found[1],), use.where), said)


def by_zip(use: LastUse) -> Told | None:
    """A call of `zip` ends before it comes to it."""
    found = zipped.found(use.case.program, use.group.nodes, use.last, use.taken)
    if found is None:
        return None
    return Told(lines((found.line,), use.where), {**found.said, "made_in": use.made_in})


def by_unread_argument(use: LastUse) -> Told | None:
    """The loss reads nothing of the program's variables, and an argument is never read."""
    if use.case.any_gradient:
        return None
    one = left_out.never_read(use.last.locations, use.taken)
    if one is None:
        return None
    said = {"argument": one.name, "argument_of": one.line.function}
    said |= {"renamed": one.renamed} if one.renamed else {}
    slip = None if one.renamed else _slip(use, one.line, one.name)
    if slip is not None:
        where = lines((slip.line, slip.other), use.where)
        return Told(where, {**said, **slip.said}, is_slip=True)
    return Told(lines((one.line,), use.where), said)


def by_ignoring(use: LastUse) -> Told | None:
    """A function is given it, or what keeps it, by a parameter that it never reads."""
    found = ignored.found(use.last, use.case.program.nodes, use.taken)
    found = found or ignored_attributes.found(use.last, use.taken, use.ran)
    if not found:
        return None
    said = {**found.said, "computed_in": use.made_in}
    is_plain = not (found.kept or found.read or found.renamed or found.others)
    slip = _slip(use, found.line, found.name) if is_plain else None
    if slip is not None:
        where = lines((slip.line, slip.other), found.lines, use.where)
        return Told(where, {**said, **slip.said}, is_slip=True)
    twice = given_twice.found(found.line, use.case.lines_on_the_way) if is_plain else None
    if twice is not None:
        said |= {"given_twice": twice.name, "given_twice_in": twice.line.place}
        return Told(lines((twice.line,), found.lines, use.where), said)
    return Told(lines(found.lines, use.where), said)


def _slip(use: LastUse, line: Location, argument: str) -> in_its_place.Slip | None:
    return in_its_place.of_argument(line, argument, use.case.lines_on_the_way)


def by_entry_in_its_place(use: LastUse) -> Told | None:
    """It lies in an entry that nothing takes, and a line takes another one in its place."""
    found = _merged(use)
    one = found.keys[0] if found is not None and len(found.keys) == 1 and not found.kind else ""
    if found is None or not one:
        return None
    on_the_way = use.case.lines_on_the_way
    slip = unread_keys.of_results(found.reading, one, found.read, on_the_way)
    if slip is None:
        return None
    said = {"unread": slip.unread, **slip.said, "computed_in": found.last.place}
    return Told(lines((slip.line, *found.lines, slip.other), use.where), said, is_slip=True)


def in_merged_entries(use: LastUse) -> Told | None:
    """It lies in entries of a dict that nothing takes out of it."""
    if not use.where or dropped.by_line(use.where[0], is_shared=False):
        return None  # the line that has it last tells of it
    found = _merged(use)
    return None if found is None else Told(lines(found.lines, use.where), found.said)


def _merged(use: LastUse) -> merged_entries.Entries | None:
    depends, bits = use.case.ways.depends, use.case.downstream.bits
    nodes = use.case.program.nodes
    carrying = [
        node
        for node in nodes
        if not depends[node.index] and any(bits[one] & use.group.bits for one in node.outputs)
    ]
    return merged_entries.found(use.last, carrying, use.taken, nodes, use.ran)


def by_going_on_from_older(use: LastUse) -> Told | None:
    """The loss is computed from what it was before this step."""
    older = older_step.found(use.last, use.taken)
    if not older:
        return None
    said = {"left_behind": older.name, "computed_in": older.made.place}
    return Told(lines((older.line, older.made), use.where), said, is_slip=True)


def by_other_call(use: LastUse) -> Told | None:
    """The loss takes what another call of the same layer or function returns."""
    if use.case.any_gradient or not use.where:
        return None
    found = other_call.found(use.case, use.group.bits)
    if found is None:
        return None
    said = {**found.said, "computed_in": use.made_in}
    return Told(lines((found.line, found.left), use.where), said)


def by_maker(use: LastUse) -> Told | None:
    """Nothing tells which line drops it of several that one line makes: that line to begin with.

    The one that is given all of them may well take what it should.
    """
    if not use.is_handed_on or not use.loser:
        return None
    loser = use.loser[0]
    several = returned_parts.returned(use.inside_of(loser))
    if several is None:
        return None
    is_told = parts_taken.takes_apart(loser) or dropped.by_line(loser, is_shared=True)
    if is_told and not several.is_object:
        return None
    made = several.line if several.is_object else several.made
    return Told(lines((made,), use.where), is_whole=False)


def at_last_line(use: LastUse) -> Told:
    """No more is known: the line that has it last."""
    return Told(use.where, is_whole=False)


RULES: Sequence[Callable[[LastUse], Told | None]] = (
    by_unkept_write,
    in_each_turn,
    by_overwriting,
    shape_alone.by_shape_alone,
    names_in_vain.by_one_name_twice,
    names_in_vain.by_unread_name,
    names_in_vain.by_unread_part,
    by_add_loss,
    by_entry_in_its_place,
    by_taking_a_part,
    by_looping_over,
    by_zip,
    by_unread_argument,
    by_ignoring,
    names_in_vain.in_unread_list,
    names_in_vain.by_unread_turn,
    in_merged_entries,
    by_going_on_from_older,
    input_as_it_was.by_input_as_it_was,
    by_other_call,
    apart_from_variables.by_line_apart,
    names_in_vain.by_what_comes_next,
    by_maker,
    at_last_line,
)
"""The first that answers; the last always does."""


def told(use: LastUse) -> Told:
    """What the first rule says that answers."""
    return next(filter(None, (rule(use) for rule in RULES)))
