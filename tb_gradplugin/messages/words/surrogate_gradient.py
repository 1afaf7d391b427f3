"""GC305."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, names
from tb_gradplugin.messages.words.gradient_checks import function, inputs, measured
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    whose = f"the custom gradient of {function(finding)}"
    by = inputs(finding)
    kind = fact(finding, "surrogate")
    if kind == "straight-through":
        return f"{whose} replaces a slope of zero with respect to {by}{at(finding)}"
    if kind in ("reversal", "scaling"):
        does = "reverses" if kind == "reversal" else "scales"
        factor = finding.evidence.get("factor")
        times = f" (times {float(factor):.3g})" if factor is not None else ""
        return f"{whose} hands {by} on and {does} the gradient{times}{at(finding)}"
    return f"{whose} changes the upstream gradient on its way to {by}{at(finding)}"


def _headline(finding: Finding) -> str:
    by = names(finding.variables) or "The loss"
    verb = "have" if len(finding.variables) > 1 else "has"
    return f"{by} {verb} a surrogate gradient: {_because(finding)}."


def _why(_: Finding) -> str:
    return (
        "Such a gradient differs from the derivative on purpose: as a straight-through estimator, "
        "gradient reversal, or clipping inside of the network."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    return (
        (
            f"Nothing needs to be changed if this is what {function(finding)} is for; otherwise "
            f"return the upstream gradient times its derivative with respect to {inputs(finding)}."
        ),
    )


def _evidence(finding: Finding) -> str:
    return measured(finding).partition(";")[0] + "." if measured(finding) else ""


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
