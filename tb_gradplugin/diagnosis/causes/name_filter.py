"""GN104 of variables that are asked about by an accident of their names."""

from __future__ import annotations

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, kind_of_loss, lines


def claims(case: Case, places: list[int]) -> list[Claim]:
    """One claim for all of them, or none."""
    made = case.program.name_filter
    if made is None or not places:
        return []
    # That all which the loss has to do with is meant, and they are not, is what the names say.
    facts = Facts(
        "GN104",
        locations=lines([made.line], case.program.loss_locations[:1]),
        evidence={
            "ops_that_use_them": 0,
            **kind_of_loss(case),
            "name_test": made.test,
            "name_part": made.part,
            "name_with_it": made.accident,
        },
        perhaps_meant=in_other_steps(case),
        op_type="",
    )
    return [Claim(facts, tuple(places))]
