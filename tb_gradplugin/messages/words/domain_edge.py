"""GH221."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    inputs_range,
    number,
    of_elements,
    op,
    sentence,
    the_op,
    verb,
)
from tb_gradplugin.messages.phrases import counted, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_EDGES = {
    "edge_count": ("lies at the edge of its domain", "lie at the edge of its domain"),
    "both_zero_count": ("is 0 on both sides", "are 0 on both sides"),
    "zero_count": ("is 0", "are 0"),
    "equal_count": ("is equal to its neighbour", "are equal to their neighbour"),
}


def _because(finding: Finding) -> str:
    if number(finding, "outside_count"):
        elements = of_elements(finding, "outside_count")
        lies = verb(elements, "lies", "lie")
        return f"{elements} of the input of {the_op(finding)} {lies} outside of its domain"
    for key, said in _EDGES.items():
        if number(finding, key):
            elements = f"{of_elements(finding, key)} of the input"
            if key == "equal_count":
                elements = counted(int(number(finding, key) or 0), "value")
            return f"{elements} of {the_op(finding)} {verb(elements, *said)}"
    return f"the input of {the_op(finding)} lies at the edge of its domain"


def _why(finding: Finding) -> str:
    if "equal_count" in finding.evidence:
        return "The derivative divides by the differences of the values, which are 0."
    return "At the edge of its domain the derivative is infinite; outside there is no value at all."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    name = op(finding.op_type)
    if finding.op_type in ("Log", "Log1p", "Sqrt", "Rsqrt", "Pow", "Xlogy"):
        return (
            (
                f"See why the input of {name}{where} is negative; if by rounding, use "
                f"`tf.maximum(x, 1e-7)`; if it is meant to be positive, `tf.math.softplus` makes "
                "it."
            ),
        )
    if finding.op_type in ("Acos", "Asin", "Atanh", "Erfinv"):
        return (
            (
                f"Clip the input of {name}{where} inside of its domain: "
                f"`tf.clip_by_value(x, -1.0 + 1e-6, 1.0 - 1e-6)`."
            ),
            (
                "For the angle between two vectors, `tf.atan2(norm of cross product, dot product)` "
                "has a finite slope."
            ),
        )
    if finding.op_type in ("Atan2", "Angle", "ComplexAbs", "Abs"):
        return (
            (
                f"Replace zeros{where} before the call: `tf.where(x == 0, 1e-12, x)`; the angle of "
                f"0 is not defined."
            ),
        )
    return (
        (
            f"Keep the input of {name}{where} apart from the edge, for example by a small random "
            f"or diagonal term."
        ),
    )


def _evidence(finding: Finding) -> str:
    return sentence(inputs_range(finding), change(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
