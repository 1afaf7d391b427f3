"""GH229."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, number, of_elements, sentence, verb
from tb_gradplugin.messages.phrases import at, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if number(finding, "impossible_rows"):
        rows = of_elements(finding, "impossible_rows", "rows").replace("element", "row")
        has = verb(rows, "has", "have")
        return f"{rows} of the CTC loss{at(finding)} {has} more labels than time steps"
    return f"the CTC loss{at(finding)} finds no alignment of labels and time steps"


def _why(_: Finding) -> str:
    return (
        "A label needs a time step of its own, and two equal ones a blank between them; where "
        "there are too few, no alignment has a probability above 0."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"Leave out samples whose labels are longer than their time steps{in_line(finding)}, "
            f"and check that the lengths count steps after all strides and poolings."
        ),
        "Or give the model more time steps: less striding before the loss.",
    )


def _evidence(finding: Finding) -> str:
    share = number(finding, "relative_error")
    return sentence(
        change(finding),
        f"its gradient and small steps of its value differ by {100 * share:.3g} %"
        if share is not None
        else "",
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
