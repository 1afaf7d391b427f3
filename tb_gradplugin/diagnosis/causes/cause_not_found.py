"""GN199: no gradient, and nothing known explains it."""

from __future__ import annotations

from tb_gradplugin.diagnosis import paths
from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts
from tb_gradplugin.schema.findings import Step

RULED_OUT = (
    *("GN101", "GN102", "GN103", "GN104", "GN105", "GN106", "GN107", "GN108", "GN110", "GN111"),
    *("GN112", "GN113", "GN114", "GN116", "GN117", "GN119"),
)


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables to which the gradient comes in the model and did not in truth."""
    reached = tuple(
        place
        for place in places
        if (value := case.program.asked[place].value) is not None and case.ways.receives[value]
    )
    if not reached:
        return []
    facts = Facts(
        "GN199",
        "unknown",
        case.program.loss_locations,
        {"way_found": "yes"},
        op_type="",
        ruled_out=RULED_OUT,
    )
    return [Claim(facts, reached, path=_path(case, reached[0]))]


def _path(case: Case, place: int) -> tuple[Step, ...]:
    asked = case.program.asked[place]
    if asked.value is None:
        return ()
    return paths.differentiable_path(asked.value, asked.name, case.ways, case.program)
