"""GN117."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import (
    at,
    fact,
    has_other_cuts,
    in_line,
    its,
    one_way_ends,
    op,
    way,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if fact(finding, "by") == "comparison":
        if has_other_cuts(finding):
            return one_way_ends(finding, f"a sample that {op(finding.op_type)} decides")
        return (
            f"{its(finding)} value reaches the loss only as the chance of a sample that "
            f"{op(finding.op_type)} decides{at(finding)}"
        )
    return f"{way(finding)} goes through a sample drawn by {op(finding.op_type)}{at(finding)}"


def _why(_: Finding) -> str:
    return (
        "A discrete sample jumps from one value to another as its chances change: there is no "
        "derivative to hand back."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"Use a relaxation{in_line(finding)}, such as Gumbel-softmax, or a straight-through "
            f"estimator around the sample."
        ),
        (
            "Or weigh the loss of each sample by the log probability of what was drawn "
            "(REINFORCE), and differentiate that."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
