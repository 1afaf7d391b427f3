"""GH209."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, count, sentence, sized, the_op
from tb_gradplugin.messages.phrases import in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"{the_op(finding)} clips every value that it counts for"


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
        f"the {count(finding, 'elements')} values lie between {sized(finding, 'input_min')} and "
        f"{sized(finding, 'input_max')}{_range(finding)}",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
