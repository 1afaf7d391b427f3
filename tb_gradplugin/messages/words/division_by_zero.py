"""GH216."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    count,
    number,
    of_elements,
    sentence,
    sized,
    verb,
)
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding


def _zeros(finding: Finding) -> bool:
    return bool(number(finding, "denominator_zero_count"))


def _because(finding: Finding) -> str:
    if _zeros(finding):
        elements = of_elements(finding, "denominator_zero_count", "denominator_elements")
        return f"{elements} of the denominator{at(finding)} {verb(elements)} 0"
    return f"the denominator{at(finding)} comes down to {sized(finding, 'denominator_min_abs')}"


def _why(_: Finding) -> str:
    return (
        "A quotient by 0 is infinite, or NaN where the numerator is 0 too, and its derivative "
        "divides by the square of the denominator."
    )


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    made = fact(finding, "denominator_op")
    if made in ("Sqrt", "EuclideanNorm"):
        first = (
            f"To normalise{where}, use `tf.math.l2_normalize`, or put the epsilon inside of the "
            f"root: `x / tf.sqrt(tf.reduce_sum(x * x) + 1e-12)`."
        )
    else:
        first = (
            f"Add an epsilon to the denominator{where}, `a / (b + 1e-7)`, or use "
            f"`tf.math.divide_no_nan` where 0 is the right answer."
        )
    return (
        first,
        (
            "If zeros are chosen away afterwards, replace them before the division: "
            "`a / tf.where(b == 0.0, 1.0, b)`."
        ),
    )


def _evidence(finding: Finding) -> str:
    both = count(finding, "both_zero_count")
    return sentence(
        f"{both} of the quotients {'is' if both == '1' else 'are'} 0 / 0, which is NaN"
        if "both_zero_count" in finding.evidence
        else "",
        change(finding),
    )


WORDING = Wording(_because, _why, _remedies, _evidence)
