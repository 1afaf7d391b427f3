"""GN113."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    MOST_NAMES,
    at,
    called,
    fact,
    has_other_cuts,
    in_line,
    its,
    many,
    names,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    value = "their values go" if many(finding) else "its value goes"
    if _is_table(finding):
        return f"{value} into a lookup table{at(finding)}, and the loss looks up what it holds"
    if _is_queue(finding):
        return f"{value} into a queue{at(finding)}, and the loss takes out what it holds"
    if "assignments" in finding.evidence:
        states, where = _states(finding), _lines(finding, *_assignments(finding))
        where = f" ({where})" if where else ""
        return f"{value} into {states} by assignment{where}, and the loss reads these"
    state = called(finding, "state", "another variable")
    read = called(finding, "state", "that variable")
    return f"{value} into {state} by assignment{at(finding)}, and the loss reads {read}"


def _is_table(finding: Finding) -> bool:
    return finding.op_type.startswith("LookupTable")


def _is_queue(finding: Finding) -> bool:
    return finding.op_type.startswith(("Queue", "Stack", "Stage", "MapStage", "OrderedMapStage"))


def _why(finding: Finding) -> str:
    if _is_table(finding):
        return "A lookup table hands out the values that it holds, not how they were computed."
    if _is_queue(finding):
        return "A queue hands out the values that were put in, not how they were computed."
    return "A variable hands the tape its present value, not the history that produced it."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if _is_table(finding):
        return (
            (
                f"Keep the values as a tensor and compute the loss from it, for example with "
                f"`tf.gather`; put them into the table{in_line(finding)} after the gradient is "
                f"taken."
            ),
        )
    if _is_queue(finding):
        return (f"Hand the values on as a tensor, without the queue{in_line(finding)}.",)
    if "assignments" in finding.evidence:
        where = _lines(finding, *_assignments(finding))
        where = f" in {where}" if where else ""
        return (
            (
                f"Keep the new values as tensors, compute the loss from them, and assign them"
                f"{where} after the gradient is taken."
            ),
        )
    state = fact(finding, "state") or "state"
    name = state if state.isidentifier() else "state"
    return (
        (
            f"Keep the new value as a tensor, `new_{name} = ...`, compute the loss from it, and "
            f"assign it{in_line(finding)} after the gradient is taken."
        ),
    )


def _states(finding: Finding) -> str:
    known = fact(finding, "states")
    return names(known.split(", ")) if known else "several variables"


def _assignments(finding: Finding) -> tuple[int, int]:
    """The first of the lines that assign, and the one behind the last of them."""
    return 0, int(fact(finding, "assignments", "0"))


def _lines(finding: Finding, first: int, last: int) -> str:
    """Some lines of a finding; empty where it has none."""
    places = [one.place for one in finding.locations[first:last]]
    rest = len(places) - MOST_NAMES
    if rest > 0:
        return f"{', '.join(places[:MOST_NAMES])} and {rest:,} more"
    return " and ".join([", ".join(places[:-1]), places[-1]] if places[1:] else places)


def _evidence(finding: Finding) -> str:
    if len(finding.locations) < 2:
        return ""
    if "assignments" in finding.evidence:
        first, last = _assignments(finding)
        count = int(fact(finding, "reads", "0"))
        noun = "reads" if count > 1 else "read"
        reads = _lines(finding, last, last + count)
        read = f", and the later {noun} in {reads}" if reads else ", and what reads these later"
        ways = "some of the ways" if has_other_cuts(finding) else "the only ways"
        return (
            f"{ways} from {its(finding)} value to the loss are the assignments in "
            f"{_lines(finding, first, last)}{read}."
        )
    stored = "insertion" if _is_table(finding) or _is_queue(finding) else "assignment"
    only = "one of the ways" if has_other_cuts(finding) else "the only way"
    return (
        f"{only} from {its(finding)} value to the loss is the {stored}"
        f"{in_line(finding)} and the later read{in_line(finding, 1)}."
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
