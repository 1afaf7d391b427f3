"""GN104 of a result that nothing reads, where one line alone takes what is made beside it."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import fact, in_line, names
from tb_gradplugin.messages.words.of_one_way import Way, first_line, if_wanted
from tb_gradplugin.schema.findings import Finding


def _seen(finding: Finding) -> str:
    taken = names(fact(finding, "taken_beside").split(", "))
    left, made = fact(finding, "left_beside"), fact(finding, "computed_in")
    return (
        f"nothing reads `{left}`, which {made} computes; {taken}, made beside it, "
        f"{'are' if ',' in fact(finding, 'taken_beside') else 'is'} taken{in_line(finding)}."
    )


def _remedy(finding: Finding) -> str:
    left, taken = fact(finding, "left_beside"), fact(finding, "taken_beside")
    taken = names(taken.split(", "))
    return if_wanted(
        finding, f"have {first_line(finding)} take `{left}`, beside {taken} or in its place"
    )


WAY = Way("left_beside", _seen, _remedy)
