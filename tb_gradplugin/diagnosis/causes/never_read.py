"""GN104 of variables that no op has read: what the text of the program says of them."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.computed_outside_tape import outside_tensors
from tb_gradplugin.diagnosis.causes.facts import (
    MOST_LINES,
    Claim,
    Facts,
    in_other_steps,
    kind_of_loss,
    lines,
)
from tb_gradplugin.diagnosis.in_text import MadeOf
from tb_gradplugin.diagnosis.text import (
    handed_on,
    later_uses,
    made_anew,
    making,
    never_called,
    syntax,
    taken_beside,
    twins,
    unread_entries,
)
from tb_gradplugin.schema.findings import Location

_MOST_TAKING = 3
"""Lines that take single parts of one object, at most."""


def by_last_result(case: Case, places: Sequence[int]) -> list[tuple[int, ...]]:
    """Places in groups of one cause each: by what is seen to go nowhere, then all others.

    That is the last result that nothing reads, or the attribute that no method uses.

    Args:
      case: the evaluation.
      places: of variables that no op has read; may be empty.
    """
    groups: dict[Location | None, list[int]] = {}
    for place in places:
        one = case.program.asked[place].in_source
        groups.setdefault(one.location if one and one.is_of_its_own else None, []).append(place)
    others = groups.pop(None, [])
    return [tuple(group) for group in (*groups.values(), others) if group]


def claim(case: Case, places: tuple[int, ...]) -> Claim:
    """One group of such variables, by where they were asked about."""
    named = {place: one for place in places if (one := case.program.asked[place].in_source)}
    in_source = sorted(named.values(), key=lambda one: not one.is_use)
    is_passed_by = any(one.passes_by for one in in_source)
    others = [] if is_passed_by else twins.twins(case, places)
    twin = others[0] if others else None
    # A layer made anew in each call makes its variables meanwhile.
    makers = [node.locations for other in others if (node := case.node_of(other)) is not None]
    anew_in = makers[0] if makers else ()
    named_at = [one.location for one in in_source]
    of_program = case.program.loss_locations[:1]
    evidence: dict[str, str | int] = {
        "ops_that_use_them": 0,
        **kind_of_loss(case),
        **_outside(case),
        **({} if twin is None else {"twin": case.handle_name(twin)}),
        **({"made_anew": "yes"} if anew_in else {}),
    }
    # Where the loss has to do with no variable at all, it is the loss that wants mending.
    of_loss = twin is not None or not (case.any_gradient or _reads_variables(case))
    ends_before = bool(in_source) and all(one.ends_before for one in in_source) and not of_loss
    ends_unread = bool(in_source) and all(one.ends_unread for one in in_source) and not of_loss
    slips = [] if of_loss or ends_unread else unread_entries.found(case, places, in_source)
    if slips:
        evidence["unread"] = ", ".join(dict.fromkeys(one.name for one in slips))
        evidence["entry_of"] = slips[0].container
    elif ends_unread:
        evidence["unread_result"] = in_source[0].name
        going_on = [one.goes_on for one in in_source if one.goes_on is not None]
        if going_on:
            evidence["goes_on_in"] = f"{going_on[0].file}:{going_on[0].line}"
        named_at = list(lines(named_at, going_on))
    elif ends_before:
        evidence["ends_before"] = in_source[0].name
    elif in_source and not of_loss:
        evidence["named"] = in_source[0].name
        evidence["named_how"] = "use" if in_source[0].is_use else "definition"
        line = in_source[0].filled_in
        if line is not None:
            evidence["filled_in"] = f"{line.file}:{line.line}"
            named_at = list(lines(named_at, [line]))
        if (leaving := in_source[0].left_out_by) is not None:
            evidence["left_out_by"] = leaving.function
        if is_passed_by:
            evidence |= {"passes_by": in_source[0].passes_by, "takes": in_source[0].takes}
        if in_source[0].is_set_on_other:
            evidence["set_on_other"] = "yes"
        if in_source[0].unused_in:
            evidence["unused_in"] = in_source[0].unused_in
            line = in_source[0].unused_by or named_at[0]
            evidence["unused_at"] = f"{line.file}:{line.line}"
            evidence["set_in"] = f"{named_at[0].file}:{named_at[0].line}"
        line = in_source[0].built_with
        if line and line != in_source[0].location:
            evidence["built_with"] = f"{line.file}:{line.line}"
    copied = making.line_that_copies(twins.lines_that_use(case, twin)) if twin is not None else None
    told = of_loss or slips or ends_unread
    uncalled = None if told or not in_source else never_called.found(case, in_source[0])
    in_place = _read_in_place(case, places) if of_loss and twin is None else None
    beside = () if told or uncalled else taken_beside.found(case, in_source)
    if anew_in:
        anew = [line for each in makers if (line := made_anew.line(each))]
        where = lines(anew, anew_in, of_program, named_at)
    elif twin is not None:
        used = twins.lines_that_use(case, twin)
        is_lost = all(one.is_listed for one in in_source)
        again = making.line_made_again(used) if is_lost else None
        replaced = copied or making.line_that_replaces(used) or again
        takes = twins.line_of([twins.lines_that_use(case, other) for other in others])
        where = lines([replaced] if replaced else takes, named_at, of_program)
    elif in_place is not None:
        evidence["made_of"] = in_place.name
        evidence["made_of_in"] = f"{in_place.line.file}:{in_place.line.line}"
        where = lines(_lines_that_read(case, in_place)[:1] or of_program, [in_place.line])
        where = lines(where, of_program)
    elif slips:
        where = lines([one.line for one in slips], named_at, of_program)
    elif uncalled:
        evidence["never_called"] = uncalled.name
        evidence["named_in"] = f"{uncalled.use.file}:{uncalled.use.line}"
        # What the loss leaves out has to be put there.
        where = lines(of_program, [uncalled.line, uncalled.use])
    elif beside:
        evidence["named_in"] = f"{named_at[0].file}:{named_at[0].line}"
        if later_uses.stands_for(beside[0], named_at[0]):
            evidence["overridden"] = beside[0].function
        where = lines(beside[:1], named_at, beside[1:_MOST_TAKING], of_program)
    elif "unused_in" in evidence:
        unused = [one.unused_by for one in in_source if one.unused_by is not None]
        # What an object makes for itself and does not use may be too much; what it is given is not.
        is_given = making.keeps_what_is_given(named_at[0])
        where = lines(*((unused, named_at) if is_given else (named_at, unused)), of_program)
    elif "left_out_by" in evidence:
        leaving_lines = [one.left_out_by for one in in_source if one.left_out_by is not None]
        where = lines(leaving_lines, named_at, of_program)
    else:
        is_told = named_at and not ends_before
        ended_at = () if of_loss or is_told else handed_on.loser(_line_before(case, places))
        where = lines(*((of_program, named_at) if of_loss else (named_at, ended_at, of_program)))
    is_left = len(named) == len(places) and all(one.is_left for one in in_source)
    forgotten = anew_in or copied or slips or is_left or ends_unread
    facts = Facts(
        "GN104",
        "likely" if "tensor" in evidence and twin is None else "certain",
        locations=(*where[:MOST_LINES], *(where[-1:] if len(where) > MOST_LINES else ())),
        evidence=evidence,
        # To make a layer anew in each call trains nothing, nor does one that no line uses or
        # whose name no line reads, or whose result none, or one of which the loss has a copy.
        likely_meant="" if forgotten else in_other_steps(case),
        perhaps_meant=in_other_steps(case) if forgotten else "",
        op_type="",
    )
    return Claim(facts, places)


def _read_in_place(case: Case, places: Sequence[int]) -> MadeOf | None:
    """The tensor that the loss rests on, and of which one of some variables was made before."""
    every = (one for place in places for one in case.program.asked[place].made_of)
    sources = case.loss_sources if case.program.loss is not None else ()
    return next((one for one in every if one.value in sources), None)


def _lines_that_read(case: Case, older: MadeOf) -> Sequence[Location]:
    """The lines of the first op that takes a tensor, from that on which the program names it."""
    users = (node for node in case.program.nodes if older.value in node.inputs)
    user = next((node for node in users if case.ways.depends[node.index]), None)
    every = user.locations if user is not None else ()
    for place, line in enumerate(every):
        function = later_uses.function_at(line)
        own = syntax.parameters(function.args) if function is not None else set()
        own |= later_uses.stored(function) if function is not None else set()
        scope = function or syntax.tree_of(line.file)
        read = syntax.names_of(scope, older.name) if scope is not None else []
        if older.name not in own and any(one.lineno == line.line for one in read):
            return every[place:]
    return every


def _line_before(case: Case, places: Sequence[int]) -> Sequence[Location]:
    """Lines that use, last of all, what comes before the first of them in the question.

    Variables that no name is of, and that the question has beside others, are of one model; the
    loss goes into it as far as that.
    """
    before = [case.program.asked[place] for place in range(places[0])]
    handle = next((one.value for one in before[::-1] if one.value is not None), None)
    return () if handle is None else twins.lines_that_use(case, handle)


def _reads_variables(case: Case) -> bool:
    return case.program.loss is not None and bool(case.loss_variables)


def _outside(case: Case) -> dict[str, str]:
    """Tensors from outside that may have been computed from variables, before the loss."""
    values = [case.program.values[index] for index in outside_tensors(case)]
    names = {value.name for value in values} - {""}
    return {"tensor": ", ".join(sorted(names))} if names else {}
