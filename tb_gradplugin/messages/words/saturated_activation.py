"""GH208."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    in_layer,
    inputs_range,
    large_data,
    of_elements,
    op,
    scale_remedy,
    sentence,
    the_op,
    verb,
)
from tb_gradplugin.messages.phrases import called, in_line
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
    variable = called(finding, "input_variable", "")
    if finding.op_type in ("Sigmoid", "Softmax", "LogSoftmax"):
        stable = (
            f"If the loss takes these probabilities, compute it from the logits that go into "
            f"{op(finding.op_type)}{where}, with `from_logits=True`."
        )
    else:
        stable = (
            f"Normalise the input{in_layer(finding)}, for example by "
            f"`keras.layers.LayerNormalization`."
        )
    other = "Make the weights before it smaller: `glorot_uniform`, or a smaller learning rate."
    if variable:
        other = f"Let {variable} begin nearer to 0, or bound it, so that the function has a slope."
    return (stable, scaled or other)


def _evidence(finding: Finding) -> str:
    flat = of_elements(finding, "flat_elements")
    rows = of_elements(finding, "one_hot_rows", "rows").replace("element", "row")
    return sentence(
        inputs_range(finding),
        f"{flat} {verb(flat, 'has', 'have')} a slope of exactly 0"
        if "flat_elements" in finding.evidence
        else "",
        f"{rows} {verb(rows, 'gives', 'give')} one element all of the weight"
        if "one_hot_rows" in finding.evidence
        else "",
        change(finding),
        large_data(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
