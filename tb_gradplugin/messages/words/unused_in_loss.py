"""GN104."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, counted, fact, in_line, it, its, names, op, place
from tb_gradplugin.messages.words import words_of_ignored, words_of_unread
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if fact(finding, "loss_kind") == "NoneType":
        return f"the loss function returned None and no loss{at(finding)}"
    if "only_shape_used_by" in finding.evidence:
        return (
            f"the loss depends on {its(finding)} shape, which "
            f"{op(fact(finding, 'only_shape_used_by'))} reads, and not on {its(finding)} "
            f"value{at(finding)}"
        )
    if "last_op" in finding.evidence:
        made = {"made_in", "computed_in"} & finding.evidence.keys()
        where = f" ({fact(finding, made.pop())})" if made else at(finding)
        if "argument" in finding.evidence and "given_in" not in finding.evidence:
            where = ""
        last = f"; last used by {op(fact(finding, 'last_op'))}{where}"
        if "lost_as_well" in finding.evidence:
            last += f" or in {_lost_as_well(finding, 'or')}"
        return f"the loss does not depend on {it(finding)}{last}"
    return f"the loss is computed without using {it(finding)}"


def _lost_as_well(finding: Finding, joint: str) -> str:
    """The lines whose results the same statement loses."""
    return f" {joint} ".join(fact(finding, "lost_as_well").split(", "))


def _why(finding: Finding) -> str:
    if fact(finding, "loss_kind") == "NoneType":
        return "A gradient is taken of a tensor; without one there is nothing to differentiate."
    return "A gradient exists only for what the loss was computed from."


def _function_of_it(finding: Finding) -> str:
    """The function that is given it, where that is seen; otherwise a line of that function."""
    line = place(finding.locations[0])
    if "given_in" not in finding.evidence:
        return f"behind {line}" if "renamed" in finding.evidence else f"in {line}"
    function = f"in `{fact(finding, 'argument_of')}`"
    return function if "kept_in" in finding.evidence else f"{function} ({line})"


def _other_kept(finding: Finding) -> str:
    kept_in = fact(finding, "kept_in") if "kept_in" in finding.evidence else ""
    return f", or have {kept_in} keep another function in its place" if kept_in else ""


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "loss_kind") == "NoneType":
        return ("End the loss function with `return loss` on every way through it.",)
    # A finding that was recorded without source has no lines.
    of_lines = finding.evidence if finding.locations else {}
    if "made_anew" in of_lines:
        first = f"Make the layer or variable of {place(finding.locations[0])} once, and keep it."
    elif "add_loss" in finding.evidence:
        loss = f"the loss of {place(finding.locations[0])}" if finding.locations else "the loss"
        first = f"Add what was given to `add_loss` to {loss}: `loss += sum(model.losses)`."
    elif "parts_read" in of_lines:
        first = (
            f"If the loss should depend on {it(finding)}, have {place(finding.locations[0])} take "
            f"the other parts of `{fact(finding, 'argument')}` as well."
        )
    elif "argument" in of_lines:
        last = words_of_ignored.last_names(finding)
        first = (
            f"If the loss should depend on {it(finding)}, compute with {last} "
            f"{_function_of_it(finding)}{_other_kept(finding)}."
        )
    elif "unread_entries" in of_lines:
        reading, keys = fact(finding, "reads_others"), fact(finding, "unread_entries")
        first = (
            f"If the loss should depend on {it(finding)}, have {reading} read "
            f"{names(keys.split(', '))} as well."
        )
    elif "unread_list" in of_lines:
        name, line = fact(finding, "unread_list"), place(finding.locations[0])
        first = (
            f"If the loss should depend on {it(finding)}, compute it from `{name}`, which {line} "
            f"fills."
        )
    elif "looped_over" in of_lines:
        loop, name = place(finding.locations[0]), fact(finding, "looped_over")
        first = f"If the loss should depend on {it(finding)}, let {loop} come to all of `{name}`"
        is_known = "shortest" in finding.evidence
        first += f", with as many elements in `{fact(finding, 'shortest')}`." if is_known else "."
    elif "made_in" in of_lines:
        first = (
            f"If the loss should depend on {it(finding)}, have {place(finding.locations[0])} take "
            f"another part of what {fact(finding, 'made_in')} makes, or more than one."
        )
    elif "left_of" in of_lines:
        first = (
            f"If the loss should depend on {it(finding)}, have {place(finding.locations[0])} take "
            f"the result of {fact(finding, 'left_of')} instead, or as well."
        )
    elif "left_behind" in of_lines:
        first = (
            f"If the loss should depend on {it(finding)}, have {place(finding.locations[0])} take "
            f"`{fact(finding, 'left_behind')}`, the result of {fact(finding, 'computed_in')}."
        )
    elif "overwritten" in of_lines:
        first = (
            f"If the loss should depend on {it(finding)}, have {place(finding.locations[0])} take "
            f"the result of {fact(finding, 'computed_in')}, or give its own another name."
        )
    elif {"overwritten_in_turn", "computed_in"} <= of_lines.keys():
        result = f"the result that {fact(finding, 'computed_in')} had in the turn before"
        if "lost_as_well" in of_lines:
            result = "the result of the turn before"
        first = (
            f"If the loss should depend on {it(finding)}, have {place(finding.locations[0])} take "
            f"{result}, or put all of these into a list."
        )
    elif "named_twice" in of_lines:
        twice, unread = fact(finding, "named_twice"), fact(finding, "unread")
        first = (
            f"If the loss should depend on {it(finding)}, put `{unread}` in the place of one of "
            f"both `{twice}` in {place(finding.locations[0])}."
        )
    elif "only_shape_used_by" in of_lines and finding.locations:
        first = (
            f"If the loss should depend on {it(finding)}, compute with {its(finding)} value, and "
            f"not with the shape alone in {place(finding.locations[0])}."
        )
    elif "last_op" in of_lines:
        first = (
            f"If the loss should depend on {it(finding)}, pass the result of "
            f"{place(finding.locations[0])} on to the loss; check that the next step takes that "
            f"result and not an earlier one."
        )
    else:
        first = words_of_unread.remedy(finding, of_lines)
    if "name_test" in of_lines:
        where = place(finding.locations[0])
        second = f"If not, have {where} test how a name begins, such as with `startswith`."
        return (first, second)
    return (
        first,
        (
            f"If not, leave {it(finding)} out of the variables given to `tape.gradient` or to the "
            f"optimizer."
        ),
    )


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


def _evidence(finding: Finding) -> str:
    if said := words_of_unread.evidence(finding):
        return said
    if "last_op" in finding.evidence and "only_shape_used_by" not in finding.evidence:
        where = in_line(finding)
        unused = f"no op uses the result of {op(fact(finding, 'last_op'))}{where}"
        if "looped_over" in finding.evidence:
            name = fact(finding, "looped_over")
            if "zipped" in finding.evidence:
                return _zipped(finding)
            return f"the loop{where} is all that reads parts of `{name}`, and it does not read all."
        if "made_in" in finding.evidence:
            made_in = fact(finding, "made_in")
            return f"of several that are made in {made_in}, one part alone is taken{where}."
        if "left_behind" in finding.evidence:
            name, made_in = fact(finding, "left_behind"), fact(finding, "computed_in")
            # An entry may be read with all others, an attribute by whoever has the object.
            left = (
                f"nothing reads `{name}` behind"
                if name.isidentifier()
                else f"no op uses `{name}` of"
            )
            return (
                f"{left} {made_in}; what comes next{where} goes on from an older result, from "
                f"which `{name}` was computed."
            )
        if "overwritten" in finding.evidence:
            since = f"from {place(finding.locations[0])} on" if finding.locations else "later"
            return (
                f"`{fact(finding, 'overwritten')}` has another value {since}; nothing reads the "
                f"result of {op(fact(finding, 'last_op'))} before."
            )
        if "overwritten_in_turn" in finding.evidence:
            name = fact(finding, "overwritten_in_turn")
            if "computed_in" in finding.evidence:
                nor = ""
                if "lost_as_well" in finding.evidence:
                    nor = f", nor that of {_lost_as_well(finding, 'and')}"
                return (
                    f"each turn of the loop gives `{name}` another value{where}, which is not "
                    f"computed from it; so no later turn uses the result of "
                    f"{op(fact(finding, 'last_op'))} in {fact(finding, 'computed_in')}{nor}."
                )
            return (
                f"{unused}, but for the last turn of the loop: each turn gives `{name}` another "
                f"value, and nothing in the loop reads it."
            )
        if "left_of" in finding.evidence:
            taken, left = fact(finding, "taken_of"), fact(finding, "left_of")
            return (
                f"{taken} and {left} call the same; the result of {left} alone is computed from "
                f"{it(finding)}, and the loss is made of that of {taken}{where}."
            )
        if "argument" in finding.evidence:
            return words_of_ignored.ignored(finding, where)
        if "unread_entries" in finding.evidence:
            keys = fact(finding, "unread_entries").split(", ")
            entries = f"the {'entry' if len(keys) == 1 else 'entries'} {names(keys)}"
            others = names(fact(finding, "others_read").split(", "))
            return (
                f"what {fact(finding, 'entries_from')} computes goes to {entries}{where}, which "
                f"nothing reads; {fact(finding, 'reads_others')} reads {others} of the same "
                f"results."
            )
        if "unread_list" in finding.evidence:
            name = fact(finding, "unread_list")
            return (
                f"what {fact(finding, 'computed_in')} computes ends in the list `{name}`, which is "
                f"filled{where}, and which nothing reads."
            )
        if "unread" in finding.evidence:
            unread = words_of_unread.unread(finding)
            if "named_twice" in finding.evidence:
                return (
                    f"nothing reads {unread}, which {fact(finding, 'computed_in')} computes; "
                    f"`{fact(finding, 'named_twice')}` stands twice{where}."
                )
            return f"{unused}; nothing reads {unread}."
        if "add_loss" in finding.evidence:
            computed, given = fact(finding, "computed_in"), fact(finding, "add_loss")
            made = "" if computed == given else f" in {computed}"
            return (
                f"the result of {op(fact(finding, 'last_op'))}{made} is given to `add_loss` in "
                f"{given}, and the loss{where} does not contain the losses of that layer or model."
            )
        if "entry" in finding.evidence:
            return f"{unused}; nothing reads `{fact(finding, 'entry')}`."
        if "entries_of" in finding.evidence:
            entries = names(fact(finding, "entries").split(", "))
            return f"{unused}; of `{fact(finding, 'entries_of')}`, nothing but {entries} is read."
        if "given_away" in finding.evidence:
            return f"{unused}; nothing reads what goes to `{fact(finding, 'given_away')}` there."
        return f"{unused}."
    return ""


WORDING = Wording(_because, _why, _remedies, _evidence)
