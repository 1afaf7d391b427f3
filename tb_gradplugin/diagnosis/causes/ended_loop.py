"""GN104 of variables that no op has read, since a loop over their layers ended before it."""

from __future__ import annotations

from collections.abc import Sequence

from tb_gradplugin.diagnosis.case import Case
from tb_gradplugin.diagnosis.causes.facts import Claim, Facts, in_other_steps, kind_of_loss, lines
from tb_gradplugin.diagnosis.in_text import EndedLoop
from tb_gradplugin.diagnosis.text import left_out


def claims(case: Case, places: Sequence[int]) -> list[Claim]:
    """One claim for each line that ends such a loop; nothing of those that none is seen of."""
    ran = case.lines_run
    groups: dict[EndedLoop, list[int]] = {}
    for place in places:
        every = case.program.asked[place].ended
        loops = [one for one in every if _has_run(one, ran)]
        # Of several, the variable may be meant to be used in another.
        if len(loops) == 1:
            groups.setdefault(loops[0], []).append(place)
    return [Claim(_facts(case, loop), tuple(group)) for loop, group in groups.items()]


def _has_run(ended: EndedLoop, ran: left_out.Ran) -> bool:
    if left_out.made_a_trip(ended.loop, ran):
        return True
    return ended.is_zip and left_out.made_something(ended.loop, ran)


def _facts(case: Case, ended: EndedLoop) -> Facts:
    # To end in the first turn, whatever happens, trains nothing behind it.
    return Facts(
        "GN104",
        locations=lines([ended.by, ended.loop], case.program.loss_locations[:1]),
        evidence={
            "ops_that_use_them": 0,
            **kind_of_loss(case),
            "ended_loop_over": ended.name,
            "loop_in": ended.loop.place,
            **({"ended_by_zip": ended.shortest} if ended.is_zip else {}),
        },
        likely_meant="" if ended.is_always else in_other_steps(case),
        perhaps_meant=in_other_steps(case) if ended.is_always else "",
        op_type="",
    )
