"""GN104 of variables whose object a branch leaves out by calling a sibling of it twice."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, lines
from tb_gradplugin.diagnosis.text import twice_in_branch
from tb_gradplugin.schema.findings import Location


def claims(case: Case, places: list[int]) -> list[Claim]:
    """One for each wrong name, with all that only the other branch of its `if` would use."""
    groups: dict[Location, list[int]] = {}
    for place in places:
        condition, kept = case.program.asked[place].condition, case.program.asked[place].kept
        if condition is not None and kept is None:
            groups.setdefault(condition, []).append(place)
    found: list[Claim] = []
    ran = case.lines_run if groups else ()
    for condition, group in groups.items():
        slip = twice_in_branch.found(condition, ran)
        if slip is None or not all(_is_of(case, place, slip.unread) for place in group):
            continue
        evidence: dict[str, str | int] = {
            "ops_that_use_them": 0,
            "unread": slip.unread,
            "called_twice": slip.name,
            "called_first": slip.first.place,
            "other_branch": slip.use.place,
        }
        facts = Facts(
            "GN104",
            locations=lines((slip.line, slip.first, slip.use, condition)),
            evidence=evidence,
            perhaps_meant=in_other_steps(case),
            op_type="",
        )
        found.append(Claim(facts, tuple(group)))
    return found


def _is_of(case: Case, place: int, name: str) -> bool:
    """Whether the other branch is where the program uses a variable, under a name."""
    in_source = case.program.asked[place].in_source
    return in_source is not None and in_source.is_use and in_source.name == name
