"""GN107: a `tf.function` was traced before its variables were made, and its graph is used again."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, lines


def claims(case: Case, places: list[int]) -> list[Claim]:
    """Variables that such a function reads as it is written, and its graph does not."""
    found = []
    left = list(places)
    for reused in case.program.reused:
        claimed = tuple(place for place in left if place in reused.left_out)
        if not claimed:
            continue
        left = [place for place in left if place not in claimed]
        evidence = {"traced": reused.function}
        if reused.is_of_build:
            evidence["built_by"] = "keras"
        facts = Facts(
            "GN107",
            locations=lines((reused.definition,), reused.locations[:1]),
            evidence=evidence,
            op_type="",
        )
        found.append(Claim(facts, claimed))
    return found
