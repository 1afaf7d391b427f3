"""GN104: a variable that the loss does not depend on."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis import (
    dropped,
    ends,
    handed_on,
    later_uses,
    left_out,
    making,
    only_added,
    op_types,
    other_call,
    overwritten,
    replaced_result,
    twins,
    unread,
)
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.computed_outside_tape import outside_tensors
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.in_text import InSource
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.schema.findings import Location

_SHOWN = frozenset({"Assert", "PrintV2", "Print", "WriteScalarSummary", "WriteSummary"})
"""Ops that use a value and compute nothing with it."""

_MOST_LINES = 6
"""Lines that name variables which nothing has read, of those of one finding."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """All that is left: those never used in one group, those used by the op that they end in."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    untouched = [place for place in places if place not in set(touched)]
    found = []
    groups = ends.ended(case, case.bits(touched))
    for bits, nodes in groups:
        claimed = tuple(place for place in touched if bits >> place & 1)
        found.append(_of_used(case, claimed, bits, nodes))
    claimed_bits = 0
    for bits, _ in groups:
        claimed_bits |= bits
    untouched += [place for place in touched if not claimed_bits >> place & 1]
    if untouched:
        found.append(_of_unused(case, tuple(sorted(untouched))))
    return found


def _of_used(case: Case, places: tuple[int, ...], bits: int, nodes: list[Node]) -> Claim:
    last = max(nodes, key=lambda node: (_computes(node), bool(node.locations), node.index))
    evidence: dict[str, str | int] = {"last_op": last.op_type, "ops_that_use_the_last": 0}
    shape = _shape_of_it(case, bits)
    own = _own_lines(case, last)
    # Where own lines hand all on, a line that takes other results as well has lost this one.
    loser = _loser(last.locations if all(map(handed_on.to_caller, own)) else own)
    part = _part(loser[0], last) if loser else None
    where = lines(loser, last.locations)
    ran = left_out.ran(case.program)
    giving = dict.fromkeys([*own, *loser])
    lost = next((found for line in giving if (found := overwritten.by_line(line, ran))), None)
    if lost is None:
        lost = replaced_result.found(loser, last, case.program.nodes, _on_the_way(case))
    # The last turn of a loop takes the line to the loss, and the turns before it have it as well.
    turn = overwritten.by_next_turn(last.locations[0]) if last.locations and not own else None
    if turn is not None or lost is not None:
        shape = None
    if turn is not None:
        evidence["overwritten_in_turn"] = turn
        where = last.locations
    elif lost is not None:
        evidence["overwritten"], line = lost
        evidence["computed_in"] = f"{where[0].file}:{where[0].line}"
        where = lines((line,), where)
    elif part is not None:
        where = lines((part,), where)
        # The line that takes the part may be the one of the call as well.
        made_in = where[1] if len(where) > 1 else part
        evidence["made_in"] = f"{made_in.file}:{made_in.line}"
    elif shape is None and (loop := left_out.loop_over(last.locations, _on_the_way(case))):
        evidence["looped_over"], line = loop
        evidence["made_in"] = f"{where[0].file}:{where[0].line}"
        where = lines((line,), where)
    elif not (shape or case.any_gradient) and (
        unread_here := left_out.never_read(last.locations, _on_the_way(case))
    ):
        name, line = unread_here
        evidence |= {"argument": name, "argument_of": line.function}
        where = lines((line,), where)
    forgotten = shape is not None or lost is not None or turn is not None
    if not forgotten and (kept := _left_lying(last)):
        evidence |= kept
        forgotten = True
    if not forgotten and part is None and "argument" not in evidence and where:
        evidence |= dropped.by_line(where[0], where[0] not in own)
    if shape is not None:
        evidence["only_shape_used_by"] = shape.op_type
        where = shape.locations[:1]
    if "inside_custom_gradient" in last.detail:
        evidence["inside"] = "custom gradient"
    is_told = forgotten or not where or {"made_in", "argument"} & evidence.keys()
    other = None if is_told or case.any_gradient else other_call.found(case, bits)
    if other is not None:
        evidence |= {**other.said, "computed_in": f"{where[0].file}:{where[0].line}"}
        where = lines((other.line, other.left), where)
    facts = Facts(
        "GN104",
        locations=where,
        evidence={**evidence, **_loss(case)},
        # What is computed and then asked for its shape alone, overwritten, or left, looks like a
        # slip.
        likely_meant="" if forgotten else meant(case) or only_added.why(case, bits, last),
        perhaps_meant=meant(case) if forgotten else "",
        op_type=last.op_type,
    )
    return Claim(facts, places, last)


