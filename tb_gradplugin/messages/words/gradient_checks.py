"""Parts of sentences about gradients that were compared with finite differences."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import called, fact, many, names, op
from tb_gradplugin.schema.findings import Finding

LIMIT_PERCENT = 10
"""Disagreement from which a gradient is wrong, in percent of the larger of the two norms."""


def subject(finding: Finding, gradient: str = "a wrong gradient") -> str:
    """The variables and what they receive."""
    if not finding.variables:
        return f"The loss has {gradient}"
    likely = "most likely " if finding.certainty == "likely" else ""
    return (
        f"{names(finding.variables)} {likely}{'receive' if many(finding) else 'receives'} "
        f"{gradient}"
    )


def function(finding: Finding) -> str:
    """The function with the custom gradient, or the op."""
    if finding.op_type and finding.op_type != "CustomGradient":
        return op(finding.op_type)
    return called(finding, "function", "a function")


def inputs(finding: Finding) -> str:
    """What the gradient is taken by: arguments and variables of the function."""
    found = [name for name in fact(finding, "inputs").split(", ") if name]
    return names(found) if found else "its input"


def measured(finding: Finding) -> str:
    """By how much the two disagree, with the limit."""
    if "relative_error" not in finding.evidence:
        return ""
    percent = 100.0 * float(finding.evidence["relative_error"])
    precision = fact(finding, "precision")
    where = f", with the forward function evaluated in {precision}" if precision else ""
    return (
        f"the slopes that the gradient gives and those of small steps of the forward function "
        f"differ by {percent:.3g} % of the larger ones{where}; from {LIMIT_PERCENT} % a gradient "
        f"counts as wrong."
    )


def defined(finding: Finding) -> str:
    """Where the function is defined, to be put into a sentence; empty where it is not known."""
    place = fact(finding, "definition")
    return f" (defined in {place})" if ":" in place else ""
