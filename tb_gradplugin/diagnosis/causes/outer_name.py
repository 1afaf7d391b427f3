"""GN104 of variables in whose place a method uses those of another object of the same name."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, kind_of_loss, lines
from tb_gradplugin.diagnosis.in_text import OuterName

_MOST_LINES = 4
"""Lines of one method that are told, at most."""


def claims(case: Case, places: Sequence[int]) -> list[Claim]:
    """One claim for each method that does so; nothing of variables of which none is seen to."""
    groups: dict[tuple[str, str], dict[int, OuterName]] = {}
    for place in places:
        one = case.program.asked[place].outer_name
        if one is not None:
            method = (one.location.file, one.location.function)
            groups.setdefault(method, {})[place] = one
    return [
        Claim(_facts(case, list(dict.fromkeys(group.values()))), tuple(group))
        for group in groups.values()
    ]


def _facts(case: Case, named: Sequence[OuterName]) -> Facts:
    reading = lines(sorted((one.location for one in named), key=lambda line: line.line))
    return Facts(
        "GN104",
        locations=lines(reading[:_MOST_LINES], case.program.loss_locations[:1]),
        evidence={
            "ops_that_use_them": 0,
            **kind_of_loss(case),
            "outer_names": ", ".join(dict.fromkeys(one.name for one in named)),
            "neighbours": len(reading[:_MOST_LINES]),
        },
        perhaps_meant=in_other_steps(case),
        op_type="",
    )
