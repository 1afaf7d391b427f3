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
    if "by_position" in finding.evidence:
        said = f"{whose} returns those of its variables by position"
        if fact(finding, "by_position") == "wrong":
            said += ", and in another order than TensorFlow gives them"
        return f"{said}{where}"
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
    if fact(finding, "by_position") == "right":
        return f"{subject(finding, 'a right gradient in one order alone')}: {_because(finding)}."
    return f"{subject(finding)} because {_because(finding)}."


def _why(finding: Finding) -> str:
    if "by_position" in finding.evidence:
        return (
            "In a `tf.function`, which `fit` makes too, TensorFlow gives a gradient function its "
            "variables sorted by name; outside of one they come in another order, which is not "
            "promised."
        )
    return (
        "What a gradient function returns is taken as it is: nothing compares it with the "
        "function that it belongs to, and training goes on in a wrong direction."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding, otherwise=" there")
    by = inputs(finding)
    if "by_position" in finding.evidence:
        first = (
            f"Return the gradients{where} in the order of `variables`: look up each by the "
            "variable that it is of, for example by `variable.ref()`."
        )
    elif "swapped_with" in finding.evidence:
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


def _listed(finding: Finding, key: str) -> str:
    return ", ".join(f"`{name}`" for name in fact(finding, key).split(", "))


def _of_order(finding: Finding) -> str:
    """In which order the variables are given, and in which other one they may be, or should."""
    given, other = _listed(finding, "order"), _listed(finding, "other_order")
    if fact(finding, "by_position") == "wrong":
        return f"TensorFlow gives the variables as {given}; what is returned is right for {other}."
    if fact(finding, "other") == "in a graph":
        elsewhere = f"in a `tf.function` by name, as {other}"
    else:
        elsewhere = f"outside of a `tf.function` perhaps, another time, as {other}"
    return (
        f"TensorFlow gives the variables here as {given}, and {elsewhere}: there, the gradients "
        f"are taken for those of the wrong variables."
    )


def _evidence(finding: Finding) -> str:
    if "by_position" in finding.evidence:
        return _of_order(finding)
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