def _on_the_way(case: Case) -> list[Node]:
    """What the loss depends on."""
    return [node for node in case.program.nodes if case.ways.depends[node.index]]


def _left_lying(last: Node) -> dict[str, str]:
    """What the program does with a result that it takes for a part of the loss, or names."""
    return next(filter(None, map(unread.by_line, last.locations)), {})


def _loser(given: Sequence[Location]) -> Sequence[Location]:
    """The line that has a result last, of those that it comes out through, innermost first.

    What several layers of one class have in common is as it should be where one of them counts,
    and a function that returns what it computes leaves it to its caller.
    """
    return next(
        (given[place:][:1] for place, line in enumerate(given) if not handed_on.to_caller(line)),
        given[-1:],
    )


def _part(loser: Location, last: Node) -> Location | None:
    """The line that takes one part alone of several, which a line makes or is given."""
    inner = last.locations[: last.locations.index(loser)] if loser in last.locations else ()
    return handed_on.part_taken(loser) or handed_on.only_part_read(loser, inner)


def _own_lines(case: Case, last: Node) -> list[Location]:
    """The lines of an op that no other takes on its way to the loss, innermost first."""
    if case.program.loss is None:
        return []
    taken = {
        (location.file, location.line)
        for node in case.program.nodes
        if case.ways.depends[node.index]
        for location in node.locations
    }
    return [one for one in last.locations if (one.file, one.line) not in taken]


def _of_unused(case: Case, places: tuple[int, ...]) -> Claim:
    named = {place: one for place in places if (one := case.program.asked[place].in_source)}
    in_source = sorted(named.values(), key=lambda one: not one.is_use)
    others = twins.twins(case, places)
    twin = others[0] if others else None
    # A layer made anew in each call makes its variables meanwhile.
    makers = [node.locations for other in others if (node := case.node_of(other)) is not None]
    made_anew = makers[0] if makers else ()
    named_at = [one.location for one in in_source]
    of_program = case.program.loss_locations[:1]
    evidence: dict[str, str | int] = {
        "ops_that_use_them": 0,
        **_loss(case),
        **_outside(case),
        **({} if twin is None else {"twin": case.handle_name(twin)}),
        **({"made_anew": "yes"} if made_anew else {}),
    }
    # Where the loss has to do with no variable at all, it is the loss that wants mending.
    of_loss = twin is not None or not (case.any_gradient or _reads_variables(case))
    ends_before = bool(in_source) and all(one.ends_before for one in in_source) and not of_loss
    if ends_before:
        evidence["ends_before"] = in_source[0].name
    elif in_source and not of_loss:
        evidence["named"] = in_source[0].name
        evidence["named_how"] = "use" if in_source[0].is_use else "definition"
        line = in_source[0].built_with
        if line and line != in_source[0].location:
            evidence["built_with"] = f"{line.file}:{line.line}"
    copied = making.line_that_copies(twins.lines_that_use(case, twin)) if twin is not None else None
    beside = () if of_loss else _loser(_beside(case, in_source))
    if made_anew:
        anew = [line for each in makers if (line := making.line_made_anew(each))]
        where = lines(anew, made_anew, of_program, named_at)
    elif twin is not None:
        used = twins.lines_that_use(case, twin)
        is_lost = all(one.is_listed for one in in_source)
        again = making.line_made_again(used) if is_lost else None
        replaced = copied or making.line_that_replaces(used) or again
        takes = twins.line_of([twins.lines_that_use(case, other) for other in others])
        where = lines([replaced] if replaced else takes, named_at, of_program)
    elif beside:
        evidence["named_in"] = f"{named_at[0].file}:{named_at[0].line}"
        if later_uses.stands_for(beside[0], named_at[0]):
            evidence["overridden"] = beside[0].function
        where = lines(beside, named_at, of_program)
    else:
        is_told = named_at and not ends_before
        ended_at = () if of_loss or is_told else _loser(_line_before(case, places))
        where = lines(*((of_program, named_at) if of_loss else (named_at, ended_at, of_program)))
    forgotten = (
        made_anew or copied or (len(named) == len(places) and all(one.is_left for one in in_source))
    )
    facts = Facts(
        "GN104",
        "likely" if "tensor" in evidence and twin is None else "certain",
        locations=(*where[:_MOST_LINES], *(where[-1:] if len(where) > _MOST_LINES else ())),
        evidence=evidence,
        # To make a layer anew in each call trains nothing, nor does one that no line uses, or one
        # of which the loss has a copy.
        likely_meant="" if forgotten else meant(case),
        perhaps_meant=meant(case) if forgotten else "",
        op_type="",
    )
    return Claim(facts, places)


