"""GH209."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, inputs_range, sentence, sized, the_op
from tb_gradplugin.messages.phrases import at, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    both = {"lower_limit", "upper_limit"} <= set(finding.evidence)
    limits = f"the limits of a clip{at(finding)}" if both else f"the limit of {the_op(finding)}"
    return f"every value that a gradient comes to lies outside of {limits}"


def _why(_: Finding) -> str:
    return "Outside of its limits a clip gives a constant, and a constant has the derivative 0."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
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


def _evidence(finding: Finding) -> str:
    return sentence(
        f"{inputs_range(finding)}{_range(finding)}",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
