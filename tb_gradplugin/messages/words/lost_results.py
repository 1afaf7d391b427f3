"""GN104 of variables whose ways end in an op: by what becomes of its result."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import counted, fact, in_line, it, its, names, op
from tb_gradplugin.messages.words import (
    apart_from_variables,
    array_writes,
    ignored_arguments,
    names_alike,
    older_results,
    read_beside,
    turns,
    unread_turns,
    unread_variables,
)
from tb_gradplugin.messages.words.of_one_way import Way, first_line, if_wanted, in_compile
from tb_gradplugin.schema.findings import Finding


def _last(finding: Finding) -> str:
    return f"the result of {op(fact(finding, 'last_op'))}"


def _unused(finding: Finding) -> str:
    return f"no op uses {_last(finding)}{in_line(finding)}"


def _shape_alone(finding: Finding) -> str:
    if "shape_read_in" not in finding.evidence or not finding.locations:
        return ""
    read_in = fact(finding, "shape_read_in")
    return f"{first_line(finding)} computes with the shape that is read in {read_in}."


def _use_value(finding: Finding) -> str:
    change = f"compute with {its(finding)} value, and not with the shape alone in "
    return if_wanted(finding, f"{change}{first_line(finding)}")


def _zipped(finding: Finding) -> str:
    """What the shortest of the things is with which a list is given to `zip`."""
    shortest = ""
    if "shortest" in finding.evidence:
        count = counted(int(finding.evidence["elements"]), "element")
        shortest = f", here `{fact(finding, 'shortest')}` with {count}"
    return (
        f"`zip`{in_line(finding)} ends with the shortest of what it is given{shortest}, and "
        f"nothing else reads parts of `{fact(finding, 'looped_over')}`."
    )


def _looped_over(finding: Finding) -> str:
    loop, name = f"the loop{in_line(finding)}", fact(finding, "looped_over")
    return f"{loop} is all that reads parts of `{name}`, and it does not read all."


def _come_to_all(finding: Finding) -> str:
    is_known = "shortest" in finding.evidence
    more = f", with as many elements in `{fact(finding, 'shortest')}`" if is_known else ""
    name = fact(finding, "looped_over")
    return if_wanted(finding, f"let {first_line(finding)} come to all of `{name}`{more}")


def _one_part(finding: Finding) -> str:
    made_in = fact(finding, "made_in")
    return f"of several that are made in {made_in}, one part alone is taken{in_line(finding)}."


def _take_other_part(finding: Finding) -> str:
    made_in = fact(finding, "made_in")
    change = (
        f"have {first_line(finding)} take another part of what {made_in} makes, or more than one"
    )
    return if_wanted(finding, change)


def _overwritten(finding: Finding) -> str:
    since = f"from {first_line(finding)} on" if finding.locations else "later"
    name = fact(finding, "overwritten")
    return f"`{name}` has another value {since}; nothing reads {_last(finding)} before."


def _take_overwritten(finding: Finding) -> str:
    result = f"the result of {fact(finding, 'computed_in')}"
    return if_wanted(
        finding, f"have {first_line(finding)} take {result}, or give its own another name"
    )


def lost_as_well(finding: Finding, joint: str) -> str:
    """The other lines whose results one statement of a loop loses."""
    return f" {joint} ".join(fact(finding, "lost_as_well").split(", "))


def _overwritten_in_turn(finding: Finding) -> str:
    name, where = fact(finding, "overwritten_in_turn"), in_line(finding)
    if "computed_in" not in finding.evidence:
        return (
            f"{_unused(finding)}, but for the last turn of the loop: each turn gives `{name}` "
            f"another value, and nothing in the loop reads it."
        )
    others = ""
    if "lost_as_well" in finding.evidence:
        others = f", nor that of {lost_as_well(finding, 'and')}"
    return (
        f"each turn of the loop gives `{name}` another value{where}, which is not computed from "
        f"it; so no later turn uses {_last(finding)} in {fact(finding, 'computed_in')}{others}."
    )


def _take_turn_before(finding: Finding) -> str:
    if "computed_in" not in finding.evidence:
        return _hand_on(finding)
    result = f"the result that {fact(finding, 'computed_in')} had in the turn before"
    if "lost_as_well" in finding.evidence:
        result = "the result of the turn before"
    change = f"have {first_line(finding)} take {result}, or put all of these into a list"
    return if_wanted(finding, change)


def _left_of(finding: Finding) -> str:
    taken, left = fact(finding, "taken_of"), fact(finding, "left_of")
    return (
        f"{taken} and {left} call the same; the result of {left} alone is computed from "
        f"{it(finding)}, and the loss is made of that of {taken}{in_line(finding)}."
    )


def _take_other_call(finding: Finding) -> str:
    result = f"the result of {fact(finding, 'left_of')}"
    return if_wanted(finding, f"have {first_line(finding)} take {result} instead, or as well")


def _unread_entries(finding: Finding) -> str:
    keys = fact(finding, "unread_entries").split(", ")
    entries = f"the {'entry' if len(keys) == 1 else 'entries'} {names(keys)}"
    others = names(fact(finding, "others_read").split(", "))
    return (
        f"what {fact(finding, 'entries_from')} computes goes to {entries}{in_line(finding)}, which "
        f"nothing reads; {fact(finding, 'reads_others')} reads {others} of the same results."
    )


def _unread_attributes(finding: Finding) -> str:
    """Of an object, which puts together what belongs together."""
    keys, kind = names(fact(finding, "unread_entries").split(", ")), fact(finding, "attributes_of")
    made, put = fact(finding, "entries_from"), fact(finding, "put_in")
    where = "" if made == put else f" in {put}"
    others = names(fact(finding, "others_read").split(", "))
    return (
        f"what {made} computes becomes {keys} of a `{kind}`{where}, which nothing reads; "
        f"{fact(finding, 'reads_others')} reads {others} of it alone."
    )


def _read_entries(finding: Finding) -> str:
    keys = names(fact(finding, "unread_entries").split(", "))
    return if_wanted(finding, f"have {fact(finding, 'reads_others')} read {keys} as well")


def _unread_list(finding: Finding) -> str:
    name, computed = fact(finding, "unread_list"), fact(finding, "computed_in")
    filled = f"which is filled{in_line(finding)}, and which nothing reads"
    return f"what {computed} computes ends in the list `{name}`, {filled}."


def _compute_from_list(finding: Finding) -> str:
    name = fact(finding, "unread_list")
    return if_wanted(finding, f"compute it from `{name}`, which {first_line(finding)} fills")


def _named_twice(finding: Finding) -> str:
    left, twice = unread_variables.left(finding), fact(finding, "named_twice")
    return (
        f"nothing reads {left}, which {fact(finding, 'computed_in')} computes; `{twice}` stands "
        f"twice{in_line(finding)}."
    )


def _put_in_place(finding: Finding) -> str:
    twice, left = fact(finding, "named_twice"), fact(finding, "unread")
    place_of_it = f"in place of one of the two `{twice}` in {first_line(finding)}"
    return if_wanted(finding, f"put `{left}` {place_of_it}")


def _unread(finding: Finding) -> str:
    return f"{_unused(finding)}; nothing reads {unread_variables.left(finding)}."


def _left_out(finding: Finding) -> str:
    left, computed = f"`{fact(finding, 'left_out')}`", fact(finding, "computed_in")
    is_next = "comes_next" in finding.evidence
    loss = f"{'what comes next' if is_next else 'the loss that is made up'}{in_line(finding)}"
    if "unread" in finding.evidence:
        return f"nothing reads {left}, which {computed} computes; {loss} goes without it."
    return f"{loss} goes without {left}, which {computed} computes; no op uses that."


def _put_into_loss(finding: Finding) -> str:
    left = f"`{fact(finding, 'left_out')}`"
    return if_wanted(finding, f"have {first_line(finding)} compute with {left}")


def _given_to_add_loss(finding: Finding) -> str:
    computed, given = fact(finding, "computed_in"), fact(finding, "add_loss")
    made = "" if computed == given else f" in {computed}"
    return (
        f"{_last(finding)}{made} is given to `add_loss` in {given}, and the loss{in_line(finding)} "
        f"does not contain the losses of that layer or model."
    )


def _add_losses(finding: Finding) -> str:
    loss = f"the loss of {first_line(finding)}"
    return f"Add what was given to `add_loss` to {loss}: `loss += sum(model.losses)`."


def _entry(finding: Finding) -> str:
    return f"{_unused(finding)}; nothing reads `{fact(finding, 'entry')}`."


def _entries_of(finding: Finding) -> str:
    entries = names(fact(finding, "entries").split(", "))
    name = fact(finding, "entries_of")
    return f"{_unused(finding)}; of `{name}`, nothing but {entries} is read."


def _given_away(finding: Finding) -> str:
    name = fact(finding, "given_away")
    return f"{_unused(finding)}; nothing reads what goes to `{name}` there."


def _lost(finding: Finding) -> str:
    return f"{_unused(finding)}."


def _hand_on(finding: Finding) -> str:
    pass_on = f"pass the result of {first_line(finding)} on to the loss"
    check = "; check that the next step takes that result and not an earlier one"
    return if_wanted(finding, f"{pass_on}{in_compile(finding) or check}")


WAYS: tuple[Way, ...] = (
    array_writes.WAY,
    Way("only_shape_used_by", _shape_alone, _use_value),
    Way("zipped", _zipped, _come_to_all),
    Way("looped_over", _looped_over, _come_to_all),
    Way("made_in", _one_part, _take_other_part),
    *older_results.WAYS,
    apart_from_variables.WAY,
    Way("overwritten", _overwritten, _take_overwritten),
    turns.ADDED_BEHIND,
    Way("overwritten_in_turn", _overwritten_in_turn, _take_turn_before),
    Way("left_of", _left_of, _take_other_call),
    names_alike.OF_RESULT,
    ignored_arguments.WAY,
    Way("attributes_of", _unread_attributes, _read_entries),
    Way("unread_entries", _unread_entries, _read_entries),
    Way("unread_list", _unread_list, _compute_from_list),
    Way("named_twice", _named_twice, _put_in_place),
    Way("add_loss", _given_to_add_loss, _add_losses),
    read_beside.WAY,
    unread_turns.WAY,
    Way("left_out", _left_out, _put_into_loss),
    Way("unread", _unread, _hand_on),
    Way("entry", _entry, _hand_on),
    Way("entries_of", _entries_of, _hand_on),
    Way("given_away", _given_away, _hand_on),
    Way("last_op", _lost, _hand_on),
)
"""The first whose evidence is there."""
