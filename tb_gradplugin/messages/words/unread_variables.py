"""GN104 of variables that no op has read: by what the lines say which name or leave them."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, fact, in_line, it, names
from tb_gradplugin.messages.words import names_alike
from tb_gradplugin.messages.words.of_one_way import (
    Way,
    first_line,
    if_wanted,
    no_op_has_read,
    use_it,
)
from tb_gradplugin.schema.findings import Finding


def _twin(finding: Finding) -> str:
    twin = called(finding, "twin", "another")
    return (
        f"the loss reads {twin}, another variable of the same name and shape, as of a model that "
        f"was copied, loaded or built once more."
    )


def _copied_inside(finding: Finding) -> str:
    twin = called(finding, "twin", "another")
    return (
        f"the loss reads {twin}, another variable of the same name and shape: that of a copy, "
        f"which `{fact(finding, 'copied_inside')}` makes{in_line(finding)}."
    )


def _do_without_copy(finding: Finding) -> str:
    without = if_wanted(finding, f"do without the copy of {first_line(finding)}")
    return f"{without} If the copy is to learn, ask for the gradient of its own variables."


def _made_anew(finding: Finding) -> str:
    twin = called(finding, "twin", "another")
    return (
        f"the loss reads {twin}, a variable of the same name and shape that it makes "
        f"itself{at(finding)}, anew in each call."
    )


def _make_once(finding: Finding) -> str:
    return f"Make the layer or variable of {first_line(finding)} once, and keep it."


def _made_of(finding: Finding) -> str:
    name, made_in = fact(finding, "made_of"), fact(finding, "made_of_in")
    made = f"{made_in} makes {it(finding)} of `{name}`"
    return no_op_has_read(finding, f"{made}, and the loss reads `{name}` itself{in_line(finding)}")


def _take_it_in_place(finding: Finding) -> str:
    change = f"have {first_line(finding)} take {it(finding)} in the place of "
    return if_wanted(finding, f"{change}`{fact(finding, 'made_of')}`")


def _name_test(finding: Finding) -> str:
    part, name = fact(finding, "name_part"), fact(finding, "name_with_it")
    return no_op_has_read(
        finding,
        f"`{fact(finding, 'name_test')}`{in_line(finding)} holds for {it(finding)} since `{part}` "
        f"is within a word, as in `{name}`; in the names of all that the loss uses it begins a "
        f"word",
    )


def _ended_by_zip(finding: Finding) -> str:
    name, shortest = fact(finding, "ended_loop_over"), fact(finding, "ended_by_zip")
    here = f", here `{shortest}`" if shortest else ""
    return no_op_has_read(
        finding,
        f"`zip`{in_line(finding)} ends with the shortest of what it is given{here}, before it "
        f"comes to the last elements of `{name}`, which hold {it(finding)}",
    )


def _zip_all(finding: Finding) -> str:
    name, shortest = fact(finding, "ended_loop_over"), fact(finding, "ended_by_zip")
    more = f", with as many elements in `{shortest}`" if shortest else ""
    return if_wanted(finding, f"let {first_line(finding)} come to all of `{name}`{more}")


def _ended_loop(finding: Finding) -> str:
    name, loop = fact(finding, "ended_loop_over"), fact(finding, "loop_in")
    return no_op_has_read(
        finding,
        f"the loop in {loop} ends{in_line(finding)} before it comes to the last elements of "
        f"`{name}`, which hold {it(finding)}",
    )


def _loop_on(finding: Finding) -> str:
    name, loop = fact(finding, "ended_loop_over"), fact(finding, "loop_in")
    behind = f"behind {first_line(finding)} to the last elements of `{name}`"
    return if_wanted(finding, f"let the loop in {loop} go on {behind}")


def _unread_result(finding: Finding) -> str:
    goes_on = ""
    if "goes_on_in" in finding.evidence:
        goes_on = f", and {fact(finding, 'goes_on_in')} goes on from what that was computed from"
    return no_op_has_read(
        finding,
        f"where the model is put together, what is computed with {it(finding)} ends in "
        f"`{fact(finding, 'unread_result')}`{in_line(finding)}, which nothing reads{goes_on}",
    )


def _compute_with_result(finding: Finding) -> str:
    change = f"compute with `{fact(finding, 'unread_result')}` behind {first_line(finding)}"
    if "goes_on_in" in finding.evidence:
        change += f", such as in {fact(finding, 'goes_on_in')}"
    return if_wanted(finding, change)


def _outer_and_own(finding: Finding) -> tuple[str, str]:
    every = fact(finding, "outer_names").split(", ")
    return names(every), names([f"self.{name}" for name in every])


def _outer_names(finding: Finding) -> str:
    outer, own = _outer_and_own(finding)
    reads = f"what the method reads{in_line(finding)} is {outer} of the file"
    return no_op_has_read(finding, f"{reads}, and not {own}")


def _write_own(finding: Finding) -> str:
    outer, own = _outer_and_own(finding)
    return if_wanted(finding, f"write {own} in place of {outer}{in_line(finding)}")


def _ends_before(finding: Finding) -> str:
    made = f"the model `{fact(finding, 'ends_before')}` that is made{in_line(finding)}"
    return no_op_has_read(finding, f"{made} ends before the layers that hold {it(finding)}")


def _go_on_to_layers(finding: Finding) -> str:
    model = f"`{fact(finding, 'ends_before')}` in {first_line(finding)}"
    return if_wanted(finding, f"let {model} go on to the layers that hold {it(finding)}")


def _called_twice(finding: Finding) -> str:
    """Which branch calls one attribute twice, and which calls its sibling as well."""
    both = use = ""
    if finding.locations:
        lines = (fact(finding, "called_first"), first_line(finding))
        both = f", in {' and '.join(dict.fromkeys(lines))},"
        use = f", {left(finding)} in {fact(finding, 'other_branch')}"
    calls = f"the branch that ran calls `{fact(finding, 'called_twice')}` twice{both} and "
    calls += f"{left(finding)} not at all"
    return no_op_has_read(finding, f"{calls}; the other branch calls each of them once{use}")


def _call_other(finding: Finding) -> str:
    name = fact(finding, "called_twice")
    return if_wanted(
        finding, f"call {left(finding)} in the place of `{name}` in {first_line(finding)}"
    )


def left(finding: Finding) -> str:
    """The names that nothing reads."""
    return " and ".join(f"`{name}`" for name in fact(finding, "unread").split(", "))


def _entry_of(finding: Finding) -> str:
    entry = f"an entry of `{fact(finding, 'entry_of')}`{in_line(finding)}"
    return no_op_has_read(finding, f"nothing reads {left(finding)}, which gets {entry}")


def _compute_with_entry(finding: Finding) -> str:
    return if_wanted(finding, f"compute with {left(finding)} behind {first_line(finding)}")


WAYS: tuple[Way, ...] = (
    Way("made_anew", _made_anew, _make_once),
    Way("copied_inside", _copied_inside, _do_without_copy),
    Way("twin", _twin, use_it),
    Way("made_of", _made_of, _take_it_in_place),
    Way("name_test", _name_test, use_it),
    Way("ended_by_zip", _ended_by_zip, _zip_all),
    Way("ended_loop_over", _ended_loop, _loop_on),
    Way("unread_result", _unread_result, _compute_with_result),
    Way("outer_names", _outer_names, _write_own),
    Way("ends_before", _ends_before, _go_on_to_layers),
    Way("called_twice", _called_twice, _call_other),
    names_alike.OF_VARIABLE,
    Way("entry_of", _entry_of, _compute_with_entry),
)
"""The first whose evidence is there."""
