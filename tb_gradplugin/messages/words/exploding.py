"""GH202."""

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
    how = fact(finding, "how")
    if how == "scale":
        return f"the loss is multiplied by {sized(finding, 'scale')}{at(finding)}"
    if how == "sum":
        return f"the loss sums {count(finding, 'scale')} terms{at(finding)}"
    if "over" in finding.evidence:
        return (
            f"each of {count(finding, 'count')} {fact(finding, 'over')} multiplies what passes "
            f"through it by {factor(finding)}{at(finding)}"
        )
    if "factor_accounts" in finding.evidence:
        return f"{the_op(finding)} multiplies {it(finding)} by {by_factor(finding)}"
    return f"{the_op(finding)} makes {it(finding)} that large"


def _why(finding: Finding) -> str:
    how = fact(finding, "how")
    if how == "scale":
        return "A factor on the loss is a factor on every gradient."
    if how == "sum":
        return "The gradient of a sum grows with the number of its terms; that of a mean does not."
    if "over" in finding.evidence:
        return "Factors above one multiply: after many layers they leave all bounds."
    return "Each op multiplies the gradient by its derivative, which is very large at this input."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    how = fact(finding, "how")
    if how == "scale":
        return (
            (
                f"Expected with loss scaling: divide the gradients by {sized(finding, 'scale')} "
                f"before they are applied, as `keras.mixed_precision.LossScaleOptimizer` does."
            ),
        )
    if how == "sum":
        return (
            (
                f"Use `tf.reduce_mean`{where}, so that the gradient does not depend on the size of "
                f"the batch."
            ),
        )
    if "over" in finding.evidence:
        return (
            (
                f"Initialise the weights that are used{where} for their number of inputs, with "
                f"`he_normal` or `glorot_uniform`, or normalise between the layers."
            ),
            "To bound single steps, clip: `keras.optimizers.Adam(global_clipnorm=1.0)`.",
        )
    if is_number(finding):
        return (
            (
                f"Choose units{where} in which the factor {sized(finding, 'factor_max_abs')} is of "
                f"the size of one, or divide that term of the loss by what makes it large."
            ),
            "To bound single steps, clip: `keras.optimizers.Adam(global_clipnorm=1.0)`.",
        )
    name = called(finding, "factor_name", "what the gradient is multiplied by")
    return (
        (
            f"Bring {name}{where} to the size of one: scale the data, or initialise the weights "
            f"for their number of inputs."
        ),
        "To bound single steps, clip: `keras.optimizers.Adam(global_clipnorm=1.0)`.",
    )


def _evidence(finding: Finding) -> str:
    if "scale" in finding.evidence:
        return sentence(
            f"the L2 norm is {sized(finding, 'gradient_l2_norm')}, limit "
            f"{sized(finding, 'limit')} (exploding.l2_norm); divided by {sized(finding, 'scale')} "
            f"it is {sized(finding, 'gradient_l2_norm_unscaled')}"
        )
    if "over" in finding.evidence:
        return sentence(trend(finding))
    by = "factor_max_abs" in finding.evidence and "factor_accounts" not in finding.evidence
    return sentence(
        change(finding),
        f"what it is multiplied by goes up to {sized(finding, 'factor_max_abs')}" if by else "",
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
