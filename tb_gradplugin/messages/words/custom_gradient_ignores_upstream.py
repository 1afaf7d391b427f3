"""GC302."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, in_line
from tb_gradplugin.messages.words.gradient_checks import function, inputs, subject
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    whose = f"the custom gradient of {function(finding)}"
    if "magnitude" in finding.evidence:
        return (
            f"{whose} returns the same size for {inputs(finding)} however large the upstream "
            f"gradient is{at(finding)}"
        )
    return f"{whose} ignores the upstream gradient for {inputs(finding)}{at(finding)}"


def _headline(finding: Finding) -> str:
    if finding.severity != "error" and "right_for_ones" in finding.evidence:
        return f"{subject(finding, 'a right gradient by luck')}: {_because(finding)}."
    return f"{subject(finding)} because {_because(finding)}."


def _why(_: Finding) -> str:
    return (
        "A gradient function is given the gradient of the loss by its result, and must return "
        "that of the loss by its argument: the chain rule multiplies the two."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    return (
        (
            f"Multiply what is returned for {inputs(finding)}{where} by the argument of the "
            f"gradient function, the upstream gradient."
        ),
    )


def _evidence(finding: Finding) -> str:
    if "magnitude" in finding.evidence:
        return "an upstream gradient a million times as large gives the same gradient."
    said = (
        "two upstream gradients drawn at random, and one a million times smaller, all give the "
        "same gradient"
    )
    if "right_for_ones" in finding.evidence:
        return f"{said}; it is right for an upstream gradient of ones alone."
    return f"{said}."


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
