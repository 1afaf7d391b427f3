"""GN104 of results in a list, over which a loop goes by a name that nothing reads."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact
from tb_gradplugin.messages.words.of_one_way import Way, first_line, if_wanted
from tb_gradplugin.schema.findings import Finding


def _seen(finding: Finding) -> str:
    return (
        f"what {fact(finding, 'computed_in')} computes lies in `{fact(finding, 'turn_of')}`; the "
        f"loop in {fact(finding, 'loop')} gives its parts to `{fact(finding, 'unread_turn')}`, "
        f"which nothing reads."
    )


def _remedy(finding: Finding) -> str:
    part = fact(finding, "unread_turn")
    return if_wanted(finding, f"have {first_line(finding)} compute with `{part}`")


WAY = Way("unread_turn", _seen, _remedy)
