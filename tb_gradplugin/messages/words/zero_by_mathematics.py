"""GH228."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import change, op, sentence, the_op
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if fact(finding, "how") == "shift":
        normalisation = fact(finding, "normalisation")
        by = f" by {op(normalisation)}" if normalisation else ""
        return f"what it adds{at(finding)} is taken out again{by}"
    if fact(finding, "how") == "curvature":
        return f"{the_op(finding)} is the slope of straight pieces, which has no slope of its own"
    return f"the loss is at its minimum where it goes through {the_op(finding)}"


def _why(finding: Finding) -> str:
    if fact(finding, "how") == "shift":
        return (
            "A normalisation or softmax does not see a number that is added to all elements; what "
            "is left of the gradient is rounding."
        )
    if fact(finding, "how") == "curvature":
        return "The second derivative of a piecewise linear function is zero."
    return "At a minimum the gradient is zero."


def _remedies(finding: Finding) -> tuple[str, ...]:
    if fact(finding, "how") == "shift":
        return (
            (
                f"Nothing has to be done; the variable can be left out: `use_bias=False`"
                f"{in_line(finding)}."
            ),
        )
    if fact(finding, "how") == "curvature":
        return (
            (
                f"Nothing has to be done, as in a gradient penalty; if it should count"
                f"{in_line(finding)}, use a smooth activation such as `tf.nn.silu`."
            ),
        )
    return (
        (
            f"Expected where the program has converged; if the loss is 0 from the first step on, "
            f"see{in_line(finding, otherwise=' there')} whether it compares what it should."
        ),
    )


def _evidence(finding: Finding) -> str:
    return sentence(change(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
