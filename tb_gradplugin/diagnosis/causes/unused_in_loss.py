"""GN104: a variable that the loss does not depend on."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis import ends, only_added, op_types, other_call
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import (
    ended_loop,
    lost_by_argument,
    lost_in_turns,
    name_filter,
    never_read,
    outer_name,
)
from tb_gradplugin.diagnosis.causes.facts import (
    Claim,
    Facts,
    in_other_steps,
    kind_of_loss,
    lines,
)
from tb_gradplugin.diagnosis.causes.lost_in_turns import Group
from tb_gradplugin.diagnosis.program import Node
from tb_gradplugin.diagnosis.text import (
    dropped,
    handed_on,
    ignored,
    ignored_attributes,
    joined_parts,
    left_out,
    looped_over,
    merged_entries,
    named_twice,
    older_step,
    overwritten,
    parts_taken,
    replaced_result,
    returned_parts,
    unread,
    unread_lists,
    zipped,
)
from tb_gradplugin.schema.findings import Location

_SHOWN = frozenset({"Assert", "PrintV2", "Print", "WriteScalarSummary", "WriteSummary"})
"""Ops that use a value and compute nothing with it."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """All that is left: those never used in one group, those used by the op that they end in."""
    touched = [place for place in places if case.program.asked[place].value is not None]
    untouched = [place for place in places if place not in set(touched)]
    found = []
    groups = lost_in_turns.joined(
        [(bits, _last(nodes), nodes) for bits, nodes in ends.ended(case, case.bits(touched))],
        _on_the_way(case),
    )
    claimed_bits = 0
    for group in groups:
        claimed = tuple(place for place in touched if group.bits >> place & 1)
        found.append(_of_used(case, claimed, group))
        claimed_bits |= group.bits
    found = lost_by_argument.joined(case, found)
    untouched += [place for place in touched if not claimed_bits >> place & 1]
    untouched.sort()
    asking = (name_filter.claims, ended_loop.claims, outer_name.claims)
    told = next(filter(None, (claims_of(case, untouched) for claims_of in asking)), [])
    behind = {place for claim in told for place in claim.places}
    left = [place for place in untouched if place not in behind]
    found += told
    found += [never_read.claim(case, group) for group in never_read.by_last_result(case, left)]
    return found


def _of_used(case: Case, places: tuple[int, ...], group: Group) -> Claim:
    bits, last, turn = group.bits, group.last, group.turn
    evidence: dict[str, str | int] = {"last_op": last.op_type, "ops_that_use_the_last": 0}
    shape = _shape_of_it(case, bits)
    own = _own_lines(case, last)
    # Where own lines hand all on, a line that takes other results as well has lost this one.
    nodes_run = case.program.nodes
    is_handed_on = handed_on.all_hand_on(own, last, nodes_run)
    loser = handed_on.loser(last.locations if is_handed_on else own, last, nodes_run)
    ran = left_out.ran(case.program)
    part = _part(loser[0], last, nodes_run, ran) if loser else None
    where = lines(loser, last.locations)
    giving = dict.fromkeys([*own, *loser])
    lost = next((found for line in giving if (found := overwritten.by_line(line, ran))), None)
    if lost is None:
        lost = replaced_result.found(loser, last, case.program.nodes, _on_the_way(case))
    if turn is not None or lost is not None:
        shape = None
    if turn is not None:
        evidence["overwritten_in_turn"] = turn.name
        if turn.line != turn.made:
            evidence["computed_in"] = f"{turn.made.file}:{turn.made.line}"
        if group.others:
            evidence["lost_as_well"] = ", ".join(f"{one.file}:{one.line}" for one in group.others)
        where = lines((turn.line, turn.made, *group.others), last.locations)
    elif lost is not None:
        evidence["overwritten"], line = lost
        evidence["computed_in"] = f"{where[0].file}:{where[0].line}"
        where = lines((line,), where)
    elif part is not None:
        where = lines((part,), where)
        # The line that takes the part may be the one of the call as well.
        together = _together(loser[0], last) if part in loser else None
        made_in = together or (where[1] if len(where) > 1 else part)
        where = lines((part, made_in), where)
        evidence["made_in"] = f"{made_in.file}:{made_in.line}"
    elif shape is None and (loop := looped_over.found(last.locations, _on_the_way(case))):
        evidence["looped_over"], line = loop
        evidence["made_in"] = f"{where[0].file}:{where[0].line}"
        where = lines((line,), where)
    elif shape is None and (
        call := zipped.found(case.program, group.nodes, last, _on_the_way(case))
    ):
        evidence |= call.said
        evidence["made_in"] = f"{where[0].file}:{where[0].line}"
        where = lines((call.line,), where)
    elif not (shape or case.any_gradient) and (
        unread_here := left_out.never_read(last.locations, _on_the_way(case))
    ):
        evidence |= {"argument": unread_here.name, "argument_of": unread_here.line.function}
        evidence |= {"renamed": unread_here.renamed} if unread_here.renamed else {}
        where = lines((unread_here.line,), where)
    elif shape is None and (ignoring := _ignored(case, last, ran)):
        evidence |= ignoring.said
        evidence["computed_in"] = f"{where[0].file}:{where[0].line}"
        where = lines(ignoring.lines, where)
    elif shape is None and (listed := unread_lists.found(loser)):
        evidence["unread_list"], line = listed
        evidence["computed_in"] = f"{where[0].file}:{where[0].line}"
        where = lines((line,), where)
    elif shape is None and (entries := _merged(case, group, where, ran)):
        evidence |= entries.said
        where = lines((entries.line, entries.made, entries.reading), where)
    elif shape is None and (older := older_step.found(last, _on_the_way(case))):
        evidence |= {"left_behind": older.name}
        evidence["computed_in"] = f"{older.made.file}:{older.made.line}"
        where = lines((older.line, older.made), where)
    elif shape is None and is_handed_on and (maker := _maker(loser[0], last)):
        where = lines((maker,), where)
    forgotten = shape is not None or lost is not None or turn is not None
    forgotten = forgotten or bool({"unread_list", "left_behind"} & evidence.keys())
    slips = () if forgotten else filter(None, map(named_twice.found, last.locations))
    if (slip := next(iter(slips), None)) is not None:
        evidence |= {"unread": slip.unread, "named_twice": slip.name}
        evidence["computed_in"] = f"{slip.made.file}:{slip.made.line}"
        where = lines((slip.line, slip.made), where)
        forgotten = True
    if not forgotten and "unread_entries" not in evidence and (kept := _left_lying(last)):
        evidence |= kept
        forgotten = True
    told = {"argument", "unread_entries"} & evidence.keys()
    if not forgotten and part is None and not told and where:
        evidence |= dropped.by_line(where[0], where[0] not in own)
    if shape is not None:
        evidence["only_shape_used_by"] = shape.op_type
        where = shape.locations[:1]
    if "inside_custom_gradient" in last.detail:
        evidence["inside"] = "custom gradient"
    is_told = forgotten or not where or told or "made_in" in evidence
    other = None if is_told or case.any_gradient else other_call.found(case, bits)
    if other is not None:
        evidence |= {**other.said, "computed_in": f"{where[0].file}:{where[0].line}"}
        where = lines((other.line, other.left), where)
    facts = Facts(
        "GN104",
        locations=where,
        evidence={**evidence, **kind_of_loss(case)},
        # What is computed and then asked for its shape alone, overwritten, or left, looks like a
        # slip.
        likely_meant="" if forgotten else in_other_steps(case) or only_added.why(case, bits, last),
        perhaps_meant=in_other_steps(case) if forgotten else "",
        op_type=last.op_type,
    )
    return Claim(facts, places, last)


def _ignored(case: Case, last: Node, ran: left_out.Ran) -> ignored.Ignored | None:
    """The parameter by which a function is given a result, or what keeps it, and never reads it."""
    nodes, taken = case.program.nodes, _on_the_way(case)
    of_it = ignored.found(last, nodes, taken)
    return of_it or ignored_attributes.found(last, taken, ran)


def _merged(
    case: Case, group: Group, where: Sequence[Location], ran: left_out.Ran
) -> merged_entries.Entries | None:
    """The entries that hold what is lost, where the line that has it last tells nothing of them."""
    if not where or dropped.by_line(where[0], is_shared=False):
        return None
    depends, bits = case.ways.depends, case.downstream.bits
    carrying = [
        node
        for node in case.program.nodes
        if not depends[node.index] and any(bits[value] & group.bits for value in node.outputs)
    ]
    return merged_entries.found(group.last, carrying, _on_the_way(case), case.program.nodes, ran)


def _on_the_way(case: Case) -> list[Node]:
    """What the loss depends on."""
    return [node for node in case.program.nodes if case.ways.depends[node.index]]


def _left_lying(last: Node) -> dict[str, str]:
    """What the program does with a result that it takes for a part of the loss, or names."""
    return next(filter(None, map(unread.by_line, last.locations)), {})


def _part(loser: Location, last: Node, nodes: Sequence[Node], ran: left_out.Ran) -> Location | None:
    """The line that takes one part alone of several, which a line makes or is given."""
    if loser in last.locations and parts_taken.at_once(loser, last, nodes):
        return loser
    inner = _inside_of(loser, last)
    return (
        handed_on.part_taken(loser)
        or parts_taken.only_part_read(loser, inner)
        or joined_parts.only_part_read(loser, last, ran)
    )


def _together(loser: Location, last: Node) -> Location | None:
    """The line that puts a result into an object, which the line that loses it is given."""
    several = returned_parts.returned(_inside_of(loser, last))
    return several.line if several is not None and several.is_object else None


def _maker(loser: Location, last: Node) -> Location | None:
    """The line to begin with where nothing tells which line drops one of several results.

    The one that is given all of them may well take what it should.
    """
    several = returned_parts.returned(_inside_of(loser, last))
    if several is None or several.is_object:
        return several.line if several is not None else None
    is_told = parts_taken.takes_apart(loser) or dropped.by_line(loser, is_shared=True)
    return None if is_told else several.made


def _inside_of(line: Location, last: Node) -> Sequence[Location]:
    return last.locations[: last.locations.index(line)] if line in last.locations else ()


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


def _last(nodes: Sequence[Node]) -> Node:
    """Of several ops in which the ways of some variables end, the one to tell of."""
    return max(nodes, key=lambda node: (_computes(node), bool(node.locations), node.index))


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
