"""GN104 of results of a loop that are added up behind it alone."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact
from tb_gradplugin.messages.words.of_one_way import Way, first_line, if_wanted
from tb_gradplugin.schema.findings import Finding


def _seen(finding: Finding) -> str:
    name = fact(finding, "overwritten_in_turn")
    return (
        f"each turn of the loop gives `{name}` another value; {fact(finding, 'added_behind')} "
        f"takes that of the last turn alone, as it stands behind the loop."
    )


def _remedy(finding: Finding) -> str:
    return if_wanted(finding, f"move {first_line(finding)} into the loop")


ADDED_BEHIND = Way("added_behind", _seen, _remedy)
