"""GH214."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    count,
    of_elements,
    op,
    sentence,
    the_op,
    verb,
)
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    if fact(finding, "cancelling") == "softmax":
        return (
            f"the loss weighs the {count(finding, 'classes')} outputs of {the_op(finding)} alike, "
            f"and their sum is always 1"
        )
    if "cancelling" in finding.evidence:
        what = "gradients" if fact(finding, "cancelling") == "sum" else "products"
        return (
            f"{the_op(finding)} hands back a sum of {what} that are not zero and cancel, as many "
            f"with one sign as with the other"
        )
    if "parting" in finding.evidence:
        return (
            f"{count(finding, 'ways')} ways from the loss, which part at "
            f"{op(fact(finding, 'parting'))}{at(finding)}, bring gradients that cancel"
        )
    return (
        f"{count(finding, 'ways')} ways from the loss to one value{at(finding)} bring gradients "
        f"that cancel"
    )


def _why(finding: Finding) -> str:
    if fact(finding, "cancelling") == "softmax":
        return (
            "A mean or a sum over all classes of a softmax is the same number for every input; "
            "what is left of the gradient is rounding."
        )
    if "cancelling" in finding.evidence:
        if "severity_because" not in finding.evidence:
            return (
                "The gradient of a value that goes into several units is the sum over them. "
                "Where they have equal weights and opposite slopes, nothing is left of it."
            )
        return (
            "The gradient of a value that is used for many elements is the sum over them. Where "
            "their slopes have one size, as in an absolute error or a hinge, both signs can be "
            "equally many."
        )
    if "divided_by_itself" in finding.evidence:
        return "What is divided by itself, such as by the sum over one element, is always 1."
    return "A value that is added and taken away again, or compared with itself, changes nothing."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    if fact(finding, "cancelling") == "softmax":
        return (
            (
                f"Compare the outputs{where} with labels, as a cross entropy does, or pick those "
                f"of the classes that matter."
            ),
        )
    if "cancelling" in finding.evidence:
        if "severity_because" in finding.evidence:
            return ("Nothing has to be done where it passes with the next batch.",)
        return (
            (
                f"See{where} whether what the gradients are multiplied by is the same for all: "
                f"weights that start from one number keep units alike."
            ),
        )
    if "divided_by_itself" in finding.evidence:
        return (
            (
                f"See{where} whether the sum goes over more than one element: weights that are "
                f"divided by a sum over themselves alone leave nothing to learn from."
            ),
            "Or leave the division out where there is only one of them.",
        )
    return (
        (
            f"See{where} whether both sides are meant to be the same value: a prediction compared "
            f"with itself, or a mean taken out of a batch of one, leaves nothing to learn from."
        ),
        "If one side is a fixed target, put `tf.stop_gradient` around it.",
    )


def _evidence(finding: Finding) -> str:
    if "zero_elements_above" in finding.evidence:
        zeros = of_elements(finding, "zero_elements_above", "gradient_elements_above")
        return sentence(f"of the gradient above it, {zeros} {verb(zeros)} zero", change(finding))
    return sentence(
        f"the value goes into {fact(finding, 'ops')}" if "ops" in finding.evidence else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
