"""GH225."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, count, sentence, sized
from tb_gradplugin.messages.phrases import at, called, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    name = called(finding, "data", "the data")
    return f"{name} that is used{at(finding)} holds values up to {sized(finding, 'data_max_abs')}"


def _why(_: Finding) -> str:
    return (
        "The gradient of a weight is multiplied by the inputs, and that of a squared error by the "
        "size of the targets."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    name = called(finding, "data", "the data")
    return (
        (
            f"Scale {name} to mean 0 and standard deviation 1 before it is used{in_line(finding)}, "
            f"for example with `keras.layers.Normalization`; scale predictions back afterwards."
        ),
        "If the scale matters, compare logarithms, or use a Huber loss.",
    )


def _evidence(finding: Finding) -> str:
    return sentence(
        f"its {count(finding, 'data_elements')} values lie between {sized(finding, 'data_min')} "
        f"and {sized(finding, 'data_max')}, limit {sized(finding, 'limit')} in magnitude",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
