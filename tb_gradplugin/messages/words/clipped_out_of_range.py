"""GH209."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    count,
    inputs_range,
    large_data,
    number,
    of_elements,
    op,
    scale_remedy,
    sentence,
    sized,
    the_op,
)
from tb_gradplugin.messages.phrases import at, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if finding.op_type == "Relu6":
        return (
            f"every value that a gradient comes to lies outside of the limits of {the_op(finding)}"
        )
    both = {"lower_limit", "upper_limit"} <= set(finding.evidence)
    limits = f"the limits of a clip{at(finding)}" if both else f"the limit of {the_op(finding)}"
    return f"every value that a gradient comes to lies outside of {limits}"


def _why(finding: Finding) -> str:
    if finding.op_type == "Relu6":
        return "Below 0 and above 6 it gives a constant, and a constant has the derivative 0."
    return "Outside of its limits a clip gives a constant, and a constant has the derivative 0."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    if finding.op_type == "Relu6":
        normalised = (
            f"Normalise what goes into {op(finding.op_type)}{where}, for example by "
            f"`keras.layers.BatchNormalization`."
        )
        return (
            scale_remedy(finding) or normalised,
            f"Or use `tf.nn.leaky_relu` or `tf.nn.silu`{where}, which have no upper limit.",
        )
    return (
        (
            f"Pass values inside of the limits{where}: a cross entropy wants probabilities, "
            f"so pass logits with `from_logits=True` or end the model in a sigmoid or softmax."
        ),
        (
            "To bound values and keep a slope, squash them with `tf.sigmoid` or `tf.tanh`, or "
            "leave the clip out of what is differentiated."
        ),
    )


def _range(finding: Finding) -> str:
    low, high = "lower_limit" in finding.evidence, "upper_limit" in finding.evidence
    if low and high:
        limits = f"{sized(finding, 'lower_limit')} to {sized(finding, 'upper_limit')}"
    elif low or high:
        limits = sized(finding, "lower_limit" if low else "upper_limit")
    else:
        return ""
    return f", {'limit' if low != high else 'limits'} {limits}"


def _are(finding: Finding, side: str) -> str:
    return "is" if number(finding, f"{side}_elements") == 1 else "are"


def _evidence(finding: Finding) -> str:
    below = ""
    if "above_elements" in finding.evidence:
        below = (
            f"{of_elements(finding, 'nonpositive_elements')} {_are(finding, 'nonpositive')} not "
            f"positive, {count(finding, 'above_elements')} {_are(finding, 'above')} 6 or more"
        )
    return sentence(
        f"{inputs_range(finding)}{_range(finding)}",
        below,
        change(finding),
        large_data(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
