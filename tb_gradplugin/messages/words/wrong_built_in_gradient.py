"""GC304."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import op
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.gradient_checks import inputs, measured, subject
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _has_no_derivative(finding: Finding) -> bool:
    return fact(finding, "reason") == "jump"


def _because(finding: Finding) -> str:
    if _has_no_derivative(finding):
        return (
            f"{op(finding.op_type)} has no derivative at these values, and TensorFlow gives a "
            f"finite one{at(finding)}"
        )
    return f"TensorFlow's own gradient of {op(finding.op_type)} is wrong for these values" + at(
        finding
    )


def _headline(finding: Finding) -> str:
    return f"{subject(finding)} because {_because(finding)}."


def _why(_: Finding) -> str:
    return (
        "The formula that is registered for this op does not hold for every value; at some, such "
        "as zeros or values that are equal, it divides by zero or hides that it would."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    if finding.op_type == "Cumprod":
        return (
            (
                f"Compute the product{where} without `tf.math.cumprod` where zeros occur, for "
                f"example by `tf.scan` or as `tf.stack` of products of slices."
            ),
        )
    if _has_no_derivative(finding):
        return (
            (
                f"Keep the values apart at which {op(finding.op_type)}{where} has no derivative, "
                f"for example by adding small distinct numbers, or let the loss use a result that "
                f"has one there."
            ),
        )
    return (
        (
            f"Write {op(finding.op_type)}{where} with other ops, or give it the right gradient by "
            f"`tf.custom_gradient`."
        ),
    )


def _evidence(finding: Finding) -> str:
    if _has_no_derivative(finding):
        return (
            f"the slope with respect to {inputs(finding)} grows without end as the steps that it "
            f"is measured by shrink."
        )
    return measured(finding)


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
