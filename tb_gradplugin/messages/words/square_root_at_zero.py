"""GH218."""

from __future__ import annotations

from tb_gradplugin.messages.flow_phrases import (
    change,
    number,
    of_elements,
    sentence,
    sized,
    verb,
)
from tb_gradplugin.messages.phrases import at, fact, in_line
from tb_gradplugin.messages.words.wording import Wording
from tb_gradplugin.schema.findings import Finding

_WHAT = {"norm": "norm", "deviation": "standard deviation"}


def _what(finding: Finding) -> str:
    return _WHAT.get(fact(finding, "of"), "square root")


def _because(finding: Finding) -> str:
    if number(finding, "zero_count"):
        elements = of_elements(finding, "zero_count")
        return f"{elements} under the {_what(finding)}{at(finding)} {verb(elements)} 0"
    return (
        f"what is under the {_what(finding)}{at(finding)} comes down to "
        f"{sized(finding, 'input_min_abs')}"
    )


def _why(finding: Finding) -> str:
    if fact(finding, "of"):
        return (
            "The derivative of the square root is 1 / (2 sqrt(x)): infinite at 0, and NaN after "
            "the square in front of it, whose derivative there is 0."
        )
    return "The derivative of the square root is 1 / (2 sqrt(x)), which is infinite at 0."


def _remedies(finding: Finding) -> tuple[str, ...]:
    where = in_line(finding)
    if fact(finding, "of") == "norm":
        first = (
            f"Put an epsilon inside of the root{where}: "
            f"`tf.sqrt(tf.reduce_sum(tf.square(x), -1) + 1e-12)`; `tf.norm` has none."
        )
    elif fact(finding, "of") == "deviation":
        first = (
            f"Put an epsilon inside of the root{where}: `tf.sqrt(tf.math.reduce_variance(x) + "
            f"1e-12)`; one sample alone has no deviation."
        )
    else:
        first = f"Put an epsilon inside of the root{where}: `tf.sqrt(x + 1e-12)`."
    return (first, "Where the square serves as well, leave the root out.")


def _evidence(finding: Finding) -> str:
    return sentence(change(finding))


WORDING = Wording(_because, _why, _remedies, _evidence)
