"""GH201."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    by_factor,
    change,
    count,
    factor,
    is_number,
    sentence,
    sized,
    the_op,
    trend,
)
from tb_gradplugin.messages.phrases import at, called, fact, in_line, it
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if fact(finding, "how") == "relative":
        other = called(finding, "largest_variable", "another one")
        return f"that of {other} is far larger{at(finding)}"
    if "over" in finding.evidence:
        return (
            f"each of {count(finding, 'count')} {fact(finding, 'over')} multiplies {it(finding)} "
            f"by {factor(finding)}{at(finding)}"
        )
    if "factor_accounts" in finding.evidence:
        return f"{the_op(finding)} multiplies {it(finding)} by {by_factor(finding)}"
    return f"{the_op(finding)} makes {it(finding)} that small"


def _why(finding: Finding) -> str:
    if fact(finding, "how") == "relative":
        return "A gradient is called vanishing beside the largest of the same call."
    if "over" in finding.evidence:
        return "Factors below one multiply: after many layers nothing is left of the gradient."
    return "Each op multiplies the gradient by its derivative, which is very small at this input."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    if fact(finding, "how") == "relative":
        other = called(finding, "largest_variable", "the largest one")
        return (f"See first why the gradient of {other} is so large.",)
    if "over" in finding.evidence:
        return (
            (
                f"Initialise the weights that are used{where} for their number of inputs: "
                f"`he_normal` before ReLU, `glorot_uniform` before tanh."
            ),
            "Or put a normalisation or a residual connection, `x + layer(x)`, around each layer.",
        )
    if is_number(finding):
        return (
            (
                f"Choose units{where} in which the factor {sized(finding, 'factor_max_abs')} is of "
                f"the size of one, or divide that term of the loss by what makes it small."
            ),
        )
    name = called(finding, "factor_name", "what the gradient is multiplied by")
    return (
        (
            f"Bring {name}{where} to the size of one: scale the data, or initialise the weights "
            f"for their number of inputs."
        ),
    )


def _evidence(finding: Finding) -> str:
    if "over" in finding.evidence:
        return sentence(trend(finding))
    if fact(finding, "how") == "relative":
        return sentence(
            f"the L2 norm is {sized(finding, 'gradient_l2_norm')}, that of the largest "
            f"{sized(finding, 'largest_l2_norm')}"
        )
    by = "factor_max_abs" in finding.evidence and "factor_accounts" not in finding.evidence
    return sentence(
        change(finding),
        f"what it is multiplied by is at most {sized(finding, 'factor_max_abs')}" if by else "",
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
