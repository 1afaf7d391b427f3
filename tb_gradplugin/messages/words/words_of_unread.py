"""GN104 of variables that no op has read, and of names that nothing reads."""

from __future__ import annotations

from collections.abc import Mapping

from tb_gradplugin.messages.phrases import at, called, fact, in_line, it, names, place
from tb_gradplugin.schema.findings import Finding

_UNSEEN = "no function that the loss comes to was seen to use it"


def _named(finding: Finding) -> str:
    """Where the program's lines name what no op has read."""
    name = f"`{fact(finding, 'named')}`"
    if "overridden" in finding.evidence:
        named_in = f" in {fact(finding, 'named_in')}" if "named_in" in finding.evidence else ""
        return (
            f"no op has read {it(finding)}; the program uses {name}{named_in}, and what runs is "
            f"the method of a derived class that takes the place of that one{in_line(finding)}."
        )
    if "left_out_by" in finding.evidence:
        method = fact(finding, "left_out_by")
        return (
            f"no op has read {it(finding)}; {name} is made by the class of a library, and "
            f"`{method}` of the class derived from it{in_line(finding)} uses neither {name} nor "
            f"`super().{method}`."
        )
    if "passes_by" in finding.evidence:
        return (
            f"no op has read {it(finding)}; the method that reads {name}{in_line(finding)} takes "
            f"`{fact(finding, 'takes')}` of what it is given, and not "
            f"`{fact(finding, 'passes_by')}`."
        )
    if "set_on_other" in finding.evidence:
        return (
            f"no op has read {it(finding)}; {name} is set{in_line(finding)}, and nothing in the "
            f"program reads `{fact(finding, 'named').rpartition('.')[2]}`."
        )
    if "unused_in" in finding.evidence:
        return (
            f"no op has read {it(finding)}; {name}, which holds {it(finding)}, is set in "
            f"{fact(finding, 'set_in')} and not used by `{fact(finding, 'unused_in')}`, which ran."
        )
    if "never_called" in finding.evidence:
        return (
            f"no op has read {it(finding)}; the program uses {name} in "
            f"{fact(finding, 'named_in')} in `{fact(finding, 'never_called')}`, which the loss "
            f"does not call, though it calls the object that has it."
        )
    if "part_alone" in finding.evidence:
        return (
            f"no op has read {it(finding)}; of {name} the program takes "
            f"`{fact(finding, 'part_alone')}`{in_line(finding)}, and nothing else."
        )
    if "named_in" in finding.evidence:
        return (
            f"no op has read {it(finding)}; the program uses {name} in "
            f"{fact(finding, 'named_in')}, to which the loss does not come; it takes another part "
            f"of the same object{in_line(finding)}."
        )
    if fact(finding, "named_how") == "use":
        return f"no op has read {it(finding)}; the program uses {name}{in_line(finding)}."
    if "filled_in" in finding.evidence:
        put = f"put into it in {fact(finding, 'filled_in')}"
        made = f"what {name} holds is made{in_line(finding)} and {put}"
        return f"no op has read {it(finding)}; {made}, and {_UNSEEN}."
    made = f"no op has read {it(finding)}; {name} is made{in_line(finding)}"
    if "built_with" in finding.evidence:
        built_with = fact(finding, "built_with")
        return f"{made} and used in {built_with}, and {_UNSEEN}."
    return f"{made}, and {_UNSEEN}."


def _outside(finding: Finding) -> str:
    tensors = [f"`{name}`" for name in fact(finding, "tensor").split(", ")]
    which = tensors[0] if len(tensors) == 1 else f"one of {', '.join(tensors[:3])}"
    taken = "which the loss takes from outside"
    return f"if {which}, {taken}, was computed from {it(finding)}, compute it inside of the loss"


def _called_twice(finding: Finding) -> str:
    """Which branch calls one attribute twice, and which calls its sibling as well."""
    both = use = ""
    if finding.locations:
        lines = (fact(finding, "called_first"), place(finding.locations[0]))
        both = f", in {' and '.join(dict.fromkeys(lines))},"
        use = f", {unread(finding)} in {fact(finding, 'other_branch')}"
    return (
        f"no op has read {it(finding)}; the branch that ran calls "
        f"`{fact(finding, 'called_twice')}` twice{both} and {unread(finding)} not at all; the "
        f"other branch calls each of them once{use}."
    )


def unread(finding: Finding) -> str:
    """The names that nothing reads."""
    return " and ".join(f"`{name}`" for name in fact(finding, "unread").split(", "))


