"""GN112: a value that left TensorFlow unheard, and is among the constants of the loss."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Departure, Returned
from tb_gradplugin.diagnosis.text import later_uses
from tb_gradplugin.schema.findings import Location


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables of which a value came back, to be used in the loss."""
    if not case.program.returned or case.program.loss is None:
        return []
    found = []
    left = case.bits(places)
    for returned in case.program.returned:
        bits = case.downstream.bits[returned.of[-1]] & left
        if bits and returned.value in case.loss_sources:
            left &= ~bits
            claimed = tuple(place for place in places if bits >> place & 1)
            found.append(_claim(case, returned, claimed))
    return found


def _claim(case: Case, returned: Returned, places: tuple[int, ...]) -> Claim:
    departure = next((d for d in case.program.departures if d.value in returned.of), None)
    value = case.program.values[departure.value if departure else returned.of[-1]]
    node = case.node_of(value.index)
    made = node.locations if node else ()
    taken = _taken(departure, made)
    user = next(
        (
            node
            for node in case.program.nodes
            if returned.value in node.inputs and case.ways.depends[node.index]
        ),
        None,
    )
    entry = user.locations[:1] if user else ()
    evidence = {"how": departure.how if departure else "unheard", "left_dtype": value.dtype}
    if value.shape is not None:
        evidence["left_shape"] = str(tuple(value.shape))
    if entry:
        evidence["came_back"] = entry[0].place
    facts = Facts("GN112", "likely", lines(taken, entry, made[:1]), evidence, op_type="")
    return Claim(facts, places, node)


def _taken(departure: Departure | None, made: tuple[Location, ...]) -> tuple[Location, ...]:
    """The line that takes the numbers, where it was heard or can be seen in the program."""
    if departure is not None:
        return departure.locations[:1]
    seen = (later_uses.line_that_takes(location) for location in made)
    return tuple(line for line in seen if line is not None)[:1]
