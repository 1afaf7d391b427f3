"""GN104 of variables that no op has read: what the text of the program says of them."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes import ways_of_leaving
from tb_gradplugin.diagnosis.causes.facts import MOST_LINES, Claim, Facts, in_other_steps
from tb_gradplugin.diagnosis.causes.unread_variables import Unread
from tb_gradplugin.schema.findings import Location


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
        groups.setdefault(one.own_cause if one else None, []).append(place)
    others = groups.pop(None, [])
    return [tuple(group) for group in (*groups.values(), others) if group]


def claim(case: Case, places: tuple[int, ...]) -> Claim:
    """One group of such variables, by where they were asked about."""
    unread = Unread(case, places)
    told = next(filter(None, (rule(unread) for rule in ways_of_leaving.RULES)))
    evidence = {**unread.evidence, **told.said}
    # To make a layer anew in each call trains nothing, nor does one that no line uses or
    # whose name no line reads, or whose result none, or one of which the loss has a copy.
    is_slip = told.is_slip or unread.is_left
    where = told.where
    facts = Facts(
        "GN104",
        "likely" if "tensor" in evidence and not unread.twins else "certain",
        locations=(*where[:MOST_LINES], *(where[-1:] if len(where) > MOST_LINES else ())),
        evidence=evidence,
        likely_meant="" if is_slip else in_other_steps(case),
        perhaps_meant=in_other_steps(case) if is_slip else "",
        op_type="",
    )
    return Claim(facts, places)
