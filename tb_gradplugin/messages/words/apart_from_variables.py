"""GN104 of results beside which the loss computes with data alone."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, in_line
from tb_gradplugin.messages.words.of_one_way import Way, first_line
from tb_gradplugin.schema.findings import Finding


def _seen(finding: Finding) -> str:
    made = fact(finding, "apart_from")
    return (
        f"what is computed{in_line(finding)} comes from data alone; the result of {made} has the "
        f"shape of what it takes."
    )


def _remedy(finding: Finding) -> str:
    made = fact(finding, "apart_from")
    return f"Have {first_line(finding)} take the result of {made}, beside the data or in its place."


WAY = Way("apart_from", _seen, _remedy)