def evidence(finding: Finding) -> str:
    """What speaks for it, where that is the text of the program; empty otherwise."""
    if "twin" in finding.evidence:
        twin = called(finding, "twin", "another")
        if "made_anew" in finding.evidence:
            return (
                f"the loss reads {twin}, a variable of the same name and shape that it makes "
                f"itself{at(finding)}, anew in each call."
            )
        return (
            f"the loss reads {twin}, another variable of the same name and shape, as of a model "
            f"that was copied, loaded or built once more."
        )
    if "made_of" in finding.evidence:
        name, made_in = fact(finding, "made_of"), fact(finding, "made_of_in")
        return (
            f"no op has read {it(finding)}; {made_in} makes {it(finding)} of `{name}`, and the "
            f"loss reads `{name}` itself{in_line(finding)}."
        )
    if "name_test" in finding.evidence:
        test, part = fact(finding, "name_test"), fact(finding, "name_part")
        name = fact(finding, "name_with_it")
        return (
            f"no op has read {it(finding)}; `{test}`{in_line(finding)} holds for {it(finding)} "
            f"since `{part}` is within a word, as in `{name}`; in the names of all that the loss "
            f"uses it begins a word."
        )
    if "ended_loop_over" in finding.evidence:
        name, loop = fact(finding, "ended_loop_over"), fact(finding, "loop_in")
        if "ended_by_zip" in finding.evidence:
            shortest = fact(finding, "ended_by_zip")
            here = f", here `{shortest}`" if shortest else ""
            return (
                f"no op has read {it(finding)}; `zip`{in_line(finding)} ends with the shortest of "
                f"what it is given{here}, before it comes to the last elements of `{name}`, which "
                f"hold {it(finding)}."
            )
        return (
            f"no op has read {it(finding)}; the loop in {loop} ends{in_line(finding)} before it "
            f"comes to the last elements of `{name}`, which hold {it(finding)}."
        )
    if "unread_result" in finding.evidence:
        name = fact(finding, "unread_result")
        goes_on = ""
        if "goes_on_in" in finding.evidence:
            start = "from what that was computed from"
            goes_on = f", and {fact(finding, 'goes_on_in')} goes on {start}"
        return (
            f"no op has read {it(finding)}; where the model is put together, what is computed with "
            f"{it(finding)} ends in `{name}`{in_line(finding)}, which nothing reads{goes_on}."
        )
    if "outer_names" in finding.evidence:
        every = fact(finding, "outer_names").split(", ")
        outer, own = names(every), names([f"self.{name}" for name in every])
        return (
            f"no op has read {it(finding)}; what the method reads{in_line(finding)} is {outer} of "
            f"the file, and not {own}."
        )
    if "ends_before" in finding.evidence:
        return (
            f"no op has read {it(finding)}; the model `{fact(finding, 'ends_before')}` that is "
            f"made{in_line(finding)} ends before the layers that hold {it(finding)}."
        )
    if "called_twice" in finding.evidence:
        return _called_twice(finding)
    if "entry_of" in finding.evidence:
        return (
            f"no op has read {it(finding)}; nothing reads {unread(finding)}, which gets an entry "
            f"of `{fact(finding, 'entry_of')}`{in_line(finding)}."
        )
    if "named" in finding.evidence:
        return _named(finding)
    return ""


def remedy(finding: Finding, of_lines: Mapping[str, object]) -> str:
    """What to change, by the evidence where that speaks of lines which are known."""
    said = f"If the loss should depend on {it(finding)}, "
    if "overridden" in of_lines:
        method = f"`super().{fact(finding, 'overridden')}`"
        said += f"call {method} in {place(finding.locations[0])}, or use {it(finding)} there"
    elif "left_out_by" in of_lines:
        method = f"`super().{fact(finding, 'left_out_by')}`"
        said += f"call {method} in {place(finding.locations[0])}, or use {it(finding)} there"
    elif "passes_by" in of_lines:
        entry = f"`{fact(finding, 'passes_by')}`"
        said += f"take {entry} in place of `{fact(finding, 'named')}` in "
        said += place(finding.locations[0])
    elif "set_on_other" in of_lines:
        said += f"compute with what {place(finding.locations[0])} sets"
    elif "unused_in" in of_lines:
        said += f"use `{fact(finding, 'named')}` in {fact(finding, 'unused_at')}"
    elif "never_called" in of_lines:
        method = f"`{fact(finding, 'never_called')}`"
        said += f"have {place(finding.locations[0])} compute with the result of {method} too"
    elif "part_alone" in of_lines:
        said += f"call or use the whole of `{fact(finding, 'named')}` in "
        said += f"{place(finding.locations[0])}, not `{fact(finding, 'part_alone')}` alone"
    elif "named_in" in of_lines:
        said += f"have {place(finding.locations[0])} call the whole of what it takes a part of"
    elif "outer_names" in of_lines:
        every = fact(finding, "outer_names").split(", ")
        own = names([f"self.{name}" for name in every])
        said += f"write {own} in place of {names(every)}{in_line(finding)}"
    elif "ended_by_zip" in of_lines:
        name, shortest = fact(finding, "ended_loop_over"), fact(finding, "ended_by_zip")
        said += f"let {place(finding.locations[0])} come to all of `{name}`"
        said += f", with as many elements in `{shortest}`" if shortest else ""
    elif "ended_loop_over" in of_lines:
        name, loop = fact(finding, "ended_loop_over"), fact(finding, "loop_in")
        said += (
            f"let the loop in {loop} go on behind {place(finding.locations[0])} to the last "
            f"elements of `{name}`"
        )
    elif "unread_result" in of_lines:
        name = fact(finding, "unread_result")
        said += f"compute with `{name}` behind {place(finding.locations[0])}"
        if "goes_on_in" in of_lines:
            said += f", such as in {fact(finding, 'goes_on_in')}"
    elif "ends_before" in of_lines:
        model = fact(finding, "ends_before")
        said += (
            f"let `{model}` in {place(finding.locations[0])} go on to the layers that hold "
            f"{it(finding)}"
        )
    elif "called_twice" in of_lines:
        name = fact(finding, "called_twice")
        said += f"call {unread(finding)} in the place of `{name}` in {place(finding.locations[0])}"
    elif "entry_of" in of_lines:
        said += f"compute with {unread(finding)} behind {place(finding.locations[0])}"
    elif "made_of" in of_lines:
        said += f"have {place(finding.locations[0])} take {it(finding)} in the place of "
        said += f"`{fact(finding, 'made_of')}`"
    elif of_lines.get("named_how") == "use":
        said += f"see whether {place(finding.locations[0])} runs, and with the object that is meant"
    else:
        said += f"use {it(finding)} in its computation"
    said += f"; {_outside(finding)}." if "tensor" in finding.evidence else "."
    return said
