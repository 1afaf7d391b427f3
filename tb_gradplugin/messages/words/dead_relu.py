"""GH207."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    in_layer,
    large_data,
    of_elements,
    scale_remedy,
    sentence,
    sized,
    the_op,
    verb,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if finding.certainty == "certain":
        return f"every input of {the_op(finding)} is negative or zero"
    return f"{the_op(finding)} is off wherever a gradient comes to it"


def _why(_: Finding) -> str:
    return "A ReLU gives 0 for every negative input, and its derivative there is 0 as well."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_layer(finding)
    first = scale_remedy(finding) or (
        f"Use `tf.nn.leaky_relu` or `elu`{where}, which keep a slope for negative inputs."
    )
    return (
        first,
        (
            "Start again with the bias at 0, `he_normal` weights and a smaller learning rate: a "
            "layer that is off for all inputs does not come back."
        ),
    )


def _evidence(finding: Finding) -> str:
    elements = of_elements(finding, "nonpositive_elements")
    return sentence(
        f"{elements} of its input {verb(elements)} not positive, the largest is "
        f"{sized(finding, 'input_max')}",
        change(finding),
        large_data(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
