"""GN112 beside another cut: numbers that also reach the loss through NumPy."""

from __future__ import annotations

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import left_tensorflow
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines
from tb_gradplugin.diagnosis.program import Departure, Node
from tb_gradplugin.diagnosis.text import number_ways

_OF_NUMBERS = frozenset({"numpy", "__array__", "float", "item", "tolist", "constant"})
"""Ways of leaving after which the numbers may be computed with."""


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables behind a cut whose value also takes a way of its own through NumPy to the loss.

    Only where the lines of the program show that way: numbers leave in most programs, and come in.
    """
    departures = [
        departure
        for departure in case.program.departures
        if departure.how in _OF_NUMBERS
        and op_types.carries_gradient(case.program.values[departure.value].dtype)
        and not left_tensorflow.is_logged(departure)
    ]
    if not departures:
        return []
    uncut, left = _uncut(case), case.bits(places)
    entries = [node for node in case.program.nodes if case.ways.depends[node.index]]
    entries = [node for node in entries if _enters(case, node)]
    found = []
    for departure in departures:
        bits = uncut[departure.value] & left & ~left_tensorflow.led_past(case, departure)
        if bits and any(
            node.index >= departure.before_node
            and number_ways.leads(departure.locations, node.locations)
            for node in entries
        ):
            # One computation in NumPy takes its numbers on several lines.
            left &= ~bits
            found.append(_claim(case, departure, [p for p in places if bits >> p & 1]))
    return found


def _claim(case: Case, departure: Departure, places: list[int]) -> Claim:
    evidence = {**left_tensorflow.evidence_of(case, departure), "other_cuts": "yes"}
    where = lines(departure.locations[:1], left_tensorflow.computed_on(case))
    facts = Facts("GN112", "likely", where, evidence, op_type="")
    return Claim(facts, tuple(places), case.node_of(departure.value))


def _uncut(case: Case) -> list[int]:
    """For each value, bits of the variables that it would hand a gradient on to."""
    bits = [0] * len(case.program.values)
    for value, own in case.sources(case.null).items():
        bits[value] = own
    for node in case.program.nodes:
        passed = 0
        for value, passes in zip(node.inputs, node.passes or (), strict=False):
            passed |= bits[value] if passes else 0
        for value in node.outputs:
            bits[value] |= passed
    return bits


def _enters(case: Case, node: Node) -> bool:
    """Whether a number comes in by an op that does not stand in the program itself."""
    return any(
        case.program.values[value].origin == "constant"
        and op_types.carries_gradient(case.program.values[value].dtype)
        and (left_tensorflow.is_computed(node) or case.program.values[value].shape != ())
        for value in node.inputs
    )
