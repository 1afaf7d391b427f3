"""GC303."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line, many
from tb_gradplugin.messages.words.gradient_checks import defined, function, inputs, subject
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _kind(finding: Finding) -> str:
    kind = fact(finding, "input_kind", "input")
    return f"the {kind}{'s' if ', ' in fact(finding, 'inputs') else ''}"


def _because(finding: Finding) -> str:
    captured = fact(finding, "captured")
    if captured:
        return (
            f"the custom gradient of {function(finding)} covers its arguments only, and the "
            f"function uses {captured} as well{at(finding)}"
        )
    return (
        f"the custom gradient of {function(finding)} returns {fact(finding, 'returns', 'zeros')} "
        f"for {_kind(finding)} {inputs(finding)}, on which the function depends{at(finding)}"
    )


def _headline(finding: Finding) -> str:
    if "everything" in finding.evidence:
        nothing = f"no gradient by way of {function(finding)}"
        learns = "they learn" if many(finding) else "it learns"
        return (
            f"{subject(finding, nothing)}, whose gradient function returns None for everything"
            f"{at(finding)}: {learns} on other ways alone."
        )
    gradient = {"zero": "a zero gradient", "null": "no gradient"}.get(finding.status)
    said = subject(finding, gradient) if gradient else subject(finding)
    return f"{said} because {_because(finding)}."


def _why(finding: Finding) -> str:
    if "captured" in finding.evidence:
        return (
            "`tf.custom_gradient` replaces the gradient of all that the function computes by what "
            "its gradient function returns for its arguments."
        )
    if "everything" in finding.evidence:
        return (
            f"A None is left out of the sum that a gradient is: what {function(finding)} returns "
            f"counts as a constant, as that of `tf.stop_gradient` does."
        )
    if fact(finding, "returns") == "None":
        return (
            "A None is left out of the sum that a gradient is: what comes on this way is lost "
            "without a word."
        )
    return "A gradient of zeros counts as an answer: what comes on this way is lost without a word."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    if "captured" in finding.evidence:
        return (
            (
                f"Hand {fact(finding, 'captured')} to {function(finding)} as an argument, and "
                f"return a gradient for it{where}."
            ),
            "If no gradient is meant to come on this way, hand on `tf.stop_gradient` of it.",
        )
    if "everything" in finding.evidence:
        return (
            (
                f"Nothing needs to be changed if what {function(finding)} returns is to count as a "
                f"constant; otherwise return the upstream gradient times the derivative with "
                f"respect to {inputs(finding)} from the gradient function{where}."
            ),
        )
    first = (
        f"Return the upstream gradient times the derivative with respect to {inputs(finding)} from "
        f"the gradient function{where}."
    )
    if fact(finding, "input_kind") == "variable":
        second = (
            f"Variables that {function(finding)}{defined(finding)} uses are given to the gradient "
            f"function as `variables=`; their gradients are the second list that it returns."
        )
    else:
        second = (
            f"If no gradient is meant to come on this way, put `tf.stop_gradient` around "
            f"{inputs(finding)} before the call: that says so."
        )
    return first, second


def _evidence(finding: Finding) -> str:
    if "captured" in finding.evidence:
        return ""
    precision = fact(finding, "precision")
    where = f", evaluated in {precision}" if precision else ""
    return f"small steps of {inputs(finding)} change the result of the forward function{where}."


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
