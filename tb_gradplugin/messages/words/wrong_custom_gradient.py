"""GC301."""

from __future__ import annotations

from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.gradient_checks import (
    defined,
    function,
    inputs,
    measured,
    subject,
)
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _because(finding: Finding) -> str:
    whose = f"the custom gradient of {function(finding)}"
    by = inputs(finding)
    where = at(finding)
    if "returned_shape" in finding.evidence:
        return (
            f"{whose} returns a gradient of shape {fact(finding, 'returned_shape')} for {by}, "
            f"whose shape is {fact(finding, 'shape')}{where}"
        )
    if "independent" in finding.evidence:
        return f"{whose} returns one for {by}, on which the function does not depend{where}"
    if "swapped_with" in finding.evidence:
        return f"{whose} returns those of {by} in each other's place{where}"
    if "factor" in finding.evidence:
        times = float(finding.evidence["factor"])
        return f"{whose} returns {times:.3g} times the derivative with respect to {by}{where}"
    if "result" in finding.evidence:
        return (
            f"{whose} is wrong for result {fact(finding, 'result')} of the function with respect "
            f"to {by}{where}"
        )
    said = f"{whose} disagrees with the function's own slope with respect to {by}{where}"
    number, count = finding.evidence.get("wrong_elements"), finding.evidence.get("elements")
    if number is None or count is None:
        return said
    elements = f"{number:,} of {count:,} elements"
    common = fact(finding, "where")
    return f"{said}, in {elements}" + (f": those that are {common}" if common else "")


def _headline(finding: Finding) -> str:
    if "beside" in finding.evidence:
        return f"{subject(finding, 'a right gradient by luck')}: {_because(finding)}."
    return f"{subject(finding)} because {_because(finding)}."


def _why(_: Finding) -> str:
    return (
        "What a gradient function returns is taken as it is: nothing compares it with the "
        "function that it belongs to, and training goes on in a wrong direction."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    by = inputs(finding)
    if "swapped_with" in finding.evidence:
        first = f"Return the gradients{where} in the order of the arguments."
    elif "returned_shape" in finding.evidence:
        first = (
            f"Sum the gradient{where} over the axes along which {by} was broadcast, so that it has "
            f"the shape of {by}."
        )
    elif "independent" in finding.evidence:
        first = f"Return None or zeros for {by}{where}, or use {by} in the forward function."
    elif "factor" in finding.evidence and float(finding.evidence["factor"]) != 0:
        times = float(finding.evidence["factor"])
        first = f"Divide what is returned for {by}{where} by {times:.3g}."
    else:
        first = (
            f"Return the upstream gradient times the derivative of {function(finding)} with "
            f"respect to {by}{where}."
        )
    return (
        first,
        (
            f"If the derivative needs no care of its own, leave `tf.custom_gradient` out of "
            f"{function(finding)}{defined(finding)}: TensorFlow derives it then."
        ),
    )


def _evidence(finding: Finding) -> str:
    said = measured(finding)
    if "beside" in finding.evidence:
        return f"{said} At the present values the two agree or nothing can be measured."
    if "least_ratio" in finding.evidence and "factor" not in finding.evidence:
        least, most = (float(finding.evidence[f"{end}_ratio"]) for end in ("least", "most"))
        range_ = f"{least:.3g} to {most:.3g}" if f"{least:.3g}" != f"{most:.3g}" else f"{most:.3g}"
        said += f" In these elements it returns {range_} times the measured slope."
    elif "ratio" in finding.evidence:
        ratio = float(finding.evidence["ratio"])
        said += f" At the present values it returns about {ratio:.3g} times the measured slope."
    return said


WORDING = Wording(_because, _why, _remedies, _evidence, _headline)
