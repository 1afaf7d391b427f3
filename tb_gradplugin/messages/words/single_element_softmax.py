"""GH212."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, sentence, the_op
from tb_gradplugin.messages.phrases import fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"{the_op(finding)} has one element to choose from"


def _why(finding: Finding) -> str:
    why = "A softmax over one element is 1 whatever that element is, so that it has no slope"
    if finding.status == "vanishing":
        return f"{why}; what is left of the gradient is rounding."
    return f"{why}."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    return (
        f"For two classes from one output, use a sigmoid{where} and a binary cross entropy.",
        (
            "If there are more classes, give the last layer one unit for each, or name the right "
            "`axis`."
        ),
    )


def _evidence(finding: Finding) -> str:
    return sentence(
        f"its logits have the shape {fact(finding, 'logits_shape')}"
        if "logits_shape" in finding.evidence
        else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
