"""GH203."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, op, sentence, sized, the_op
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    function = fact(finding, "function")
    if "forward" in finding.evidence:
        what = f"`{function}`{at(finding)}" if function else the_op(finding)
        return f"{what} gives values that are not finite"
    if function:
        return f"the custom gradient of `{function}`{at(finding)} is not finite"
    return f"the derivative of {the_op(finding)} is not finite at its input"


def _why(_: Finding) -> str:
    return "One NaN or infinity reaches every variable behind it, by multiplication and addition."


def _remedies(finding: Finding) -> tuple[str, ...]:
    function = fact(finding, "function")
    if function and "forward" not in finding.evidence:
        return (
            (
                f"Write the gradient function of `{function}`{in_line(finding)} so that nothing "
                f"in it is divided by 0, or infinity by infinity, at its inputs."
            ),
        )
    what = f"`{function}`" if function else op(finding.op_type)
    return (
        (
            f"Keep the input of {what}{in_line(finding)} away from where it, or its derivative, "
            f"has no finite value: clip it, or add an epsilon."
        ),
        "Repeat the call in float64 to see whether it is a matter of precision.",
    )


def _evidence(finding: Finding) -> str:
    known = "input_min" in finding.evidence
    return sentence(
        f"its input lies between {sized(finding, 'input_min')} and {sized(finding, 'input_max')}"
        if known
        else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
