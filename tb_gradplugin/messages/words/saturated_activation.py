"""GH208."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    count,
    large_data,
    of_elements,
    op,
    scale_remedy,
    sentence,
    sized,
    the_op,
)
from tb_gradplugin.messages.phrases import in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    return f"{the_op(finding)} is saturated at its inputs"


def _why(finding: Finding) -> str:
    if finding.op_type == "Softmax":
        return "Where one logit is far above the others, a softmax is flat: its derivative is 0."
    return "Far from 0 the function is flat, and its derivative is 0 in floating point."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    scaled = scale_remedy(finding)
    if finding.op_type in ("Sigmoid", "Softmax", "LogSoftmax"):
        stable = (
            f"If the loss takes these probabilities, compute it from the logits that go into "
            f"{op(finding.op_type)}{where}, with `from_logits=True`."
        )
    else:
        stable = f"Normalise the input{where}, for example by `keras.layers.LayerNormalization`."
    other = "Make the weights before it smaller: `glorot_uniform`, or a smaller learning rate."
    return (stable, scaled or other)


def _evidence(finding: Finding) -> str:
    return sentence(
        f"its {count(finding, 'elements')} inputs lie between {sized(finding, 'input_min')} and "
        f"{sized(finding, 'input_max')}",
        f"{of_elements(finding, 'flat_elements')} have a slope of exactly 0"
        if "flat_elements" in finding.evidence
        else "",
        f"{of_elements(finding, 'one_hot_rows', 'rows').replace('element', 'row')} give one "
        f"element all of the weight"
        if "one_hot_rows" in finding.evidence
        else "",
        change(finding),
        large_data(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
