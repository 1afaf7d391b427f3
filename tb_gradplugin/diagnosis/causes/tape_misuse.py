"""GN119: a tape that was asked for what it did not record."""

from __future__ import annotations

import re

from tb_gradplugin.diagnosis import op_types
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, CutCase, Facts, lines
from tb_gradplugin.diagnosis.text import asking_calls

_MISUSES = (
    ("second_call", re.compile(r"non-persistent GradientTape|only be used to compute one set")),
    ("graph_only", re.compile(r"tf\.gradients is not supported when eager")),
    ("not_recording", re.compile(r"Tape is (?:not|still|already) recording|has not been started")),
    ("no_tape", re.compile(r"No tapes? (?:is|are) active|not within a (?:gradient )?tape", re.I)),
)


def of_exception(case: Case) -> Facts | None:
    """TensorFlow's own complaint about a tape."""
    for misuse, pattern in _MISUSES:
        if pattern.search(case.program.exception):
            where = case.program.exception_locations
            if misuse == "second_call":
                where = asking_calls.of(where).locations
            return Facts(
                "GN119",
                locations=lines(where[:2], case.program.loss_locations[:1]),
                evidence={"misuse": misuse, "exception": case.program.exception},
                op_type="",
            )
    return None


def facts(found: CutCase) -> Facts | None:
    """The op ran while the program had told its tape to stop recording."""
    # A finished function runs unrecorded, and is recorded as a whole.
    if not found.node.detail.get("unrecorded") or found.node.op_type == op_types.FUNCTION_CALL:
        return None
    of_thread = found.node.detail.get("lines_of_thread")
    if of_thread is None:
        return Facts("GN119", evidence={"misuse": "stopped"})
    # It is as it should be inside of the task; in the wrong place stands who hands that over.
    own, handing = found.node.locations[: int(of_thread)], found.node.locations[int(of_thread) :]
    return Facts(
        "GN119", locations=lines(handing[:1], own, handing), evidence={"misuse": "other_thread"}
    )


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables to which a way leads that the tape did not record."""
    if case.program.tape_sees_path:
        return []
    asked = case.program.asked
    reached = tuple(
        place
        for place in places
        if (value := asked[place].value) is not None and case.ways.receives[value]
    )
    if not reached:
        return []
    facts = Facts(
        "GN119",
        "likely",
        case.program.loss_locations,
        {"misuse": "other_tape"},
        op_type="",
    )
    return [Claim(facts, reached)]
