"""GN114."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, called, in_line, its
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    metric = called(finding, "metric", "a metric")
    return (
        f"{its(finding)} way to the loss goes through the state of the Keras metric "
        f"{metric}{at(finding)}"
    )


def _why(_: Finding) -> str:
    return (
        "A metric adds what it is given to variables of its own and answers from these; an "
        "assignment hands no gradient on."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"Use the loss of the same kind{in_line(finding)}, such as "
            f"`keras.losses.MeanSquaredError()` instead of `keras.metrics.MeanSquaredError()`, and "
            f"update the metric beside it."
        ),
    )


WORDING = Wording(_because, _why, _remedies)