def _line_before(case: Case, places: Sequence[int]) -> Sequence[Location]:
    """Lines that use, last of all, what comes before the first of them in the question.

    Variables that no name is of, and that the question has beside others, are of one model; the
    loss goes into it as far as that.
    """
    before = [case.program.asked[place] for place in range(places[0])]
    handle = next((one.value for one in before[::-1] if one.value is not None), None)
    return () if handle is None else twins.lines_that_use(case, handle)


def _beside(case: Case, in_source: Sequence[InSource]) -> Sequence[Location]:
    """Lines that take another part of an object whose method would use what nothing has read.

    None where the method was seen to run.
    """
    first = in_source[0] if in_source and in_source[0].is_use else None
    function = later_uses.function_at(first.location) if first is not None else None
    if first is None or function is None or not first.beside:
        return ()
    inside = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    for node in case.program.nodes:
        if any(one.file == first.location.file and one.line in inside for one in node.locations):
            return ()
    used = twins.lines_that_use(case, first.beside[-1])
    if instead := [one for one in used if later_uses.stands_for(one, first.location)]:
        return instead[:1]
    # What other methods of the object do with its parts is as it should be.
    outside = [one for one in used if not later_uses.is_of_same_class(one, first.location)]
    return outside or used


def _reads_variables(case: Case) -> bool:
    return case.program.loss is not None and bool(case.loss_variables)


def _outside(case: Case) -> dict[str, str]:
    """Tensors from outside that may have been computed from variables, before the loss."""
    values = [case.program.values[index] for index in outside_tensors(case)]
    names = {value.name for value in values} - {""}
    return {"tensor": ", ".join(sorted(names))} if names else {}


def _loss(case: Case) -> dict[str, str]:
    return {} if case.program.loss_kind == "tensor" else {"loss_kind": case.program.loss_kind}


def meant(case: Case) -> str:
    """Why not to use them in the loss may be what the program wants."""
    return (
        "other variables receive a gradient, and a part may be meant for other steps"
        if case.any_gradient
        else ""
    )


def _computes(node: Node) -> bool:
    return node.op_type not in _SHOWN and not op_types.writes(node.op_type)


def _shape_of_it(case: Case, bits: int) -> Node | None:
    """An op by which the loss depends on the shape, though not on the value."""
    if case.program.loss is None:
        return None
    return next(
        (
            node
            for node in case.program.nodes
            if node.op_type in op_types.VALUE_FREE
            and case.ways.depends[node.index]
            and any(case.downstream.bits[value] & bits for value in node.inputs)
        ),
        None,
    )
